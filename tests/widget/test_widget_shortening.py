"""A shortened script does the same: awkward pieces here, the whole widget in the browser tests."""

from __future__ import annotations

import re

import pytest

from widget.shortening import short_script, short_style


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("// gone\n/** gone\n * too\n */\nconst a = 'https://x'; // gone\n", "let E='https://x';"),
        ("if (x === -1) y = z in d ? 'x = y, z' : e + +f;", "if(x===-1)y=z in d?'x = y, z':e+ +f;"),
        ("at = / = /.exec(`x = ${b} // ? c`);", "at=/ = /.exec(`x = ${b} // ? c`);"),
        ("f({ a: 1, b: [1, 2,], });", "f({a:1,b:[1,2]});"),
        ("function f() { return /x/; }", "function E(){return/x/}"),
        (
            "const long = 1;\nsay(long, `${long}`, { long }, { long: 2 }, x.long);",
            "let E=1;say(E,`${E}`,{long:E},{long:2},x.long);",
        ),
        ("const { long, other: named = long, ...rest } = x;", "let{long:E,other:T=E,...N}=x;"),
        (
            "for (const [key, value] of all) { const next = key; f(value, next); }",
            "for(let[e,t]of all){let n=e;f(t,n)}",
        ),
        ("const f = (first) => { const second = first; return second; };", "let E=e=>{let t=e;return t};"),
        ("try { g(); } catch (error) { const again = error; f(again); }", "try{g()}catch(e){let t=e;f(t)}"),
        (
            "class Long { #secret = 1; open(secret) { return this.#secret + secret; } }",
            "class E{#e=1;open(e){return this.#e+e}}",
        ),
        ("function name(name) { return name; }", "function E(e){return e}"),
        (
            "import { far } from './x.js';\nconst near = far;\nexport { near };",
            "import{far as E}from'./x.js';let T=E;export{T as near};",
        ),
        ("const mine = 1;\nfunction f(given) { return given + e + mine; }", "let E=1;function T(t){return t+e+E}"),
        ("f(/** @type {X} */ (a.b).c, (d?.e).f, new (g())(), (h || i).j);", "f(a.b.c,(d?.e).f,new(g())(),(h||i).j);"),
        ("if (a) b = /** @type {X} */ (c);", "if(a)b=c;"),
        ("f(async (/** @type {X} */ a) => a, ({ b }) => b);", "f(async e=>e,({b:e})=>e);"),
        ("f((a = 1) => a, (...b) => b, () => 2, (c, d) => c);", "f((e=1)=>e,(...e)=>e,()=>2,(e,t)=>e);"),
        ("f(60_000, 0.75, 10.5, [0.5].x, 1e3, '0.5', 0);", "f(60000,.75,10.5,[.5].x,1e3,'0.5',0);"),
        ("const one = 1; // first\nlet two = one;\ng();\nconst three = two;", "let E=1,T=E;g();let N=T;"),
        (
            "for (let at = 0; at < 9; at += 1) f(at === true, { true: false });",
            "for(let e=0;e<9;e+=1)f(e===!0,{true:!1});",
        ),
    ],
)
def test_what_is_left_means_the_same(source: str, short: str) -> None:
    assert short_script(source) == f"{short}\n"


def test_no_inner_name_hides_an_outer_one_that_is_meant() -> None:
    """Many names in one scope and all of them used two scopes further in."""
    names = [f"name{number}" for number in range(70)]
    source = f"const {', '.join(f'{name} = {number}' for number, name in enumerate(names))};\n"
    source += f"const inside = (x) => {{ const y = x; return () => [y, x, {', '.join(names)}]; }};\n"
    body = short_script(source)
    declared = re.findall(r"(\w+)=\d", body)
    meant = body[body.index("[") + 1 : body.index("]")].split(",")
    assert len(set(declared)) == len(names)
    assert meant[2:] == declared
    assert len(set(meant)) == len(names) + 2
    assert not {"as", "do", "if", "in", "is", "of"} & {*declared, *meant}


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        short_script("const = ;")


def test_a_shortened_style_applies_to_the_same() -> None:
    style = "/* gone */\na > x { color: red; }\n\nb , c { d: calc(10.05em + 0.5px) }\n"
    assert short_style(style) == "a>x{color:red}b,c{d:calc(10.05em + .5px)}\n"
    own = ":host{--_soft-ink:red;--brand:red}a{b:var(--_soft-ink) var(--brand) var(--_x)}"
    assert short_style(own) == ":host{--a:red;--brand:red}a{b:var(--a) var(--brand) var(--b)}\n"


def test_what_stands_in_a_template_gets_no_space() -> None:
    """A word before a place to fill in stays beside it."""
    assert "`h${E}x ${E}`" in short_script(
        "const level = 3;\nexport function name() { return `h${level}x ${level}`; }\n"
    )

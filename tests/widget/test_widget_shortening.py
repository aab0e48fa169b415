"""A shortened script does the same: awkward pieces here, the whole widget in the browser tests."""

from __future__ import annotations

import pytest

from widget.shortening import short_script, short_style


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("// gone\n/** gone\n * too\n */\nconst a = 'https://x'; // gone\n", "const a='https://x';"),
        ("if (x === -1) y = z in d ? 'x = y, z' : e + +f;", "if(x===-1)y=z in d?'x = y, z':e+ +f;"),
        ("at = / = /.exec(`x = ${b} // ? c`);", "at=/ = /.exec(`x = ${b} // ? c`);"),
        ("f({ a: 1, b: [1, 2,], });", "f({a:1,b:[1,2]});"),
        ("function f() { return /x/; }", "function a(){return/x/}"),
        (
            "const long = 1;\nsay(long, `${long}`, { long }, { long: 2 }, x.long);",
            "const a=1;say(a,`${a}`,{long:a},{long:2},x.long);",
        ),
        ("const { long, other: named = long, ...rest } = x;", "const{long:a,other:b=a,...c}=x;"),
        (
            "for (const [key, value] of all) { const next = key; f(value, next); }",
            "for(const[a,b]of all){const c=a;f(b,c)}",
        ),
        ("const f = (first) => { const second = first; return second; };", "const a=(a)=>{const b=a;return b};"),
        ("try { g(); } catch (error) { const again = error; f(again); }", "try{g()}catch(a){const b=a;f(b)}"),
        (
            "class Long { #secret = 1; open(secret) { return this.#secret + secret; } }",
            "class a{#a=1;open(a){return this.#a+a}}",
        ),
        ("function name(name) { return name; }", "function a(a){return a}"),
        (
            "import { far } from './x.js';\nconst near = far;\nexport { near };",
            "import{far as a}from'./x.js';const b=a;export{b as near};",
        ),
        ("const mine = 1;\nfunction f(given) { return given + a + mine; }", "const b=1;function c(c){return c+a+b}"),
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
    declared = [part.split("=")[0] for part in body.split(";")[0].removeprefix("const ").split(",")]
    meant = body[body.index("[") + 1 : body.index("]")].split(",")
    assert len(set(declared)) == len(names)
    assert meant[2:] == declared
    assert len(set(meant)) == len(names) + 2
    assert not {"as", "do", "if", "in", "is", "of"} & {*declared, *meant}


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        short_script("const = ;")


def test_a_shortened_style_applies_to_the_same() -> None:
    assert short_style("/* gone */\na { color: red; }\n\nb , c { d: e }\n") == "a{color:red}b,c{d:e}\n"


def test_what_stands_in_a_template_gets_no_space() -> None:
    """A word before a place to fill in stays beside it."""
    assert "`h${a}x ${a}`" in short_script(
        "const level = 3;\nexport function name() { return `h${level}x ${level}`; }\n"
    )

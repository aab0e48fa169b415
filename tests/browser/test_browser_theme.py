"""The widget fits any site: its colours stay legible, its words, corners, font, logo and side are the site's own."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.samples import ARABIC, ENGLISH
from tests.browser.states import Stage

ENOUGH = 4.5
LIGHT, DARK = (255, 255, 255), (29, 33, 36)
TINT = 0.1
"""How much of the accent the style sheet mixes into a surface."""
NAMED = ("teal", "rgb(255 204 0)", "hsl(300 90% 50%)", "oklch(0.7 0.2 140)", "#0b6", "rebeccapurple")
Colour = tuple[float, ...]


def module(page: Page, address: str, name: str) -> str:
    """Address of one source module of the widget; what is served has other names inside."""
    sources = files("widget") / "src"

    def source(route: Route) -> None:
        path = route.request.url.partition("/source/")[2]
        route.fulfill(body=(sources / path).read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")

    page.route("**/source/**", source)
    return f"{address}/source/{name}"


def luminance(colour: Colour) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [value / 255 for value in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rgb(css: str) -> Colour:
    """`rgb(1 2 3)` or `#fff` or `#141618` as numbers."""
    if css.startswith("#"):
        digits = css[1:] if len(css) == 7 else "".join(2 * digit for digit in css[1:])
        return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return tuple(float(part) for part in re.findall(r"[\d.]+", css)[:3])


def tinted(surface: Colour, accent: Colour) -> Colour:
    """A surface with some of the accent in it."""
    return tuple(below + (above - below) * TINT for below, above in zip(surface, accent, strict=True))


def test_any_brand_colour_is_legible_in_light_and_dark(people: Any, site: Any) -> None:
    """Text on the brand, and the brand as text on both surfaces, plain and tinted: 4.5:1 or more, always."""
    page = people.page()
    page.goto(f"{site.address}/demo?lang=en")
    dice = random.Random(5)
    greys = [f"#{value:02x}{value:02x}{value:02x}" for value in range(0, 256, 5)]
    wheel = [
        f"hsl({hue} {part}% {light}%)" for hue in range(0, 360, 15) for part in (60, 100) for light in (30, 50, 70)
    ]
    chance = [f"#{dice.randrange(1 << 24):06x}" for _ in range(600)]
    script = "async ([url, all]) => { const { palette } = await import(url); return all.map(one => palette(one)); }"
    made = page.evaluate(script, [module(page, site.address, "colors.js"), [*greys, *wheel, *chance, *NAMED]])
    for found in made:
        brand, text = rgb(found["--brand"]), rgb(found["--on-brand"])
        assert contrast(brand, text) >= ENOUGH, found
        for name, surface in (("--brand-on-light", LIGHT), ("--brand-on-dark", DARK)):
            accent = rgb(found[name])
            assert contrast(accent, surface) >= ENOUGH, found
            assert contrast(accent, tinted(surface, accent)) >= ENOUGH, found


def test_what_is_no_colour_changes_nothing(people: Any, site: Any) -> None:
    page = people.page()
    page.goto(f"{site.address}/demo?lang=en")
    script = "async ([url, all]) => { const { palette } = await import(url); return all.map(one => palette(one)); }"
    wrong = ["", "blurple", "#12345", "url(https://example.com)", "red; background: url(x)", "var(--x)", "inherit"]
    assert page.evaluate(script, [module(page, site.address, "colors.js"), wrong]) == [{}] * len(wrong)


def test_attributes_set_font_corners_side_and_label(people: Any, site: Any) -> None:
    stage = Stage(people.page(reduced_motion="reduce"), site)
    stage.visit(color="#ffcc00", radius="0", font="Georgia, serif", position="left", launcher="Ask Fernweh")
    launcher = stage.root.locator(".launcher")
    expect(launcher).to_contain_text("Ask Fernweh")
    expect(launcher).to_have_accessible_name("Ask Fernweh")
    expect(launcher).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(launcher).to_have_css("border-radius", "0px")
    assert launcher.evaluate("node => getComputedStyle(node).fontFamily").startswith("Georgia")
    assert launcher.bounding_box()["x"] == 20
    stage.open()
    expect(stage.root.locator(".panel")).to_have_css("border-radius", "0px")
    assert stage.root.locator(".panel").bounding_box()["x"] == 20


def test_the_sites_own_style_sheet_sets_custom_properties(people: Any, site: Any) -> None:
    """Colour with a legible text on it, font, corners, distance and size; rules for all elements do not leak in."""
    page = people.page(reduced_motion="reduce")
    stage = Stage(page, site)
    style = """askwell-widget { --askwell-color: #ffcc00; --askwell-radius: 4px; --askwell-gap: 40px;
        --askwell-width: 480px; --askwell-font: Georgia }
        * { letter-spacing: 3px; text-transform: uppercase; font-family: Impact; color: red }"""
    page.add_init_script(
        f"""addEventListener('DOMContentLoaded', () => {{
            const sheet = new CSSStyleSheet();
            sheet.replaceSync({json.dumps(style)});
            document.adoptedStyleSheets = [sheet];
        }})"""
    )
    stage.visit()
    launcher = stage.root.locator(".launcher")
    expect(launcher).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(launcher).to_have_css("color", "rgb(20, 22, 24)")
    stage.open()
    panel = stage.root.locator(".panel")
    box = panel.bounding_box()
    assert (box["width"], box["x"] + box["width"]) == (480, 1280 - 40)
    expect(panel).to_have_css("border-radius", "4px")
    expect(panel).to_have_css("letter-spacing", "normal")
    expect(panel.locator(".head .title").first).to_have_css("text-transform", "none")
    assert panel.evaluate("node => getComputedStyle(node).fontFamily").startswith("Georgia")


def test_the_logo_stands_in_the_head_and_gives_way_when_it_does_not_load(people: Any, site: Any) -> None:
    """Only http(s) addresses are fetched, without telling where from."""
    asked: list[dict[str, str]] = []

    def picture(route: Route) -> None:
        asked.append(route.request.headers)
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
        route.fulfill(body=svg, content_type="image/svg+xml")

    page = people.page(reduced_motion="reduce")
    stage = Stage(page, site)
    page.route("**/brand.svg", picture)
    stage.visit(logo=f"{site.address}/brand.svg")
    stage.open()
    expect(stage.root.locator(".head .avatar img")).to_be_visible()
    assert all("referer" not in headers for headers in asked)
    assert len(asked) == 1
    for wrong in (f"{site.address}/no-such-logo.png", "javascript:alert(1)", "data:image/svg+xml,<svg/>"):
        stage.visit(logo=wrong)
        stage.open()
        expect(stage.root.locator(".head .avatar .i-mark")).to_be_visible()
        expect(stage.root.locator(".head .avatar img")).to_have_count(0)
    people.expect_error("404")


def test_a_site_brings_its_own_words(people: Any, site: Any) -> None:
    """For every language or for one; text, never markup; what is not JSON is told to the console and left out."""
    page = people.page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "warning" else None)
    stage = Stage(page, site)
    own = {"launcher": "<b>Hilfe</b>", "placeholder": "Alle", "gone": "?", "en": {"placeholder": "Just ask"}}
    stage.visit(words=json.dumps(own))
    expect(stage.root.locator(".launcher .name")).to_have_text("<b>Hilfe</b>")
    stage.open()
    expect(stage.box).to_have_attribute("placeholder", "Just ask")
    assert told == []
    stage.visit(words="{not json")
    expect(stage.root.locator(".launcher .name")).to_have_text("Help")
    assert ["data-words" in text for text in told] == [True]


def test_right_to_left_by_the_sites_words(people: Any, site: Any) -> None:
    """With words in Arabic the window runs from right to left; without, its English stays from left to right."""
    stage = Stage(people.page(reduced_motion="reduce"), site)
    stage.visit(lang="ar", words=json.dumps({"ar": {**ARABIC, "unread_two": "رسالتان جديدتان"}}))
    expect(stage.root).to_have_attribute("dir", "rtl")
    expect(stage.root.locator(".launcher .name")).to_have_text(ARABIC["launcher"])
    assert stage.root.locator(".launcher").bounding_box()["x"] == 20
    stage.open()
    answer = stage.ask(ENGLISH.steps)
    bubble, log = stage.root.locator(".visitor .bubble").bounding_box(), stage.root.get_by_role("log").bounding_box()
    assert bubble["x"] - log["x"] < 30
    assert answer.locator(".body").evaluate("node => getComputedStyle(node).direction") == "ltr"
    expect(stage.root.locator(".sources .i-next").first).to_have_css("transform", "matrix(-1, 0, 0, 1, 0, 0)")
    stage.visit(lang="ar", position="right")
    expect(stage.root).to_have_attribute("dir", "ltr")


def test_a_german_page_has_german_words_and_a_region_is_of_its_language(people: Any, site: Any) -> None:
    stage = Stage(people.page(), site)
    stage.visit(lang="de-AT")
    stage.open()
    expect(stage.root).to_have_attribute("lang", "de-AT")
    expect(stage.root.get_by_role("button", name="Mit einem Menschen sprechen")).to_be_visible()
    expect(stage.root.get_by_role("button", name="Hilfe schließen")).to_be_visible()


def test_plurals_waits_and_sizes_follow_the_language(people: Any, site: Any) -> None:
    page = people.page()
    page.goto(f"{site.address}/demo?lang=en")
    script = """async ([url, lang, own]) => {
        const words = await (await import(url)).loadWords([lang], own);
        return [words.count('unread', 1), words.count('unread', 2), words.wait(30), words.wait(300), words.size(20480)];
    }"""
    url = module(page, site.address, "i18n.js")
    said: Callable[..., Any] = lambda *values: page.evaluate(script, [url, *values])  # noqa: E731
    assert said("en", None) == ["1 new message", "2 new messages", "in 30 seconds", "in 5 minutes", "20 kB"]
    assert said("fr", None)[2:] == ["dans 30 secondes", "dans 5 minutes", "20\u202fko"]
    assert said("es", None)[2] == "dentro de 30 segundos"
    assert said("zh", None)[2:4] == ["30秒钟后", "5分钟后"]
    assert said("de", None)[:2] == ["1 neue Nachricht", "2 neue Nachrichten"]
    assert said("pt-BR", None)[2] == "em 30 segundos"
    arabic = json.dumps({"ar": {"unread_two": "رسالتان", "unread_other": "{count} رسالة"}})
    assert said("ar", arabic)[1] == "رسالتان"

"""The playground of the demo page: the fields make the tag, the widget follows, and what it tells is listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
NASTY = """Ask "us" & 'them' <b>&amp;</b>"""
RULES = """{"/demo": {"greeting": "Hello from here.", "examples": ["How do I reset my password?"]}}"""
COMPACT = RULES.replace(": ", ":").replace(", ", ",")
READ_TAG = """text => {
    const script = new DOMParser().parseFromString(text, 'text/html').querySelector('script');
    return { src: script.src, async: script.async, ...script.dataset };
}"""

Visit = Callable[..., Any]


def tag_of(page: Page) -> dict[str, Any]:
    """The attributes that a browser reads from the tag shown, were it pasted into a page."""
    read: dict[str, Any] = page.evaluate(READ_TAG, page.locator("#play-text").inner_text())
    return read


def test_the_tag_holds_what_was_chosen_whatever_was_typed(visit: Visit, site: Any) -> None:
    """Quotes, ampersands and markup come back as they were typed; what is as usual or no JSON is left out."""
    page = visit(permissions=["clipboard-read", "clipboard-write"]).page
    assert tag_of(page).keys() == {"src", "async", "lang", "title", "examples"}
    page.get_by_label("Title").fill(NASTY)
    page.get_by_label("Greeting").fill('Say "please"')
    page.get_by_label("Theme").select_option("dark")
    page.get_by_label("Only the icon").check()
    page.get_by_label("Roundness").fill("4")
    rules = page.get_by_label("Rules by page")
    rules.fill('{"/demo": ')
    expect(page.locator("#play-page-wrong")).to_contain_text("This is not valid yet")
    expect(rules).to_have_attribute("aria-invalid", "true")
    assert "page" not in tag_of(page)
    rules.fill(RULES)
    expect(page.locator("#play-page-wrong")).to_be_empty()
    found = tag_of(page)
    assert found["src"] == f"{site.address}/widget.js"
    assert found["title"] == NASTY
    assert found["greeting"] == 'Say "please"'
    assert found["examples"].count("|") == 2
    chosen = {name: found[name] for name in ("theme", "launcher", "radius", "async", "page")}
    assert chosen == {"theme": "dark", "launcher": "", "radius": "4", "async": True, "page": COMPACT}
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#play-said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#play-text").inner_text()


def test_that_the_tag_was_copied_is_said_until_the_tag_is_another(visit: Visit) -> None:
    """Also where the widget only follows afterwards what was typed before."""
    widget = visit(permissions=["clipboard-read", "clipboard-write"])
    page = widget.page
    page.locator("#play-lang").select_option("fr")
    page.get_by_label("Title").fill("Aide et contact")
    page.get_by_role("button", name="Copy").click()
    widget.root.get_by_role("button", name="Aide").click()
    expect(widget.root.get_by_role("heading", name="Aide et contact")).to_be_visible()
    expect(page.locator("#play-said")).to_have_text("Copied")
    page.get_by_label("Greeting").fill("Bonjour")
    expect(page.locator("#play-said")).to_be_empty()
    page.get_by_role("button", name="Askwell.destroy()").click()
    expect(page.locator("#play-said")).not_to_be_empty()
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#play-said")).to_be_empty()


def test_the_widget_on_the_page_follows_at_once(visit: Visit) -> None:
    """Another colour, corner, language and title, one after the other, and one widget at a time."""
    widget = visit()
    page = widget.page
    page.get_by_label("Colour").fill("#b3261e")
    expect(widget.launcher).to_have_css("background-color", "rgb(179, 38, 30)")
    page.get_by_label("Corner").select_option("left")
    expect(widget.root).to_have_attribute("position", "left")
    page.get_by_label("Title").fill(NASTY)
    page.locator("#play-lang").select_option("fr")
    widget.root.get_by_role("button", name="Aide").click()
    expect(widget.root.get_by_role("heading", name=NASTY)).to_be_visible()
    expect(widget.root).to_have_count(1)
    page.get_by_label("Greeting").fill("Bonjour d’ici.")
    expect(widget.root.locator(".welcome")).to_contain_text("Bonjour d’ici.")
    expect(widget.panel).to_be_visible()
    expect(page.get_by_label("Greeting")).to_be_focused()


def test_calls_and_events_by_keyboard_alone(visit: Visit) -> None:
    """A button asks, the events appear, destroy takes the widget away, and one button brings it back."""
    widget = visit()
    page = widget.page
    events = page.get_by_role("group", name="Events")
    page.locator("#playground [data-askwell-ask]").focus()
    page.keyboard.press("Enter")
    expect(widget.answers).to_have_count(1)
    answer = events.locator("summary", has=page.locator("code", has_text="answer"))
    expect(answer).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#playground [data-askwell-ask]")).to_be_focused()
    answer.focus()
    page.keyboard.press("Enter")
    expect(events.locator("details[open] pre")).to_contain_text('"confidence"')
    page.get_by_role("button", name="Askwell.destroy()").focus()
    page.keyboard.press("Enter")
    expect(widget.root).to_have_count(0)
    back = page.get_by_role("button", name="Put it back")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(widget.launcher).to_be_visible()
    names = events.locator("li code")
    expect(names).to_have_text(["ready", "destroy", "close", "escalate", "answer", "question", "open", "ready"])


@pytest.mark.parametrize(("lang", "scheme", "viewport"), [("fr", "dark", PHONE), ("zh", "light", None)])
def test_it_is_accessible_and_fits(visit: Visit, lang: str, scheme: str, viewport: Any) -> None:
    """With events and a mistake to show: no violation, nothing wider than the screen."""
    options = {"viewport": viewport} if viewport else {}
    page = visit(f"/demo?lang={lang}", color_scheme=scheme, reduced_motion="reduce", **options).page
    page.locator("#play-page").fill("{")
    page.get_by_role("button", name="Askwell.destroy()").click()
    expect(page.locator("#playground li")).not_to_have_count(0)
    violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa", "best-practice"]}).response
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in violations["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

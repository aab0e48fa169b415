"""On a phone, zoomed in, or with the keyboard alone: nothing is out of reach."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import until
from tests.browser.samples import ENGLISH
from tests.browser.states import Stage

PHONE = {"width": 390, "height": 844}
SIDEWAYS = {"width": 844, "height": 390}
KEYBOARD = 330
"""Pixels that an on-screen keyboard covers."""
SHRINK = """pixels => {
    const view = window.visualViewport;
    Object.defineProperty(view, 'height', { configurable: true, get: () => innerHeight - pixels });
    view.dispatchEvent(new Event('resize'));
}"""


def phone(people: Any, site: Any, **options: Any) -> Stage:
    """A visitor with a phone."""
    page = people.page(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce", **options)
    return Stage(page, site)


def test_the_sheet_ends_where_the_keyboard_begins_and_the_page_stays(people: Any, site: Any) -> None:
    """It fills the screen in both directions; the page behind it scrolls again once it is closed."""
    stage = phone(people, site)
    stage.visit()
    page, panel = stage.page, stage.root.locator(".panel")
    stage.open()
    until(page, panel.bounding_box, {"x": 0, "y": 0, **PHONE})
    expect(panel).to_have_css("animation-name", "none")
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    page.evaluate(SHRINK, KEYBOARD)
    until(page, panel.bounding_box, {"x": 0, "y": 0, **PHONE, "height": PHONE["height"] - KEYBOARD})
    expect(stage.box).to_be_in_viewport()
    page.evaluate(SHRINK, 0)
    page.set_viewport_size(SIDEWAYS)  # type: ignore[arg-type]
    until(page, panel.bounding_box, {"x": 0, "y": 0, **SIDEWAYS})
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    until(page, panel.bounding_box, {"x": 0, "y": 0, **PHONE})
    stage.root.locator(".main > .head .tool").last.click()
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "visible"


def test_no_field_makes_a_phone_zoom_in(people: Any, site: Any) -> None:
    """Letters of 16 pixels and more in every field; the heading has the focus, so that no keyboard opens by itself."""
    stage = phone(people, site)
    stage.visit()
    stage.open()
    expect(stage.root.locator(".head .title").first).to_be_focused()
    sizes = stage.root.evaluate(
        "host => [...host.shadowRoot.querySelectorAll('textarea, input:not([type=file])')]"
        ".map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert sizes
    assert min(sizes) >= 16


def test_at_four_hundred_percent_everything_is_in_reach(people: Any, site: Any) -> None:
    """1280 x 1024 at 400 %: one can read, write, send, ask for a person and close; nothing scrolls sideways."""
    stage = Stage(people.page(viewport={"width": 320, "height": 256}, reduced_motion="reduce"), site)
    stage.visit()
    stage.open()
    stage.ask(ENGLISH.steps)
    for part in (".write textarea", ".send", ".composer .person:not(.quiet)", ".head .tool:last-child"):
        expect(stage.root.locator(part)).to_be_in_viewport(ratio=1)
    log = stage.root.get_by_role("log")
    assert log.evaluate("node => node.scrollWidth <= node.clientWidth && node.clientHeight >= 80")


def test_the_whole_journey_by_keyboard_alone(people: Any, site: Any) -> None:
    """Open, ask, open the citation, come back, rate, say why, hand over, write to the person, close: no pointer."""
    page = people.page(reduced_motion="reduce")
    stage = Stage(page, site)
    stage.visit()
    walk(page, stage.root.locator(".launcher"))
    page.keyboard.press("Enter")
    expect(stage.box).to_be_focused()
    page.keyboard.type(ENGLISH.steps)
    page.keyboard.press("Enter")
    expect(stage.answers).to_have_count(1)
    expect(stage.box).to_be_focused()
    answer = stage.answers.last
    cite = answer.locator(".cite").first
    walk(page, cite, back=True)
    page.keyboard.press("Enter")
    expect(stage.root.locator(".source .tool").first).to_be_focused()
    expect(stage.root.locator(".article mark").first).to_be_visible()
    walk_around(page, stage.root.locator(".source"))
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()
    walk(page, answer.locator(".vote").first)
    page.keyboard.press("Space")
    expect(answer.locator(".vote").first).to_have_attribute("aria-pressed", "true")
    walk(page, stage.root.locator(".composer .person:not(.quiet)"))
    page.keyboard.press("Enter")
    expect(stage.root.locator(".card.wait")).to_be_visible()
    walk(page, stage.box, back=True)
    page.keyboard.type("The shop opens at nine")
    page.keyboard.press("Enter")
    expect(stage.root.locator(".visitor").last).to_contain_text("The shop opens at nine")
    page.keyboard.press("Escape")
    expect(stage.root.locator(".panel")).to_be_hidden()
    expect(stage.root.locator(".launcher")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="?")).to_be_focused()


def walk_around(page: Page, part: Locator) -> None:
    """Tab leaves what covers the conversation neither for the covered lines nor into a dead end."""
    for _ in range(6):
        page.keyboard.press("Tab")
        inert = "host => Boolean(host.shadowRoot.activeElement?.closest('[inert]'))"
        assert not part.page.locator("askwell-widget").evaluate(inert)


def walk(page: Page, target: Locator, *, back: bool = False, most: int = 40) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if target.evaluate("node => node.getRootNode().activeElement === node"):
            return
    raise AssertionError("the keyboard does not reach it")

"""The log of questions in the browser: filtered and saved by keyboard, on a phone, for everybody who reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.asked import Ask
from api.callers import Caller
from api.staff import Role

PHONE = {"width": 390, "height": 844}
EDITOR = ("carla@example.com", Role.CONTENT, "Carla Content")
ASKED = "Which umbrellas does the lighthouse lend to sailors?"


def test_the_log_is_filtered_and_its_view_saved_by_keyboard(staff: Callable[..., Page], site: Any) -> None:
    site.services.assistant.ask(Caller("192.0.2.1"), Ask(ASKED, "trc", lang="en"))
    while site.services.log.upkeep.run():
        pass
    page = staff("/content?show=all", *EDITOR, viewport=PHONE)
    page.get_by_label("Words in the question").fill("LIGHTHOUSE sailors")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="CSV of this question")).to_be_visible()
    page.get_by_text("More filters").press("Enter")
    page.get_by_label("Confidence to").fill("1")
    sound(page)
    page.get_by_text("Save this view").press("Enter")
    page.get_by_label("Name", exact=True).fill("Lighthouse")
    sound(page)
    page.get_by_label("For all who work on content").press("Space")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("View saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Lighthouse shared")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name=ASKED).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(ASKED)
    expect(page.get_by_text("What happened next")).to_be_visible()
    sound(page)
    page.go_back()
    page.get_by_text("Change “Lighthouse”").press("Enter")
    page.get_by_text("Delete…").press("Enter")
    page.get_by_role("button", name="Delete the view").press("Enter")
    expect(page.get_by_text("View deleted.")).to_be_visible()


def sound(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

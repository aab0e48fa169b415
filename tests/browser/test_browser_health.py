"""The health of documents in the browser: by keyboard, on a phone, for everybody who reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.content import Draft
from api.staff import Role

PHONE = {"width": 390, "height": 844}
EDITOR = ("carla@example.com", Role.CONTENT, "Carla Content")
HIRE = "A bicycle on hire may be kept for three days. Bring it back to the place you took it from."
LENDING = "A bicycle on hire may be kept for eight days. Lights are lent with it. [Prices](hire-prices)"

Staff = Callable[..., Page]


def test_a_document_is_found_judged_and_checked_by_keyboard_on_a_phone(staff: Staff, site: Any) -> None:
    content = site.services.content
    content.write("hire", Draft("Hire a bicycle", HIRE, lang="en"))
    content.write("lending", Draft("Lend a bicycle", LENDING, lang="en"))
    site.services.health.board.settle_s = 0
    while site.services.health.board.step():
        pass
    page = staff("/content/health", *EDITOR, viewport=PHONE)
    sound(page)
    page.get_by_placeholder("Words in the title or id").fill("bicycle")
    page.get_by_placeholder("Words in the title or id").press("Enter")
    page.get_by_role("link", name="Lend a bicycle").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lend a bicycle")
    expect(page.get_by_role("heading", level=2).first).to_have_text("13 points")
    clash = page.get_by_role("region", name="Contradictions")
    expect(clash).to_contain_text("eight days")
    expect(clash).to_contain_text("three days")
    sound(page)
    clash.get_by_role("button", name="No problem").press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_have_text("5 points")
    page.get_by_label("Note").fill("The shop confirms eight days.")
    page.get_by_role("button", name="Mark as checked").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Marked as checked.")
    expect(page.get_by_text("The shop confirms eight days.")).to_be_visible()
    sound(page)
    for name in ("hire", "lending"):
        content.remove(name)


def sound(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

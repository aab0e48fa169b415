"""The editor of drafts in the browser: by keyboard, on a phone, with two people at it, and with the line cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.drafting.beginning import Wanted
from api.staff import Role

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
EDITOR = ("carla@example.com", Role.CONTENT, "Carla Content")
OTHER = ("dora@example.com", Role.CONTENT, "Dora Content")

Staff = Callable[..., Page]


def test_a_draft_is_written_previewed_and_published_by_keyboard_on_a_phone(staff: Staff, site: Any) -> None:
    page = staff("/content/drafts", *EDITOR, viewport=PHONE)
    page.get_by_role("link", name="Write a draft").press("Enter")
    sound(page)
    page.get_by_role("button", name="Open the editor").first.press("Enter")
    box = page.get_by_label("Text in English")
    page.get_by_label("Title", exact=True).fill("Clean the espresso grinder")
    box.focus()
    page.keyboard.type("1. Unplug the grinder.\nBrush the burrs of the grinder.\n\n\nNever use ")
    page.keyboard.type("water")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(box).to_have_value("1. Unplug the grinder.\n2. Brush the burrs of the grinder.\n\nNever use **water**")
    expect(page.locator("[data-preview] li")).to_have_count(2)
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    for name in ("Changes", "Near content", "Versions"):
        page.get_by_role("link", name=name, exact=True).press("Enter")
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "true")
        sound(page)
    page.get_by_text("Add a language").press("Enter")
    page.get_by_label("Beside English").select_option("French")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.get_by_label("The text in English")).to_contain_text("Unplug the grinder.")
    page.get_by_role("button", name="Approve and publish").press("Enter")
    expect(page.get_by_role("heading", name="Published")).to_be_visible()
    sound(page)
    assert site.services.documents.document("clean-the-espresso-grinder", None) is not None


def test_two_people_and_a_cut_line_lose_no_text(people: Any, staff: Staff, site: Any) -> None:
    draft = site.services.drafts.begin(Wanted(lang="en", title="Descale", text="Use the descaler."), "test")
    one = staff(f"/content/drafts/{draft}", *EDITOR, viewport=DESKTOP)
    other = staff(f"/content/drafts/{draft}", *OTHER, viewport=DESKTOP)
    one.get_by_label("Text in English").fill("Use the descaler once a month.")
    expect(one.locator("[data-status]")).to_contain_text("Saved at")
    other.get_by_label("Text in English").fill("Use vinegar, never the descaler.")
    expect(other.get_by_role("heading", name="Two texts: both are kept")).to_be_focused()
    expect(other.locator("#clash .diff")).to_contain_text("vinegar")
    sound(other)
    other.get_by_role("button", name="Use the text of Dora Content").press("Enter")
    # The box holds that text before the page is new, so the page itself says when it is.
    expect(other.locator("#clash .diff")).to_have_count(0)
    expect(other.locator("[data-status]")).to_contain_text("Saved as revision")
    expect(other.get_by_label("Text in English")).to_have_value("Use vinegar, never the descaler.")
    other.context.set_offline(True)
    other.get_by_label("Text in English").fill("Use vinegar, and rinse twice.")
    expect(other.locator("[data-status]")).to_contain_text("This browser keeps your text")
    other.context.set_offline(False)
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(site.address + f"/content/drafts/{draft}")
    if other.locator("#unsent").is_visible():
        sound(other)
        other.get_by_role("button", name="Put it back").press("Enter")
    expect(other.get_by_label("Text in English")).to_have_value("Use vinegar, and rinse twice.")
    expect(other.locator("[data-status]")).to_contain_text("Saved")
    people.expect_error("409")
    people.forgive("ERR_INTERNET_DISCONNECTED")


def sound(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

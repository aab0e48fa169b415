"""The trace of an answer on a phone, by keyboard: the verdict first, every part in reach, nothing axe objects to."""

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


def test_a_trace_is_read_on_a_phone(staff: Callable[..., Page], site: Any) -> None:
    asked = Ask("Which minerals does the canteen's water hold?", "trc", lang="en")
    answer = site.services.assistant.ask(Caller("192.0.2.1"), asked)
    with site.services.database.read() as session:
        question = site.services.conversations.question_of(session, answer["message_id"]).id
    page = staff(f"/content/questions/{question}", *EDITOR, viewport=PHONE)
    page.get_by_role("link", name="Trace").press("Enter")
    verdict = page.get_by_role("region", name="In short")
    expect(verdict).to_contain_text("because")
    box = verdict.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["height"], "the verdict is seen without scrolling"
    page.get_by_role("region", name="Found: Now").locator("summary").first.press("Enter")
    expect(page.get_by_role("region", name="Passage 1, now")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

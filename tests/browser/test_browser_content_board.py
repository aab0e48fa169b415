"""The content board in the browser: every page by its tab on a phone, and its reports by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from api.staff import Role

PHONE = {"width": 390, "height": 844}
EDITOR = ("carla@example.com", Role.CONTENT, "Carla Content")
TABS = ("Questions", "Gaps", "Drafts", "Health", "Documents", "Quality", "Reports")


def test_each_tab_leads_to_its_page_on_a_phone_and_reports_are_read_by_keyboard(
    staff: Callable[..., Page], visit: Callable[..., Any]
) -> None:
    visit().open().ask("How do I reset my password?")
    page = staff("/content", *EDITOR, viewport=PHONE)
    tabs = page.get_by_role("navigation", name="Content board")
    assert tuple(tabs.get_by_role("link").all_inner_texts()) == TABS
    for name in TABS:
        tabs.get_by_role("link", name=name).press("Enter")
        expect(tabs.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        box = tabs.get_by_role("link", name=TABS[-1]).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.get_by_label("Rows by").select_option("lang")
    page.get_by_role("button", name="Show").press("Enter")
    answers = page.locator("#content")
    expect(answers.get_by_role("img")).to_have_accessible_name(re.compile("Questions by what followed"))
    answers.locator("summary").press("Enter")
    expect(answers.get_by_role("rowheader", name="English")).to_be_visible()
    expect(answers.get_by_text("Answered, of the questions.")).to_be_visible()

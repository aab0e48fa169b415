"""Reports in the browser: by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.staff import Role

PHONE = {"width": 390, "height": 844}
ADMIN = ("maria@example.com", Role.ADMIN, "Maria Lopez")

Staff = Callable[..., Page]


@pytest.mark.parametrize("options", [{"viewport": PHONE}, {"java_script_enabled": False}])
def test_a_report_is_chosen_and_its_table_opened_by_keyboard(
    staff: Staff, visit: Callable[..., Any], options: dict[str, Any]
) -> None:
    """The table scrolls in itself, the page does not, and everything works without a script."""
    visit().open().ask("How do I reset my password?")
    page = staff("/desk/reports", *ADMIN, **options)
    page.get_by_label("Rows by").select_option("lang")
    page.get_by_role("button", name="Show").press("Enter")
    part = page.locator("#volume")
    expect(part.get_by_role("img")).to_have_accessible_name(re.compile("Questions by decision Answered: [1-9]"))
    expect(part.locator("table")).to_be_hidden()
    part.locator("summary").press("Enter")
    expect(part.get_by_role("rowheader", name="English")).to_be_visible()
    expect(part.get_by_role("columnheader", name="Conversations")).to_be_visible()
    width = page.viewport_size["width"] if page.viewport_size else 0
    box = page.locator("main").bounding_box()
    assert box
    assert box["x"] + box["width"] <= width


def test_the_file_beside_a_report_holds_its_figures(staff: Staff, visit: Callable[..., Any]) -> None:
    visit().open().ask("How do I reset my password?")
    page = staff("/desk/reports?period=7", *ADMIN)
    with page.expect_download() as found:
        page.locator("#volume").get_by_role("link", name="CSV of Volume").click()
    lines = found.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("day,name,conversations,questions,answer,")
    assert len(lines) == 1 + 7 + 1
    assert int(lines[-1].split(",")[3]) >= 1

"""The page of deliveries in a browser: live, by keyboard alone, on a phone, in both colour schemes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.staff import Role
from core.clock import system_clock, timestamp
from escalation.delivery.outbox import Outbox
from escalation.delivery.target_states import TargetStates

ADMIN = ("maria@example.com", Role.ADMIN, "Maria Lopez")
PHONE = {"width": 390, "height": 844}
LONG = "warehouse-with-a-name-that-is-quite-long"
ERROR = "It answered 503: " + "averylongwordthatneverends" * 8

Staff = Callable[..., Page]


@pytest.fixture
def trouble(site: Any) -> Iterator[Callable[[str], None]]:
    """Leaves an event that was given up; all are taken away afterwards."""
    outbox = Outbox(system_clock)
    now = timestamp(system_clock())

    def leave(key: str, target: str = "log") -> None:
        with site.services.database.write() as session:
            outbox.enqueue_for(session, target, key, "escalation.requested", {"escalation_id": "esc_1"})
            session.execute(
                "UPDATE outbox SET failed_at = ?, attempts = 12, last_error = ? WHERE key = ?", (now, ERROR, key)
            )
            TargetStates(system_clock).failed(session, target, ERROR)

    yield leave
    with site.services.database.write() as session:
        session.execute("DELETE FROM outbox WHERE topic = 'escalation.requested' AND attempts = 12")
        session.execute("DELETE FROM outbox_targets")


def test_what_changes_appears_without_reloading_and_keeps_what_is_open(staff: Staff, trouble: Any) -> None:
    trouble("first")
    page = staff("/desk/deliveries", *ADMIN)
    page.evaluate("window.unreloaded = true")
    summary = page.locator("summary", has_text="Discard…")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Discard 1 event")).to_be_visible()
    trouble("second")
    expect(page.get_by_text("second", exact=True)).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Discard 2 events")).to_be_visible()
    expect(summary).to_be_focused()
    assert page.evaluate("window.unreloaded")


def test_by_keyboard_one_looks_retries_and_hears_of_it(staff: Staff, trouble: Any) -> None:
    """From the number in the bar to the button of a row."""
    trouble("by-keyboard")
    page = staff("/desk", *ADMIN)
    page.get_by_role("link", name="could not be delivered").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/deliveries?stage=given_up")
    page.get_by_role("button", name="Retry escalation.requested to log").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("tried again")
    expect(page.get_by_text("No event fits")).to_be_visible()
    expect(page).not_to_have_url(re.compile("saved="))  # reloading does not repeat the words


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (None, "dark")])
def test_long_names_and_errors_fit_and_have_no_violation(
    staff: Staff, trouble: Any, viewport: Any, scheme: str
) -> None:
    trouble("long", LONG)
    trouble("here")
    options = {"viewport": viewport} if viewport else {}
    page = staff("/desk/deliveries", *ADMIN, color_scheme=scheme, **options)
    for summary in page.locator(".confirm summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(reduced_motion="reduce")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found.response["violations"]] == []

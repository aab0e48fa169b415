"""Several tabs of one site: one conversation, one visitor, and each tab its own window."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.conftest import Widget

PASSWORD = "How do I reset my password?"
EXPORT = "What does error EXP-1001 of the exporter mean?"

Visit = Callable[..., Any]


def second(first: Widget, people: Any) -> Widget:
    """The same person's other tab, with its window open."""
    page = people.tab(first.page.context)
    page.goto(first.page.url)
    return Widget(page).open()


def test_tabs_have_one_thread_and_each_its_own_window(visit: Visit, people: Any) -> None:
    """A question asked in one appears with its answer in the other; so does starting afresh. Closing does not."""
    first = visit().open()
    other = second(first, people)
    first.ask(PASSWORD)
    expect(other.answers).to_have_count(1)
    other.ask(EXPORT)
    expect(first.answers).to_have_count(2)
    for widget in (first, other):
        expect(widget.root.locator(".line.visitor .bubble")).to_have_text([PASSWORD, EXPORT])
    other.root.get_by_role("button", name="Close help").click()
    expect(first.panel).to_be_visible()
    first.root.get_by_role("button", name="New conversation").click()
    other.launcher.click()
    expect(other.answers).to_have_count(0)
    expect(other.root.locator(".line.visitor")).to_have_count(0)


def test_what_waits_in_one_tab_shows_in_the_other_and_is_answered_once(visit: Visit, people: Any) -> None:
    first = visit().open()
    other = second(first, people)
    first.page.context.set_offline(True)
    first.box.fill(PASSWORD)
    first.box.press("Enter")
    expect(other.root.locator(".line.visitor")).to_have_count(1)
    first.page.context.set_offline(False)
    for widget in (first, other):
        expect(widget.answers).to_have_count(1)
        expect(widget.root.locator(".line.visitor")).to_have_count(1)
    first.page.reload()
    expect(first.root.locator(".line.visitor")).to_have_count(1)
    people.forgive("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED")


def test_a_thread_that_comes_late_takes_no_line_away(visit: Visit, people: Any) -> None:
    """The other tab asks for the thread before the answer is there, hears the answer live, and only then gets it."""
    first = visit().open()
    other = second(first, people)
    held: list[tuple[Route, dict[str, Any]]] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            held.append((route, route.fetch().json()))
        else:
            route.continue_()

    other.page.route(re.compile("/v1/conversations/[^/]+$"), hold)
    first.ask(PASSWORD)
    expect(other.answers).to_have_count(1)
    assert held, "nothing asked for the thread"
    for route, thread in held:
        thread["messages"] = [line for line in thread["messages"] if line["author"] == "visitor"]
        with other.page.expect_response(re.compile("/v1/conversations/[^/]+$")):
            route.fulfill(json=thread)
    expect(other.root.locator(".line.visitor")).to_have_count(1)
    other.ask(EXPORT)
    expect(other.answers).to_have_count(2)

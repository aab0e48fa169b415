"""A customer who would rather look: titles while typing, the search, and what is offered on each page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.conftest import Widget

PASSWORD = "How do I reset my password?"

Visit = Callable[..., Any]


def answer(status: int, body: object, route: Route) -> None:
    """Answer in the server's place."""
    route.fulfill(status=status, json=body)


def test_titles_are_suggested_and_chosen_by_keyboard(visit: Visit) -> None:
    """Arrow keys choose, Enter opens the article in place, Escape closes the list only; Enter alone asks."""
    widget = visit().open()
    box, options = widget.box, widget.root.get_by_role("option")
    box.press_sequentially("recor")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-controls", "suggest")
    expect(widget.root.get_by_role("status").last).to_contain_text("Related articles: 2 articles")
    box.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(widget.root.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggest-0")
    title = options.first.inner_text()
    box.press("Enter")
    source = widget.root.get_by_role("group", name="Source")
    expect(source.get_by_role("heading", name=title)).to_be_visible()
    expect(source).to_contain_text("To install the recorder, download")
    assert widget.answers.count() == 0, "nothing was asked"
    widget.page.keyboard.press("Escape")
    expect(box).to_be_focused()
    box.press("r")
    expect(options.first).to_be_visible()
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(widget.panel).to_be_visible()
    box.fill("password")
    expect(options.first).to_be_visible()
    box.press("Enter")
    expect(widget.root.locator(".line.visitor")).to_contain_text("password")
    expect(options).to_have_count(0)


def test_nothing_is_suggested_to_who_writes_to_a_person(visit: Visit) -> None:
    """What goes to a person is not looked up, and nobody is distracted."""
    widget = visit().open()
    asked: list[str] = []
    widget.page.on("request", lambda request: asked.append(request.url) if "/v1/suggestions" in request.url else None)
    widget.root.get_by_role("button", name="Talk to a person").click()
    widget.box.press_sequentially("recorder")
    widget.page.wait_for_timeout(400)
    assert asked == []


def test_searching_shows_passages_and_opens_them_in_place(visit: Visit) -> None:
    """The switch, the hint, results with the words that fit, one opened at its passage, and asking after all."""
    widget = visit().open()
    modes = widget.root.locator(".modes")
    modes.get_by_role("button", name="Search").press("Enter")
    expect(widget.box).to_be_focused()
    expect(widget.root.locator(".results")).to_contain_text("Type a few words and press Enter")
    widget.box.fill("new password of twelve characters")
    widget.box.press("Enter")
    results = widget.root.get_by_role("region", name="Search")
    expect(results.locator("b").first).to_have_text("Reset your password")
    expect(results.locator(".snippet em", has_text="password").first).to_be_visible()
    results.get_by_role("button", name=re.compile("^Reset your password")).press("Enter")
    source = widget.root.get_by_role("group", name="Source")
    expect(source.locator(".found mark").first).to_be_in_viewport()
    expect(source.locator(".facts")).to_contain_text("As of")
    expect(source.locator(".facts")).not_to_contain_text("word for word")
    source.get_by_role("button", name="Back to the conversation").press("Enter")
    expect(results.get_by_role("button", name=re.compile("^Reset your password"))).to_be_focused()
    results.get_by_role("button", name="Ask the assistant instead").click()
    expect(widget.root.locator(".line.visitor")).to_have_text(re.compile("new password of twelve characters"))
    expect(modes.get_by_role("button", name="Ask")).to_have_attribute("aria-pressed", "true")


def test_a_search_without_results_and_one_that_fails_say_what_to_do(visit: Visit, people: Any) -> None:
    """Both offer the assistant; a person stays one press away."""
    widget = visit().open()
    widget.root.get_by_role("button", name="Search", exact=True).first.click()
    for nonsense in ("xqzzv wvvkq", "<b>zebra</b>"):
        widget.box.fill(nonsense)
        widget.box.press("Enter")
        expect(widget.root.locator(".results")).to_contain_text(f"Nothing found for “{nonsense}”.")
    widget.page.route("**/v1/search?*", partial(answer, 200, {"results": [], "lang": "en"}))
    widget.box.fill("<b>zebra</b>")
    widget.box.press("Enter")
    expect(widget.root.locator(".results")).to_contain_text("Nothing found for “<b>zebra</b>”.")
    widget.page.unroute("**/v1/search?*")
    widget.page.route("**/v1/search?*", partial(answer, 503, {"code": "unavailable"}))
    widget.box.press("Enter")
    expect(widget.root.locator(".results .failure")).to_contain_text("Something went wrong on our side")
    widget.page.unroute("**/v1/search?*")
    people.expect_error("503")
    expect(widget.root.get_by_role("button", name="Ask the assistant instead")).to_be_visible()
    widget.box.fill("password")
    widget.root.get_by_role("button", name="Try again").click()
    expect(widget.root.locator(".results")).not_to_contain_text("Something went wrong")
    widget.root.get_by_role("button", name="Talk to a person").click()
    expect(widget.root.locator(".intro")).to_contain_text("What is it about?")


def test_each_page_greets_and_offers_its_own(people: Any, site: Any) -> None:
    """The first rule that fits the path wins, also after a navigation without reload; else what others have asked."""
    rules = {
        "/shop/*": {"greeting": "Welcome to the shop.", "examples": ["Is it in stock?"]},
        "/sh*": {"greeting": "Hm"},
    }
    tag = f"<script async src=/widget.js data-page='{json.dumps(rules)}' data-search></script>"
    body = f"<!doctype html><html lang=en>{tag}"
    page = people.page()
    for path in ("shop/shoes", "about"):
        page.route(f"**/{path}", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.route("**/v1/examples?*", partial(answer, 200, {"examples": ["Who are you?"]}))
    page.goto(f"{site.address}/shop/shoes")
    widget = Widget(page).open()
    expect(widget.root.locator(".results")).to_be_visible()
    widget.root.get_by_role("button", name="Ask", exact=True).click()
    welcome = widget.root.locator(".welcome")
    expect(welcome).to_contain_text("Welcome to the shop.")
    expect(welcome.get_by_role("listitem")).to_have_text(["Is it in stock?"])
    page.evaluate("history.pushState(null, '', '/about')")
    expect(welcome.get_by_role("listitem")).to_have_text(["Who are you?"])
    expect(welcome).to_contain_text("I am an automatic assistant")
    page.evaluate("history.back()")
    expect(welcome).to_contain_text("Welcome to the shop.")


def test_what_is_often_asked_on_a_page_is_asked_for_without_saying_who_asks(people: Any, site: Any) -> None:
    """The request for examples carries no token, so opening the widget begins no session."""
    page = people.page()
    body = "<!doctype html><html lang=en><script async src=/widget.js></script>"
    page.route("**/plain?*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{site.address}/plain?secret=1")
    with page.expect_request("**/v1/examples?*") as asked:
        Widget(page).open()
    assert "authorization" not in asked.value.headers
    assert asked.value.url.endswith("%2Fplain")
    assert page.evaluate("Object.values(localStorage).every(kept => !kept.includes('token'))")


def test_an_article_opens_on_the_site_at_the_passage(visit: Visit) -> None:
    """The link carries the quoted words, so that the browser scrolls to them and marks them."""
    widget = visit().open()
    widget.ask(PASSWORD).locator(".cite").first.click()
    link = widget.root.get_by_role("link", name="Open the article")
    assert re.search(r"/help/en/sign-in#:~:text=\w", link.get_attribute("href") or "")
    expect(
        widget.root.get_by_role("group", name="Source").get_by_role("button", name="Talk to a person")
    ).to_be_visible()

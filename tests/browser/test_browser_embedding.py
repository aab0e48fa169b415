"""The widget on a site of somebody else, and what that site can do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People, Shop, Site, Widget

PASSWORD = "How do I reset my password?"

Visit = Callable[..., Any]


@pytest.fixture
def at_the_shop(people: Any, shop: Any, site: Any) -> Widget:
    """The widget on the shop's page, from the site's server."""
    page = people.page()
    page.goto(shop.address)
    return Widget(page)


def test_it_works_on_a_strict_page_of_another_origin(at_the_shop: Widget) -> None:
    """With scripts and connections allowed to Askwell's origin only, the widget draws, asks and opens a source."""
    widget = at_the_shop
    widget.page.get_by_role("button", name="Password").click()
    expect(widget.answers).to_have_count(1)
    expect(widget.root.get_by_role("region", name="Shop help")).to_be_visible()
    widget.answers.last.locator(".cite").first.click()
    expect(widget.root.locator(".article mark").first).to_be_visible()


def test_a_site_that_is_not_allowed_is_told_so(people: Any, shop: Any, site: Any) -> None:
    """Another origin gets the widget's files, but no answers; the visitor reads why."""
    page = people.page()
    page.goto(shop.address.replace("127.0.0.1", "localhost"))
    widget = Widget(page).open()
    widget.box.fill(PASSWORD)
    widget.box.press("Enter")
    expect(widget.root.locator(".banner")).to_contain_text("We cannot reach the help service")
    expect(widget.root.locator(".line.visitor.queued")).to_have_count(1)
    people.expect_error("CORS")
    people.forgive("ERR_FAILED", "403")


def test_the_colour_of_the_site_stays_legible(at_the_shop: Widget) -> None:
    """On a light brand colour the text is dark, and accents are darkened for a light page."""
    widget = at_the_shop
    expect(widget.launcher).to_have_css("background-color", "rgb(255, 176, 0)")
    expect(widget.launcher).to_have_css("color", "rgb(20, 22, 24)")


def test_the_page_drives_it(visit: Visit) -> None:
    """open, ask, on, close and destroy do what they say, and `destroy` leaves nothing behind."""
    widget = visit()
    page = widget.page
    page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ['open', 'question', 'answer', 'close', 'destroy'])
                window.Askwell.on(name, () => window.heard.push(name));
        }"""
    )
    page.evaluate("text => window.Askwell.ask(text)", PASSWORD)
    expect(widget.answers).to_have_count(1)
    page.evaluate("() => window.Askwell.close()")
    expect(widget.panel).to_be_hidden()
    page.evaluate("() => window.Askwell.destroy()")
    expect(widget.root).to_have_count(0)
    assert page.evaluate("window.heard") == ["open", "question", "answer", "close", "destroy"]
    assert page.evaluate("window.Askwell") is None


def test_a_failing_listener_of_the_site_breaks_nothing(visit: Visit, people: Any) -> None:
    """An error in the site's own code is logged; the conversation goes on."""
    widget = visit()
    widget.page.evaluate("() => void window.Askwell.on('answer', () => { throw new Error('mine'); })")
    widget.open()
    widget.ask(PASSWORD)
    people.expect_error("a listener failed")


def test_a_server_that_does_not_answer_leaves_the_page_alone(people: Any, site: Any) -> None:
    """When the widget's modules cannot be loaded, the page works and the methods do nothing."""
    page = people.page()
    page.route("**/widget/**", lambda route: route.abort())
    page.goto(f"{site.address}/demo?lang=en")
    page.evaluate("() => window.Askwell.open()")
    expect(page.locator("askwell-widget")).to_have_count(0)
    expect(page.get_by_role("heading", name="How can we help?")).to_be_visible()
    people.expect_error("ERR_FAILED")


def test_the_launcher_moves_nothing(visit: Visit) -> None:
    """Loading the widget causes no layout shift on the page."""
    widget = visit()
    shift = widget.page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
                .observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve(sum), 300);
        })"""
    )
    assert shift < 0.01


@pytest.mark.parametrize(
    ("page_lang", "attributes", "lang"),
    [("fr-CA", "", "fr"), ("en", "data-lang=fr", "fr"), ("en", "", "en"), ("French, please", "", "en")],
    ids=["page", "tag", "english", "nonsense"],
)
def test_a_word_alike_in_all_languages_is_answered_and_looked_for_in_that_of_the_page(
    people: People, site: Site, shop: Shop, page_lang: str, attributes: str, lang: str
) -> None:
    """Whatever the page says of its language: a question gets an answer."""
    tag = f"<script async src='{site.address}/widget.js' {attributes}></script>"
    shop.pages["/word"] = ({}, f"<!doctype html><html lang='{page_lang}'><meta charset=utf-8><h1>Wifi</h1>{tag}")
    page = people.page()
    page.goto(f"{shop.address}/word")
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    page.evaluate("window.Askwell.on('answer', ({ answer }) => (window.said = answer)); window.Askwell.ask('facture')")
    expect(widget.answers).to_have_count(1)
    assert page.evaluate("window.said.lang") == lang
    widget.root.locator(".modes button").last.click()
    with page.expect_response("**/v1/search?*") as searched:
        widget.root.locator("textarea").fill("facture")
        widget.root.locator("textarea").press("Enter")
    assert searched.value.json()["lang"] == lang

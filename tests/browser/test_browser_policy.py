"""The widget under the strictest policies that docs/widget.md names, and what it asks of a visitor's browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Widget, until

PASSWORD = "How do I reset my password?"
BUDGET = 30_000
"""Bytes, compressed, of all that a visitor's browser loads."""
DOCUMENTED = "https://askwell.example.com"
POLICIES = re.findall(
    r"^```csp\n(.+)\n```", (Path(__file__).parents[2] / "docs" / "widget.md").read_text(encoding="utf-8"), re.MULTILINE
)
LOGO = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
WATCH = """window.violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    window.violations.push(`${violatedDirective} ${blockedURI}`));"""


def at_the_shop(people: Any, shop: Any, policy: str = "", attributes: str = "") -> Widget:
    """The widget on a page of another origin, which has that policy and isolates itself."""
    page: Page = people.page()
    tag = f"<script async nonce=R4nd0m src='{shop.askwell}/widget.js' data-title='Shop help' {attributes}></script>"
    html = f"<!doctype html><html lang=en><meta charset=utf-8><title>Shop</title><h1>Shop</h1>{tag}"
    headers = {"Content-Security-Policy": policy.replace(DOCUMENTED, shop.askwell)} if policy else {}
    isolated = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}

    shop.pages["/strict"] = ({**headers, **isolated}, html)
    shop.pages["/logo.svg"] = ({"Content-Type": "image/svg+xml"}, LOGO)
    page.add_init_script(WATCH)
    page.goto(f"{shop.address}/strict")
    return Widget(page)


def test_the_documentation_names_every_kind_of_policy() -> None:
    """A list of hosts, a nonce, a nonce with 'strict-dynamic', and Trusted Types."""
    kinds = ("script-src https", "script-src 'nonce", "'strict-dynamic'", "require-trusted-types-for")
    assert all(any(kind in policy for policy in POLICIES) for kind in kinds)


@pytest.mark.parametrize("policy", POLICIES[1:], ids=["nonce", "strict-dynamic", "trusted-types"])
def test_it_works_under_each_documented_policy(people: Any, shop: Any, site: Any, policy: str) -> None:
    """Asks, opens the source, goes back and rates, with no violation reported, on an isolated page.

    The first policy is the last without Trusted Types: what works under that works under it.
    """
    widget = at_the_shop(people, shop, policy).open()
    answer = widget.ask(PASSWORD)
    answer.locator(".cite").first.click()
    expect(widget.root.locator(".article mark").first).to_be_visible()
    widget.page.keyboard.press("Escape")
    answer.get_by_role("button", name="Yes", exact=True).click()
    assert widget.page.evaluate("window.violations") == []
    assert widget.page.evaluate("window.crossOriginIsolated") is True


def test_the_watch_for_violations_sees_one(people: Any, shop: Any, site: Any) -> None:
    """Without the server among the connections the widget cannot load its styles, and the browser says so."""
    page = at_the_shop(people, shop, "default-src 'none'; script-src 'nonce-R4nd0m'").page
    until(page, lambda: page.evaluate("window.violations.some((found) => found.startsWith('connect-src'))"), True)
    people.expect_error("Content Security Policy")
    people.forgive("")


def test_the_logo_needs_its_host_among_the_images(people: Any, shop: Any, site: Any) -> None:
    policy = f"{POLICIES[0]}; img-src {shop.address}"
    widget = at_the_shop(people, shop, policy, f"data-logo='{shop.address}/logo.svg'").open()
    expect(widget.root.locator(f"img[src='{shop.address}/logo.svg']")).to_have_count(1)
    assert widget.page.evaluate("window.violations") == []


def test_no_third_party_no_cookie_and_no_more_than_promised(people: Any, shop: Any, site: Any) -> None:
    """A whole talk asks one host only, sets no cookie, keeps one key, and loads at most 30 kB of files."""
    at_the_shop(people, shop)
    page = people.page()
    widget = Widget(page)
    sizes: dict[str, int] = {}
    hosts: set[str] = set()
    paths: list[str] = []

    def received(response: Response) -> None:
        path = urlsplit(response.url).path
        hosts.add(urlsplit(response.url).netloc)
        paths.append(path)
        if path.startswith("/widget"):
            sizes[path] = response.request.sizes()["responseBodySize"]

    page.on("response", received)
    page.goto(f"{shop.address}/strict")
    widget.launcher.hover()
    page.wait_for_timeout(300)
    assert [path for path in paths if path.startswith("/v1/")] == []
    widget.open()
    widget.ask(PASSWORD).locator(".cite").first.click()
    expect(widget.root.locator(".article mark").first).to_be_visible()
    assert hosts == {urlsplit(shop.address).netloc, urlsplit(shop.askwell).netloc}
    assert page.context.cookies() == []
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(kept) == {f"askwell:{shop.askwell}/"}
    assert "/widget.js" in sizes
    assert 10_000 < sum(sizes.values()) <= BUDGET, sizes

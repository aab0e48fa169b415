"""Who the visitor is: said by the site, shared by the tabs, taken back, or not believed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
from playwright.sync_api import APIResponse, Page, Request, Route, expect

from tests.browser.conftest import IDENTITY_SECRET, Widget

PASSWORD = "How do I reset my password?"
EXPORT = "What does error EXP-1001 of the exporter mean?"
KEPT = "JSON.stringify([{...localStorage}, {...sessionStorage}])"

Visit = Callable[..., Any]


def signed(lasts: int = 600, secret: str = IDENTITY_SECRET) -> str:
    """The site's word for who somebody is."""
    return jwt.encode({"sub": "zoe-42", "email": "zoe@example.com", "exp": int(time.time()) + lasts}, secret, "HS256")


def asked_as(page: Page) -> Callable[[], dict[str, Any]]:
    """What the token of the latest question says."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if request.url.endswith("/v1/ask") else None)

    def claims() -> dict[str, Any]:
        token = found[-1].headers["authorization"].removeprefix("Bearer ")
        read: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        return read

    return claims


def test_signing_in_and_out_reaches_every_tab(visit: Visit, people: Any) -> None:
    """The thread goes over to the person in both tabs; after signing out nothing of them is kept anywhere."""
    people.forgive("404")  # a tab may look once more with the guest's token
    first = visit().open()
    first.ask(PASSWORD)
    page = people.tab(first.page.context)
    page.goto(first.page.url)
    other = Widget(page).open()
    who = asked_as(page)
    first.page.evaluate("jwt => window.Askwell.identify(jwt)", signed())
    other.ask(EXPORT)
    assert "known_until" in who()
    expect(first.answers).to_have_count(2)
    person = who()["sub"]
    token = json.loads(first.page.evaluate(KEPT))[0][f"askwell:{first.page.url.split('/demo')[0]}/"]
    other.box.fill("a secret draft")
    first.page.evaluate("() => window.Askwell.identify(null)")
    for widget in (first, other):
        expect(widget.answers).to_have_count(0)
        expect(widget.box).to_have_value("")
        kept = widget.page.evaluate(KEPT)
        assert not any(part in kept for part in (json.loads(token)["token"], "cnv_", "secret draft", PASSWORD)), kept
    other.ask(PASSWORD)
    assert "known_until" not in who()
    assert who()["sub"] != person


def test_what_another_tab_asks_while_signing_in_is_not_lost(visit: Visit, people: Any) -> None:
    """The server has given the conversation to the person already; the other tab does not know their token yet."""
    people.forgive("404")
    first = visit().open()
    first.ask(PASSWORD)
    page = people.tab(first.page.context)
    page.goto(first.page.url)
    other = Widget(page).open()
    expect(other.answers).to_have_count(1)
    held: list[tuple[Route, APIResponse]] = []
    first.page.route("**/v1/sessions", lambda route: held.append((route, route.fetch())))
    first.page.evaluate("jwt => { window.Askwell.identify(jwt); }", signed())
    while not held:
        first.page.wait_for_timeout(20)
    who = asked_as(page)
    with page.expect_response(lambda response: response.url.endswith("/v1/ask")) as refused:
        other.box.fill(EXPORT)
        other.box.press("Enter")
    assert (refused.value.status, "known_until" in who()) == (404, False)
    route, response = held[0]
    route.fulfill(response=response)
    for widget in (first, other):
        expect(widget.answers).to_have_count(2)
        expect(widget.root.locator(".line.visitor")).to_have_count(2)
    assert "known_until" in who()


def test_the_hash_of_an_id_signs_in_from_the_tag(people: Any, site: Any) -> None:
    """`data-user-id` with `data-user-hash`, for those who migrate; a guest's session does not hide it."""
    page = people.page()
    digest = hmac.new(IDENTITY_SECRET.encode(), b"zoe-7", hashlib.sha256).hexdigest()
    page.goto(f"{site.address}/demo?lang=en")
    widget = Widget(page).open()
    widget.ask(PASSWORD)
    page.evaluate(
        """([id, hash]) => {
            window.Askwell.destroy();
            const tag = document.createElement('script');
            Object.assign(tag.dataset, { lang: 'en', userId: id, userHash: hash });
            tag.src = '/widget.js';
            document.head.append(tag);
        }""",
        ["zoe-7", digest],
    )
    who = asked_as(page)
    expect(widget.answers).to_have_count(1)
    widget.ask(EXPORT)
    assert "known_until" in who()


def test_an_identity_that_is_not_believed_leaves_a_guest(visit: Visit, people: Any) -> None:
    """Expired or forged: one line to the visitor, a warning and an event for the developer, an answer, and no loop."""
    widget = visit().open()
    warnings: list[str] = []
    sessions: list[Request] = []
    widget.page.on("console", lambda said: warnings.append(said.text) if said.type == "warning" else None)
    widget.page.on("request", lambda request: sessions.append(request) if "/v1/sessions" in request.url else None)
    widget.page.evaluate(
        "() => { window.codes = []; window.Askwell.on('error', ({ code }) => window.codes.push(code)); }"
    )
    for bad in (signed(lasts=-600), signed(secret="somebody else's, as long as it has to be for HMAC")):
        before = len(sessions)
        widget.page.evaluate("jwt => window.Askwell.identify(jwt)", bad)
        expect(widget.root.locator(".banner")).to_contain_text("guest")
        widget.ask(PASSWORD)
        widget.ask(EXPORT)
        assert len(sessions) - before == 2
    assert json.dumps(widget.page.evaluate("window.codes")) == '["identity_refused", "identity_refused"]'
    assert len([text for text in warnings if "identity was not accepted" in text]) == 2
    people.expect_error("401")


def test_a_page_that_says_late_who_is_there_still_has_the_thread(visit: Visit, people: Any) -> None:
    """The person's session is over, the page loads and asks for the thread, and only then calls `identify`."""
    widget = visit().open()
    widget.page.evaluate("jwt => window.Askwell.identify(jwt)", signed())
    widget.ask(PASSWORD)
    widget.page.evaluate(
        """() => {
            const [key] = Object.keys(localStorage).filter((name) => name.startsWith('askwell:'));
            const kept = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...kept, token: kept.token.slice(0, -3) }));
        }"""
    )
    widget.page.reload()
    expect(widget.panel).to_be_visible()
    expect(widget.answers).to_have_count(0)
    people.expect_error("404")
    people.forgive("401")
    widget.page.evaluate("jwt => window.Askwell.identify(jwt)", signed())
    expect(widget.answers).to_have_count(1)

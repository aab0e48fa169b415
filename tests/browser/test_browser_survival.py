"""What the widget lives through: reloads, no network, a killed server, sleep, wrong clocks, blocked storage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, Request, expect

from api.keys import Scope
from api.staff import Role
from api.wiring import build
from core.settings import load_settings
from tests.browser.conftest import Widget, until
from tests.flows.conftest import ServerProcess, server_maker

PASSWORD = "How do I reset my password?"
EXPORT = "What does error EXP-1001 of the exporter mean?"
NETWORK = "net::ERR_"

Visit = Callable[..., Any]


def sent(page: Page, part: str) -> list[Request]:
    """The requests to addresses with this part, as they come."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if part in request.url else None)
    return found


def write(widget: Any, text: str) -> None:
    """Send a line without waiting for an answer."""
    widget.box.fill(text)
    widget.box.press("Enter")


def test_a_reload_keeps_the_draft_the_window_and_the_end_of_the_thread(visit: Visit) -> None:
    widget = visit(viewport={"width": 1280, "height": 480}).open()
    for question in (PASSWORD, EXPORT, "How do I run the hostile export?"):
        widget.ask(question)
    widget.box.fill("I have half a quest")
    widget.page.reload()
    expect(widget.box).to_have_value("I have half a quest")
    expect(widget.answers).to_have_count(3)
    end = "log => log.scrollHeight - log.clientHeight - log.scrollTop < 2"
    until(widget.page, lambda: widget.log.evaluate(end), True)
    widget.box.press("Enter")
    expect(widget.answers).to_have_count(4)
    widget.root.get_by_role("button", name="Close help").click()
    widget.page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.panel).to_be_hidden()


def test_lines_written_offline_wait_and_go_out_once_in_order(visit: Visit, people: Any) -> None:
    """They say that they wait, and are answered in the order in which they were written."""
    widget = visit().open()
    widget.ask(PASSWORD)
    asked = sent(widget.page, "/v1/ask")
    widget.page.context.set_offline(True)
    write(widget, EXPORT)
    write(widget, "How do I run the hostile export?")
    waiting = widget.root.locator(".line.visitor.queued")
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text("Goes out once you are connected")
    expect(widget.root.locator(".banner")).to_contain_text("You are offline")
    widget.page.context.set_offline(False)
    expect(widget.answers).to_have_count(3)
    expect(widget.root.locator(".banner")).to_be_hidden()
    lines = widget.root.locator(".line.visitor .bubble").all_inner_texts()
    assert lines == [PASSWORD, EXPORT, "How do I run the hostile export?"]
    expect(waiting).to_have_count(0)
    assert len(asked) == 2
    people.forgive(NETWORK)


def test_what_waits_survives_a_reload_without_network(visit: Visit, people: Any) -> None:
    """The first question of all, a reload while the server cannot be reached, and still one answer to one question."""
    widget = visit().open()
    widget.page.route("**/v1/**", lambda route: route.abort())
    write(widget, PASSWORD)
    expect(widget.root.locator(".line.visitor.queued")).to_have_count(1)
    asked = sent(widget.page, "/v1/ask")
    widget.page.reload()
    expect(widget.root.locator(".line.visitor.queued")).to_contain_text(PASSWORD)
    widget.page.unroute("**/v1/**")
    widget.page.evaluate("dispatchEvent(new Event('online'))")
    expect(widget.answers).to_have_count(1)
    widget.page.reload()
    expect(widget.answers).to_have_count(1)
    expect(widget.root.locator(".line.visitor")).to_have_count(1)
    assert len({request.headers["idempotency-key"] for request in asked}) == 1
    people.forgive(NETWORK)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[ServerProcess, httpx2.Client]]:
    """A server in a process of its own, and an agent's program that talks to it."""
    with server_maker(tmp_path) as make:
        server = make()
        services = build(load_settings(data=server.data, embedder="hashing"))
        services.staff.add("ana@example.com", Role.AGENT, "Ana Ruiz")
        _, secret = services.keys.create("agent", [Scope.ESCALATIONS])
        services.close()
        server.start()
        with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {secret}"}, timeout=30) as client:
            yield server, client


def test_a_killed_server_loses_and_doubles_nothing(process: tuple[ServerProcess, httpx2.Client], people: Any) -> None:
    """The live line comes back from the last event seen; what was written meanwhile arrives, once."""
    server, agent = process
    page = people.page()
    page.goto(f"{server.url}/demo?lang=en")
    widget = page.locator("askwell-widget")
    widget.locator(".launcher").click()
    widget.get_by_role("button", name="Talk to a person").click()
    box = widget.get_by_role("textbox", name="Your message")
    box.fill("My till is on fire")
    box.press("Enter")
    expect(widget.locator(".card.wait")).to_be_visible()
    case = agent.get("/v1/escalations").json()["items"][0]["id"]
    who = {"agent": "ana@example.com"}
    agent.post(f"/v1/escalations/{case}/claim", json=who).raise_for_status()
    agent.post(f"/v1/escalations/{case}/reply", json={**who, "text": "Line 1"}).raise_for_status()
    expect(widget.locator(".line.agent")).to_have_count(1)
    followed = sent(page, "/events")
    server.kill()
    expect(widget.locator(".banner")).to_contain_text("Reconnecting")
    box.fill("Are you still there?")
    box.press("Enter")
    expect(widget.locator(".line.visitor.queued")).to_have_count(1)
    server.start()
    agent.post(f"/v1/escalations/{case}/reply", json={**who, "text": "Line 2"}).raise_for_status()
    expect(widget.locator(".line.agent")).to_have_count(2, timeout=60_000)  # it tries less often the longer it takes
    expect(widget.locator(".line.visitor.queued")).to_have_count(0)
    expect(widget.locator(".banner")).to_be_hidden()
    assert all("last-event-id" in request.headers for request in followed)
    lines = agent.get(f"/v1/escalations/{case}").json()["conversation"]["messages"]
    texts = [line["text"] for line in lines if line["author"] in ("visitor", "agent")]
    assert sorted(texts) == sorted(["My till is on fire", "Line 1", "Are you still there?", "Line 2"])
    assert sorted(widget.locator(".line:is(.visitor, .agent) .bubble").all_inner_texts()) == sorted(texts)
    people.forgive(NETWORK)


def test_after_a_sleep_the_line_is_opened_again_at_once(people: Any, site: Any) -> None:
    """Timers that jump mean that pings were missed: the stream is taken up behind the last event."""
    page = people.page()
    page.clock.install()
    page.goto(f"{site.address}/demo?lang=en")
    widget = Widget(page).open()
    followed = sent(page, "/events")
    with page.expect_response("**/events"):
        widget.ask(PASSWORD)
    with page.expect_request("**/events") as again:
        page.clock.fast_forward("20:00")
    assert re.fullmatch(r"\d+", again.value.headers["last-event-id"])
    assert len(followed) == 2
    widget.ask(EXPORT)


def test_a_wrong_clock_renews_at_most_once(people: Any, site: Any) -> None:
    """Hours off in both directions, and jumping: questions are answered and no session is asked for over and over."""
    page = people.page()
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(f"{site.address}/demo?lang=en")
    widget = Widget(page).open()
    sessions = sent(page, "/v1/sessions")
    widget.ask(PASSWORD)
    page.clock.set_system_time("2020-01-01T00:00:00Z")
    widget.ask(EXPORT)
    page.clock.set_system_time("2040-01-01T00:00:00Z")
    widget.ask("How do I run the hostile export?")
    assert 1 <= len(sessions) <= 2
    assert widget.root.locator(".line.visitor").count() == 3


def test_a_token_at_its_end_is_renewed_by_itself(visit: Visit, people: Any) -> None:
    """The server refuses it whatever the browser's clock says; the visitor notices nothing."""
    widget = visit().open()
    widget.ask(PASSWORD)
    widget.page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((name) => name.startsWith('askwell:'));
            const kept = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...kept, token: 'at.its.end' }));
        }"""
    )
    widget.page.reload()
    expect(widget.launcher).to_be_attached()
    expect(widget.panel).to_be_visible()
    widget.ask(EXPORT)
    people.expect_error("401")
    people.forgive("404")


def test_blocked_storage_and_a_sandboxed_frame_break_nothing(people: Any, site: Any) -> None:
    """Where a browser throws at every touch of storage the widget opens; a frame of no origin may not ask: it waits."""
    page = people.page()
    page.goto(f"{site.address}/demo?lang=en")
    page.evaluate("window.Askwell.destroy()")
    page.evaluate(
        """async (address) => {
            const frame = document.createElement('iframe');
            frame.sandbox = 'allow-scripts';
            frame.style = 'position:fixed;inset:0;width:100%;height:100%;background:#fff';
            frame.srcdoc = `<!doctype html><html lang=en><body><script src="${address}/widget.js"></scr` + 'ipt>';
            document.body.append(frame);
            await new Promise((resolve) => (frame.onload = resolve));
        }""",
        site.address,
    )
    inside = page.frame_locator("iframe").locator("askwell-widget")
    inside.locator(".launcher").click()
    box = inside.get_by_role("textbox", name="Your message")
    box.fill(PASSWORD)
    box.press("Enter")
    expect(inside.locator(".line.visitor.queued")).to_have_count(1)
    people.forgive("CORS", "ERR_FAILED", "403")

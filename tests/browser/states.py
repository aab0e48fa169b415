"""Every state of the widget, reached as a visitor reaches it: one list for the screenshots and for axe-core.

A journey is a generator that yields the name of each state while it is on the screen. Where the server would have to
fail or a state lasts for milliseconds, the browser's network is told to.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from api.staff import Role
from tests.browser.samples import ARABIC, ENGLISH, Sample

AGENT = ("ana@example.com", Role.AGENT, "Ana Ruiz")
CLOSED = {"hours": {"week": {}}}
SITE = """<!doctype html><html lang="{lang}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>Fernweh</title>
<style>:root {{ color-scheme: light dark }} body {{ font: 17px/1.6 Georgia, serif; margin: 0 auto; padding: 3rem 1.5rem;
max-width: 40rem }}</style><main><h1>Fernweh</h1><p>Luggage that is mended, not replaced. Each piece comes with the
address of the person who made it.</p><button type="button" data-askwell-open>?</button></main>
<script async src="/widget.js" {attributes}></script></html>"""


@dataclass
class Stage:
    """A visitor's page with the widget, and the agent at the other end."""

    page: Page
    site: Any
    sample: Sample = ENGLISH
    attributes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.page.locator("askwell-widget")
        self.box = self.root.locator(".write textarea")
        self.answers = self.root.locator(".line.assistant.sent")

    def visit(self, **attributes: str) -> None:
        """Come to the site as somebody new."""
        if self.page.url.startswith(self.site.address):
            self.page.goto(f"{self.site.address}/healthz")
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        given = {"lang": self.sample.lang, "title": "Fernweh", "examples": self.sample.examples}
        chosen = {**given, **self.attributes, **attributes}
        tag = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in chosen.items())
        body = SITE.format(lang=chosen["lang"], attributes=tag)
        self.page.route("**/stage", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        self.page.goto(f"{self.site.address}/stage")
        expect(self.root.locator(".launcher")).to_be_visible()

    def open(self) -> None:
        """Open the window."""
        self.root.locator(".launcher").click()
        expect(self.box).to_be_visible()

    def write(self, text: str) -> None:
        """Write a line and send it."""
        self.box.fill(text)
        self.box.press("Enter")

    def ask(self, text: str) -> Locator:
        """Write a question, and wait for the answer to it."""
        before = self.answers.count()
        self.write(text)
        expect(self.answers).to_have_count(before + 1)
        return self.answers.last

    def staff(self, path: str, **body: Any) -> dict[str, Any]:
        """What the agent does to this visitor's escalation, over HTTP."""
        headers = self._session()
        base = f"{self.site.address}/v1/escalations"
        request = self.page.context.request
        found = request.get(f"{base}?limit=200", headers=headers).json()["items"]
        conversation = self.conversation()
        mine = next(one["id"] for one in found if one["conversation_id"] == conversation)
        answer = request.post(f"{base}/{mine}/{path}", headers=headers, data=body)
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else {}

    def attach(self, name: str, data: bytes) -> str:
        """The agent uploads a file; returns its id."""
        url = f"{self.site.address}/v1/conversations/{self.conversation()}/attachments?name={name}"
        headers = {**self._session(), "Content-Type": "application/octet-stream"}
        answer = self.page.context.request.post(url, headers=headers, data=data)
        assert answer.ok, answer.text()
        return str(answer.json()["id"])

    def conversation(self) -> str:
        """Id of the conversation this browser has."""
        kept = self.page.evaluate("base => localStorage.getItem(`askwell:${base}/`)", self.site.address)
        return str(json.loads(kept)["conversation"])

    def _session(self) -> dict[str, str]:
        """Headers of the signed-in agent."""
        cookie = self.site.cookie(*AGENT)
        return {"Cookie": f"{cookie['name']}={cookie['value']}", "Origin": self.site.address}


Journey = Callable[[Stage], Iterator[str]]


def greeting(stage: Stage) -> Iterator[str]:
    """The button, the window with its examples, a person asked for first, a text that is too long."""
    stage.visit()
    yield "launcher"
    stage.open()
    yield "greeting"
    stage.root.locator(".composer .person:not(.quiet)").click()
    yield "person first"
    stage.root.locator(".intro .link").click()
    stage.box.fill("Lorem ipsum dolor sit amet. " * 80)
    yield "too long"


def with_mail(route: Route) -> None:
    """The session of a server that can send e-mails."""
    response = route.fetch()
    route.fulfill(response=response, json={**response.json(), "sends_mail": True})


def asking(stage: Stage) -> Iterator[str]:
    """From the question to the answer, its source, its rating."""
    stage.page.route("**/v1/sessions", with_mail)
    stage.visit()
    stage.open()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    stage.page.route("**/v1/ask", hold)
    stage.write(stage.sample.steps)
    expect(stage.root.locator(".line .thinking")).to_be_visible()
    yield "thinking"
    stage.page.unroute("**/v1/ask", hold)
    held[0].continue_()
    expect(stage.answers).to_have_count(1)
    answer = stage.answers.last
    yield "answer"
    answer.locator(".cite").first.click()
    expect(stage.root.locator(".article mark").first).to_be_visible()
    yield "source"
    stage.page.keyboard.press("Escape")
    answer.locator(".vote").nth(1).click()
    expect(answer.locator(".reason")).to_be_visible()
    yield "what was missing"
    stage.root.locator(".foot .quiet").click()
    expect(stage.root.locator(".intro input[type=email]")).to_be_visible()
    yield "a copy by e-mail"


def searching(stage: Stage) -> Iterator[str]:
    """For those who prefer to look: titles while typing, results, an article, nothing."""
    stage.visit()
    stage.open()
    title = stage.sample.articles[1][0]
    stage.box.press_sequentially(title[:6])
    expect(stage.root.locator(".suggest li").first).to_be_visible()
    yield "suggestions"
    stage.page.keyboard.press("Escape")
    stage.box.fill("")
    stage.root.locator(".modes button").nth(1).click()
    yield "search"
    stage.write(title)
    expect(stage.root.locator(".results .sources button").first).to_be_visible()
    yield "results"
    stage.write("xqzzv wvvkq")
    expect(stage.root.locator(".results .blank")).to_contain_text("xqzzv")
    yield "nothing found"


def long_content(stage: Stage) -> Iterator[str]:
    """A table, code and words without an end, in the answer and in the article."""
    stage.visit()
    stage.open()
    answer = stage.ask(stage.sample.table)
    yield "table"
    answer.locator(".cite, .sources button").first.click()
    expect(stage.root.locator(".article table")).to_be_visible()
    yield "source with a table"
    stage.page.keyboard.press("Escape")
    stage.ask("https://example.com/" + "a" * 120 + " 👩‍🚀 <b>&amp;</b>")
    yield "long words"


def doubt(stage: Stage) -> Iterator[str]:
    """A question back, and an answer that is not certain."""
    stage.visit()
    stage.open()
    stage.ask(stage.sample.choice)
    yield "clarify"
    stage.page.route("**/v1/ask", _doubtful)
    stage.ask(stage.sample.steps)
    stage.page.unroute("**/v1/ask", _doubtful)
    yield "caveat"


def _doubtful(route: Route) -> None:
    """The same answer, of which the server is not certain."""
    answer = route.fetch()
    body = answer.body().replace(b'"decision":"answer"', b'"decision":"caveat"')
    route.fulfill(response=answer, body=body)


def person(stage: Stage) -> Iterator[str]:
    """Nobody there, an address left, then somebody comes, writes, and closes the case."""
    stage.site.services.rules.change(CLOSED, "stage")
    try:
        stage.visit()
        stage.open()
        stage.ask(stage.sample.person)
        expect(stage.root.locator(".card.wait")).to_be_visible()
        yield "waiting, e-mail asked for"
        stage.root.locator("input[type=email]").fill("mia@example.com")
        stage.root.locator("input[type=email]").press("Enter")
        expect(stage.root.locator("input[type=email]")).to_have_count(0)
        yield "waiting, e-mail kept"
    finally:
        stage.site.services.rules.change({}, "stage")
    stage.staff("claim")
    expect(stage.root.locator(".card.wait")).to_have_count(0)
    yield "joined"
    stage.staff("typing")
    expect(stage.root.locator(".standing .dots")).to_be_visible()
    yield "typing"
    file = stage.attach("invoice-2026-11.pdf", b"%PDF-1.4 " + b" " * 20_000)
    stage.staff("reply", text=stage.sample.reply, attachments=[file])
    expect(stage.root.locator(".line.agent")).to_have_count(1)
    stage.write(stage.sample.person)
    yield "agent"
    stage.root.locator("input[type=file]").set_input_files(
        {"name": "broken-wheel.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + b" " * 9_000}
    )
    expect(stage.root.locator(".tray li")).to_be_visible()
    yield "a file to send"
    stage.staff("resolve", outcome="answered")
    expect(stage.root.locator(".card.done")).to_be_visible()
    yield "resolved"
    stage.root.locator(".grade").nth(4).click()
    expect(stage.root.locator(".grade").nth(4)).to_have_attribute("aria-pressed", "true")
    yield "rated"


def trouble(stage: Stage) -> Iterator[str]:
    """No network, a server that is busy, one that fails."""
    stage.visit()
    stage.open()
    stage.page.context.set_offline(True)
    stage.write(stage.sample.steps)
    expect(stage.root.locator(".banner")).to_be_visible()
    yield "offline"
    stage.page.context.set_offline(False)
    stage.visit()
    stage.open()
    for name, status in (("busy", 429), ("failed", 500)):
        stage.page.route("**/v1/ask", _refusal(status))
        stage.write(stage.sample.steps)
        expect(stage.root.locator(".failure").last).to_be_visible()
        yield name
        stage.page.unroute("**/v1/ask")


def _refusal(status: int) -> Callable[[Route], None]:
    """Answers in the server's place."""
    headers = {"Retry-After": "30"}
    return lambda route: route.fulfill(status=status, headers=headers, json={"code": "refused"})


def right_to_left(stage: Stage) -> Iterator[str]:
    """A site in Arabic that brings its own words."""
    stage.visit(lang="ar", words=json.dumps({"ar": ARABIC}))
    yield "rtl launcher"
    stage.open()
    yield "rtl greeting"
    answer = stage.ask(stage.sample.steps)
    yield "rtl answer"
    answer.locator(".cite").first.click()
    expect(stage.root.locator(".article mark").first).to_be_visible()
    yield "rtl source"
    stage.page.keyboard.press("Escape")
    stage.ask(stage.sample.person)
    expect(stage.root.locator(".card.wait")).to_be_visible()
    yield "rtl waiting"


JOURNEYS: tuple[Journey, ...] = (greeting, asking, searching, long_content, doubt, person, trouble)

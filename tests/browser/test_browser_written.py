"""A language model writes in front of a customer: sentence by sentence, taken back where it cannot stand."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from api.content import Draft
from api.wiring import build
from core.settings import Settings
from tests.browser.conftest import DESKTOP, PHONE, People, Site, Widget, running
from tests.browser.test_browser_states import RULES, violations
from tests.model_server import ModelServer, Script, Turn, serving

PASSWORD = (
    "# Reset your password\n\nOpen Settings > Security and choose Reset password. A link arrives by e-mail within 10 "
    "minutes. The link is valid for 24 hours."
)
EXPORT = "# Export your data\n\nOpen Settings > Data and choose Export. Exports are kept for 7 days."
ASKED = "How do I reset my password?"
FIRST = "To get a new password, open Settings > Security and choose Reset password."
SECOND = "The link is valid for 24 hours."
LIES = "A technician visits you on Monday. The visit costs 40 dollars and takes three hours."
HALF = "The link is val"
HOLD_S = 60.0


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """A server that says what a test has it say."""
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[Site]:
    """A site whose answers the model writes."""
    settings = Settings(
        _env_file=None,
        data=tmp_path_factory.mktemp("written"),
        embedder="hashing",
        rate_limit="off",
        llm_base_url=model.url,
        llm_model="scripted",
        llm_timeout=HOLD_S,
    )
    parts = build(settings)
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    parts.content.write("export", Draft("Export your data", EXPORT, lang="en"))
    with running(parts) as site:
        yield site


@pytest.fixture
def widget(request: pytest.FixtureRequest, people: People, written: Site) -> Widget:
    """The open window of somebody new, on a large screen or the one that is asked for."""
    page = people.page(viewport=getattr(request, "param", DESKTOP))
    page.goto(f"{written.address}/demo?lang=en")
    return Widget(page).open()


def cited(turn: Turn, text: str) -> str:
    """Each sentence of `text` with the first source behind it."""
    return re.sub(r"(?<=\.)(?=\s|$)", f" [{turn.handles[0]}]", text)


def held(before: str, go_on: threading.Event, after: Script) -> Script:
    """Say `before`, with the source behind its sentences, and wait until the test has looked."""

    def script(turn: Turn) -> None:
        turn.head()
        turn.piece(cited(turn, before))
        while not go_on.is_set() and not turn.closing.is_set():
            turn.wait(0.02)
        after(turn)

    return script


def rest(text: str) -> Script:
    """Go on, and come to the end."""

    def script(turn: Turn) -> None:
        turn.piece(cited(turn, text))
        turn.finish(text)

    return script


def send(widget: Widget) -> Locator:
    """Ask, without waiting for the answer; what is shown of it meanwhile."""
    widget.box.fill(ASKED)
    widget.box.press("Enter")
    return widget.root.locator(".line.assistant.writing .body")


def finished(widget: Widget) -> Locator:
    """The one answer there is, at its end."""
    expect(widget.answers).to_have_count(1)
    expect(widget.root.locator(".line.assistant:not(.welcome)")).to_have_count(1)
    return widget.answers.last


def words(place: Locator) -> str:
    """What stands there, without the numbers of citations."""
    return " ".join(re.sub(r"\s\d(?=\s|$)", "", place.inner_text()).split())


def test_sentences_appear_one_by_one_each_with_its_source(widget: Widget, model: ModelServer) -> None:
    go_on = threading.Event()
    model.script = held(f"{FIRST} {HALF}", go_on, rest(SECOND.removeprefix(HALF)))
    growing = send(widget)
    expect(growing).to_contain_text(FIRST)
    expect(growing).not_to_contain_text("The link")
    expect(growing.locator(".thinking")).to_have_text("Assistant is writing…")
    growing.locator(".cite").click()
    expect(widget.root.locator(".article mark")).to_contain_text("and choose Reset password.")
    widget.page.keyboard.press("Escape")
    expect(widget.answers).to_have_count(0)
    go_on.set()
    answer = finished(widget)
    assert words(answer.locator(".body")) == f"{FIRST} {SECOND}"
    answer.locator(".cite").last.click()
    expect(widget.root.locator(".article mark")).to_have_text([SECOND])


def test_what_the_model_makes_bold_is_bold_from_the_first_sentence(widget: Widget, model: ModelServer) -> None:
    go_on, bold = threading.Event(), FIRST.replace("Settings > Security", "**Settings > Security**")
    model.script = held(f"{bold} {HALF}", go_on, rest(SECOND.removeprefix(HALF)))
    growing = send(widget)
    expect(growing.locator("strong")).to_have_text("Settings > Security")
    expect(growing).not_to_contain_text("*")
    go_on.set()
    expect(finished(widget).locator(".body strong")).to_have_text("Settings > Security")


@pytest.mark.parametrize("widget", [PHONE], ids=["phone"], indirect=True)
def test_what_the_content_does_not_bear_never_shows_and_what_stood_beside_it_is_taken_back(
    widget: Widget, model: ModelServer
) -> None:
    go_on, again = threading.Event(), threading.Event()
    model.then(held(f"{FIRST} {HALF}", go_on, rest(f"{SECOND.removeprefix(HALF)} {LIES} {LIES} {LIES}")))
    model.script = held(f"{SECOND} A link", again, rest(" arrives by e-mail within 10 minutes."))
    growing = send(widget)
    expect(growing).to_contain_text(FIRST)
    go_on.set()
    expect(growing).not_to_contain_text(FIRST)
    expect(growing).to_contain_text(SECOND)
    assert "technician" not in widget.log.inner_text()
    assert violations(widget.page, RULES) == []
    again.set()
    answer = finished(widget)
    assert words(answer.locator(".body")) == f"{SECOND} A link arrives by e-mail within 10 minutes."
    assert "40 dollars" not in widget.log.inner_text()


def test_when_the_model_dies_half_way_the_content_itself_stands_in_its_place(
    widget: Widget, model: ModelServer
) -> None:
    go_on = threading.Event()
    model.script = held(f"{FIRST} {HALF}", go_on, Turn.hang_up)
    growing = send(widget)
    expect(growing).to_contain_text(FIRST)
    go_on.set()
    answer = finished(widget)
    said = words(answer.locator(".body"))
    assert "To get a new password" not in said
    assert said.startswith("Open Settings > Security and choose Reset password.")
    assert not said.endswith("val")
    answer.locator(".cite").first.click()
    expect(widget.root.locator(".article mark").first).to_be_visible()
    quoted = " ".join(widget.root.locator(".article mark").all_inner_texts())
    assert "Open Settings > Security and choose Reset password." in quoted
    widget.page.keyboard.press("Escape")
    widget.page.reload()
    assert words(finished(widget).locator(".body")) == said, "what is stored is what was shown"

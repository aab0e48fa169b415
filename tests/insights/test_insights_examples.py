"""Examples on a page: what several customers asked, and never what one of them told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from api.content import Draft
from api.services import Services
from api.wiring import build
from core.clock import new_id, system_clock
from core.model import Answer, Author, Citation, Decision
from core.settings import Settings
from insights.examples import Examples, page_of
from insights.log.store import QuestionLog

PAGE = "https://shop.example/pricing"
TEXT = "Open Settings and choose Reset password. Cancel the yearly plan before it renews. Call 55512345."


@dataclass
class Log:
    """Customers who ask on pages."""

    parts: Services

    def ask(
        self,
        text: str,
        visitors: int = 3,
        *,
        page: str = PAGE,
        documents: tuple[str, ...] = ("password",),
        decision: Decision = Decision.ANSWER,
        audiences: tuple[str, ...] = (),
        prefix: str = "vis",
        helpful: bool | None = None,
        days_ago: int = 0,
        same: str | None = None,
        lang: str = "en",
    ) -> None:
        at = system_clock() - timedelta(days=days_ago)
        conversations, log = ConversationStore(lambda: at), QuestionLog(lambda: at)
        cited = tuple(Citation(n, name, "v", "t", None, (), "q", 0, 1, "en", "") for n, name in enumerate(documents, 1))
        with self.parts.database.write() as session:
            for _ in range(visitors):
                visitor = same or new_id(prefix)
                VisitorStore(system_clock).ensure(session, visitor)
                made = conversations.create(session, visitor, page_url=page, audiences=audiences)
                question = conversations.add_message(session, made.id, Author.VISITOR, text)
                answer = Answer(decision, 0.9, lang, "x", citations=cited)
                body = conversations.add_answer(session, question, answer)
                log.record(session, made, question, answer)
                if helpful is not None:
                    log.set_helpful(session, body["message_id"], helpful)

    def examples(self, url: str = PAGE, lang: str | None = "en", limit: int = 4) -> tuple[str, ...]:
        with self.parts.database.read() as session:
            return Examples(system_clock).of(session, url, lang, limit)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    parts = build(Settings(_env_file=None, data=tmp_path_factory.mktemp("examples"), embedder="hashing"))
    parts.content.write("password", Draft("Reset your password", TEXT, lang="en"))
    parts.content.write("zh", Draft("重置密码", "打开设置，选择重置密码。", lang="zh"))
    gold = Draft("Prices for partners", "The discount of partners is large.", lang="en", audiences=frozenset({"gold"}))
    parts.content.write("partners", gold)
    yield parts
    parts.close()


@pytest.fixture
def log(shared: Services) -> Log:
    with shared.database.write() as session:
        for table in ("questions", "answers", "events", "messages", "conversations"):
            session.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
    return Log(shared)


def test_what_several_visitors_asked_on_the_page_is_offered_most_asked_first(log: Log) -> None:
    log.ask("How do I reset my password?", 3)
    log.ask("how do i reset  my PASSWORD", 2)
    log.ask("Can I cancel the yearly plan?", 4)
    log.ask("重置密码？", 3, documents=("zh",), lang="zh")
    assert log.examples() == ("How do I reset my password?", "Can I cancel the yearly plan?")
    assert log.examples(limit=1) == ("How do I reset my password?",)
    assert log.examples(lang="zh-CN") == ("重置密码？",)
    assert log.examples(f"{PAGE}?coupon=secret#top") == log.examples()
    assert log.examples("https://shop.example/pricing/old") == log.examples("https://other.example/pricing") == ()


def test_older_widgets_told_the_whole_address(log: Log) -> None:
    log.ask("How do I reset my password?", 1, page=f"{PAGE}?a=1")
    log.ask("How do I reset my password?", 1, page=f"{PAGE}#plans")
    log.ask("How do I reset my password?", 1)
    assert log.examples() == ("How do I reset my password?",)


@pytest.mark.parametrize(
    "change",
    [
        {"visitors": 2},
        {"same": "vis_one"},
        {"prefix": "gst"},
        {"decision": Decision.CAVEAT},
        {"audiences": ("gold",)},
        {"documents": ("partners",)},
        {"documents": ("gone",)},
        {"documents": ()},
        {"helpful": False},
        {"days_ago": 91},
    ],
)
def test_what_may_not_be_for_everybody_is_not_offered(log: Log, change: dict[str, object]) -> None:
    log.ask("How do I reset my password?", **change)  # type: ignore[arg-type]
    assert log.examples() == ()


@pytest.mark.parametrize(
    "text",
    [
        "Reset the password of Ana Ruiz?",  # a name: no article holds it
        "Reset the password of ana@example.com?",
        "Call 555 123 4567 about my password?",
        "Reset password at https://evil.example?",
        "Reset <b>password</b>?",
        "Reset\nmy password?",
        "Cancel partners discount?",  # words of an article that not everybody may see
        "plan?",
        "Reset my password, " * 8,
    ],
)
def test_wording_that_could_tell_of_somebody_is_not_offered(log: Log, text: str) -> None:
    log.ask(text, 5)
    assert log.examples() == ()


@pytest.mark.parametrize(
    "url", ["", "/pricing", "javascript:alert(1)", "file:///etc/passwd", "https://a:b@x/", "http://["]
)
def test_an_address_that_is_no_page_has_none(log: Log, url: str) -> None:
    assert page_of(url) is None
    assert log.examples(url) == ()


def test_the_search_uses_the_index_of_pages(log: Log, tmp_path: Path) -> None:
    with log.parts.database.read() as session:
        plan = session.execute(
            "EXPLAIN QUERY PLAN SELECT 1 FROM questions WHERE decision = 'answer' AND page_url = 'x'"
        ).fetchall()
    assert "questions_by_page" in str([tuple(row) for row in plan])

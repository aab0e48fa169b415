"""What people have said about answers, as verdicts to learn from: approved questions, agents' links, customers' votes.

A verdict says which documents answer a question, or which one did not. It outlives the answer it was given on: whoever
uses it asks the question anew. Staff are believed more than customers, who also vote on tone, price and waiting.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.clock import Clock
from core.db import Session
from core.model import Author
from insights.golden import GoldenQuestion, GoldenSet
from insights.log.store import QuestionLog


class Source(StrEnum):
    """Who gave a verdict, most trusted first."""

    GOLDEN = "approved on the content board"
    AGENT = "linked by an agent"
    VOTE = "voted on by the customer"


WEIGHTS = {Source.GOLDEN: 1.0, Source.AGENT: 0.5, Source.VOTE: 0.5}
"""How much a verdict counts beside one that was given on purpose. An agent may link one of several good articles."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about one question."""

    message_id: str
    text: str
    """Understandable by itself; from votes and agents as the customer wrote it, not masked."""
    lang: str | None
    audiences: frozenset[str]
    right: frozenset[str]
    """Documents that answer it, any one will do."""
    wrong: frozenset[str]
    """Documents that do not."""
    complete: bool
    """Whether every other document counts as wrong."""
    source: Source

    @property
    def weight(self) -> float:
        """How much it counts, 0 to 1."""
        return WEIGHTS[self.source]

    def of(self, document: str | None) -> bool | None:
        """Whether an answer from `document` is right; None where nothing is known about that one."""
        if document in self.right:
            return True
        return False if self.complete or document in self.wrong else None


def verdicts(session: Session, clock: Clock) -> list[Verdict]:
    """One verdict a question, the most trusted one; in the order in which questions were asked."""
    found: dict[str, Verdict] = {}
    for verdict in (*_golden(session, clock), *_linked(session), *_voted(session)):
        found.setdefault(verdict.message_id, verdict)
    order = {row["id"]: row["seq"] for row in session.execute("SELECT id, seq FROM messages")}
    return sorted(found.values(), key=lambda verdict: order.get(verdict.message_id, 0))


def subjects(session: Session, known: Iterable[Verdict]) -> dict[str, str]:
    """By message id, what each verdict is about: the same for the same document and for its translations.

    Verdicts on one subject depend on each other; a fit that has seen one has half seen the others.
    """
    first: dict[str, str] = {}
    for row in session.execute("SELECT document_id, translation_id FROM translations"):
        document, other = str(row["document_id"]), str(row["translation_id"])
        first[document] = min(first.get(document, document), other)
    found = {verdict.message_id: min(verdict.right | verdict.wrong, default="") for verdict in known}
    return {message: first.get(document, document) or message for message, document in found.items()}


def _golden(session: Session, clock: Clock) -> Iterator[Verdict]:
    there = {row["id"] for row in session.execute("SELECT id FROM documents WHERE removed_at IS NULL")}
    for golden in GoldenSet(QuestionLog(clock), clock).all(session):
        right = there.intersection(golden.documents)
        # A question whose documents have all left says nothing about what should be found now.
        if right or not golden.documents:
            yield _approved(golden, frozenset(right))


def _approved(golden: GoldenQuestion, right: frozenset[str]) -> Verdict:
    return Verdict(
        golden.message_id, golden.text, golden.lang, golden.audiences, right, frozenset(), True, Source.GOLDEN
    )


_ANSWERED = """SELECT q.message_id, q.lang, q.documents, q.helpful, m.text, c.audiences, c.id AS conversation_id, m.seq,
        json_extract(a.trace, '$.standalone') AS standalone
    FROM questions q JOIN messages m ON m.id = q.message_id JOIN answers a ON a.question_id = q.message_id
    JOIN conversations c ON c.id = q.conversation_id"""


def _voted(session: Session) -> Iterator[Verdict]:
    """Votes on answers that cited something."""
    rows = session.execute(
        f"{_ANSWERED} WHERE q.helpful IS NOT NULL AND q.documents <> '[]' AND q.decision IN ('answer', 'caveat')"
    )
    for row in rows:
        cited, none = frozenset[str](json.loads(row["documents"])), frozenset[str]()
        right, wrong = (cited, none) if row["helpful"] else (none, cited)
        yield _verdict(row, right, wrong, Source.VOTE)


def _linked(session: Session) -> Iterator[Verdict]:
    """Questions handed over that an agent answered with the address of a document."""
    addresses = [
        (str(row["url"]), str(row["id"]))
        for row in session.execute("SELECT id, url FROM documents WHERE removed_at IS NULL AND url <> ''")
    ]
    rows = session.execute(
        f"{_ANSWERED} JOIN escalations e ON e.question_id = q.message_id WHERE e.first_reply_at IS NOT NULL"
    ).fetchall()
    for row in rows:
        right = frozenset(_named(_reply(session, row), addresses))
        if right:
            yield _verdict(row, right, frozenset(), Source.AGENT)


def _reply(session: Session, row: sqlite3.Row) -> str:
    """What agents wrote after the question until the assistant was back."""
    rows = session.execute(
        """SELECT text FROM messages WHERE conversation_id = ? AND author = ? AND seq > ? AND seq < coalesce(
            (SELECT min(seq) FROM messages WHERE conversation_id = ? AND author = ? AND seq >
                (SELECT min(seq) FROM messages WHERE conversation_id = ? AND author = ? AND seq > ?)), 1e18)""",
        (
            *(row["conversation_id"], Author.AGENT, row["seq"]),
            *(row["conversation_id"], Author.ASSISTANT),
            *(row["conversation_id"], Author.AGENT, row["seq"]),
        ),
    )
    return "\n".join(str(found["text"]) for found in rows)


def _named(text: str, addresses: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Documents whose address stands in the text as a whole, not as the beginning of a longer one."""
    words = {word.strip("()<>[].,;:!?\"'").partition("#")[0].rstrip("/") for word in text.split()}
    return (document for address, document in addresses if address.partition("#")[0].rstrip("/") in words)


def _verdict(row: sqlite3.Row, right: frozenset[str], wrong: frozenset[str], source: Source) -> Verdict:
    return Verdict(
        message_id=row["message_id"],
        text=row["standalone"] or row["text"],
        lang=row["lang"],
        audiences=frozenset(json.loads(row["audiences"])),
        right=right,
        wrong=wrong,
        complete=source is Source.AGENT,
        source=source,
    )

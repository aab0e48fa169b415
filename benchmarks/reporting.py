"""How long reports take over 100,000 conversations of 90 days, of which a quarter went to agents, and 5,000 gaps.

The rows are written directly: by the use cases the history alone would take an hour. Processor time is measured,
because it says the same on a busy machine.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.table import Figure
from core.clock import timestamp
from core.db import Database, Session
from escalation.clocks.hours import OfficeHours, Span, Weekday
from insights.reports.names import ReportName
from insights.reports.periods import Period
from insights.reports.report import Sight, Wanted, make_report

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 90
BUDGET_S = 1.0
_OFFICE = OfficeHours("Europe/Madrid", dict.fromkeys(list(Weekday)[:5], (Span(540, 1020),)))
_AGENTS = 8
_COLUMNS = {
    "visitors": "id, created_at",
    "conversations": "id, visitor_id, owner, lang, audiences, created_at, updated_at, csat_asked_at, csat_score,"
    " csat_at",
    "messages": "id, conversation_id, author, text, lang, created_at",
    "questions": "message_id, conversation_id, visitor_id, text, lang, decision, confidence, reason, documents,"
    " helpful, outcome, created_at",
    "escalations": "id, conversation_id, status, reason, question, lang, evidence, agent_id, last_agent_id, created_at,"
    " first_reply_at, resolved_at, updated_at, first_reply_due",
    "escalation_events": "escalation_id, type, actor, data, created_at",
    "gaps": "id, state, lang, created_at, updated_at, vector",
    "gap_turns": "gap_id, before, after, at",
}
_GAPS = 5_000

Row = tuple[str, tuple[Any, ...]]
"""A table's name, and values for its columns."""


def reports(folder: Path, conversations: int = 100_000) -> list[Figure]:
    """Processor seconds of each report by day, the figures of the 90 days before included."""
    database = Database(folder / "reports.db")
    with database.write() as session:
        _fill(session, conversations)
    period = Period((NOW - timedelta(days=DAYS)).date(), NOW.date(), _OFFICE.zone)
    found = []
    for name in ReportName:
        with database.read() as session:
            started = time.process_time()
            make_report(session, name, Wanted(period), Sight(None), now=NOW, hours=_OFFICE)
            seconds = time.process_time() - started
        found.append(Figure(f"report {name}", seconds, BUDGET_S, "s", note=f"{conversations:,} conversations"))
    database.close()
    return found


def _fill(session: Session, conversations: int) -> None:
    chance = random.Random(7)  # noqa: S311 - not for secrets
    for number in range(_AGENTS):
        values = (f"stf_{number}", f"agent{number}@example.com", f"Agent {number}", "agent", timestamp(NOW))
        session.execute("INSERT INTO staff (id, email, name, role, created_at) VALUES (?, ?, ?, ?, ?)", values)
    moments = sorted(NOW - timedelta(days=DAYS * chance.random()) for _ in range(conversations))
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
    for number, at in enumerate(moments):
        for table, values in _history(chance, number, at):
            rows[table].append(values)
    for number in range(_GAPS):
        for table, values in _gap(chance, number, NOW - timedelta(days=2 * DAYS * chance.random())):
            rows[table].append(values)
    for table, columns in _COLUMNS.items():
        marks = ", ".join("?" * len(columns.split(",")))
        session.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", rows[table])  # noqa: S608


def _history(chance: random.Random, number: int, at: datetime) -> Iterator[Row]:
    """One conversation; of every seven customers one was here before."""
    visitor = f"vis_{number if chance.random() < 0.85 else max(0, number - chance.randrange(8_000))}"
    talk, begun, lang = f"cnv_{number:07}", timestamp(at), chance.choice(("en", "es", "fr", "zh"))
    handed = chance.random() < 0.25
    asked = timestamp(at + timedelta(hours=5)) if handed and chance.random() < 0.8 else None
    marked = asked if chance.random() < 0.4 else None
    mark = chance.randint(1, 5) if marked else None
    yield "visitors", (visitor, begun)
    yield "conversations", (talk, visitor, "assistant", lang, "[]", begun, begun, asked, mark, marked)
    for place in range(chance.randint(1, 3)):
        yield from _question(chance, f"msg_{number:07}{place}", talk, visitor, lang, at + timedelta(minutes=2 * place))
    if handed:
        yield from _escalation(chance, number, talk, lang, at)


def _question(chance: random.Random, message: str, talk: str, visitor: str, lang: str, at: datetime) -> Iterator[Row]:
    decision = chance.choice(("answer", "answer", "answer", "caveat", "clarify", "escalate"))
    reason = None if decision == "answer" else chance.choice(("low_confidence", "no_content", "ambiguous"))
    documents = json.dumps([f"help/article-{chance.randrange(60)}"] if decision in {"answer", "caveat"} else [])
    text, moment, vote = (
        "How do I reset my password on the new device? " * 2,
        timestamp(at),
        chance.choice((None, 1, 0)),
    )
    yield "messages", (message, talk, "visitor", text, lang, moment)
    outcome = chance.choice(("helped", "enough", "handed_over", "went_on", "left", "rephrased"))
    yield "questions", (message, talk, visitor, text, lang, decision, 0.7, reason, documents, vote, outcome, moment)


def _gap(chance: random.Random, number: int, at: datetime) -> Iterator[Row]:
    """A gap that was closed, reopened and closed again, as long as there was time for it."""
    name, begun, before = f"gap_{number:05}", timestamp(at), "open"
    yield "gaps", (name, "open", chance.choice(("en", "es", "fr", "zh")), begun, begun, bytes(768))
    for after in ("closed", "reopened", "closed"):
        at += timedelta(days=chance.expovariate(1 / 20))
        if at < NOW:
            yield "gap_turns", (name, before, after, timestamp(at))
        before = after


def _escalation(chance: random.Random, number: int, talk: str, lang: str, at: datetime) -> Iterator[Row]:
    name, agent, begun = f"esc_{number:07}", f"stf_{number % _AGENTS}", timestamp(at)
    reply = at + timedelta(minutes=chance.expovariate(1 / 60))
    end = min(reply + timedelta(hours=chance.expovariate(1 / 10)), NOW)
    replied, ended, due = timestamp(reply), timestamp(end), timestamp(at + timedelta(hours=2))
    facts = (name, talk, "resolved", "no_content", "A question", lang, "[]" * 500, agent, agent)
    yield "escalations", (*facts, begun, replied, ended, begun, due)
    for what, who, data, moment in (
        ("opened", "assistant", {}, begun),
        ("claimed", agent, {}, begun),
        ("replied", agent, {}, replied),
        ("customer_wrote", "customer", {}, replied),
        ("replied", agent, {"next_reply_due": ended}, ended),
        ("resolved", agent, {}, ended),
    ):
        yield "escalation_events", (name, what, who, json.dumps(data), moment)

"""How fast the health of 1,000 documents opens with 100,000 logged questions, and what keeping it costs.

The rows are written directly: by the use cases the history alone would take an hour. Processor time is measured,
because it says the same on a busy machine.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.staff import COOKIE, Role
from api.wiring import build
from benchmarks.table import Figure
from benchmarks.texts import Writer
from core.clock import timestamp
from core.db import Session
from core.settings import load_settings
from ingest.pipeline import sync
from ingest.sources import FolderSource

BUDGET_S = 1.0
COUNTING_BUDGET_S = 120.0
"""Of all figures from nothing, in the background."""
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def health(folder: Path, documents: int = 1_000, questions: int = 100_000) -> list[Figure]:
    """Processor seconds of the list, a filtered list and a document's page, and of counting everything anew."""
    parts = build(load_settings(data=folder / "health", embedder="hashing", rate_limit="off"), lambda: NOW)
    chance = random.Random(5)  # noqa: S311 - not for secrets
    _publish(parts, folder / "articles", documents)
    with parts.database.write() as session:
        _ask(session, chance, documents, questions)
    note = f"{documents:,} documents, {questions:,} questions"
    parts.health.board.settle_s = 0
    found = [_figure("health counted", lambda: _settle(parts), COUNTING_BUDGET_S, note)]
    client = _signed_in(parts)
    for name, address in (
        ("health list", "/content/health"),
        ("health list, filtered", "/content/health?problem=failing&lang=en&text=article"),
        ("health of a document", "/content/health/document?id=article-0007.md"),
    ):
        client.get(address)
        found.append(_figure(name, partial(client.get, address), BUDGET_S, note))
    parts.close()
    return found


def _figure(name: str, work: Callable[[], object], budget: float, note: str) -> Figure:
    started = time.process_time()
    work()
    return Figure(name, time.process_time() - started, budget, "s", note=note)


def _settle(parts: Services) -> None:
    while parts.health.board.step():
        pass


def _signed_in(parts: Services) -> TestClient:
    member = parts.staff.add("carla@example.com", Role.CONTENT)
    _, secret = parts.staff.redeem(parts.staff.create_link(member))
    return TestClient(create_app(services=parts), cookies={COOKIE: secret})


def _publish(parts: Services, folder: Path, documents: int) -> None:
    """Articles that each link to the next one and to the web."""
    folder.mkdir()
    writer = Writer(5)
    for number in range(documents):
        words = " ".join(writer.sentence() for _ in range(40))
        links = f"[Next](article-{number + 1:04}.md) and [more](https://example.com/{number})."
        text = f"---\nlang: en\n---\n# Article {number}\n\n{words}\n\n{links}\n"
        (folder / f"article-{number:04}.md").write_text(text)
    sync(FolderSource(folder), parts.documents, parts.embedder)
    parts.documents.refresh_relations(parts.embedder)


def _ask(session: Session, chance: random.Random, documents: int, questions: int) -> None:
    at = timestamp(NOW)
    session.execute("INSERT INTO gaps (id, state, created_at, updated_at) VALUES ('gap_1', 'open', ?, ?)", (at, at))
    for number in range(questions):
        _question(session, chance, number, documents)
    session.execute("DELETE FROM gap_pending")
    session.execute("DELETE FROM outcome_pending")


def _question(session: Session, chance: random.Random, number: int, documents: int) -> None:
    """A question with eight passages found, most often of the popular documents."""
    name, at = f"msg_{number:07}", timestamp(NOW - timedelta(days=90 * chance.random()))
    found = [f"article-{int(documents * chance.random() ** 2):04}.md" for _ in range(8)]
    evidence = json.dumps([{"document_id": one, "text": "Words of a passage. " * 40} for one in found])
    decision = chance.choice(("answer", "answer", "answer", "caveat", "escalate"))
    cited = [] if decision == "escalate" else found[:1]
    talk = f"cnv_{number:07}"
    session.execute("INSERT INTO visitors (id, created_at) VALUES (?, ?)", (f"vis_{number:07}", at))
    session.execute(
        "INSERT INTO conversations (id, visitor_id, owner, audiences, created_at, updated_at)"
        " VALUES (?, ?, 'assistant', '[]', ?, ?)",
        (talk, f"vis_{number:07}", at, at),
    )
    for message in (name, f"{name}_a"):
        session.execute(
            "INSERT INTO messages (id, conversation_id, author, text, created_at)"
            " VALUES (?, ?, 'visitor', 'A question', ?)",
            (message, talk, at),
        )
    session.execute(
        "INSERT INTO answers (message_id, question_id, decision, confidence, generator, answer, evidence, trace,"
        " created_at) VALUES (?, ?, ?, 0.7, 'extractive', '{}', ?, '{}', ?)",
        (f"{name}_a", name, decision, evidence, at),
    )
    session.execute(
        "INSERT INTO questions (message_id, conversation_id, visitor_id, text, lang, decision, confidence, documents,"
        " helpful, created_at) VALUES (?, ?, ?, 'A question', ?, ?, 0.7, ?, ?, ?)",
        (
            name,
            talk,
            f"vis_{number:07}",
            chance.choice(("en", "en", "fr")),
            decision,
            json.dumps(cited),
            chance.choice((None, None, 1, 0)),
            at,
        ),
    )
    if decision != "answer":
        session.execute(
            "INSERT INTO gap_questions (message_id, gap_id, why, text) VALUES (?, 'gap_1', 'unsure', 'A question')",
            (name,),
        )

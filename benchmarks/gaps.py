"""How fast the board of gaps is with 100,000 questions without a good answer: opened, joined, grouped anew.

The rows are written directly, with vectors about 4,000 directions in the place of embeddings; questions that come are
embedded. Processor time is measured, because it says the same on a busy machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np

from api.services import Services
from api.wiring import build
from benchmarks.health import _signed_in
from benchmarks.table import Figure
from benchmarks.texts import Writer
from core.clock import timestamp
from core.db import Session
from core.settings import load_settings
from insights.gaps.vectors import put_vectors
from retrieval.embedder import Vectors, unit_rows

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BUDGET_S = 1.0
JOIN_BUDGET_S = 0.05
GROUPING_BUDGET_S = 60.0
NEW = 40
"""Questions that come while it is measured."""
_SPREAD = 0.03
"""Of each number of a vector about its direction: two of one gap have a cosine of about 0.74."""
_LANGS = ("en", "es", "fr", "zh")
_BATCH = 10_000


def gaps(folder: Path, questions: int = 100_000, groups: int = 4_000) -> list[Figure]:
    """Processor seconds of the list and of one gap, of a question that finds its gap, and of grouping all anew."""
    parts = build(load_settings(data=folder / "gaps", rate_limit="off"), lambda: NOW)
    _fill(parts, questions, groups)
    note = f"{questions:,} questions, {groups:,} gaps"
    found = [Figure("gaps: grouping anew", _timed(partial(_regroup, parts)), GROUPING_BUDGET_S, "s", note=note)]
    counting = _timed(partial(_settle, parts.gaps.placing.count))
    found.append(Figure("gaps: counting those that changed", counting, GROUPING_BUDGET_S, "s", note=note))
    client = _signed_in(parts)
    with parts.database.read() as session:
        largest = parts.gaps.store.list(session, limit=1).items[0].id
    for name, address in (
        ("list", "/content/gaps"),
        ("list, filtered", "/content/gaps?text=click&lang=fr&order=recent"),
        ("one gap", f"/content/gaps/{largest}"),
    ):
        client.get(address)
        found.append(Figure(f"gaps: {name}", _timed(partial(client.get, address)), BUDGET_S, "s", note=note))
    found.append(Figure("gaps: a question finds its gap, p95", _joining(parts), JOIN_BUDGET_S, "s", note=note))
    parts.close()
    return found


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _settle(work: Callable[[], int]) -> None:
    while work():
        pass


def _regroup(parts: Services) -> None:
    with parts.database.write() as session:
        parts.gaps.runs.ask(session, "system")
    parts.gaps.regrouping.run()


def _joining(parts: Services) -> float:
    """The p95 of what one question costs that has just been asked, its embedding included."""
    writer, found = Writer(9), []
    for number in range(NEW):
        with parts.database.write() as session:
            _ask(session, f"new_{number:03}", writer.question(), "en")
        found.append(_timed(partial(parts.gaps.placing.run, 1)))
    return sorted(found)[int(0.95 * NEW)]


def _fill(parts: Services, questions: int, groups: int) -> None:
    """Every question in a gap by chance, which is what a regrouping has most to do with."""
    writer, chance, dim = Writer(5), np.random.default_rng(5), parts.embedder.dim
    directions = unit_rows(chance.normal(size=(groups, dim)).astype(np.float32))
    texts = [writer.question() for _ in range(1_000)]
    with parts.database.write() as session:
        at = timestamp(NOW)
        session.executemany(
            "INSERT INTO gaps (id, state, created_at, updated_at) VALUES (?, 'open', ?, ?)",
            [(f"gap_{number:05}", at, at) for number in range(groups)],
        )
        for start in range(0, questions, _BATCH):
            rows = list(_drawn(chance, directions, range(start, min(start + _BATCH, questions)), texts))
            for name, text, _ in rows:
                _ask(session, name, text, _LANGS[int(name[-1]) % len(_LANGS)])
            put_vectors(session, parts.embedder.id, rows)
            session.executemany(
                "INSERT INTO gap_questions (message_id, gap_id, why, text) VALUES (?, ?, 'unsure', ?)",
                [(name, f"gap_{int(chance.integers(groups)):05}", text) for name, text, _ in rows],
            )
        for table in ("gap_pending", "outcome_pending"):
            session.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names


def _drawn(
    chance: np.random.Generator, directions: Vectors, numbers: range, texts: list[str]
) -> Iterator[tuple[str, str, Vectors]]:
    chosen = chance.integers(len(directions), size=len(numbers))
    noise = chance.normal(scale=_SPREAD, size=(len(numbers), directions.shape[1]))
    rows = unit_rows((directions[chosen] + noise).astype(np.float32))
    for number, row in zip(numbers, rows, strict=True):
        yield f"msg_{number:07}", texts[number % len(texts)], row


def _ask(session: Session, name: str, text: str, lang: str) -> None:
    """A question of a customer of its own, shown an unsure answer some day of the last ninety."""
    at = timestamp(NOW - timedelta(days=90 * (crc32(text.encode()) % 1_000) / 1_000))
    session.execute("INSERT INTO visitors (id, created_at) VALUES (?, ?)", (f"vis_{name}", at))
    session.execute(
        "INSERT INTO conversations (id, visitor_id, owner, audiences, created_at, updated_at)"
        " VALUES (?, ?, 'assistant', '[]', ?, ?)",
        (f"cnv_{name}", f"vis_{name}", at, at),
    )
    session.execute(
        "INSERT INTO messages (id, conversation_id, author, text, created_at) VALUES (?, ?, 'visitor', ?, ?)",
        (name, f"cnv_{name}", text, at),
    )
    session.execute(
        "INSERT INTO questions (message_id, conversation_id, visitor_id, text, lang, decision, confidence, reason,"
        " documents, created_at) VALUES (?, ?, ?, ?, ?, 'caveat', 0.4, 'low_confidence', '[]', ?)",
        (name, f"cnv_{name}", f"vis_{name}", text, lang, at),
    )

"""Groups all questions without a good answer anew, and keeps what is known by its old name.

Placing one question at a time depends on the order they come in; now and then all are looked at together. The work
is done on a snapshot outside any transaction; what it found is stored in one, so that a killed process changes nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.clock import Clock, new_id
from core.db import Database, Session
from insights.gaps.events import SYSTEM, now, record
from insights.gaps.grouping import Labels, group, means_of
from insights.gaps.hands import leave
from insights.gaps.model import GapEvent, GapState
from insights.gaps.runs import Runs
from insights.gaps.space import QuestionSpace
from insights.gaps.vectors import dump_row, half_rows, prior_space, put_means
from retrieval.embedder import Embedder, Vectors

_BEAT_S = 0.5
_ROWS = 4_096
_QUESTIONS = """SELECT g.message_id, g.gap_id, g.pinned, q.lang, v.vector FROM gap_questions g
    JOIN questions q ON q.message_id = g.message_id JOIN question_vectors v ON v.message_id = g.message_id
    WHERE v.embedder = ? ORDER BY g.message_id"""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All questions at one moment, row by row."""

    ids: list[str]
    gaps: list[str]
    pinned: Sequence[bool]
    rows: Vectors
    """In `space`."""
    space: QuestionSpace


class Regrouping:
    """Makes the regroupings that were asked for."""

    def __init__(self, database: Database, embedder: Embedder, runs: Runs, clock: Clock) -> None:
        self._database = database
        self._embedder = embedder
        self._runs = runs
        self._clock = clock
        self._last_beat = 0.0

    def run(self) -> int:
        """Make one that was asked for, if there is any; returns how many questions it looked at."""
        run_id = self._runs.take()
        if run_id is None:
            return 0
        try:
            return self._run(run_id)
        except BaseException:
            self._runs.fail(run_id)
            raise

    def _run(self, run_id: int) -> int:
        with self._database.read() as session:
            snapshot = self._snapshot(session)
        free = np.flatnonzero(~np.asarray(snapshot.pinned, dtype=bool))
        kept, fixed = _fixed(snapshot)
        labels = np.full(len(snapshot.ids), -1, dtype=np.intp)
        for place, gap_id in enumerate(kept):
            members = [n for n, pinned in enumerate(snapshot.pinned) if pinned and snapshot.gaps[n] == gap_id]
            labels[members] = place
        labels[free] = group(snapshot.rows[free], fixed, lambda done, total: self._beat(run_id, done, total))
        names = named([snapshot.gaps[n] for n in free], labels[free], kept)
        with self._database.write() as session:
            if self._runs.is_own(session, run_id):
                moved = self._store(session, snapshot, labels, names)
                self._runs.end(session, run_id, len(snapshot.ids), len(names), moved)
        return len(snapshot.ids)

    def _snapshot(self, session: Session) -> _Snapshot:
        facts: list[tuple[str, str, bool, str | None]] = []
        parts = [half_rows([], self._embedder.dim)]
        cursor = session.execute(_QUESTIONS, (self._embedder.id,))
        while some := cursor.fetchmany(_ROWS):
            facts += [(row["message_id"], row["gap_id"], bool(row["pinned"]), row["lang"]) for row in some]
            parts.append(half_rows([row["vector"] for row in some], self._embedder.dim))
        vectors, langs = np.concatenate(parts), [lang for _, _, _, lang in facts]
        parts.clear()
        space = prior_space(session, self._embedder).with_means(vectors, langs)
        return _Snapshot(
            ids=[message_id for message_id, _, _, _ in facts],
            gaps=[gap_id for _, gap_id, _, _ in facts],
            pinned=[pinned for _, _, pinned, _ in facts],
            rows=space.rows(vectors, langs),
            space=space,
        )

    def _beat(self, run_id: int, done: int, total: int) -> None:
        if time.monotonic() - self._last_beat > _BEAT_S:
            self._last_beat = time.monotonic()
            self._runs.beat(run_id, done, total)

    def _store(self, session: Session, snapshot: _Snapshot, labels: Labels, names: Mapping[int, str | None]) -> int:
        """Move the questions; what came or was changed by people since the snapshot stays where it is."""
        at, ids = now(self._clock), {label: name or new_id("gap") for label, name in names.items()}
        for label, gap_id in ids.items():
            if names[label] is None:
                session.execute(
                    "INSERT INTO gaps (id, state, created_at, updated_at) VALUES (?, ?, ?, ?)",
                    (gap_id, GapState.OPEN, at, at),
                )
                record(session, gap_id, GapEvent.OPENED, SYSTEM, at, size=int((labels == label).sum()))
        moves = [
            (ids[label], message_id, before)
            for message_id, before, label in zip(snapshot.ids, snapshot.gaps, labels.tolist(), strict=True)
            if ids[label] != before
        ]
        session.executemany(
            "UPDATE gap_questions SET gap_id = ? WHERE message_id = ? AND gap_id = ? AND NOT pinned", moves
        )
        _end_empty(session, Counter((before, after) for after, _, before in moves), at)
        put_means(session, snapshot.space)
        means = means_of(snapshot.rows, labels)
        session.executemany(
            "UPDATE gaps SET vector = ? WHERE id = ?",
            [(dump_row(means[label]), gap_id) for label, gap_id in ids.items()],
        )
        changed = {gap_id for after, _, before in moves for gap_id in (before, after)}
        session.executemany(
            "UPDATE gaps SET stale = 1 WHERE id = ? AND merged_into IS NULL", [(gap_id,) for gap_id in sorted(changed)]
        )
        return len(moves)


def named(before: Sequence[str], labels: Labels, kept: Sequence[str]) -> dict[int, str | None]:
    """The gap that each label goes on: `kept` have the first labels; of the others the one it shares most with.

    None for a label that is a new gap.
    """
    names: dict[int, str | None] = dict(enumerate(kept))
    shared = Counter(zip(labels.tolist(), before, strict=True))
    taken = set(kept)
    for (label, gap_id), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if names.get(label) is None and gap_id not in taken:
            names[label] = gap_id
            taken.add(gap_id)
        names.setdefault(label, None)
    return names


def _fixed(snapshot: _Snapshot) -> tuple[list[str], Vectors]:
    """The gaps that people have put questions into, and the means of these questions."""
    pinned = np.flatnonzero(np.asarray(snapshot.pinned, dtype=bool))
    kept = sorted({snapshot.gaps[n] for n in pinned})
    places = {gap_id: place for place, gap_id in enumerate(kept)}
    labels = np.array([places[snapshot.gaps[n]] for n in pinned], dtype=np.intp)
    return kept, means_of(snapshot.rows[pinned], labels)


def _end_empty(session: Session, moves: Counter[tuple[str, str]], at: str) -> None:
    """Gaps that all questions left are merged into the one that most of them went to."""
    targets: dict[str, str] = {}
    for (before, after), _ in moves.most_common():
        targets.setdefault(before, after)
    for gap_id, target in targets.items():
        left = session.execute("SELECT 1 FROM gap_questions WHERE gap_id = ? LIMIT 1", (gap_id,)).fetchone()
        if left is None:
            leave(session, gap_id, target, at)
            record(session, target, GapEvent.MERGED, SYSTEM, at, other=gap_id)

"""Causes as they are kept beside gaps. Methods take the caller's open session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from insights.causes.evidence import Exhibit, Quote
from insights.causes.judging import CauseModel
from insights.causes.model import Cause, Verdict

ON_BOARD = 200
"""Gaps, the most harmful first, that are looked at again when content has changed."""


@dataclass(frozen=True, slots=True)
class GapCause:
    """The cause of one gap as it is known."""

    cause: Cause | None
    """What counts: what people said, else what Askwell thinks; None: not looked at yet."""
    guessed: Cause | None
    """What Askwell thinks."""
    probability: float | None
    """Of what Askwell thinks, 0 to 1."""
    chances: Mapping[Cause, float]
    evidence: tuple[Exhibit, ...]
    """For what Askwell thinks."""
    looked_at: str | None
    is_stale: bool
    """Whether questions have come or gone since."""
    corrected_by: str | None = None
    """Id of who said otherwise, or agreed; None: nobody did."""
    corrected_at: str | None = None

    @property
    def corrected(self) -> bool:
        """Whether people have said what the cause is."""
        return self.corrected_by is not None


@dataclass(frozen=True, slots=True)
class Turn:
    """A gap whose turn it is to be looked at."""

    gap_id: str
    changes: int
    """How often its questions had changed when it was chosen."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a gap was looked at with."""

    generation: int
    """Of the content."""
    embedder: str
    fit: int
    """That judged it; 0: the one shipped."""


UNKNOWN = GapCause(None, None, None, {}, (), None, True)
"""Of a gap that nobody has looked at."""


class CauseStore:
    """Reads causes, and keeps what people and Askwell say about them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def get(self, session: Session, gap_id: str) -> GapCause:
        """The cause of a gap."""
        row = session.execute("SELECT * FROM gap_causes WHERE gap_id = ?", (gap_id,)).fetchone()
        return _cause(row) if row is not None else UNKNOWN

    def next_gap(self, session: Session, generation: int) -> Turn | None:
        """The gap to be looked at next: the most harmful whose questions have changed, or the content since."""
        row = session.execute(
            """SELECT c.gap_id, c.stale FROM gap_causes c JOIN gaps g ON g.id = c.gap_id
                WHERE c.stale AND g.merged_into IS NULL AND g.size > 0 ORDER BY g.harm DESC LIMIT 1"""
        ).fetchone()
        if row is None:
            row = session.execute(
                """SELECT c.gap_id, c.stale FROM gap_causes c JOIN
                    (SELECT id, harm FROM gaps WHERE merged_into IS NULL AND size > 0
                     AND state NOT IN ('closed', 'dismissed') ORDER BY harm DESC LIMIT ?) g ON g.id = c.gap_id
                    WHERE c.generation <> ? ORDER BY g.harm DESC LIMIT 1""",
                (ON_BOARD, generation),
            ).fetchone()
        return None if row is None else Turn(str(row["gap_id"]), int(row["stale"]))

    def put(
        self,
        session: Session,
        turn: Turn,
        verdict: Verdict,
        features: Mapping[str, float],
        evidence: tuple[Exhibit, ...],
        seen: Seen,
    ) -> None:
        """Keep what Askwell thinks of a gap; nothing when its questions have changed meanwhile."""
        session.execute(
            """UPDATE gap_causes SET cause = ?, probability = ?, chances = ?, features = ?, evidence = ?,
                generation = ?, embedder = ?, fit = ?, looked_at = ?, stale = 0 WHERE gap_id = ? AND stale = ?""",
            (
                verdict.cause,
                verdict.probability,
                _json(verdict.chances),
                _json(features),
                json.dumps([asdict(exhibit) for exhibit in evidence], ensure_ascii=False),
                seen.generation,
                seen.embedder,
                seen.fit,
                timestamp(self._clock()),
                turn.gap_id,
                turn.changes,
            ),
        )

    def correct(self, session: Session, gap_id: str, cause: Cause | None, actor: str) -> None:
        """Let the cause be what `actor` says, or with None what Askwell thinks; kept as a label either way."""
        at = timestamp(self._clock())
        session.execute(
            "INSERT INTO gap_causes (gap_id) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM gap_causes WHERE gap_id = ?1)",
            (gap_id,),
        )
        session.execute(
            """INSERT INTO cause_labels (gap_id, cause, predicted, probability, features, actor, created_at, embedder)
                SELECT gap_id, ?, cause, probability, features, ?, ?, embedder FROM gap_causes WHERE gap_id = ?""",
            (cause, actor, at, gap_id),
        )
        said = (cause, actor, at) if cause is not None else (None, None, None)
        session.execute(
            "UPDATE gap_causes SET corrected = ?, corrected_by = ?, corrected_at = ? WHERE gap_id = ?", (*said, gap_id)
        )

    def judged_otherwise(self, session: Session, fit: int) -> bool:
        """Whether any gap was judged by another fit."""
        found = session.execute(
            "SELECT 1 FROM gap_causes WHERE (fit < ?1 OR fit > ?1) AND cause IS NOT NULL LIMIT 1", (fit,)
        ).fetchone()
        return found is not None

    def rejudge(self, session: Session, fit: int, model: CauseModel, most: int) -> int:
        """Judge gaps that another fit has judged anew by `model`, from what was seen of them; returns how many.

        Evidence is for a cause: where that changes it goes, and the gap is looked at again.
        """
        rows = session.execute(
            """SELECT gap_id, cause, features FROM gap_causes
                WHERE (fit < ?1 OR fit > ?1) AND cause IS NOT NULL LIMIT ?2""",
            (fit, most),
        ).fetchall()
        for row in rows:
            verdict = model.judge(json.loads(row["features"]))
            session.execute(
                """UPDATE gap_causes SET fit = ?1, probability = ?2, chances = ?3, stale = stale + (cause <> ?4),
                    evidence = CASE WHEN cause = ?4 THEN evidence ELSE '[]' END, cause = ?4 WHERE gap_id = ?5""",
                (fit, verdict.probability, _json(verdict.chances), verdict.cause, row["gap_id"]),
            )
        return len(rows)

    def pending(self, session: Session) -> int:
        """How many gaps wait to be looked at for the first time, or since their questions have changed."""
        found = session.execute(
            """SELECT count(*) FROM gap_causes c JOIN gaps g ON g.id = c.gap_id
                WHERE c.stale AND g.merged_into IS NULL AND g.size > 0"""
        ).fetchone()
        return int(found[0])


def _json(values: Mapping[Any, float]) -> str:
    return json.dumps({str(name): round(value, 4) for name, value in values.items()})


def _cause(row: Any) -> GapCause:
    guessed = Cause(row["cause"]) if row["cause"] else None
    return GapCause(
        cause=Cause(row["corrected"]) if row["corrected"] else guessed,
        guessed=guessed,
        probability=row["probability"],
        chances={Cause(name): value for name, value in json.loads(row["chances"]).items()},
        evidence=tuple(_exhibit(one) for one in json.loads(row["evidence"])),
        looked_at=row["looked_at"],
        is_stale=bool(row["stale"]),
        corrected_by=row["corrected_by"],
        corrected_at=row["corrected_at"],
    )


def _exhibit(data: Mapping[str, Any]) -> Exhibit:
    return Exhibit(data["said"], tuple(Quote(**quote) for quote in data["quotes"]))

"""Learns from what people have said about causes: makes a fit, shows what it would change, uses it, takes it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.db import Database, Session
from insights.causes.fits import CauseFits, StoredFit
from insights.causes.judging import CauseModel, shipped_causes
from insights.causes.labels import Label, labels_of
from insights.causes.model import Cause
from insights.causes.own_fit import fit_own, shortfalls
from insights.causes.store import ON_BOARD


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to learn from, and what was learned."""

    labels: Sequence[Label]
    missing: Sequence[str]
    """What is needed before anything can be learned, in words."""
    fits: Sequence[StoredFit]
    """The latest first."""
    in_use: StoredFit | None
    """The fit by which causes are judged; None: the one shipped."""


@dataclass(frozen=True, slots=True)
class Change:
    """A gap whose cause another fit would tell otherwise."""

    gap_id: str
    name: str
    before: Cause
    after: Cause
    probability: float
    """Of the cause after."""


class Learning:
    """The use cases; each opens what it needs."""

    def __init__(self, database: Database, fits: CauseFits, embedder_id: str) -> None:
        self._database = database
        self._fits = fits
        self._embedder_id = embedder_id

    def standing(self, session: Session) -> Standing:
        """Where it stands."""
        labels, fits = labels_of(session, self._embedder_id), self._fits.latest(session)
        judging = self._fits.judging(session, self._embedder_id).fit
        in_use = self._fits.get(session, judging) if judging else None
        return Standing(labels, shortfalls(labels), fits, in_use)

    def make(self, by: str) -> StoredFit:
        """Fit to the labels there are and keep it, not yet in use; raises InvalidInput where there are too few."""
        with self._database.read() as session:
            labels = labels_of(session, self._embedder_id)
        made = fit_own(labels, shipped_causes().model_for(self._embedder_id))
        with self._database.write() as session:
            return self._fits.add(session, self._embedder_id, made, by)

    def changes(self, session: Session, model: CauseModel) -> list[Change]:
        """Which of the most harmful gaps on the board `model` would tell otherwise, as far as people leave it to it."""
        rows = session.execute(
            """SELECT g.id, c.cause, c.features, coalesce(
                    (SELECT name FROM gap_names WHERE gap_id = g.id AND lang = g.lang),
                    (SELECT name FROM gap_names WHERE gap_id = g.id), '…') AS name
                FROM gaps g JOIN gap_causes c ON c.gap_id = g.id
                WHERE g.merged_into IS NULL AND g.size > 0 AND g.state NOT IN ('closed', 'dismissed')
                    AND c.cause IS NOT NULL AND c.corrected IS NULL ORDER BY g.harm DESC LIMIT ?""",
            (ON_BOARD,),
        )
        judged = [(row, model.judge(json.loads(row["features"]))) for row in rows]
        return [
            Change(row["id"], row["name"], Cause(row["cause"]), verdict.cause, verdict.probability)
            for row, verdict in judged
            if verdict.cause != row["cause"]
        ]

    def use(self, session: Session, fit_id: int, by: str) -> StoredFit:
        """Judge by this fit from now on; raises NotFound, and Conflict for one that is no better."""
        return self._fits.use(session, fit_id, self._embedder_id, by)

    def take_back(self, session: Session) -> int | None:
        """Judge by the fit shipped again; the number of the fit that was in use."""
        return self._fits.take_back(session)

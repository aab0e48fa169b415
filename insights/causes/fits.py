"""Fits to a team's own labels as they are kept: each with its report, and which one is in use. Nothing is deleted.

Methods take the caller's open session.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import Conflict, NotFound
from insights.causes.judging import CauseModel, shipped_causes
from insights.causes.model import Cause
from insights.causes.own_fit import FitReport, OwnFit, Told

SHIPPED = 0
"""Stands for the fit shipped where a fit is named by its number."""


@dataclass(frozen=True, slots=True)
class StoredFit:
    """A fit to own labels."""

    id: int
    embedder: str
    model: CauseModel
    report: FitReport
    made_by: str
    made_at: str
    used_by: str | None
    """Who took it into use last, as an id; None: nobody yet."""
    used_from: str | None
    used_to: str | None

    @property
    def in_use(self) -> bool:
        """Whether causes are judged by it now."""
        return self.used_from is not None and self.used_to is None


@dataclass(frozen=True, slots=True)
class Judging:
    """The model that judges now."""

    fit: int
    """Its number; 0: the one shipped."""
    model: CauseModel


class CauseFits:
    """Reads and keeps fits; remembers the one in use, which is read often."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: Judging | None = None

    def judging(self, session: Session, embedder: str) -> Judging:
        """What causes are judged by: the fit in use if it was made with this embedder, else the one shipped."""
        row = session.execute(
            "SELECT id FROM cause_fits WHERE used_from IS NOT NULL AND used_to IS NULL AND embedder = ?", (embedder,)
        ).fetchone()
        if row is None:
            return Judging(SHIPPED, shipped_causes().model_for(embedder))
        known = self._known
        if known is None or known.fit != row["id"]:
            self._known = known = Judging(row["id"], self.get(session, row["id"]).model)
        return known

    def get(self, session: Session, fit_id: int) -> StoredFit:
        """One fit; raises NotFound."""
        row = session.execute("SELECT * FROM cause_fits WHERE id = ?", (fit_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such fit.")
        return _stored(row)

    def latest(self, session: Session, limit: int = 20) -> list[StoredFit]:
        """The latest fits, latest first."""
        rows = session.execute("SELECT * FROM cause_fits ORDER BY id DESC LIMIT ?", (limit,))
        return [_stored(row) for row in rows]

    def add(self, session: Session, embedder: str, made: OwnFit, by: str) -> StoredFit:
        """Keep a fit, in use or not yet."""
        found = session.execute(
            "INSERT INTO cause_fits (embedder, model, report, made_by, made_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (embedder, json.dumps(made.model.as_dict()), _told(made.report), by, timestamp(self._clock())),
        ).fetchone()
        return self.get(session, found["id"])

    def use(self, session: Session, fit_id: int, embedder: str, by: str) -> StoredFit:
        """Judge by this fit from now on; raises Conflict for one that is no better or of another embedder."""
        fit = self.get(session, fit_id)
        if fit.in_use:
            return fit
        if not fit.report.better:
            raise Conflict(
                "This fit does not judge the labels left out better than the one shipped, so it is not used."
            )
        if fit.embedder != embedder:
            raise Conflict("This fit was made with another embedder. Make a new one.")
        self.take_back(session)
        session.execute(
            "UPDATE cause_fits SET used_by = ?, used_from = ?, used_to = NULL WHERE id = ?",
            (by, timestamp(self._clock()), fit_id),
        )
        return self.get(session, fit_id)

    def take_back(self, session: Session) -> int | None:
        """Judge by the fit shipped from now on; the number of the fit that was in use, None where there was none."""
        row = session.execute(
            "UPDATE cause_fits SET used_to = ? WHERE used_from IS NOT NULL AND used_to IS NULL RETURNING id",
            (timestamp(self._clock()),),
        ).fetchone()
        return None if row is None else int(row["id"])


def _told(report: FitReport) -> str:
    return json.dumps(asdict(report))


def _stored(row: sqlite3.Row) -> StoredFit:
    values: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row is no mapping
    model = CauseModel.from_dict(json.loads(values.pop("model")))
    return StoredFit(model=model, report=_report(json.loads(values.pop("report"))), **values)


def _report(data: Mapping[str, Any]) -> FitReport:
    return replace(
        FitReport(**data),
        by_cause={Cause(name): Told(**told) for name, told in data["by_cause"].items()},
        learned=tuple(map(Cause, data["learned"])),
    )

"""What people have said about causes, as labels to learn from, with what was seen of the gap at that moment."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.db import Session
from insights.causes.features import ON_SCALE
from insights.gaps.model import Cause


class LabelSource(StrEnum):
    """How a label came about."""

    SAID = "said"
    """Somebody said what the cause is: something else, or that it is right."""
    LEFT = "left"
    """Somebody took the gap up or put it away, and left its cause as it was."""


WEIGHTS = {LabelSource.SAID: 1.0, LabelSource.LEFT: 0.5}
"""How much a label counts beside one that was given on purpose. Not everybody who takes a gap up looks at its cause."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is known about one gap."""

    cause: Cause
    predicted: Cause | None
    """What Askwell thought at that moment."""
    features: Mapping[str, float]
    source: LabelSource

    @property
    def weight(self) -> float:
        """How much it counts, 0 to 1."""
        return WEIGHTS[self.source]

    @property
    def agrees(self) -> bool:
        """Whether Askwell thought so as well."""
        return self.cause is self.predicted


def labels_of(session: Session, embedder: str) -> list[Label]:
    """The last label of each gap, oldest first; without what was seen by another embedder and compares with nothing."""
    rows = session.execute(
        """SELECT cause, predicted, features, source, embedder FROM cause_labels
            WHERE id IN (SELECT max(id) FROM cause_labels GROUP BY gap_id)
                AND cause IS NOT NULL AND features <> '{}' ORDER BY id"""
    )
    return [_label(row, embedder) for row in rows]


def _label(row: sqlite3.Row, embedder: str) -> Label:
    features = json.loads(row["features"])
    if row["embedder"] not in {None, embedder}:
        features = {name: value for name, value in features.items() if name not in ON_SCALE}
    predicted = Cause(row["predicted"]) if row["predicted"] else None
    return Label(Cause(row["cause"]), predicted, features, LabelSource(row["source"]))

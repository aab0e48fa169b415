"""A content team that says what causes are, gap after gap: labels in a real database, by a rule of its own."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping

from core.db import Session
from insights.causes.judging import CauseModel
from insights.causes.model import Cause

Rule = Callable[[Mapping[str, float], random.Random], Cause]
"""What the team says of a gap with these features."""
FEATURE = "coverage"
"""What gaps differ in."""


def covered_is_not_found(features: Mapping[str, float], rng: random.Random) -> Cause:
    """A team whose articles are all there, wherever one holds the words of the question."""
    return Cause.NOT_FOUND if features[FEATURE] > 0.5 else Cause.MISSING


def as_judged_by(model: CauseModel) -> Rule:
    """A team that finds each cause as often as `model` expects: there is nothing to learn."""

    def say(features: Mapping[str, float], rng: random.Random) -> Cause:
        chances = model.judge(features).chances
        return rng.choices(list(chances), list(chances.values()))[0]

    return say


def some_features(rng: random.Random) -> dict[str, float]:
    """Of a gap that is near something or not."""
    return {FEATURE: rng.uniform(0.0, 1.0), "nearness": 0.7}


def say(session: Session, model: CauseModel, embedder: str, rule: Rule, count: int, seed: int = 1) -> None:
    """Keep `count` labels of gaps that `model` judged, as if the team had said what `rule` says."""
    rng = random.Random(seed)
    for number in range(count):
        features = some_features(rng)
        session.execute(
            """INSERT INTO cause_labels (gap_id, cause, predicted, features, actor, created_at, embedder)
                VALUES (?, ?, ?, ?, 'stf_1', '2026-11-22T10:00:00Z', ?)""",
            (f"gap_{seed}_{number}", rule(features, rng), model.judge(features).cause, json.dumps(features), embedder),
        )

"""How the language model is doing, as all processes of the server see it: for staff pages and `/metrics`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from answering.model.budget import TokenBudget
from answering.model.chat import FailureKind
from answering.model.record import ModelRecords
from answering.model.usage import ModelUsage
from core.db import Database
from core.errors import Unavailable

ALMOST = 0.95
"""Share of the day's tokens from which staff are told; a request is refused when it might need more than is left."""
WORDS: Mapping[FailureKind, str] = {
    "down": "it could not be reached",
    "slow": "it took too long",
    "rate_limited": "its server asks to wait",
    "malformed": "its server sent something that cannot be read",
    "empty": "it said nothing",
    "cut_off": "it stopped before it was done",
    "refused": "its server refuses the requests",
}


@dataclass(frozen=True, slots=True)
class ModelNotice:
    """What staff should know of the model."""

    title: str
    detail: str
    since: str | None = None
    """When it began."""


class ModelStanding:
    """Reads how one model is doing."""

    def __init__(self, database: Database, model: str | None, usage: ModelUsage, budget: TokenBudget) -> None:
        """`model`: its id; None where there is none."""
        self._database = database
        self._model = model
        self._usage = usage
        self._budget = budget
        self._records = ModelRecords(database)

    def notice(self) -> ModelNotice | None:
        """What staff should know; None while all is well, where there is no model, and where it cannot be read."""
        if self._model is None:
            return None
        try:
            with self._database.read() as session:
                health, spent = self._usage.health(session, self._model), self._budget.today(session)
        except Unavailable:
            return None  # pages that say so must not fail as well
        if health.is_failing and health.last_failure is not None:
            why = WORDS.get(health.last_failure, "it failed")
            detail = f"Last time, {why}. Answers are taken from the content word for word meanwhile."
            return ModelNotice("The language model is failing", detail, health.failing_since)
        if self._budget.in_all and spent >= ALMOST * self._budget.in_all:
            detail = "Until midnight (UTC) answers are taken from the content word for word."
            return ModelNotice("The language model's tokens of today are spent", detail)
        return None

    def gauges(self) -> Mapping[str, float]:
        """Values of the moment for `/metrics`; none without a model."""
        if self._model is None:
            return {}
        with self._database.read() as session:
            health, spent = self._usage.health(session, self._model), self._budget.today(session)
        return {
            "model_failing": float(health.is_failing),
            "model_failures_in_a_row": health.failures_in_a_row,
            "model_tokens_today": spent,
            "model_tokens_day": self._budget.in_all,
            "model_declares_on_right": self._records.of(self._model).share,
        }

"""Outcomes made by hand, for tests of what is computed from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.model import Decision
from eval.outcome import Line, Outcome, Variant

OutcomeFactory = Callable[..., Outcome]


@pytest.fixture
def outcome_factory() -> OutcomeFactory:
    """Makes an outcome: an English question answered rightly with confidence 0.9, unless told otherwise."""

    def make(query_id: str, **changes: Any) -> Outcome:
        answerable = changes.get("answerable", True)
        values: dict[str, Any] = {
            "set_name": "help",
            "file": "queries",
            "query_id": query_id,
            "text": f"question {query_id}?",
            "lang": "en",
            "kind": "how-to",
            "variant": Variant.AS_IS,
            "answerable": answerable,
            "relevant": frozenset({"d1"}) if answerable else frozenset(),
            "decision": Decision.ANSWER,
            "reason": None,
            "confidence": 0.9,
            "answer": "Open Settings. [1]",
            "standalone": f"question {query_id}?",
            "best": "d1",
            "found": ("d1", "d2"),
            "cited": ("d1",),
            "drafted": ("d1",),
            "quote": "Open Settings.",
            "quotes": 1,
            "quotes_verified": 1,
            "gold_held": None,
            "gold_held_early": None,
            "length": 2,
            "rankings": dict.fromkeys((Line.BM25, Line.DENSE, Line.FUSION, Line.OURS), ("d1", "d2")),
            "signals": {"dense": 0.8},
            "milliseconds": 5.0,
        }
        return Outcome(**(values | changes))

    return make

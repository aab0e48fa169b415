"""What is known of how a model wrote: as signals of the confidence, and as it is kept with the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from answering.evidence.selection import Evidence
from answering.generator_openai.attempt import Attempt, Shortfall
from answering.generator_openai.quoting import Quote
from answering.generator_openai.sources import Source
from answering.model.prompts import prompt

KEPT_UNITS = 20
KEPT_CHARACTERS = 300
"""Of a sentence that was cut; what is shown is kept in the answer itself."""
SAME_DOCUMENT = 0.5
"""What a quote counts that is from a document of the evidence, but not from its pieces."""
_SPOKE = frozenset({None, Shortfall.NO_ANSWER, Shortfall.UNSUPPORTED, Shortfall.INCOMPLETE, Shortfall.ASTRAY})
"""Ends of a try that tell something of the evidence; the others only tell of the model."""


def declaration(attempt: Attempt) -> bool | None:
    """Whether the model declared that the evidence holds no answer; None where it failed, and told nothing."""
    return attempt.failure == Shortfall.NO_ANSWER if attempt.failure in _SPOKE else None


def signals_of_attempt(attempt: Attempt, evidence: Evidence) -> dict[str, float]:
    """What the model's text says of the evidence; nothing where it declared that there is none, or failed."""
    if declaration(attempt) is not False:
        return {}
    borne = attempt.borne
    found = {"model_borne": len(borne) / max(1, len(attempt.judged))}
    if borne:
        shares = [max(nearness(quote, evidence) for quote in one.quotes) for one in borne]
        found["model_agreement"] = sum(shares) / len(shares)
    return found


def nearness(quote: Quote, evidence: Evidence) -> float:
    """1 for a quote that touches a piece of the evidence, less for one from the same document, else 0."""
    same = [piece for piece in evidence.pieces if piece.passage.document_id == quote.source.passage.document_id]
    if any(piece.start < quote.end and quote.start < piece.end for piece in same):
        return 1.0
    return SAME_DOCUMENT if same else 0.0


def kept(tries: Sequence[Attempt], sources: Sequence[Source], seconds: float) -> dict[str, Any]:
    """How an answer was written, as JSON of bounded size."""
    last = tries[-1]
    return {
        "prompt": prompt("answer").id,
        "tries": len(tries),
        "seconds": round(seconds, 2),
        "end": last.failure,
        "sources": [
            [source.passage.document_id, source.passage.version, source.start, source.end] for source in sources
        ],
        "units": [
            [
                round(one.probability, 3),
                len(one.quotes),
                list(one.failed),
                "" if one.quotes else one.text[:KEPT_CHARACTERS],
            ]
            for one in last.judged[:KEPT_UNITS]
        ],
    }

"""Why an answer was not sure, as the content team may read it: without words that masking takes away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answering.reasons import Doubt, DoubtKind, told
from insights.masking import mask

_OF_QUESTION: Mapping[DoubtKind, int] = {DoubtKind.UNCOVERED: 0, DoubtKind.LACKING: 1, DoubtKind.OTHER_SUBJECT: 0}
"""Kinds that name words of the question, and at which place those begin."""


def masked_doubts(trace: Mapping[str, Any]) -> tuple[str, ...]:
    """The doubts kept with an answer, as sentences; a single word of an address tells as much as the whole.

    A doubt that is about such words only is left out.
    """
    open_text = mask(trace.get("standalone") or "").casefold()
    return tuple(text for doubt in trace.get("doubts", ()) if (text := _masked(doubt, open_text)))


def _masked(doubt: Mapping[str, Any], open_text: str) -> str:
    kind, about = DoubtKind(doubt["kind"]), tuple(doubt["about"])
    start = _OF_QUESTION.get(kind)
    if start is None:
        return mask(doubt["text"])
    if kind is DoubtKind.OTHER_SUBJECT:
        return mask(doubt["text"]) if about[0].casefold() in open_text else ""
    words = tuple(word for word in about[start:] if word.casefold() in open_text)
    return mask(told(Doubt(kind, (*about[:start], *words)))) if words else ""

"""The trace of an answer as a page: two sentences at its head, then every part, then and now beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import Path, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages import definitions, trace_words
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import AnyReader, page_router
from api.pages.timeline import comparison_address, document_address
from insights.tracing.model import Candidate, Change, Side, Signal, Trace

router = page_router()

WEIGHTIEST = 8
"""Signals that are shown at once."""


@router.get("/content/questions/{message_id}/trace")
def trace(
    request: Request, parts: ServicesDep, reader: AnyReader, message_id: Annotated[str, Path(max_length=80)]
) -> Response:
    """How a question was answered and would be now. Agents may trace every conversation, others those of the log."""
    found = parts.tracing.of(message_id, logged_only=not reader.desk)
    return page(
        "content_trace.html",
        request,
        reader=reader,
        trace=found,
        sides=[_side(name, side) for name, side in (("Then", found.then), ("Now", found.now)) if side],
        changes=[(change, _address(change)) for change in found.changes],
        decisive=sum(change.decisive for change in found.changes),
        reading=trace_words.reading(found),
        versions=trace_words.versions(found),
        signals=_signals(found),
        weightiest=WEIGHTIEST,
        words=trace_words,
        definitions=definitions,
    )


def _side(name: str, side: Side) -> dict[str, Any]:
    return {
        "name": name,
        "side": side,
        "html": render_text(side.text),
        "candidates": [_candidate(one) for one in side.candidates],
        "evidence": [
            {
                "title": one.title,
                "lang": one.lang,
                "html": render_text(one.text),
                "address": document_address(one.document_id, one.document_version, one.start, one.end),
            }
            for one in side.evidence
        ],
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "passage": one,
        "where": " › ".join(part for part in one.heading if part != one.title),
        "html": render_text(one.text),
        "address": document_address(one.document_id, one.document_version, one.start, one.end),
        "parts": [(name, value) for name, value in one.parts.items() if value is not None],
    }


def _address(change: Change) -> str:
    """Where the document is shown: what changed in its text, or the version that there is."""
    if change.document_id is None:
        return ""
    if change.before and change.after and change.before != change.after:
        return comparison_address(change.document_id, change.before, change.after)
    return document_address(change.document_id, change.after or change.before or "", 0, 0).partition("#")[0]


def _signals(trace: Trace) -> list[tuple[str, Sequence[Signal | None]]]:
    """Every signal of both sides by name, the weightiest first."""
    sides = [trace.then, trace.now]
    known = [{one.name: one for one in side.judgement.signals} if side else {} for side in sides]
    names = dict.fromkeys(name for side in reversed(known) for name in side)
    rows = [(name, [side.get(name) for side in known]) for name in names]
    return sorted(rows, key=lambda row: -max(map(abs, _weights(row[1])), default=0.0))


def _weights(pair: Sequence[Signal | None]) -> Iterator[float]:
    return (one.log_odds for one in pair if one is not None and one.log_odds is not None)

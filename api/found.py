"""What was found for a question, as it is kept with the answer and shown to staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answering.answerer import Answered
from answering.reasons import as_data
from core.model import Answer, Decision
from escalation.policy import Action


def evidence_of(answered: Answered | None) -> list[dict[str, Any]]:
    """The passages an answer was chosen from, as they are now: what staff see later, whatever becomes of them."""
    if answered is None or answered.retrieval is None:
        return []
    return [
        {
            "document_id": hit.passage.document_id,
            "document_version": hit.passage.version,
            "title": hit.passage.title,
            "url": hit.passage.url,
            "heading": list(hit.passage.heading),
            "start": hit.passage.start,
            "end": hit.passage.end,
            "lang": hit.passage.lang,
            "text": hit.passage.text,
            "score": round(hit.score, 4),
            "dense": round(hit.dense, 4),
            "lexical": round(hit.lexical, 4),
        }
        for hit in answered.retrieval.hits
    ]


def trace_of(answered: Answered | None, shown: Answer, action: Action | None) -> dict[str, Any]:
    """How a question was read and why it was not answered surely, as it is kept beside what was `shown`."""
    doubted = answered is not None and shown.decision is not Decision.ANSWER
    return {
        "standalone": answered.standalone if answered else None,
        **({"standalone_by": answered.standalone_by} if answered and answered.standalone_by else {}),
        **reading_of(answered),
        "action": action,
        "doubts": as_data(answered.doubts) if answered and doubted else [],
    }


def reading_of(answered: Answered | None) -> Mapping[str, Any]:
    """How the words of the question were read: what was taken for mistyped, and codes that nothing holds."""
    retrieval = answered.retrieval if answered else None
    if retrieval is None:
        return {}
    return {
        "corrections": {correction.typed: correction.read_as for correction in retrieval.corrections},
        "missing_codes": retrieval.missing_codes,
    }


def tags_of(answered: Answered | None, answer: Answer) -> frozenset[str]:
    """Tags of the documents that the answer quotes, and of the best passage found."""
    if answered is None or answered.retrieval is None:
        return frozenset()
    quoted, hits = {citation.document_id for citation in answer.citations}, answered.retrieval.hits
    near = [*hits[:1], *(hit for hit in hits if hit.passage.document_id in quoted)]
    return frozenset(tag for hit in near for tag in hit.passage.tags)

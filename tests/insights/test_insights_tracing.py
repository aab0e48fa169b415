"""What a trace says has changed, and its two sentences: pure, over sides made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insights.doubts import masked_doubts
from insights.tracing.changes import changes_between, suspects
from insights.tracing.documents import DocumentThen
from insights.tracing.model import Change, ChangeKind, Side
from insights.tracing.sides import side_of
from insights.tracing.telling import same_outcome, told_now, told_then

ASKED, LATER = "2026-05-01T10:00:00.000000Z", "2026-05-03T10:00:00.000000Z"
MADE = {
    "software": "1", "embedder": "e", "calibration": "c", "generation": 4, "reranker": None, "target": 0.9,
    "thresholds": [0.8, 0.3, 0.15], "kind": "question", "lang_given": True, "turns": 0, "terms": ["refund"],
}  # fmt: skip


def found(document: str, version: str = "v1") -> dict[str, Any]:
    return {
        "document_id": document, "document_version": version, "title": document.capitalize(), "heading": [],
        "start": 0, "end": 20, "lang": "en", "text": "A refund takes days.", "score": 0.5, "dense": 0.5, "lexical": 0.5,
    }  # fmt: skip


def side(decision: str, *documents: dict[str, Any], reason: str | None = None, at: str = ASKED, **made: Any) -> Side:
    """One side whose answer is made of the first of its documents."""
    pieces = [[one["document_id"], one["document_version"], 0, 20] for one in documents[:1]]
    answer: dict[str, Any] = {
        "decision": decision,
        "reason": reason,
        "confidence": 0.9,
        "lang": "en",
        "text": "",
        "citations": [],
    }
    trace = {
        "standalone": "How long does a refund take?",
        "action": "show",
        "snapshot": {**MADE, "pieces": pieces, "parts": [], **made},
    }
    return side_of(at, answer, documents, trace, lambda document, version: f"{document} {version} says this much.")


def known(document: str, **otherwise: Any) -> dict[str, DocumentThen]:
    plain = DocumentThen(document, document.capitalize(), "v1", ASKED, ASKED, None, True, "v1")
    return {document: replace(plain, **otherwise)}


HANDED_OVER = side("escalate", reason="no_content")
ANSWERED = side("answer", found("refunds"), at=LATER)


@pytest.mark.parametrize(
    ("then", "now", "document", "kind"),
    [
        (HANDED_OVER, ANSWERED, known("refunds", created_at=LATER, version_then=None), ChangeKind.PUBLISHED),
        (HANDED_OVER, ANSWERED, known("refunds"), ChangeKind.RISEN),
        (
            HANDED_OVER,
            side("answer", found("refunds", "v2")),
            known("refunds", version="v2", updated_at=LATER),
            ChangeKind.EDITED,
        ),
        (ANSWERED, HANDED_OVER, known("refunds", removed_at=LATER), ChangeKind.REMOVED),
        (ANSWERED, HANDED_OVER, known("refunds", visible=False), ChangeKind.CLOSED),
        (ANSWERED, HANDED_OVER, known("refunds", version="v2", updated_at=LATER), ChangeKind.EDITED),
        (ANSWERED, HANDED_OVER, known("refunds"), ChangeKind.FALLEN),
    ],
)
def test_what_became_of_a_document(then: Side, now: Side, document: dict[str, DocumentThen], kind: ChangeKind) -> None:
    changes = changes_between(then, now, document)
    assert [change.kind for change in changes] == [kind]
    assert "“Refunds”" in changes[0].text


@pytest.mark.parametrize(
    ("otherwise", "kind"),
    [
        ({"embedder": "f"}, ChangeKind.EMBEDDER),
        ({"calibration": "d"}, ChangeKind.CALIBRATION),
        ({"software": "2"}, ChangeKind.SOFTWARE),
        ({"thresholds": [0.7, 0.3, 0.15]}, ChangeKind.THRESHOLDS),
        ({"reranker": "r"}, ChangeKind.RERANKER),
        ({"kind": "complaint"}, ChangeKind.READING),
    ],
)
def test_what_else_can_change_is_named(otherwise: dict[str, Any], kind: ChangeKind) -> None:
    now = side("answer", found("refunds"), **otherwise)
    assert [change.kind for change in changes_between(ANSWERED, now, known("refunds"))] == [kind]


def test_the_two_sentences_say_what_became_of_it_and_why() -> None:
    change = Change(ChangeKind.PUBLISHED, "“Refunds” was published on 3 May 2026.", "refunds", "Refunds", decisive=True)
    assert told_then(HANDED_OVER) == "Then: handed over, because nothing near the question was found."
    assert told_now(HANDED_OVER, ANSWERED, [change]) == (
        "Now: answered from “Refunds” (90% sure), because it was published on 3 May 2026."
    )
    assert told_now(HANDED_OVER, ANSWERED, [replace(change, decisive=False)]) == (
        "Now: answered from “Refunds” (90% sure)."
    ), "what is not proved is not called the cause"
    assert told_now(ANSWERED, ANSWERED, []) == "Now: the same, answered from “Refunds” (90% sure)."
    assert told_then(None).startswith("Then: not answered")
    assert not same_outcome(ANSWERED, side("answer", found("others")))


def test_a_document_and_its_translation_that_came_together_are_both_named() -> None:
    documents = {**known("refunds", created_at=LATER, version_then=None), **known("reembolsos", created_at=LATER)}
    changes = changes_between(HANDED_OVER, ANSWERED, documents, {"reembolsos": "refunds"})
    assert [(one.document_id, one.translation_of) for one in changes] == [("refunds", None), ("reembolsos", "refunds")]
    assert suspects(changes, frozenset({"refunds"})) == (
        frozenset({"refunds"}),
        frozenset({"refunds", "reembolsos"}),
    )
    proved = [replace(one, decisive=True) for one in changes]
    assert told_now(HANDED_OVER, ANSWERED, proved) == (
        "Now: answered from “Refunds” (90% sure), because it was published on 3 May 2026, after the question, "
        "and so was its translation “Reembolsos”."
    )
    later = [proved[0], replace(proved[1], kind=ChangeKind.EDITED, at="2026-05-04T10:00:00.000000Z")]
    assert told_now(HANDED_OVER, ANSWERED, later).endswith(
        ", and its translation “Reembolsos” was changed on 4 May 2026."
    )


@pytest.mark.parametrize("otherwise", [{}, {"created_at": LATER, "visible": False}, {"removed_at": LATER}])
def test_a_translation_that_had_no_say_is_not_named(otherwise: dict[str, Any]) -> None:
    documents = {**known("refunds", created_at=LATER, version_then=None), **known("reembolsos", **otherwise)}
    changes = changes_between(HANDED_OVER, ANSWERED, documents, {"reembolsos": "refunds"})
    assert [one.document_id for one in changes] == ["refunds"]


def test_the_loss_of_what_was_quoted_is_the_cause() -> None:
    gone = changes_between(ANSWERED, HANDED_OVER, known("refunds", removed_at=LATER))
    assert told_now(ANSWERED, HANDED_OVER, gone) == (
        "Now: handed over, because “Refunds” was removed on 3 May 2026; nothing near the question was found."
    )


def test_doubts_do_not_name_words_that_masking_takes_away() -> None:
    trace = {
        "standalone": "Where is the parcel of jane.doe@example.com?",
        "doubts": [
            {"kind": "uncovered", "about": ["jane.doe", "parcel"], "text": "No passage covers “jane.doe” or “parcel”."},
            {"kind": "lacking", "about": ["Orders", "example"], "text": "…does not mention “example”."},
        ],
    }
    assert masked_doubts(trace) == ("No passage covers “parcel”.",)

"""Which change reopened a gap: what is different now from the check that closed it, when that came, and by whom."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from core.db import Session
from insights.proof.judging import changed_documents, rivals
from insights.proof.model import Change, ChangeKind, Check, CheckedQuestion, Known, Rules

MOST = 10
"""Changes that are named."""
_WHEN = """SELECT d.removed_at, d.as_of, d.created_at, s.name AS source FROM documents d
    JOIN sources s ON s.id = d.source_id WHERE d.id = ?"""
_BY = "SELECT actor, data FROM audit_log WHERE subject = ? AND action = ? ORDER BY id DESC LIMIT 20"


def what_changed(
    session: Session,
    passed: Check | None,
    questions: Sequence[CheckedQuestion],
    documents: Mapping[str, Known],
    right: Collection[str],
    rules: Rules,
    fit: str,
) -> tuple[Change, ...]:
    """The changes since `passed` that may have made these questions fail, the plainest first."""
    if passed is None:
        return ()
    found = [_dated(session, change) for change in changed_documents(passed.documents, documents)]
    found += _outranking(session, rivals(questions, right), passed)
    if passed.fit != fit:
        found.append(Change(ChangeKind.JUDGEMENT, before=passed.fit, after=fit))
    if _what_counts(passed.rules) != _what_counts(rules):
        found.append(Change(ChangeKind.RULES, before=_what_counts(passed.rules), after=_what_counts(rules)))
    return tuple(found[:MOST])


def _what_counts(rules: Rules) -> str:
    parts = [f"{rules.bar:.0%}"]
    parts += ["in each language"] if rules.each_language else []
    parts += ["unsure answers count"] if rules.accept_unsure else []
    return ", ".join(parts)


def _dated(session: Session, change: Change) -> Change:
    """With when it came and who did it: a person or key, or the source whose sync brought it."""
    row = session.execute(_WHEN, (change.document_id,)).fetchone()
    if row is None:
        return change
    if change.kind is ChangeKind.REMOVED:
        return replace(change, at=row["removed_at"], by=_actor(session, change, "document.removed") or row["source"])
    return replace(change, at=row["as_of"], by=_actor(session, change, "document.published") or row["source"])


def _actor(session: Session, change: Change, action: str) -> str | None:
    for row in session.execute(_BY, (change.document_id, action)):
        if change.after is None or json.loads(row["data"]).get("version", change.after) == change.after:
            return str(row["actor"])
    return None


def _outranking(session: Session, others: Mapping[str, str], passed: Check) -> Iterable[Change]:
    """Documents cited instead that are newer than the check that passed."""
    since = passed.ended_at or passed.started_at
    for document_id, title in others.items():
        row = session.execute(_WHEN, (document_id,)).fetchone()
        if row is None or row["as_of"] <= passed.started_at:
            continue
        before = None if row["created_at"] > since else passed.documents.get(document_id)
        change = Change(ChangeKind.OUTRANKED, document_id, title, before.version if before else None)
        yield replace(change, at=row["as_of"], by=_actor(session, change, "document.published") or row["source"])

"""What is otherwise now than when a question was answered: content first, then how it is read and judged. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.clock import parse_timestamp
from core.model import Reason
from insights.tracing.documents import DocumentThen
from insights.tracing.model import Candidate, Change, ChangeKind, Side

LOOKED_AT = 3
"""Documents at the head of each side whose fate is told, beside those that the answers are made from."""
MOST = 12
BY_RULE = frozenset((Reason.SENSITIVE_TOPIC, Reason.REPEATED_FAILURE))
"""Reasons that the rules of hand-off have, whatever was found."""
NEW = frozenset((ChangeKind.PUBLISHED, ChangeKind.EDITED, ChangeKind.RISEN))
"""Changes that are tried by asking without their documents."""


def changes_between(
    then: Side, now: Side, documents: Mapping[str, DocumentThen], translations: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """What has changed between two sides, what bears the answer first; empty when nothing has that is known of.

    `translations`: of the documents that bear the answer now, each with that document; they have a say in its score.
    """
    related = translations or {}
    own = [
        replace(one, translation_of=related.get(one.document_id or "")) for one in _of_documents(then, now, documents)
    ]
    told = {one.document_id for one in own}
    beside = _of_translations(then, documents, {name: of for name, of in related.items() if name not in told})
    return tuple([*own, *beside, *_of_reading(then, now), *_of_judging(then, now)][:MOST])


def named_documents(then: Side | None, now: Side) -> list[str]:
    """The documents whose fate matters, those that answers are made from first."""
    sides = [side for side in (now, then) if side is not None]
    bearing = [stretch.document_id for side in sides for stretch in side.evidence]
    leading = [document for side in sides for document in list(_first(side.candidates))[:LOOKED_AT]]
    return list(dict.fromkeys([*bearing, *leading]))


def suspects(changes: Sequence[Change], bearing: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Sets of documents to ask without, the smallest first: those that bear the answer, with their translations, all.

    A document and its translation that came together each answer the question: only without both is it as it was.
    """
    new = {one.document_id: one for one in changes if one.kind in NEW and one.document_id}
    first = frozenset(name for name in new if name in bearing)
    related = first | {name for name, one in new.items() if one.translation_of in bearing}
    return tuple(one for one in dict.fromkeys((first, related, frozenset(new))) if one)


def day(stamp: str) -> str:
    """A moment as its day: `3 May 2026`."""
    return f"{parse_timestamp(stamp):%-d %B %Y}"


def _first(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    """The best passage of each document, in their order."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.document_id, candidate)
    return found


def _of_documents(then: Side, now: Side, documents: Mapping[str, DocumentThen]) -> Iterator[Change]:
    before, after = _first(then.candidates), _first(now.candidates)
    for document in named_documents(then, now):
        known = documents.get(document)
        if known is None:
            continue
        if document in after:
            yield from _found_now(known, before.get(document), after[document], then.at)
        elif document in before:
            yield _lost(known, before[document])


def _found_now(known: DocumentThen, before: Candidate | None, after: Candidate, asked_at: str) -> Iterator[Change]:
    version = before.document_version if before else known.version_then
    title, now = after.title, after.document_version
    if version is None or (before is None and known.created_at > asked_at):
        text = f"“{title}” was published on {day(known.created_at)}, after the question."
        yield Change(ChangeKind.PUBLISHED, text, known.id, title, after=now, at=known.created_at)
    elif version != now:
        text = f"“{title}” was changed on {day(known.updated_at)}, after the question."
        yield Change(ChangeKind.EDITED, text, known.id, title, version, now, known.updated_at)
    elif before is None:
        text = f"“{title}” is found now, at place {after.rank}, and was not then; its text is the same."
        yield Change(ChangeKind.RISEN, text, known.id, title, version, now)


def _of_translations(
    then: Side, documents: Mapping[str, DocumentThen], translations: Mapping[str, str]
) -> Iterator[Change]:
    """Those that came or changed since, and are not among what was found or not among the first of it."""
    for name, of in translations.items():
        known, parent = documents.get(name), documents.get(of)
        if known is None or parent is None or known.removed_at or not known.visible:
            continue
        title, is_new = f"“{known.title}”, a translation of “{parent.title}”,", known.created_at > then.at
        if is_new:
            text, kind, at = f"{title} was published on {day(known.created_at)}", ChangeKind.PUBLISHED, known.created_at
        elif known.version_then not in (None, known.version):
            text, kind, at = f"{title} was changed on {day(known.updated_at)}", ChangeKind.EDITED, known.updated_at
        else:
            continue
        before = None if is_new else known.version_then
        yield Change(kind, f"{text}, after the question.", name, known.title, before, known.version, at, False, of)


def _lost(known: DocumentThen, before: Candidate) -> Change:
    title, version = before.title, before.document_version
    if known.removed_at:
        text = f"“{title}” was removed on {day(known.removed_at)}."
        return Change(ChangeKind.REMOVED, text, known.id, title, version, at=known.removed_at)
    if not known.visible:
        text = f"“{title}” is no longer open to this customer."
        return Change(ChangeKind.CLOSED, text, known.id, title, version, known.version, known.updated_at)
    if known.version != version:
        text = f"“{title}” was changed on {day(known.updated_at)}, and is no longer among the passages found."
        return Change(ChangeKind.EDITED, text, known.id, title, version, known.version, known.updated_at)
    text = f"“{title}” was at place {before.rank} and is no longer among the passages found; its text is the same."
    return Change(ChangeKind.FALLEN, text, known.id, title, version, known.version)


def _of_reading(then: Side, now: Side) -> Iterator[Change]:
    before, after = then.reading, now.reading
    if before.standalone and before.standalone != after.standalone:
        yield Change(
            ChangeKind.READING, f"The question was understood as “{before.standalone}”, now “{after.standalone}”."
        )
    if before.corrections != after.corrections:
        yield Change(
            ChangeKind.READING,
            f"Words read as others: then {_read(before.corrections)}, now {_read(after.corrections)}.",
        )
    for what, old, new in (("language", before.lang, after.lang), ("kind of message", before.kind, after.kind)):
        if old is not None and old != new:
            yield Change(ChangeKind.READING, f"The {what} was taken for “{old}”, now for “{new}”.")


def _read(corrections: Mapping[str, str]) -> str:
    return ", ".join(f"“{typed}” as “{meant}”" for typed, meant in corrections.items()) or "none"


def _of_judging(then: Side, now: Side) -> Iterator[Change]:
    if then.versions.software is not None:
        yield from _of_parts(then, now)
    before, after = then.judgement.thresholds, now.judgement.thresholds
    if before and after and before != after:
        text = (
            f"A plain answer needed a confidence of {before['answer']:.0%} and needs {after['answer']:.0%}; "
            f"with a caveat {before['caveat']:.0%} and {after['caveat']:.0%}."
        )
        yield Change(ChangeKind.THRESHOLDS, text)
    if then.written is not None and now.written is None and then.decision != now.decision:
        text = "A language model had a say then, by what it wrote; for “now” the question was asked without one."
        yield Change(ChangeKind.MODEL, text)
    ruled = [side.reason if side.reason in BY_RULE else None for side in (then, now)]
    if ruled[0] != ruled[1]:
        words = [reason.replace("_", " ") if reason else "nothing" for reason in ruled]
        yield Change(ChangeKind.RULES, f"The rules of hand-off saw then: {words[0]}; now: {words[1]}.")


def _of_parts(then: Side, now: Side) -> Iterator[Change]:
    """Parts that were changed in the installation; a reranker has no say where nothing is searched."""
    rerankers = [side.versions.reranker if then.candidates and now.candidates else None for side in (then, now)]
    for kind, name, old, new in (
        (ChangeKind.EMBEDDER, "embedder", then.versions.embedder, now.versions.embedder),
        (ChangeKind.RERANKER, "reranker", rerankers[0], rerankers[1]),
        (ChangeKind.CALIBRATION, "fit of the confidence", then.versions.calibration, now.versions.calibration),
        (ChangeKind.SOFTWARE, "version of Askwell", then.versions.software, now.versions.software),
    ):
        if old != new:
            yield Change(kind, f"The {name} was {old or 'none'} and is {new or 'none'}.")

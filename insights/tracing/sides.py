"""Reads one side of a trace from what is kept with an answer; says what older answers lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from answering.explained import LOWERS, plain
from answering.explained import side as side_of_signal
from answering.snapshot import PARTS
from insights.doubts import masked_doubts
from insights.masking import mask
from insights.tracing.model import Candidate, Judgement, Reading, Side, Signal, Stretch, Versions, Written
from retrieval.analysis import analyse

LONGEST_STRETCH = 2_000
"""Characters of a stretch of evidence that are shown."""
ReadText = Callable[[str, str], str | None]
"""Gives the text of a document version; None when it is gone."""

_LACKS = {
    "terms": "the words looked for",
    "parts": "scores of titles, translations, tokens and reranker",
    "pieces": "the evidence chosen where no answer was shown",
    "log_odds": "what each signal weighed",
    "thresholds": "the thresholds",
    "generation": "which state of the content, embedder, calibration and software it was made with",
}
_SEARCHED = frozenset(("terms", "parts", "generation"))
_JUDGED = frozenset(("pieces", "log_odds"))


def side_of(
    at: str,
    answer: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]],
    trace: Mapping[str, Any],
    read_text: ReadText,
) -> Side:
    """One side from an answer object, the passages it was chosen from, and how it came about."""
    kept = trace.get("snapshot", {})
    pieces = kept.get("pieces") or _cited(answer)
    return Side(
        at=at,
        decision=answer["decision"],
        reason=answer["reason"],
        action=trace.get("action"),
        text=answer["text"],
        reading=_reading(answer, trace, kept),
        candidates=tuple(_candidates(evidence, kept.get("parts") or (), pieces)),
        evidence=tuple(_stretches(pieces, evidence, read_text)),
        judgement=_judgement(answer, trace, kept),
        versions=Versions(**{name: kept.get(name) for name in Versions.__slots__}),
        missing=_missing(evidence, trace, kept),
        written=_written(kept.get("written")),
    )


def _written(how: Mapping[str, Any] | None) -> Written | None:
    if how is None:
        return None
    units = [(quotes, failed, text) for _, quotes, failed, text in how["units"]]
    return Written(
        model=how["model"],
        prompt=how["prompt"],
        tries=how["tries"],
        seconds=how["seconds"],
        end=how["end"],
        shown=sum(bool(quotes) for quotes, _, _ in units),
        cut=tuple(f"{mask(text)} ({', '.join(failed)})" for quotes, failed, text in units if not quotes),
    )


def _missing(evidence: Sequence[object], trace: Mapping[str, Any], kept: Mapping[str, Any]) -> tuple[str, ...]:
    """What an answer of this kind would have today and this one has not."""
    expected = [
        name
        for name in _LACKS
        if (name not in _SEARCHED or evidence) and (name not in _JUDGED or len(trace.get("signals", ())))
    ]
    return tuple(_LACKS[name] for name in expected if name not in kept)


def _reading(answer: Mapping[str, Any], trace: Mapping[str, Any], kept: Mapping[str, Any]) -> Reading:
    standalone, lang = mask(trace.get("standalone") or ""), answer["lang"]
    corrections = trace.get("corrections") or {}
    return Reading(
        standalone=standalone,
        corrections={mask(typed): mask(read_as) for typed, read_as in corrections.items()},
        missing_codes=tuple(mask(code) for code in trace.get("missing_codes") or ()),
        terms=_terms(kept.get("terms"), standalone, (mask(word) for word in corrections.values()), lang),
        kind=kept.get("kind"),
        asks_for=kept.get("asks_for"),
        lang=lang,
        lang_given=kept.get("lang_given"),
        turns=kept.get("turns"),
        standalone_by=trace.get("standalone_by"),
    )


def _terms(terms: Sequence[str] | None, standalone: str, corrected: Iterable[str], lang: str) -> tuple[str, ...] | None:
    """The terms that are left of the masked question: an index term tells as much as the word that it is of."""
    if terms is None:
        return None
    open_ones = {term for text in (standalone, *corrected) for term in analyse(text, lang)}
    return tuple(term for term in terms if term in open_ones)


def _candidates(
    evidence: Sequence[Mapping[str, Any]], parts: Sequence[Sequence[float | None]], pieces: Sequence[Sequence[Any]]
) -> Iterable[Candidate]:
    for at, found in enumerate(evidence):
        more = dict(zip(PARTS, parts[at], strict=False)) if at < len(parts) else {}
        yield Candidate(
            rank=at + 1,
            document_id=found["document_id"],
            document_version=found["document_version"],
            title=found["title"],
            heading=tuple(found["heading"]),
            start=found["start"],
            end=found["end"],
            lang=found["lang"],
            text=found["text"],
            score=found["score"],
            parts={"dense": found.get("dense"), "lexical": found.get("lexical"), **more},
            chosen=any(_touches(piece, found) for piece in pieces),
        )


def _touches(piece: Sequence[Any], found: Mapping[str, Any]) -> bool:
    document, version, start, end = piece
    same = (document, version) == (found["document_id"], found["document_version"])
    return bool(same and start < found["end"] and end > found["start"])


def _cited(answer: Mapping[str, Any]) -> list[list[Any]]:
    return [[one["document_id"], one["document_version"], one["start"], one["end"]] for one in answer["citations"]]


def _stretches(
    pieces: Sequence[Sequence[Any]], evidence: Sequence[Mapping[str, Any]], read_text: ReadText
) -> Iterable[Stretch]:
    known = {(found["document_id"], found["document_version"]): found for found in evidence}
    for document, version, start, end in pieces:
        found = known.get((document, version))
        title, lang = (found["title"], found["lang"]) if found else (document, "")
        text = read_text(document, version)
        shown = text[start:end] if text is not None else "(This version is no longer kept.)"
        yield Stretch(document, version, title, lang, start, end, shown[:LONGEST_STRETCH])


def _judgement(answer: Mapping[str, Any], trace: Mapping[str, Any], kept: Mapping[str, Any]) -> Judgement:
    decision, reason = kept.get("found") or (None, None)
    cuts = kept.get("thresholds")
    return Judgement(
        confidence=answer["confidence"],
        intercept=kept.get("intercept"),
        signals=_signals(trace.get("signals") or {}, kept.get("log_odds") or (), kept.get("sides")),
        group=kept.get("group"),
        coverage=kept.get("coverage"),
        thresholds=dict(zip(("answer", "caveat", "clarify"), cuts, strict=True)) if cuts else None,
        target_precision=kept.get("target"),
        found_decision=decision,
        found_reason=reason,
        doubts=masked_doubts(trace),
    )


def _signals(signals: Mapping[str, float], log_odds: Sequence[float | None], sides: str | None) -> tuple[Signal, ...]:
    added = dict(zip(signals, log_odds, strict=False))
    above = dict(zip(signals, sides or "", strict=False))
    found = [_signal(name, value, added.get(name), above.get(name)) for name, value in signals.items()]
    return tuple(sorted(found, key=lambda one: -abs(one.log_odds or 0.0)))


def _signal(name: str, value: float, added: float | None, above: str | None) -> Signal:
    if above is None:
        return Signal(name, value, added, plain(name))
    high = above == "+"
    words = side_of_signal(name, high=high)
    # Signals that resemble each other share their weight, so that one may count against its own sense.
    if added and (added > 0) is (high is (name in LOWERS)):
        words += "; weighs the other way, as a counterweight to signals like it"
    return Signal(name, value, added, words)

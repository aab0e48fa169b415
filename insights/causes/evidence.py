"""What speaks for a cause, in words and quotes that a person can check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from insights.causes.features import is_newer
from insights.causes.model import Asked, Cause, Disagreement, Found, Observation
from insights.gaps.model import Why

MOST = 4
"""Exhibits of a gap."""
_TERMS = 6
"""Words that are named."""
_GOOD_REPLY = 0.5


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document or of an agent's reply."""

    title: str
    text: str
    document_id: str | None = None
    """None: an agent's reply."""
    lang: str | None = None
    at: str | None = None
    """When it was last changed, where that tells something."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence."""

    said: str
    quotes: tuple[Quote, ...] = ()


def evidence_for(cause: Cause, seen: Sequence[Observation]) -> tuple[Exhibit, ...]:
    """The evidence of a gap's questions for a cause, the most telling first, none of it twice; never nothing."""
    told = _TELLERS[cause]
    found = [exhibit for one in seen for exhibit in told(one)]
    found = found or [exhibit for one in seen for exhibit in _nearest(one, "the nearest document")]
    return tuple(dict.fromkeys(found))[:MOST]


def _missing(seen: Observation) -> list[Exhibit]:
    return [*_nearest(seen, "The nearest document does not answer it"), *_reply(seen, near=False)]


def _nearest(seen: Observation, said: str) -> list[Exhibit]:
    if not seen.documents:
        return [Exhibit(f"“{seen.asked.text}”: nothing at all was found.")]
    best = seen.documents[0]
    without = f" It lacks {_listed(seen.missing_terms)}." if seen.missing_terms else ""
    return [
        Exhibit(f"“{seen.asked.text}”: {said.lower()}, {_measures(best)}. {_sureness(seen)}{without}", (_quote(best),))
    ]


def _not_found(seen: Observation) -> list[Exhibit]:
    there = _existing(seen)
    if there is None:
        return _nearest(seen, "the nearest document may answer it")
    best = seen.documents[0] if seen.documents else there
    if there.document_id == best.document_id:
        said = f"it came first, and Askwell was not sure enough. {_sureness(seen)}"
    elif there.rank:
        said = f"it came {_ordinal(there.rank)}. {_why_not_higher(there, best)}"
    else:
        said = "it was not among the documents found: its wording is too far from the question's."
    return [
        Exhibit(
            f"“{seen.asked.text}”: this document is there, and {said}", (_quote(there), *_first_if_other(there, best))
        )
    ]


def _existing(seen: Observation) -> Found | None:
    """The document that most probably answers: what agents pointed at, what other languages lead to, or the nearest."""
    if seen.reply_document is not None and seen.replied is not None and seen.replied.nearness >= _GOOD_REPLY:
        return seen.reply_document
    for family in seen.lead.families[:1]:
        found = next((one for one in seen.documents if one.document_id == family.own), None)
        if found is not None:
            return found
    own = [found for found in seen.documents if found.lang == seen.lang]
    return max(own, key=lambda found: found.nearness, default=None)


def _why_not_higher(there: Found, best: Found) -> str:
    reasons = []
    if there.words < best.words:
        reasons.append(f"it holds {there.words:.0%} of the question's words, by rarity, the first one {best.words:.0%}")
    if there.nearness < best.nearness:
        reasons.append(f"its meaning is {there.nearness:.2f} near, that of the first one {best.nearness:.2f}")
    return f"Why not higher: {' and '.join(reasons)}." if reasons else "Another document scored a little better."


def _first_if_other(there: Found, best: Found) -> tuple[Quote, ...]:
    return () if there.document_id == best.document_id else (_quote(best),)


def _answered_badly(seen: Observation) -> list[Exhibit]:
    asked = seen.asked
    said = f"“{asked.text}” was answered and {_sign(asked)}."
    reason = f" The customer called it {asked.feedback_reason.replace('_', ' ')}." if asked.feedback_reason else ""
    shown = {one.document_id for one in asked.shown}
    quotes = tuple(_quote(found) for found in seen.documents[:5] if found.document_id in shown)
    return [Exhibit(f"{said}{reason} {_sureness(seen)}", quotes[:2]), *_reply(seen, near=True)]


def _sign(asked: Asked) -> str:
    signs: Mapping[Why, str] = {
        Why.DISLIKED: "disliked",
        Why.HANDED_OVER: "followed by a hand-over to a person",
        Why.REPHRASED: "asked again in other words",
    }
    return signs.get(asked.why, "not enough for the customer")


def _contradictory(seen: Observation) -> list[Exhibit]:
    return [_disagreement(one) for one in seen.disagreements if one.other_id is not None]


def _outdated(seen: Observation) -> list[Exhibit]:
    found = [_disagreement(one) for one in seen.disagreements if one.other_id is None or is_newer(one.at, one.other_at)]
    changed = [
        Exhibit(f"“{title}” was shown to the customer, and has been changed or removed since ({at[:10]}).")
        for _, title, at in seen.changed
    ]
    said = seen.asked.feedback_reason == "outdated"
    return [
        *found,
        *changed,
        *([Exhibit(f"“{seen.asked.text}”: the customer called the answer outdated.")] if said else []),
    ]


def _disagreement(one: Disagreement) -> Exhibit:
    what = {"number": "name different numbers", "negation": "say the opposite"}[one.difference]
    first = Quote(one.title, one.quote, one.document_id, at=one.at)
    if one.other_id is None:
        return Exhibit(f"The document and an agent {what}.", (first, Quote("An agent's reply", one.other_quote)))
    second = Quote(one.other_title, one.other_quote, one.other_id, at=one.other_at)
    newer = " One is much newer." if is_newer(one.at, one.other_at) else ""
    return Exhibit(f"Two documents {what} in nearly the same words.{newer}", (first, second))


def _wrong_language(seen: Observation) -> list[Exhibit]:
    best = seen.alone[:2]
    if not best:
        return _nearest(seen, "the nearest document in its language")
    return [
        Exhibit(
            f"“{seen.asked.text}”: this document is near ({found.nearness:.2f}), and has no translation in the "
            "question's language.",
            (_quote(found),),
        )
        for found in best
    ]


def _out_of_scope(seen: Observation) -> list[Exhibit]:
    unknown = f" {seen.unknown_terms:.0%} of its words stand in no document." if seen.unknown_terms else ""
    nearest = _nearest(seen, "even the nearest document is about something else")
    return [Exhibit(f"{one.said}{unknown}", one.quotes) for one in nearest]


def _about_one_account(seen: Observation) -> list[Exhibit]:
    said = "it is worded like a request about the customer's own order, invoice, account or the like"
    return [Exhibit(f"“{seen.asked.text}”: {said}."), *_reply(seen, near=False)]


def _reply(seen: Observation, *, near: bool) -> list[Exhibit]:
    """What an agent answered, and whether the content says something like it."""
    if not seen.asked.replies:
        return []
    nearness = seen.replied.nearness if seen.replied else 0.0
    text = seen.asked.replies[0].text
    said = f"An agent answered this; the nearest document to it is {nearness:.2f} near."
    document = (_quote(seen.reply_document),) if near and seen.reply_document else ()
    return [Exhibit(said, (Quote("An agent's reply", text[:280]), *document))]


def _measures(found: Found) -> str:
    return f"{found.nearness:.2f} near in meaning with {found.words:.0%} of the question's words"


def _sureness(seen: Observation) -> str:
    return f"Askwell is {seen.confidence:.0%} sure of it today; it answers plainly from {seen.sure_from:.0%}."


def _listed(terms: Sequence[str]) -> str:
    return ", ".join(f"“{term}”" for term in terms[:_TERMS])


def _quote(found: Found) -> Quote:
    return Quote(found.title, found.quote, found.document_id, found.lang)


def _ordinal(rank: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(rank, f"in place {rank}")


_TELLERS: Mapping[Cause, Callable[[Observation], list[Exhibit]]] = {
    Cause.MISSING: _missing,
    Cause.NOT_FOUND: _not_found,
    Cause.ANSWERED_BADLY: _answered_badly,
    Cause.CONTRADICTORY: _contradictory,
    Cause.OUTDATED: _outdated,
    Cause.WRONG_LANGUAGE: _wrong_language,
    Cause.OUT_OF_SCOPE: _out_of_scope,
    Cause.ABOUT_ONE_ACCOUNT: _about_one_account,
}

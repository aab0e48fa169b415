"""Why an answer is not sure, in plain words for agents and the content team: "No passage covers “refund”."

A doubt is told only when what was found bears it out; how much the signals behind it lowered the confidence orders
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from answering.clarifying.naming import platforms_in, versions_in
from answering.confidence import Logistic
from answering.evidence.selection import Evidence
from answering.evidence.units import terms_of, title_terms
from answering.language_names import language_name
from answering.understanding.topics import content
from core.language import primary
from core.model import Passage
from retrieval.analysis import analyse
from retrieval.retriever import Hit, Retrieval

MOST_DOUBTS = 3
MOST_NAMED = 3
"""Words or titles that one doubt names."""
LOOKED_AT = 5
"""The best passages, among which a word of the question is looked for."""
ALIKE = 0.95
"""Share of the best score from which another article fits about as well."""
_SIMILAR = 0.85
"""The same where that cost more."""
_FAR = -0.5
"""Log-odds that count as much: that closeness must have cost before nothing is called near."""


class DoubtKind(StrEnum):
    """Why an answer is not sure."""

    UNNAMED = "unnamed"
    """The question fits several and does not say which: the choices."""

    OTHER_SUBJECT = "other_subject"
    """The question names one platform or version, the best passage another: both."""
    OTHER_LANGUAGE = "other_language"
    """There is something in other languages only: their codes."""
    UNCOVERED = "uncovered"
    """Words of the question that none of the best passages has."""
    LACKING = "lacking"
    """Words of the question that the best passage does not have, after its title."""
    SEVERAL = "several"
    """Articles that fit about equally well: their titles."""
    NOTHING_NEAR = "nothing_near"
    """The best passage is far from the question: its title; nothing when nothing was found."""
    LOOSE = "loose"
    """The best passage has something to do with the question, and no more can be said: its title."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why an answer is not sure."""

    kind: DoubtKind
    about: tuple[str, ...] = ()
    """What it is about; see `DoubtKind`."""


_SIGNALS: Mapping[DoubtKind, tuple[str, ...]] = {
    DoubtKind.OTHER_LANGUAGE: ("same_language",),
    DoubtKind.UNCOVERED: ("unfound_terms", "missing_term", "coverage", "lexical_best"),
    DoubtKind.LACKING: ("coverage_passage", "coverage_title", "coverage_sentence", "lexical"),
    DoubtKind.SEVERAL: (
        "score_margin", "dense_margin", "lexical_margin", "title_margin", "translations_margin", "token_margin",
        "dense_spread", "dense_z", "score_z", "crowd", "agreement",
    ),
    DoubtKind.NOTHING_NEAR: ("dense", "dense_best", "score", "title", "translations"),
}  # fmt: skip
"""The signals that speak of each kind."""


def doubts_of(
    retrieval: Retrieval,
    evidence: Evidence,
    signals: Mapping[str, float],
    model: Logistic | None,
    choices: Sequence[str] = (),
) -> tuple[Doubt, ...]:
    """One to three doubts, the weightiest first; `choices`: what the customer was asked to choose from."""
    if choices:
        return (Doubt(DoubtKind.UNNAMED, tuple(choices)),)
    if not retrieval.hits or evidence.asked is None:
        return (Doubt(DoubtKind.NOTHING_NEAR),)
    added = model.log_odds(signals) if model else {}
    cost = {kind: sum(added.get(name, 0.0) for name in names) for kind, names in _SIGNALS.items()}
    found = sorted(_borne_out(retrieval, cost), key=lambda doubt: cost.get(doubt.kind, -float("inf")))
    return tuple(found[:MOST_DOUBTS]) or (Doubt(DoubtKind.LOOSE, (retrieval.hits[0].passage.title,)),)


def told(doubt: Doubt) -> str:
    """A doubt as an English sentence."""
    return _SENTENCES[doubt.kind](doubt.about)


def as_data(doubts: Sequence[Doubt]) -> list[dict[str, Any]]:
    """Doubts as they are stored and given to clients: kind, parameters and the sentence."""
    return [{"kind": doubt.kind.value, "about": list(doubt.about), "text": told(doubt)} for doubt in doubts]


def _borne_out(retrieval: Retrieval, cost: Mapping[DoubtKind, float]) -> Iterator[Doubt]:
    """Every doubt that what was found bears out."""
    top = retrieval.hits[0].passage
    other = _other_subject(retrieval.text, top)
    if other:
        yield Doubt(DoubtKind.OTHER_SUBJECT, other)
    languages = dict.fromkeys(primary(hit.passage.lang) for hit in retrieval.hits[:LOOKED_AT])
    if retrieval.lang not in languages:
        yield Doubt(DoubtKind.OTHER_LANGUAGE, tuple(languages))
    else:
        yield from _missing_words(retrieval, top)
    titles = _alike(retrieval.hits, ALIKE if cost[DoubtKind.SEVERAL] > _FAR else _SIMILAR)
    if len(titles) > 1:
        yield Doubt(DoubtKind.SEVERAL, titles[:MOST_NAMED])
    if cost[DoubtKind.NOTHING_NEAR] <= _FAR:
        yield Doubt(DoubtKind.NOTHING_NEAR, (top.title,))


def _missing_words(retrieval: Retrieval, top: Passage) -> Iterator[Doubt]:
    lang = retrieval.lang
    best = [hit.passage for hit in retrieval.hits[:LOOKED_AT] if primary(hit.passage.lang) == lang]
    asked = {word.written: _telling(word.written, lang) for word in content(retrieval.text, lang)}
    rarest = sorted(asked, key=lambda word: -max((retrieval.idf.get(term, 99.0) for term in asked[word]), default=0.0))
    everywhere = frozenset[str]().union(*map(_terms, best))
    uncovered = tuple(word for word in rarest if not asked[word] & everywhere)
    lacking = tuple(word for word in rarest if word not in uncovered and not asked[word] & _terms(top))
    if uncovered:
        yield Doubt(DoubtKind.UNCOVERED, uncovered[:MOST_NAMED])
    if lacking and primary(top.lang) == lang:
        yield Doubt(DoubtKind.LACKING, (top.title, *lacking[:MOST_NAMED]))


def _telling(word: str, lang: str) -> frozenset[str]:
    """The index terms of a word; of Chinese the pairs, for a single character is shared by many words."""
    terms = frozenset(analyse(word, lang))
    return frozenset(term for term in terms if len(term) > 1) or terms


def _terms(passage: Passage) -> frozenset[str]:
    return title_terms(passage).union(terms_of(passage.text, passage.lang))


def _other_subject(question: str, top: Passage) -> tuple[str, str] | None:
    """What the question names and what the best passage is about instead, where these are of one kind."""
    place = " ".join((top.title, *top.heading))
    for names_in in (platforms_in, versions_in):
        mine, theirs = names_in(question), names_in(place)
        if mine and theirs and not mine.keys() & theirs.keys():
            return _as_in(question, next(iter(mine.values()))), _as_in(place, next(iter(theirs.values())))
    return None


def _as_in(text: str, word: str) -> str:
    """A folded word as `text` writes it."""
    found = re.search(re.escape(word), text, re.IGNORECASE)
    return found.group() if found else word


def _alike(hits: Sequence[Hit], share: float) -> tuple[str, ...]:
    near = (hit.passage.title for hit in hits if hit.score >= share * hits[0].score)
    return tuple(dict.fromkeys(near))


def _listed(words: Sequence[str], joint: str = "or") -> str:
    quoted = [f"“{word}”" for word in words]
    return f" {joint} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _near(about: Sequence[str]) -> str:
    if not about:
        return "Nothing near the question was found."
    return f"Nothing found is near the question; the least far is {_listed(about)}."


_SENTENCES: Mapping[DoubtKind, Callable[[tuple[str, ...]], str]] = {
    DoubtKind.UNNAMED: lambda about: f"The question does not say which it means: {_listed(about)}.",
    DoubtKind.OTHER_SUBJECT: lambda about: f"The question is about “{about[0]}”, the best passage about “{about[1]}”.",
    DoubtKind.OTHER_LANGUAGE: lambda about: (
        f"There is content on this only in {' and '.join(language_name(code, 'en') for code in about)}."
    ),
    DoubtKind.UNCOVERED: lambda about: f"No passage covers {_listed(about)}.",
    DoubtKind.LACKING: lambda about: (
        f"The best passage, in {_listed(about[:1])}, does not mention {_listed(about[1:])}."
    ),
    DoubtKind.SEVERAL: lambda about: f"Several articles fit about equally well: {_listed(about, 'and')}.",
    DoubtKind.NOTHING_NEAR: _near,
    DoubtKind.LOOSE: lambda about: f"The best passage, in {_listed(about)}, may answer something else.",
}

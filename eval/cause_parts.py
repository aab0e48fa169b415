"""Parts of constructed cases: questions in gaps, what agents answer, and whether customers were pleased."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from answering.answerer import Answered
from eval.cause_texts import ACCOUNT_REPLIES, ELSEWHERE_REPLIES, THINGS
from eval.dataset import Query
from insights.causes.asking import MOST
from insights.causes.model import Asked, Cause
from insights.gaps.model import Why
from insights.masking import mask
from retrieval.analysis import analyse, query_terms

_COMPLAINTS = (None, None, "wrong", "incomplete", "unclear")


@dataclass(frozen=True, slots=True)
class Case:
    """A gap with its cause, and what is taken away for it."""

    cause: Cause
    centre: str
    name: str
    """Of its first question."""
    asked: tuple[Asked, ...]
    excluded: frozenset[str]
    planted: bool = False
    """Whether it is asked of the content with contradicting copies."""


def in_gaps(queries: Iterator[Query] | Sequence[Query], rng: random.Random) -> Iterator[list[Query]]:
    """Gaps of one to four questions each, every question in one of them, all about the same."""
    left = iter(queries)
    while some := list(islice(left, rng.randint(1, MOST))):
        yield some


def about_own(lang: str, wording: str, turn: int, rng: random.Random) -> Query:
    """A request about an own order or the like, as it is stored: masked."""
    number, amount = rng.randint(1_000, 9_999_999), f"{rng.randint(5, 90)},{rng.randint(0, 9)}0 €"
    text = mask(wording.format(thing=rng.choice(THINGS[lang]), number=number, amount=amount))
    return Query(f"account-{turn}-{lang}", text, lang, False, (), frozenset(), "account")


def elsewhere(query: Query, rng: random.Random) -> str:
    """What an agent answers who has nothing to do with it."""
    return rng.choice(ELSEWHERE_REPLIES[query.lang])


def on_account(query: Query, rng: random.Random) -> str:
    """What an agent answers who has looked at an account."""
    return rng.choice(ACCOUNT_REPLIES[query.lang])


def displeased(case: Case, rng: random.Random) -> Case:
    """What was shown was disliked, or followed by a hand-over."""
    return replace(case, asked=tuple(_sign(one, rng) for one in case.asked))


def displeased_where_shown(case: Case, rng: random.Random) -> Case:
    """The same for what was answered plainly."""
    return replace(case, asked=tuple(_sign(one, rng) if one.why is Why.DISLIKED else one for one in case.asked))


def _sign(asked: Asked, rng: random.Random) -> Asked:
    if rng.random() < 0.5:
        return replace(asked, why=Why.HANDED_OVER)
    return replace(asked, why=Why.DISLIKED, feedback_reason=rng.choice(_COMPLAINTS))


def rests_on(answered: Answered, documents: frozenset[str]) -> bool:
    """Whether the best answer found, shown or not, begins with one of these documents."""
    citations = answered.draft.citations if answered.draft else answered.answer.citations
    return bool(citations) and citations[0].document_id in documents


def shared(query: Query, article: dict[str, Any]) -> float:
    """Which share of the question's telling words the article holds."""
    terms = query_terms(query.text, query.lang)
    held = set(analyse(f"{article['title']} {article['text']}", query.lang))
    return sum(term in held for term in terms) / len(terms) if terms else 1.0

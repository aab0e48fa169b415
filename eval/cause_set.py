"""Builds questions of known cause from a help centre in several languages: what is taken away or planted is the cause.

Nothing is picked by hand: a seed draws questions, sentences and wordings. A question's sign (disliked, handed over, …)
follows from what Askwell decides on it, as it would for a customer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.answerer import Answered, Question
from core.model import Decision
from eval.cause_centres import Centre
from eval.cause_planting import altered, sentences_of
from eval.cause_texts import (
    ACCOUNT,
    ACCOUNT_REPLIES,
    CHANGED_LEADS,
    ELSEWHERE_REPLIES,
    LEADS,
    THINGS,
)
from eval.dataset import Query
from eval.rig import Rig
from insights.causes.model import Asked, Cause, Reply, Shown
from insights.gaps.model import Why
from insights.masking import mask
from retrieval.analysis import analyse, query_terms

OF_A_CAUSE = 40
"""Cases of each cause and help centre, as far as its questions allow."""
_REPLIED = {True: 0.75, False: 0.33}
"""Share of cases in which an agent has answered: of questions handed to a person, and of others."""
_KEPT = 0.75
"""Share of an article's words that an agent's answer holds."""
MOST_SHARED = 0.34
"""Share of a question's telling words that an article may hold that its customer calls otherwise."""
_SEEDS = {cause: place for place, cause in enumerate(Cause)}
_BY_DECISION = {
    Decision.ESCALATE: Why.UNANSWERED,
    Decision.CAVEAT: Why.UNSURE,
    Decision.CLARIFY: Why.UNCLEAR,
}
_COMPLAINTS = (None, None, "wrong", "incomplete", "unclear")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its cause, and what is taken away for it."""

    cause: Cause
    centre: str
    query_id: str
    asked: Asked
    excluded: frozenset[str]
    planted: bool = False
    """Whether it is asked of the content with contradicting copies."""


def cases_of(centre: Centre, rig: Rig, others: Sequence[Query]) -> list[Case]:
    """The cases asked of the content as it is; `others` are questions about something else."""
    asking = _Asking(centre, rig)
    makers: dict[Cause, Callable[[], Iterator[Case]]] = {
        Cause.MISSING: asking.missing,
        Cause.NOT_FOUND: asking.not_found,
        Cause.ANSWERED_BADLY: asking.answered_badly,
        Cause.WRONG_LANGUAGE: asking.wrong_language,
        Cause.OUT_OF_SCOPE: lambda: asking.out_of_scope(others),
        Cause.ABOUT_ONE_ACCOUNT: asking.about_one_account,
    }
    return [case for maker in makers.values() for case in _first(maker())] + list(_half(asking.told_otherwise()))


def planted_cases_of(centre: Centre, rig: Rig) -> list[Case]:
    """The cases asked of the content with contradicting copies."""
    return list(_Asking(centre, rig).planted())


def _first(cases: Iterator[Case], most: int = OF_A_CAUSE) -> Iterator[Case]:
    for _, case in zip(range(most), cases, strict=False):
        yield case


def _half(cases: Iterator[Case]) -> Iterator[Case]:
    return _first(cases, OF_A_CAUSE // 2)


class _Asking:
    def __init__(self, centre: Centre, rig: Rig) -> None:
        self._centre = centre
        self._rig = rig

    def missing(self) -> Iterator[Case]:
        """The article is away in every language."""
        rng = self._centre.rng("missing")
        for query in self._queries(Cause.MISSING):
            gone = self._centre.everywhere(query)
            yield self._case(Cause.MISSING, query, gone, rng, self._says(query, rng))

    def not_found(self) -> Iterator[Case]:
        """The article is there, holds hardly a word of the question, and nothing was answered plainly."""
        rng = self._centre.rng("not found")
        for query in self._queries(Cause.NOT_FOUND):
            article = self._centre.article(query)
            if article is None or _shared(query, article) > MOST_SHARED:
                continue
            if self._ask(query, frozenset()).answer.decision is not Decision.ANSWER:
                yield self._case(Cause.NOT_FOUND, query, frozenset(), rng, self._says(query, rng))

    def wrong_language(self) -> Iterator[Case]:
        """The article is away in the question's language only."""
        rng = self._centre.rng("language")
        for query in self._queries(Cause.WRONG_LANGUAGE):
            gone = self._centre.here(query)
            if self._centre.everywhere(query) - gone:
                yield self._case(Cause.WRONG_LANGUAGE, query, gone, rng, self._says(query, rng))

    def answered_badly(self) -> Iterator[Case]:
        """The answer rests on the article, and the customer did not like it or went to a person."""
        rng = self._centre.rng("badly")
        for query in self._queries(Cause.ANSWERED_BADLY):
            answered = self._ask(query, frozenset())
            if answered.answer.citations and _rests_on(answered, query.relevant):
                case = self._case(Cause.ANSWERED_BADLY, query, frozenset(), rng, self._says(query, rng))
                yield _displeased(case, rng)

    def out_of_scope(self, others: Sequence[Query]) -> Iterator[Case]:
        """About something else altogether."""
        rng = self._centre.rng("scope")
        chosen = list(others)
        rng.shuffle(chosen)
        for query in chosen:
            reply = rng.choice(ELSEWHERE_REPLIES[query.lang])
            yield self._case(Cause.OUT_OF_SCOPE, query, frozenset(), rng, reply)

    def about_one_account(self) -> Iterator[Case]:
        """About the customer's own order, invoice or the like."""
        rng = self._centre.rng("account")
        wordings = [(lang, wording) for lang, listed in ACCOUNT.items() for wording in listed]
        rng.shuffle(wordings)
        for place, (lang, wording) in enumerate(wordings):
            number, amount = rng.randint(1_000, 9_999_999), f"{rng.randint(5, 90)},{rng.randint(0, 9)}0 €"
            text = mask(wording.format(thing=rng.choice(THINGS[lang]), number=number, amount=amount))
            query = Query(f"account-{place}", text, lang, False, (), frozenset(), "account")
            yield self._case(Cause.ABOUT_ONE_ACCOUNT, query, frozenset(), rng, rng.choice(ACCOUNT_REPLIES[lang]))

    def told_otherwise(self) -> Iterator[Case]:
        """The answer rests on the article, and an agent says otherwise."""
        rng = self._centre.rng("told")
        for query in self._queries(Cause.OUTDATED):
            article = self._centre.article(query)
            pair = altered(article["text"], query.lang, rng) if article else None
            if pair and _rests_on(self._ask(query, frozenset()), query.relevant):
                case = self._case(Cause.OUTDATED, query, frozenset(), rng, None)
                reply = Reply(mask(rng.choice(CHANGED_LEADS[query.lang]) + pair[1]))
                yield _displeased(replace(case, asked=replace(case.asked, replies=(reply,))), rng)

    def planted(self) -> Iterator[Case]:
        """Two documents disagree: of the same time, or one of them newer; the answer rests on either."""
        rng, left = self._centre.rng("planted"), {Cause.CONTRADICTORY: OF_A_CAUSE, Cause.OUTDATED: OF_A_CAUSE // 2}
        for query in self._centre.queries:
            copy = self._centre.copies.get(query.id)
            if copy is not None:
                cause = Cause.OUTDATED if copy.newer else Cause.CONTRADICTORY
                if not left[cause]:
                    continue
                away = frozenset(other.id for other in self._centre.copies.values()) - {copy.id}
                if not _rests_on(self._ask(query, away), frozenset((copy.of, copy.id))):
                    continue
                left[cause] -= 1
                case = self._case(cause, query, away, rng, self._says(query, rng, without=copy.sentence))
                yield replace(case if case.asked.why is not Why.DISLIKED else _displeased(case, rng), planted=True)

    def _queries(self, cause: Cause) -> list[Query]:
        """The questions in another order for each cause."""
        found = list(self._centre.queries)
        self._centre.rng(cause).shuffle(found)
        return found

    def _case(
        self, cause: Cause, query: Query, excluded: frozenset[str], rng: random.Random, reply: str | None
    ) -> Case:
        answered = self._ask(query, excluded)
        shown = tuple(dict.fromkeys(Shown(one.document_id, one.document_version) for one in answered.answer.citations))
        replied = _REPLIED[answered.answer.decision is Decision.ESCALATE]
        asked = Asked(
            text=query.text,
            lang=query.lang,
            why=_BY_DECISION.get(answered.answer.decision, Why.DISLIKED),
            shown=shown,
            replies=(Reply(mask(reply)),) if reply and rng.random() < replied else (),
        )
        return Case(cause, self._centre.data.name, query.id, asked, excluded)

    def _ask(self, query: Query, excluded: frozenset[str]) -> Answered:
        return self._rig.answerer.answer(Question(query.text, query.lang, exclude_documents=excluded))

    def _says(self, query: Query, rng: random.Random, *, without: str = "") -> str | None:
        """An agent's reply: what the article says, in fewer words; never the sentence `without`."""
        article = self._centre.article(query)
        sentences = [one for one in sentences_of(article["text"]) if one != without] if article else []
        if not sentences:
            return None
        start = rng.randrange(max(1, len(sentences) - 3))
        said = " ".join(sentences[start : start + 3])
        return rng.choice(LEADS[query.lang]) + _in_fewer_words(said, query.lang, rng)


def _in_fewer_words(text: str, lang: str, rng: random.Random) -> str:
    parts = list(text) if lang == "zh" else text.split()
    return ("" if lang == "zh" else " ").join(part for part in parts if rng.random() < _KEPT)


def _displeased(case: Case, rng: random.Random) -> Case:
    """What was shown was disliked, or followed by a hand-over."""
    if rng.random() < 0.5:
        return replace(case, asked=replace(case.asked, why=Why.HANDED_OVER))
    return replace(case, asked=replace(case.asked, why=Why.DISLIKED, feedback_reason=rng.choice(_COMPLAINTS)))


def _rests_on(answered: Answered, documents: frozenset[str]) -> bool:
    """Whether the best answer found, shown or not, begins with one of these documents."""
    citations = answered.draft.citations if answered.draft else answered.answer.citations
    return bool(citations) and citations[0].document_id in documents


def _shared(query: Query, article: dict[str, Any]) -> float:
    """Which share of the question's telling words the article holds."""
    terms = query_terms(query.text, query.lang)
    held = set(analyse(f"{article['title']} {article['text']}", query.lang))
    return sum(term in held for term in terms) / len(terms) if terms else 1.0

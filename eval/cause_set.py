"""Builds gaps of known cause from a help centre in several languages: what is taken away or planted is the cause.

Nothing is picked by hand: a seed draws pages, questions, sentences and wordings. A gap has one to four questions about
one page, as likely one as four, in whatever languages they come in. A question's sign (disliked, handed over, …)
follows from what Askwell decides on it, as it would for a customer.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from answering.answerer import Answered, Question
from core.model import Decision
from eval.cause_centres import Centre, Copy
from eval.cause_parts import (
    Case,
    about_own,
    displeased,
    displeased_where_shown,
    elsewhere,
    in_gaps,
    on_account,
    rests_on,
    shared,
)
from eval.cause_planting import altered
from eval.cause_replies import in_fewer_words
from eval.cause_texts import (
    ACCOUNT,
    CHANGED_LEADS,
    LEADS,
)
from eval.dataset import Query
from eval.rig import Rig
from insights.causes.model import Asked, Cause, Reply, Shown
from insights.gaps.model import Why
from insights.masking import mask

OF_A_CAUSE = 30
"""Cases of each cause and help centre, as far as its questions allow."""
_REPLIED = {True: 0.75, False: 0.33}
"""Share of questions that an agent has answered: of those handed to a person, and of others."""
MOST_SHARED = 0.34
"""Share of a question's telling words that an article may hold that its customer calls otherwise."""
_BY_DECISION = {
    Decision.ESCALATE: Why.UNANSWERED,
    Decision.CAVEAT: Why.UNSURE,
    Decision.CLARIFY: Why.UNCLEAR,
}
Says = Callable[[Query, random.Random], str | None]
"""What an agent answers a question."""


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
    told = islice(asking.told_otherwise(), OF_A_CAUSE // 2)
    return [case for maker in makers.values() for case in islice(maker(), OF_A_CAUSE)] + list(told)


def planted_cases_of(centre: Centre, rig: Rig) -> list[Case]:
    """The cases asked of the content with contradicting copies."""
    asking = _Asking(centre, rig)
    return [
        *islice(asking.planted(Cause.CONTRADICTORY), OF_A_CAUSE),
        *islice(asking.planted(Cause.OUTDATED), OF_A_CAUSE // 2),
    ]


class _Asking:
    def __init__(self, centre: Centre, rig: Rig) -> None:
        self._centre = centre
        self._rig = rig
        self._answers: dict[tuple[str, frozenset[str]], Answered] = {}

    def missing(self) -> Iterator[Case]:
        """The article is away in every language, and no other says much the same."""
        rng = self._centre.rng("missing")
        for page, queries in self._pages(Cause.MISSING):
            for some in in_gaps(queries if page not in self._centre.twins else [], rng):
                yield self._case(Cause.MISSING, some, self._centre.everywhere(some[0]), rng, self._says)

    def not_found(self) -> Iterator[Case]:
        """The article is there, holds hardly a word of the questions, and nothing was answered plainly."""
        rng = self._centre.rng("not found")
        for _, queries in self._pages(Cause.NOT_FOUND):
            for some in in_gaps(filter(self._is_lost, queries), rng):
                yield self._case(Cause.NOT_FOUND, some, frozenset(), rng, self._says)

    def _is_lost(self, query: Query) -> bool:
        article = self._centre.article(query)
        if article is None or shared(query, article) > MOST_SHARED:
            return False
        return self._ask(query, frozenset()).answer.decision is not Decision.ANSWER

    def wrong_language(self) -> Iterator[Case]:
        """The article is away in the questions' languages, and there in another."""
        rng = self._centre.rng("language")
        for _, queries in self._pages(Cause.WRONG_LANGUAGE):
            kept = rng.choice(sorted({query.lang for query in queries}))
            for some in in_gaps([query for query in queries if query.lang != kept], rng):
                gone = frozenset[str]().union(*(self._centre.here(query) for query in some))
                yield self._case(Cause.WRONG_LANGUAGE, some, gone, rng, self._says)

    def answered_badly(self) -> Iterator[Case]:
        """The answers rest on the article, and the customers did not like them or went to a person."""
        rng = self._centre.rng("badly")
        for _, queries in self._pages(Cause.ANSWERED_BADLY):
            for some in in_gaps(filter(self._is_shown, queries), rng):
                yield displeased(self._case(Cause.ANSWERED_BADLY, some, frozenset(), rng, self._says), rng)

    def _is_shown(self, query: Query) -> bool:
        answered = self._ask(query, frozenset())
        return bool(answered.answer.citations) and rests_on(answered, query.relevant)

    def out_of_scope(self, others: Sequence[Query]) -> Iterator[Case]:
        """About something else altogether."""
        rng, subjects = self._centre.rng("scope"), defaultdict[str, list[Query]](list)
        for query in others:
            subjects[query.intent or query.id].append(query)
        chosen = list(subjects.values())
        rng.shuffle(chosen)
        for queries in chosen:
            for some in islice(in_gaps(queries, rng), 1):
                yield self._case(Cause.OUT_OF_SCOPE, some, frozenset(), rng, elsewhere)

    def about_one_account(self) -> Iterator[Case]:
        """About the customers' own orders, invoices or the like."""
        rng = self._centre.rng("account")
        for turn in range(OF_A_CAUSE):
            place = turn % len(ACCOUNT["en"])
            queries = [about_own(lang, wordings[place], turn, rng) for lang, wordings in ACCOUNT.items()]
            for some in islice(in_gaps(queries, rng), 1):
                yield self._case(Cause.ABOUT_ONE_ACCOUNT, some, frozenset(), rng, on_account)

    def told_otherwise(self) -> Iterator[Case]:
        """The answers rest on the article, and agents say otherwise."""
        rng = self._centre.rng("told")
        for _, queries in self._pages(Cause.OUTDATED):
            pairs = {query.id: self._altered(query, rng) for query in queries}
            for some in in_gaps((one for one in queries if pairs[one.id] and self._is_found(one)), rng):
                case = self._case(Cause.OUTDATED, some, frozenset(), rng, lambda query, _: None)
                told = [
                    Reply(mask(rng.choice(CHANGED_LEADS[query.lang]) + pair[1]))
                    for query in some
                    if (pair := pairs[query.id])
                ]
                asked = tuple(replace(one, replies=(told[place],)) for place, one in enumerate(case.asked))
                yield displeased(replace(case, asked=asked), rng)

    def _altered(self, query: Query, rng: random.Random) -> tuple[str, str] | None:
        article = self._centre.article(query)
        return altered(article["text"], query.lang, rng) if article else None

    def _is_found(self, query: Query) -> bool:
        return rests_on(self._ask(query, frozenset()), query.relevant)

    def planted(self, cause: Cause) -> Iterator[Case]:
        """Two documents disagree: of the same time, or one of them newer; the answers rest on either."""
        rng = self._centre.rng(f"planted {cause}")
        copies = {name: one for name, one in self._centre.copies.items() if one.newer is (cause is Cause.OUTDATED)}
        for _, queries in self._pages(Cause.CONTRADICTORY):
            of_page = {query.id: copy for query in queries if (copy := copies.get(self._article_id(query)))}
            away = self._planted - {copy.id for copy in of_page.values()}
            on_copy = (query for query in queries if query.id in of_page and self._is_either(query, of_page, away))
            for some in in_gaps(on_copy, rng):
                case = self._case(cause, some, away, rng, partial(self._says, copies=of_page))
                yield replace(displeased_where_shown(case, rng), planted=True)

    @property
    def _planted(self) -> frozenset[str]:
        return frozenset(copy.id for copy in self._centre.copies.values())

    def _article_id(self, query: Query) -> str:
        article = self._centre.article(query)
        return article["id"] if article else ""

    def _is_either(self, query: Query, of_page: dict[str, Copy], away: frozenset[str]) -> bool:
        copy = of_page[query.id]
        return rests_on(self._ask(query, away), frozenset((copy.of, copy.id)))

    def _pages(self, cause: Cause) -> list[tuple[str, list[Query]]]:
        """The pages with their questions, in another order for each cause."""
        found, rng = list(self._centre.pages.items()), self._centre.rng(cause)
        rng.shuffle(found)
        return [(page, rng.sample(queries, len(queries))) for page, queries in found]

    def _case(
        self, cause: Cause, queries: Sequence[Query], excluded: frozenset[str], rng: random.Random, says: Says
    ) -> Case:
        asked = tuple(self._asked(query, excluded, rng, says(query, rng)) for query in queries)
        return Case(cause, self._centre.data.name, queries[0].id, asked, excluded)

    def _asked(self, query: Query, excluded: frozenset[str], rng: random.Random, reply: str | None) -> Asked:
        answered = self._ask(query, excluded)
        shown = tuple(dict.fromkeys(Shown(one.document_id, one.document_version) for one in answered.answer.citations))
        replied = _REPLIED[answered.answer.decision is Decision.ESCALATE]
        return Asked(
            text=query.text,
            lang=query.lang,
            why=_BY_DECISION.get(answered.answer.decision, Why.DISLIKED),
            shown=shown,
            replies=(Reply(mask(reply)),) if reply and rng.random() < replied else (),
        )

    def _ask(self, query: Query, excluded: frozenset[str]) -> Answered:
        key = (query.text, excluded)
        if key not in self._answers:
            question = Question(query.text, query.lang, exclude_documents=excluded)
            self._answers[key] = self._rig.answerer.answer(question)
        return self._answers[key]

    def _says(self, query: Query, rng: random.Random, copies: Mapping[str, Copy] | None = None) -> str | None:
        """What the article says, in fewer words; never the sentence that its copy has otherwise."""
        article = self._centre.article(query)
        without = copies[query.id].sentence if copies else ""
        said = in_fewer_words(article["text"], query.lang, rng, without) if article else ""
        return rng.choice(LEADS[query.lang]) + said if said else None

"""Has a chat model write the answer, and gives the evidence itself instead wherever that does not succeed in time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from answering.evidence.generator import Draft, ExtractiveGenerator, Listener, Terms
from answering.evidence.selection import Evidence
from answering.generator_openai.asking import messages
from answering.generator_openai.attempt import Attempt, Author, Shortfall
from answering.generator_openai.bearing import Bearing, Checker
from answering.generator_openai.sources import Source, sources_of
from answering.generator_openai.telling import Telling
from answering.generator_openai.told import declaration, kept, nearness, signals_of_attempt
from answering.model.chat import ChatModel

LEAST_BORNE = 0.5
"""Share of the sentences that must be borne for the rest to be an answer."""
TRIES = 2
SECOND_TRY = 0.4
"""Share of the time that must be left for another try."""


class ModelGenerator:
    """Writes with a chat model; every sentence it shows is borne by what it cites."""

    def __init__(self, model: ChatModel, checker: Checker, languages: Sequence[str] = ("en", "es", "fr", "zh")) -> None:
        """`languages`: those that customers write in."""
        self.id = model.id
        self._author = Author(model, languages)
        self._checker = checker
        self._extractive = ExtractiveGenerator()

    def generate(
        self,
        question: str,
        evidence: Evidence,
        *,
        lang: str = "",
        listener: Listener | None = None,
        terms: Terms | None = None,
    ) -> Draft:
        """The model's answer, or else the pieces themselves with what stood in the way."""
        started, terms = time.monotonic(), terms or Terms()
        sources = sources_of(evidence)
        if not sources:
            return replace(self._extractive.generate(question, evidence), failure=Shortfall.ORDERS)
        tries = self._tries(question, sources, evidence, lang, listener, terms)
        last, seconds = tries[-1], time.monotonic() - started
        signals, declares = signals_of_attempt(last, evidence), declaration(last)
        how = {**kept(tries, sources, seconds), "model": self.id}
        if last.failure is None:
            return Draft(last.assembly.text, last.assembly.citations, signals, self.id, declares=declares, written=how)
        found = self._extractive.generate(question, evidence)
        return replace(found, signals=signals, declares=declares, failure=last.failure, written=how)

    def _tries(
        self,
        question: str,
        sources: Sequence[Source],
        evidence: Evidence,
        lang: str,
        listener: Listener | None,
        terms: Terms,
    ) -> list[Attempt]:
        until, told = time.monotonic() + terms.seconds, Telling(listener)
        bearing = Bearing(self._checker, sources, lang)
        tries: list[Attempt] = []
        while True:
            asked = messages(question, sources, lang, again=bool(tries))
            made = self._author.write(asked, bearing, lang, until - time.monotonic(), terms, told)
            made.failure = made.failure or _shortfall(made, evidence)
            tries.append(made)
            late = until - time.monotonic() < SECOND_TRY * terms.seconds
            if not made.may_be_repeated or len(tries) == TRIES or late or terms.cancelled.is_set():
                return tries
            told.begin_again()


def _shortfall(made: Attempt, evidence: Evidence) -> str | None:
    """What a text lacks that came to its end."""
    borne, judged = len(made.borne), len(made.judged)
    if not borne or borne < LEAST_BORNE * judged:
        return Shortfall.UNSUPPORTED
    nearest = max(nearness(quote, evidence) for one in made.borne for quote in one.quotes)
    # How sure the answer is was found for the documents of the evidence: for others it says nothing.
    if not nearest:
        return Shortfall.ASTRAY
    # Where something was cut, it may have been the answer: what is left must rest on the evidence itself.
    return Shortfall.UNSUPPORTED if borne < judged and nearest < 1.0 else None

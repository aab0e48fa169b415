"""One try at having a model write an answer, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from answering.evidence.generator import Terms
from answering.generator_openai.assembling import Assembly
from answering.generator_openai.bearing import Bearing, Judged
from answering.generator_openai.splitting import Splitter, Unit
from answering.generator_openai.telling import Telling
from answering.generator_openai.tongue import strays
from answering.model.chat import ChatMessage, ChatModel, ModelFailure

MOST_TOKENS = 800
"""Of one answer."""
MOST_UNITS = 30
"""Sentences after which an answer is long enough."""
PATIENCE = 3
"""Sentences at the beginning of which none is borne, after which the rest is not waited for."""
_NO_ANSWER = re.compile(r"\bno[_\s-]?answer\b", re.IGNORECASE)
LANGUAGE = "language"
"""What a sentence failed that is in another language."""
_DECLARED = 40
"""Characters of a sentence that says no more than that there is no answer."""


class Shortfall(StrEnum):
    """Why what a model said is not shown, where it did say something."""

    NO_ANSWER = "no_answer"
    """It says that the sources do not answer the question."""
    UNSUPPORTED = "unsupported"
    """Too little of it is borne by the sources."""
    INCOMPLETE = "incomplete"
    """A step of a list is not."""
    ASTRAY = "astray"
    """It rests on other documents than the evidence does."""
    WRONG_LANGUAGE = "wrong_language"
    ORDERS = "orders"
    """It was not asked: all that there is to write from gives orders to a model."""


@dataclass(slots=True)
class Attempt:
    """What came of one try."""

    assembly: Assembly = field(default_factory=Assembly)
    judged: list[Judged] = field(default_factory=list)
    failure: str | None = None
    """Kind of a `ModelFailure`, or a `Shortfall`."""

    @property
    def borne(self) -> list[Judged]:
        """The sentences that are shown."""
        return [one for one in self.judged if one.quotes]

    @property
    def may_be_repeated(self) -> bool:
        """Whether another try may do better: the model works, but what it wrote cannot be used."""
        return self.failure in {Shortfall.UNSUPPORTED, Shortfall.INCOMPLETE, Shortfall.WRONG_LANGUAGE}


class _Enough(Exception):  # noqa: N818 - it is no error
    """The rest of the stream is not needed."""


class Author:
    """Has one model write, and checks while it does."""

    def __init__(self, model: ChatModel, languages: Sequence[str]) -> None:
        """`languages` are those that customers write in."""
        self._model = model
        self._languages = tuple(languages)

    def write(
        self, messages: Sequence[ChatMessage], bearing: Bearing, lang: str, seconds: float, terms: Terms, told: Telling
    ) -> Attempt:
        """One try, of at most so many seconds; `told` hears each sentence as soon as it is known to be borne."""
        attempt = Attempt()
        try:
            with closing(self._stream(messages, seconds, terms)) as stream:
                for unit in filter(bearing.says_something, _units(stream)):
                    judged = self._judged(unit, attempt, bearing, lang)
                    attempt.judged.append(judged)
                    if judged.quotes:
                        told.sentence(attempt.assembly.add(judged), attempt.assembly.citations)
                    _check(attempt)
        except _Enough:
            pass
        except ModelFailure as failure:
            attempt.failure = failure.kind
        return attempt

    def _stream(self, messages: Sequence[ChatMessage], seconds: float, terms: Terms) -> Generator[str, None, None]:
        stream = self._model.stream(
            messages,
            seconds=seconds,
            max_tokens=MOST_TOKENS,
            visitor=terms.visitor,
            cancelled=terms.cancelled,
            use="answer",
        )
        return cast("Generator[str, None, None]", stream)  # closing it calls the request off

    def _judged(self, unit: Unit, attempt: Attempt, bearing: Bearing, lang: str) -> Judged:
        if _NO_ANSWER.search(unit.text) and len(unit.text) <= _DECLARED:
            if attempt.borne:
                raise _Enough
            attempt.failure = Shortfall.NO_ANSWER
            raise _Enough
        if strays(unit.text, lang, self._languages) or strays(attempt.assembly.text + unit.text, lang, self._languages):
            if not attempt.borne:
                attempt.failure = Shortfall.WRONG_LANGUAGE
                raise _Enough
            return Judged(unit, unit.text, failed=(LANGUAGE,))
        return bearing.judge(unit)


def _units(stream: Iterator[str]) -> Iterator[Unit]:
    splitter = Splitter()
    for piece in stream:
        yield from splitter.feed(piece)
    yield from splitter.close()


def _check(attempt: Attempt) -> None:
    """Stop when what follows cannot mend what is there, or is not needed."""
    last = attempt.judged[-1]
    if not last.quotes and last.unit.number is not None:
        # A list of steps with a hole in it leads astray.
        attempt.failure = Shortfall.INCOMPLETE
    elif not attempt.borne and len(attempt.judged) >= PATIENCE:
        attempt.failure = Shortfall.UNSUPPORTED
    elif len(attempt.judged) < MOST_UNITS:
        return
    raise _Enough

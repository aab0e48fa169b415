"""Having a model write an answer: when it is asked at all, for how long, and when it is called off."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from typing import Protocol

from answering.answerer import Answered
from answering.evidence.generator import Listener, Terms
from answering.writing import Writer
from api.found import tags_of
from api.logs import FIELDS
from api.turns import Accepted, Stores
from core.model import Citation, Message
from escalation.policy import Action

LEAST_S = 1.0
"""Seconds that must be left for a model to be asked."""
MOST_AT_ONCE = 24
"""Questions of one process that wait for the model; further ones are answered without it, or they would take all
threads from visitors who need none."""

_log = logging.getLogger("askwell.writing")


class Reader(Listener, Protocol):
    """Who reads along while an answer is written."""

    @property
    def cancelled(self) -> threading.Event:
        """Set when nobody reads any more."""
        ...


class Writing:
    """Has a writer write answers to stored questions."""

    def __init__(self, stores: Stores, writer: Writer, seconds: float) -> None:
        """`seconds` after which a visitor has the answer, whatever the writer does."""
        self._stores = stores
        self._writer = writer
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self.seconds = seconds

    def write(self, accepted: Accepted, answered: Answered, arrived: float, reader: Reader | None) -> Answered:
        """The answer in a model's words; as it is where none would be shown, or writing fails.

        `arrived`: when the question came, by `time.monotonic`.
        """
        left = self.seconds - (time.monotonic() - arrived)
        if left < LEAST_S or not self._writer.takes(answered) or not self._places.acquire(blocking=False):
            return answered
        try:
            action = self._foreseen(accepted.question, answered)
            if action not in {Action.SHOW, Action.MEANWHILE}:
                return answered
            terms = Terms(left, accepted.conversation.visitor_id, reader.cancelled if reader else threading.Event())
            # What is said meanwhile, to somebody who waits for a person, begins with other words.
            listener = self._guarded(accepted.question, reader) if reader and action is Action.SHOW else None
            return self._writer.write(answered, terms, listener)
        except Exception:  # whatever fails, the evidence is an answer
            _log.exception("Writing failed", extra={FIELDS: {"trace_id": accepted.trace_id}})
            return answered
        finally:
            self._places.release()

    def _foreseen(self, question: Message, answered: Answered) -> Action:
        """What the policy would do with the answer as it is."""
        stores, answer = self._stores, answered.answer
        with stores.database.read() as session:
            if not stores.conversations.is_pending(session, question.id):
                return Action.SILENT
            situation = stores.situations.of(
                session, question, answer.lang, standalone=answered.standalone, tags=tags_of(answered, answer)
            )
        return stores.policy.decide(situation, answer).action

    def _guarded(self, question: Message, reader: Reader) -> Listener:
        return _Guarded(self._stores, question, reader)


class _Guarded:
    """Tells a reader as long as an answer is owed: the assistant is silent as soon as a person is there."""

    def __init__(self, stores: Stores, question: Message, reader: Reader) -> None:
        self._stores = stores
        self._question = question
        self._reader = reader

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        if self._is_owed():
            self._reader.sentence(text, citations)

    def replace(self, text: str, citations: Sequence[Citation]) -> None:
        if self._is_owed():
            self._reader.replace(text, citations)

    def _is_owed(self) -> bool:
        with self._stores.database.read() as session:
            owed = self._stores.conversations.is_pending(session, self._question.id)
        if not owed:
            self._reader.cancelled.set()
        return owed

"""Having a model sum up what customers want, for the cards of the desk: after the hand-over, while nobody waits."""

from __future__ import annotations

import logging

from answering.conversations.store import ConversationStore
from answering.model.chat import ModelFailure
from answering.understanding.restating_model import Restatement, Restater
from core.clock import Clock
from core.db import Database
from escalation.restatements import Due, Restatements

_log = logging.getLogger("askwell.model")


class Restating:
    """Works through escalations one by one. Several processes may; none is summed up by two at the same time."""

    def __init__(
        self,
        database: Database,
        conversations: ConversationStore,
        restatements: Restatements,
        restater: Restater | None,
        clock: Clock,
    ) -> None:
        """Without a `restater` there is never anything to do."""
        self._database = database
        self._conversations = conversations
        self._restatements = restatements
        self._restater = restater
        self._clock = clock

    def step(self) -> int:
        """Sum up one; returns 0 when there is none to be."""
        if self._restater is None or (due := self._take()) is None:
            return 0
        try:
            made = self._made(self._restater, due)
        except ModelFailure as failure:  # it is tried again
            _log.info("A question was not summed up: %s", failure.message)
            return 1
        with self._database.write() as session:
            if made is None:
                self._restatements.give_up(session, due.escalation_id)
            else:
                self._restatements.keep(session, due.escalation_id, made, self._clock())
        return 1

    def _take(self) -> Due | None:
        now = self._clock()
        with self._database.read() as session:
            if self._restatements.due(session, now) is None:
                return None
        with self._database.write() as session:
            return self._restatements.take(session, now)

    def _made(self, restater: Restater, due: Due) -> Restatement | None:
        with self._database.read() as session:
            talk = self._conversations.history(session, due.conversation_id)
            visitor = self._conversations.get(session, due.conversation_id).visitor_id
        return restater.restate(talk, due.lang, visitor)

"""The use case of asking: store the question, find the answer, store it with everything that follows from it.

Finding the answer happens between two transactions (see `api/turns.py`). Once the first has committed the question
will be answered, also when the process dies; whatever fails ends as a hand-off to a person, never as an error.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import anyio
from anyio import to_thread

from answering.answerer import Answered, Answerer, Question
from answering.clarifying.asking_back import Rewording
from answering.snapshot import snapshot_of
from api.asked import Ask
from api.callers import Caller
from api.concealing import concealed
from api.handover import failed
from api.logs import FIELDS
from api.metrics import Metrics
from api.pace import Pace
from api.rewording import FollowUps
from api.turns import Accepted, Stores, Turns
from api.writing import Reader, Writing
from core.clock import Clock, new_id, parse_timestamp
from core.model import Message, Turn

TURN_WAIT_S = 20.0
"""How long a question waits for the one before it in the same conversation, and a repeated request for the first."""
MARGIN_S = 5.0
"""How much longer than a model may take for one answer."""
RECOVERABLE = timedelta(hours=1)
"""A question left unanswered for longer is handed to a person instead of answered late."""
_PAUSE_S = 0.02
_LOOK_S = 0.1

Write = Callable[[Answered], Answered]
"""Puts an answer into other words."""

_log = logging.getLogger("askwell.assistant")


class Assistant:
    """Answers customers."""

    def __init__(
        self,
        stores: Stores,
        turns: Turns,
        answerer: Answerer,
        metrics: Metrics,
        clock: Clock,
        pace: Pace,
        writing: Writing | None = None,
        follow_ups: FollowUps | None = None,
    ) -> None:
        """`pace` is told while somebody waits. Where there is a model, `writing` puts answers into its words, and
        `follow_ups` messages that lean on others."""
        self._stores = stores
        self._turns = turns
        self._answerer = answerer
        self._metrics = metrics
        self._clock = clock
        self._pace = pace
        self._writing = writing
        self._follow_ups = follow_ups
        self._turn_wait = max(TURN_WAIT_S, writing.seconds + MARGIN_S if writing else 0.0)

    def ask(self, caller: Caller, ask: Ask) -> dict[str, Any]:
        """Accept a question and answer it: the answer object. Raises NotFound and Conflict as `accept` does."""
        return self.finish(self.accept(caller, ask))

    def accept(self, caller: Caller, ask: Ask) -> Accepted:
        """Store a question; raises NotFound for a conversation that is not this caller's, Conflict for a used key."""
        return self._turns.accept(caller, ask)

    def finish(self, accepted: Accepted, reader: Reader | None = None) -> dict[str, Any]:
        """The answer object of an accepted question, found now or stored already.

        `reader` is told of the text while a model writes it. What it was told may differ from the answer in the end.
        """
        arrived = time.monotonic()
        if not accepted.fresh:
            found = self.wait(accepted.question.id, accepted.trace_id)
            if found is not None:
                return found
        with self._pace.waiting():
            return self._complete(
                accepted,
                lambda answered: self._written(accepted, answered, arrived, reader),
                self._rewording(accepted, arrived, reader),
            )

    def stored(self, question_id: str, trace_id: str | None) -> dict[str, Any] | None:
        """The answer object of a stored question; None while the answer is still owed. Raises NotFound."""
        return self._turns.stored(question_id, trace_id)

    def wait(self, question_id: str, trace_id: str | None) -> dict[str, Any] | None:
        """Like `stored`, but waits a while for an answer that is being found elsewhere."""
        deadline = time.monotonic() + self._turn_wait
        while (found := self.stored(question_id, trace_id)) is None and time.monotonic() < deadline:
            time.sleep(_PAUSE_S)
        return found

    async def follow(self, question_id: str) -> dict[str, Any] | None:
        """Like `wait`, for streams that are taken up again: no thread stands still while an answer is written."""
        deadline = time.monotonic() + self._turn_wait
        while (found := await to_thread.run_sync(self.stored, question_id, None)) is None:
            if time.monotonic() >= deadline:
                return None
            await anyio.sleep(_LOOK_S)
        return found

    def recover(self, older_than: timedelta = timedelta(0)) -> int:
        """Answer what was accepted that long ago and never answered; returns how many questions there were.

        Their process was killed, or could not store the answer. Another process may be at the same question: the first
        to store its answer wins, the other's is dropped. They are answered without a model: many may have waited long.
        """
        stores = self._stores
        if older_than:
            older_than = max(older_than, 2 * timedelta(seconds=self._turn_wait))
        with stores.database.read() as session:
            owed = stores.conversations.unanswered(session, self._clock() - older_than)
            chosen = [
                Accepted(question, stores.conversations.get(session, question.conversation_id), new_id("trc"))
                for question in owed
            ]
        return sum(map(self._recovered, chosen))

    def _recovered(self, accepted: Accepted) -> bool:
        """Whether this one is answered now; one that cannot be must not keep the others waiting."""
        try:
            if self._clock() - parse_timestamp(accepted.question.created_at) > RECOVERABLE:
                answer = failed(self._turns.lang(accepted.question))
                self._turns.store(accepted, None, answer, {"recovered": True})
            else:
                self._complete(accepted)
        except Exception:
            _log.exception("A question could not be recovered", extra={FIELDS: {"trace_id": accepted.trace_id}})
            return False
        return True

    def _complete(
        self, accepted: Accepted, write: Write = lambda answered: answered, rewording: Rewording | None = None
    ) -> dict[str, Any]:
        started = time.perf_counter()
        if not accepted.first:
            self._wait_for_earlier(accepted.question)
            done = self.stored(accepted.question.id, accepted.trace_id)
            if done is not None:
                return done
        answered, snapshot = self._find(accepted, write, rewording)
        answer = answered.answer if answered else failed(self._turns.lang(accepted.question))
        body = self._turns.store(accepted, answered, answer, {"found_ms": round(_since(started), 2), **snapshot})
        self._note(accepted, body, {**answer.timings, "total": _since(started)})
        return body

    def _find(
        self, accepted: Accepted, write: Write, rewording: Rewording | None
    ) -> tuple[Answered | None, dict[str, Any]]:
        """The answer, and what is kept so that it can be replayed."""
        question = accepted.question
        try:
            history = () if accepted.first else self._history(question)
            conversation = accepted.conversation
            page = tuple(part for part in (conversation.page_url, conversation.page_title) if part)
            asked = Question(question.text, question.lang, conversation.audiences, history, page)
            answered = write(concealed(asked, self._answerer.answer(asked, rewording)))
            return answered, {"snapshot": snapshot_of(asked, answered, self._answerer.fit)}
        except Exception:  # whatever fails, the customer gets a person instead of an error
            _log.exception("Answering failed", extra={FIELDS: {"trace_id": accepted.trace_id}})
            return None, {}

    def _written(self, accepted: Accepted, answered: Answered, arrived: float, reader: Reader | None) -> Answered:
        if self._writing is None:
            return answered
        return self._writing.write(accepted, answered, arrived, reader)

    def _rewording(self, accepted: Accepted, arrived: float, reader: Reader | None) -> Rewording | None:
        follow_ups = self._follow_ups
        if follow_ups is None:
            return None
        visitor, cancelled = accepted.conversation.visitor_id, reader.cancelled if reader else None
        return partial(follow_ups.reword, arrived=arrived, visitor=visitor, cancelled=cancelled)

    def _history(self, question: Message) -> tuple[Turn, ...]:
        with self._stores.database.read() as session:
            return self._stores.conversations.history(session, question.conversation_id, before_seq=question.seq)

    def _wait_for_earlier(self, question: Message) -> None:
        """Questions of one conversation are answered in order, whichever process has them."""
        deadline = time.monotonic() + self._turn_wait
        while time.monotonic() < deadline:
            with self._stores.database.read() as session:
                if not self._stores.conversations.owes_before(session, question):
                    return
            time.sleep(_PAUSE_S)

    def _note(self, accepted: Accepted, body: Mapping[str, Any], timings: Mapping[str, float]) -> None:
        self._metrics.decision(body["decision"], body["reason"], timings)
        fields = {
            "trace_id": accepted.trace_id,
            "conversation_id": body["conversation_id"],
            "decision": body["decision"],
            "reason": body["reason"],
            "generator": body["generator"],
            "ms": {stage: round(value, 1) for stage, value in timings.items()},
        }
        _log.info("answered", extra={FIELDS: fields})


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000

"""What agents do to an escalation, and what the clock does to one in their stead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from answering.conversations.store import ConversationStore
from answering.phrases import FALLBACK, Phrase, say
from core.clock import Clock, timestamp
from core.db import Session
from core.errors import InvalidInput, NotFound, TooLarge
from core.model import Author, Citation, Message
from escalation.delivery.outbox import Outbox
from escalation.moves import Deadlines, Moves, taken_by
from escalation.queue import EscalationQueue
from escalation.states import HELD, Actor, Happening, Outcome
from escalation.tickets import Agent, Escalation

MAX_REPLY = 8_000
"""Longest reply or note, in characters."""
LONGEST_SNOOZE = timedelta(days=366)
AT_ONCE = 50
"""How many escalations the clock moves in one transaction, so that nobody waits long behind it."""
_NOT_ASKED = frozenset({Outcome.DUPLICATE, Outcome.SPAM})
"""Outcomes after which no mark is asked for."""


class AgentDesk:
    """Use cases of agents; every method runs in the caller's transaction."""

    def __init__(
        self,
        conversations: ConversationStore,
        queue: EscalationQueue,
        outbox: Outbox,
        clock: Clock,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._conversations = conversations
        self._queue = queue
        self._outbox = outbox
        self._clock = clock
        self._moves = Moves(conversations, queue, outbox, clock, deadlines)

    def claim(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Make `agent` the owner. Of two at once one wins; the other gets Conflict that names the winner."""
        escalation = self._queue.get(session, escalation_id)
        if escalation.agent_id == agent.id and escalation.status in HELD:
            return escalation
        return self._act(session, escalation, Happening.CLAIMED, agent, **taken_by(agent, self._now()))

    def assign(self, session: Session, escalation_id: str, to: Agent, by: Agent | Actor) -> Escalation:
        """Give it to a colleague: its owner may, an administrator, or a rule (`Actor.TIMER`) while it is queued."""
        escalation = self._queue.get(session, escalation_id)
        if escalation.agent_id == to.id and escalation.status in HELD:
            return escalation
        self._check_at_work(session, to)
        return self._act(session, escalation, Happening.ASSIGNED, by, {"agent_id": to.id}, **taken_by(to, self._now()))

    def reply(
        self,
        session: Session,
        escalation_id: str,
        agent: Agent,
        text: str,
        *,
        citations: Sequence[Citation] = (),
        attachments: Sequence[str] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> Message:
        """Send the agent's line to the customer; only the owner may. Without text it needs a file.

        `attachments`: ids of files the agent uploaded; `facts`: what the history keeps beside the line.
        """
        line = "" if attachments and not text.strip() else _checked(text)
        escalation = self._queue.get(session, escalation_id)
        self._moves.check(escalation, Happening.REPLIED, agent)
        message = self._conversations.add_message(
            session,
            escalation.conversation_id,
            Author.AGENT,
            line,
            lang=escalation.lang,
            author_id=agent.id,
            author_name=agent.name,
            citations=citations,
            attachments=attachments,
        )
        self._act(session, escalation, Happening.REPLIED, agent, {"message_id": message.id, **(facts or {})})
        return message

    def note(self, session: Session, escalation_id: str, agent: Agent, text: str) -> Escalation:
        """Keep an internal note in the history; the customer never sees it."""
        line = _checked(text)
        return self._act(session, self._queue.get(session, escalation_id), Happening.NOTED, agent, {"text": line})

    def want_content(self, session: Session, escalation_id: str, agent: Agent, *, wanted: bool = True) -> Escalation:
        """Note for the content team that content should have answered this, or that it need not."""
        escalation = self._queue.get(session, escalation_id)
        if escalation.wants_content is wanted:
            return escalation
        return self._act(
            session, escalation, Happening.CONTENT_WANTED, agent, {"wanted": wanted}, wants_content=int(wanted)
        )

    def snooze(self, session: Session, escalation_id: str, agent: Agent, until: datetime) -> Escalation:
        """Put it aside until then, or until the customer writes; it stays the agent's. Only the owner may."""
        now = self._clock()
        if not now < until <= now + LONGEST_SNOOZE:
            raise InvalidInput(f"until must lie in the future, at most {LONGEST_SNOOZE.days} days from now.")
        at = timestamp(until)
        escalation = self._queue.get(session, escalation_id)
        return self._act(session, escalation, Happening.SNOOZED, agent, {"until": at}, snoozed_until=at)

    def wake(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Take it up again before its time. Only the owner may."""
        return self._act(session, self._queue.get(session, escalation_id), Happening.WOKEN, agent)

    def release(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Put it back into the queue; the owner may, or an administrator."""
        return self._act(session, self._queue.get(session, escalation_id), Happening.RELEASED, agent)

    def resolve(
        self, session: Session, escalation_id: str, agent: Agent, outcome: Outcome = Outcome.ANSWERED
    ) -> Escalation:
        """Settle it and ask the customer once how it went; their next message reopens it. Only the owner may."""
        escalation = self._queue.get(session, escalation_id)
        settled = self._act(session, escalation, Happening.RESOLVED, agent, {"outcome": outcome}, outcome=outcome)
        if outcome not in _NOT_ASKED and self._conversations.ask_csat(session, settled.conversation_id):
            lang = settled.lang or self._conversations.get(session, settled.conversation_id).lang or FALLBACK
            self._conversations.add_message(
                session, settled.conversation_id, Author.SYSTEM, say(Phrase.HOW_SATISFIED, lang), lang=lang
            )
        return settled

    def hand_back(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Give the conversation back to the assistant: this escalation is over. Only the owner may."""
        return self._act(session, self._queue.get(session, escalation_id), Happening.HANDED_BACK, agent)

    def typing(self, session: Session, escalation_id: str, agent: Agent) -> None:
        """Show the customer that the agent is typing; only who may reply may."""
        escalation = self._queue.get(session, escalation_id)
        self._moves.check(escalation, Happening.REPLIED, agent)
        self._seen(session, agent)
        self._conversations.typing(session, escalation.conversation_id, Author.AGENT, agent.name)

    # The clock. Safe in several processes at once: who comes second finds nothing to do.

    def wake_snoozed(self, session: Session) -> int:
        """Wake what was put aside until now, at most `AT_ONCE`; returns how many there were."""
        due = self._queue.snoozed_until(session, self._now(), AT_ONCE)
        for escalation in due:
            self._moves.apply(session, escalation, Happening.WOKEN, Actor.TIMER)
        return len(due)

    def release_absent(self, session: Session, gone_for: timedelta) -> int:
        """Queue what customers wait for while its agent has been gone that long, or has left; returns how many.

        At most `AT_ONCE`. An agent is there who acts or has the desk open (`staff.seen_at`).
        """
        left = self._queue.left_behind(session, timestamp(self._clock() - gone_for), AT_ONCE)
        for escalation in left:
            data = {"agent_id": escalation.agent_id, "agent_name": escalation.agent_name}
            self._moves.apply(session, escalation, Happening.AGENT_GONE, Actor.TIMER, data)
        return len(left)

    def tell_deadline(self, session: Session, escalation_id: str, clock: str, level: str, due: str) -> Escalation:
        """Note and announce that a deadline is near or has passed; see `escalation.clocks.sla` for the names."""
        data = {"clock": clock, "level": level, "due": due}
        return self._moves.apply(
            session, self._queue.get(session, escalation_id), Happening.DEADLINE, Actor.TIMER, data
        )

    # Inside

    def _now(self) -> str:
        return timestamp(self._clock())

    def _act(
        self,
        session: Session,
        escalation: Escalation,
        happening: Happening,
        actor: Agent | Actor,
        data: Mapping[str, Any] | None = None,
        **columns: Any,
    ) -> Escalation:
        if isinstance(actor, Agent):
            self._seen(session, actor)
        return self._moves.apply(session, escalation, happening, actor, data, **columns)

    def _seen(self, session: Session, agent: Agent) -> None:
        session.execute("UPDATE staff SET seen_at = ? WHERE id = ?", (self._now(), agent.id))

    def _check_at_work(self, session: Session, agent: Agent) -> None:
        found = session.execute("SELECT 1 FROM staff WHERE id = ? AND disabled_at IS NULL", (agent.id,)).fetchone()
        if found is None:
            raise NotFound("There is no such agent.")


def _checked(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise InvalidInput("The text is empty.")
    if len(stripped) > MAX_REPLY:
        raise TooLarge(f"The text is longer than {MAX_REPLY} characters.")
    return stripped

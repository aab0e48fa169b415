"""What a customer is told about the person they wait for, beside the state of the escalation."""

from __future__ import annotations

from typing import Any

from answering.conversations.customer_facts import address_of
from core.clock import Clock, timestamp
from core.db import Session
from escalation.clocks.expectation import Expectation, Measured, expect
from escalation.clocks.expectation_words import say_expectation
from escalation.desk_settings import DeskRules, DeskSettings
from escalation.queue import queue_position
from escalation.tickets import Escalation, Status, public_status


class Outlook:
    """Names escalations to their customers."""

    def __init__(self, settings: DeskSettings, clock: Clock) -> None:
        self._settings = settings
        self._measured = Measured(clock)
        self._clock = clock

    def reference(self, session: Session, escalation: Escalation | None, lang: str) -> dict[str, Any] | None:
        """How an answer or a conversation names its escalation: its state and, while it is queued, what to expect.

        `position` is its place in the queue, None when it is in none; what else is not known is left out.
        """
        if escalation is None:
            return None
        known = self._queued(session, escalation, lang) if escalation.status is Status.QUEUED else {}
        told = {name: value for name, value in known.items() if value}
        place = {"position": queue_position(session, escalation)}
        return {"id": escalation.id, "status": public_status(escalation).value, **place, **told}

    def preview(self, session: Session, rules: DeskRules, lang: str) -> str:
        """What a customer would be told now under these rules; empty when there is nothing to say."""
        expectation = self._expectation(session, rules)
        return say_expectation(expectation, lang, asks_email=rules.ask_email and not expectation.open)

    def _queued(self, session: Session, escalation: Escalation, lang: str) -> dict[str, Any]:
        rules = self._settings.get(session)
        expectation = self._expectation(session, rules)
        wanted = rules.ask_email and not expectation.open
        asks = wanted and address_of(session, escalation.conversation_id) is None
        return {
            "expectation": say_expectation(expectation, lang, asks_email=asks),
            "opens_at": timestamp(expectation.opens_at) if expectation.opens_at else None,
            "asks_email": asks,
        }

    def _expectation(self, session: Session, rules: DeskRules) -> Expectation:
        return expect(rules.hours, self._clock(), self._measured.typical(session, rules))


def with_expectation(text: str, reference: dict[str, Any] | None) -> str:
    """The sentence of a hand-over with what to expect below it."""
    told = reference.get("expectation") if reference else None
    return f"{text}\n\n{told}" if told else text

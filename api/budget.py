"""How many questions are answered in a day (UTC): in all, and for one visitor.

Counted in the database within the transaction that stores the question, so that several processes share one count, a
repeated request counts once and a question that is refused leaves nothing behind. API keys are free of it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from answering.understanding.intents import Intent, by_rule
from api.callers import Caller
from api.limits import VISITORS_PER_ADDRESS, network_of
from core.clock import Clock
from core.db import Session
from core.errors import BudgetSpent
from escalation.tickets import Escalation, Status, person_in_charge

EVERYBODY = "all"


class DailyBudget:
    """The questions of a day. Methods take the caller's open session."""

    def __init__(self, key: bytes, clock: Clock, *, in_all: int, a_visitor: int) -> None:
        """`in_all` and `a_visitor`: questions a day, 0 for any number. `key` hides who is counted."""
        self._key = key
        self._clock = clock
        self.in_all = in_all
        self.a_visitor = a_visitor

    def spend(self, session: Session, caller: Caller) -> None:
        """Count one question; raises BudgetSpent when it is one too many, and then counts nothing."""
        if caller.key is not None:
            return
        now = self._clock().astimezone(UTC)
        day = now.date().isoformat()
        counted = list(self._counted(caller, day))
        for name, limit in counted:
            if limit and _questions(session, day, name) >= limit:
                raise self._spent(name, now)
        for name, _ in counted:
            session.execute(
                "INSERT INTO questions_a_day VALUES (?, ?, 1)"
                " ON CONFLICT DO UPDATE SET questions = questions_a_day.questions + 1",
                (day, name),
            )
        session.execute("DELETE FROM questions_a_day WHERE day < ?", (day,))

    def today(self, session: Session) -> int:
        """How many questions have been counted today."""
        return _questions(session, self._clock().astimezone(UTC).date().isoformat(), EVERYBODY)

    def _counted(self, caller: Caller, day: str) -> Iterator[tuple[str, int]]:
        """Under which names a question counts, and up to where."""
        if self.a_visitor:
            network = network_of(caller.address)
            if caller.visitor_id is None:
                yield self._hidden(day, f"address {network}"), self.a_visitor
            else:
                yield self._hidden(day, f"visitor {caller.visitor_id}"), self.a_visitor
                # Tokens cost nothing: whoever takes a new one for every question meets this limit.
                yield self._hidden(day, f"visitors at {network}"), self.a_visitor * VISITORS_PER_ADDRESS
        yield EVERYBODY, self.in_all

    def _hidden(self, day: str, name: str) -> str:
        return hmac.new(self._key, f"daily budget {day} {name}".encode(), hashlib.sha256).hexdigest()[:32]

    def _spent(self, name: str, now: datetime) -> BudgetSpent:
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time.min, UTC)
        whose = "here" if name == EVERYBODY else "for you"
        return BudgetSpent(
            f"No more questions are answered {whose} today. A person can be asked all the same: "
            'POST /v1/conversations {"person": true}, or POST /v1/conversations/{conversation_id}/escalate.',
            retry_after=max(1, int((tomorrow - now).total_seconds())),
        )


def afforded(budget: DailyBudget, session: Session, caller: Caller, live: Escalation | None, text: str) -> bool:
    """Whether the assistant answers this message. If not, it is kept for the person whom the customer waits for.

    Raises BudgetSpent where nobody is waited for; a wish for a person is always heard.
    """
    if person_in_charge(live):
        return False
    try:
        budget.spend(session, caller)
    except BudgetSpent:
        if live is not None and live.status is not Status.RESOLVED:
            return False
        if by_rule(text) is not Intent.WANTS_PERSON:
            raise
    return True


def _questions(session: Session, day: str, name: str) -> int:
    row = session.execute("SELECT questions FROM questions_a_day WHERE day = ? AND name = ?", (day, name)).fetchone()
    return int(row["questions"]) if row else 0

"""How many tokens a model may read and write in a day (UTC): in all, and for one visitor.

Counted in the database, so that several processes share one count. A request first takes what it may need at most; what
it did not use is given back when it is over. So requests that run side by side cannot overdraw together. A process that
is killed meanwhile leaves its tokens counted as spent, for they may have been.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from answering.model.chat import ModelFailure
from core.clock import Clock
from core.db import Session

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Taken:
    """Tokens that a request under way may use."""

    day: str
    names: tuple[str, ...]
    tokens: int


class TokenBudget:
    """The tokens of a day. Methods take the caller's open session."""

    def __init__(self, key: bytes, clock: Clock, *, in_all: int = 0, a_visitor: int = 0) -> None:
        """`in_all` and `a_visitor`: tokens a day, 0 for any number. `key` hides who is counted."""
        self._key = key
        self._clock = clock
        self.in_all = in_all
        self.a_visitor = a_visitor

    @property
    def is_limited(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.in_all or self.a_visitor)

    def take(self, session: Session, visitor: str | None, tokens: int) -> Taken:
        """Take what a request may need; raises ModelFailure (`budget`) when there is less, and then takes nothing."""
        day = self._day()
        counted = dict(self._counted(visitor, day))
        if any(_spent(session, day, name) + tokens > limit for name, limit in counted.items() if limit):
            raise ModelFailure("budget")
        taken = Taken(day, tuple(counted), tokens)
        _add(session, taken, tokens)
        session.execute("DELETE FROM model_tokens WHERE day < ?", (day,))
        return taken

    def settle(self, session: Session, taken: Taken, used: int) -> None:
        """Count `used` tokens instead of those that were taken."""
        if taken.day == self._day():  # of an earlier day nothing is kept
            _add(session, taken, used - taken.tokens)

    def today(self, session: Session) -> int:
        """Tokens spent today, with those of requests under way."""
        return _spent(session, self._day(), EVERYBODY)

    def _day(self) -> str:
        return self._clock().astimezone(UTC).date().isoformat()

    def _counted(self, visitor: str | None, day: str) -> Iterator[tuple[str, int]]:
        """Under which names tokens count, and up to where."""
        yield EVERYBODY, self.in_all
        if visitor is not None and self.a_visitor:
            yield self._hidden(day, visitor), self.a_visitor

    def _hidden(self, day: str, visitor: str) -> str:
        return hmac.new(self._key, f"model tokens {day} {visitor}".encode(), hashlib.sha256).hexdigest()[:32]


def _spent(session: Session, day: str, name: str) -> int:
    row = session.execute("SELECT tokens FROM model_tokens WHERE day = ? AND name = ?", (day, name)).fetchone()
    return int(row["tokens"]) if row else 0


def _add(session: Session, taken: Taken, tokens: int) -> None:
    for name in taken.names:
        session.execute(
            "INSERT INTO model_tokens VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET tokens = tokens + excluded.tokens",
            (taken.day, name, tokens),
        )

"""Limits for what a widget sends by itself or in bulk, each a budget of its own beside that of questions."""

from __future__ import annotations

from enum import StrEnum

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.limits import VISITORS_PER_ADDRESS, network_of
from core.errors import RateLimited


class Budget(StrEnum):
    """What is counted apart."""

    SUGGESTIONS = "suggestions"
    """While somebody types: every few letters."""
    SIGNS = "signs"
    """What was read, and that somebody is typing."""
    MEGABYTES = "megabytes"
    """Files, by their size."""
    READING = "reading"
    """Documents as Markdown; lists of them count as many."""


RATES = {
    Budget.SUGGESTIONS: "20/second;300/minute",
    Budget.SIGNS: "120/minute",
    Budget.MEGABYTES: "100/hour",
    Budget.READING: "600/minute",
}
"""What a visitor, or all without a token at one address, may send."""
WAIT_S = {Budget.SUGGESTIONS: 5, Budget.SIGNS: 10, Budget.MEGABYTES: 600, Budget.READING: 30}
"""When to try again, in seconds."""


class LightLimits:
    """Counts in this process; API keys are never counted."""

    def __init__(self, *, is_on: bool = True) -> None:
        """`is_on` false: as when `ASKWELL_RATE_LIMIT` is `off`."""
        self._rates = {budget: parse_many(rate) for budget, rate in RATES.items()} if is_on else {}
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, budget: Budget, address: str, visitor_id: str | None = None, cost: int = 1) -> None:
        """Count something that a visitor sends, or somebody without a token; raises RateLimited when it is too much."""
        network = network_of(address)
        self._hit(budget, visitor_id or f"at {network}", 1, cost)
        if visitor_id is not None:
            self._hit(budget, f"visitors at {network}", VISITORS_PER_ADDRESS, cost)

    def _hit(self, budget: Budget, name: str, factor: int, cost: int) -> None:
        for rate in self._rates.get(budget, ()):
            allowed = type(rate)(rate.amount * factor, rate.multiples)
            if not self._window.hit(allowed, budget, name, cost=cost):
                wait = WAIT_S[budget]
                raise RateLimited(f"Too many requests. Try again in {wait} seconds.", retry_after=wait)

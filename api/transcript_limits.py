"""How often transcripts go to addresses that are not on file: anybody may type anybody's address."""

from __future__ import annotations

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.limits import network_of
from core.errors import RateLimited

FROM_A_NETWORK = "5/hour"
TO_AN_ADDRESS = "3/day"


class TranscriptLimits:
    """Counts in this process; the limit of each conversation is counted in the database."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._network, self._address = parse(FROM_A_NETWORK), parse(TO_AN_ADDRESS)

    def check(self, network_address: str, email: str) -> None:
        """Count one letter; raises RateLimited when it is too many."""
        known = self._window.hit(self._network, "from", network_of(network_address))
        if not known or not self._window.hit(self._address, "to", email.casefold()):
            raise RateLimited("Too many transcripts were asked for. Try again in an hour.", retry_after=3_600)

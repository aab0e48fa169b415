"""How often visitors may write: a moving window for each visitor and each network address."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.errors import Misconfigured, RateLimited

VISITORS_PER_ADDRESS = 10
"""Offices and schools share an address: all visitors with a token behind one may together send this many times more."""
OFF = "off"


class VisitorLimits:
    """Counts what visitors send in this process; API keys are never counted."""

    def __init__(self, rate: str) -> None:
        """`rate` such as `30/minute`, or several separated by `;`, or `off`; raises Misconfigured."""
        try:
            self._items = [] if rate.strip().lower() == OFF else parse_many(rate)
        except ValueError as error:
            raise Misconfigured(f"ASKWELL_RATE_LIMIT: {rate!r} is not a rate such as 30/minute, or off.") from error
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, address: str, visitor_id: str | None = None) -> None:
        """Count one request of a visitor, or of somebody without a token; raises RateLimited when it is too many."""
        network = network_of(address)
        if visitor_id is None:
            self._hit("address", network, 1)
        else:
            self._hit("visitor", visitor_id, 1)
            self._hit("visitors at", network, VISITORS_PER_ADDRESS)

    def _hit(self, kind: str, name: str, factor: int) -> None:
        for item in self._items:
            allowed = type(item)(item.amount * factor, item.multiples)
            if not self._window.hit(allowed, kind, name):
                wait = self._wait(allowed, kind, name)
                raise RateLimited(f"Too many requests. Try again in {wait} seconds.", retry_after=wait)

    def _wait(self, item: RateLimitItem, kind: str, name: str) -> int:
        return max(1, math.ceil(self._window.get_window_stats(item, kind, name).reset_time - time.time()))


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the /64 that an IPv6 address is in."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    # What a server that listens on both kinds sees of IPv4: without this all of them were one subscriber.
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))

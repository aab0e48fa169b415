"""Asks the outside addresses of links now and then: one at a time, each host with a pause, and again before blaming."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import urlsplit

from core.clock import Clock, timestamp
from core.db import Database, Session
from insights.health.asking import Asking, MakeClient, Outcome
from insights.health.leases import Lease
from insights.health.model import LinkState

FAILURES = 3
"""In a row, before an address is called broken."""
AGAIN = (timedelta(hours=1), timedelta(days=1))
"""After the first and the second failure."""
FRESH = timedelta(days=7)
"""How long an address that works is believed."""
BROKEN_AGAIN = timedelta(days=1)
HOST_PAUSE_S = 1.0
"""Between two requests to one host."""
_LOOKED_AT = 200
_DUE = """SELECT url, kind, failures FROM link_checks c WHERE next_at <= ?
    AND EXISTS (SELECT 1 FROM link_places l WHERE l.url = c.url) ORDER BY next_at, url LIMIT ?"""


class LinkChecking:
    """Checks one address a step."""

    def __init__(
        self,
        database: Database,
        make_client: MakeClient,
        agent: str,
        clock: Clock,
        *,
        host_pause_s: float = HOST_PAUSE_S,
    ) -> None:
        """`agent` is how we name ourselves to servers; a host is asked again after `host_pause_s` at the earliest."""
        self._host_pause_s = host_pause_s
        self._database = database
        self._make_client = make_client
        self._agent = agent
        self._clock = clock
        self._lease = Lease("links", clock)
        self._asking: Asking | None = None
        self._asked: dict[str, float] = {}

    def step(self) -> int:
        """Check an address that is due and whose host has had its pause; 0 when there is none now."""
        with self._database.read() as session:
            due = session.execute(_DUE, (timestamp(self._clock()), _LOOKED_AT)).fetchall()
        row = next((row for row in due if self._rested(row["url"])), None)
        if row is None:
            if not due:
                self._forget_rules()
            return 0
        with self._database.write() as session:
            if not self._lease.take(session):
                return 0
        outcome = self._ask(row["url"], is_image=row["kind"] == "image")
        with self._database.write() as session:
            self._note(session, row["url"], row["failures"], outcome)
        return 1

    def _ask(self, url: str, *, is_image: bool) -> Outcome:
        if self._asking is None:
            self._asking = Asking(self._make_client(), self._agent)
        try:
            return self._asking.ask(url, is_image=is_image)
        finally:
            self._asked[_host(url)] = time.monotonic()

    def rest(self) -> None:
        """Let another process go on at once."""
        self._forget_rules()
        with self._database.write() as session:
            self._lease.give_back(session)

    def _forget_rules(self) -> None:
        """Forget what sites say about robots, which may be otherwise next time."""
        if self._asking is not None:
            self._asking.close()
        self._asking, self._asked = None, {}

    def _note(self, session: Session, url: str, failures: int, outcome: Outcome) -> None:
        now = self._clock()
        failures = failures + 1 if outcome.works is False else 0
        state, wait = _judge(outcome, failures)
        session.execute(
            "UPDATE link_checks SET state = ?, problem = ?, failures = ?, checked_at = ?, next_at = ? WHERE url = ?",
            (state, outcome.problem, failures, timestamp(now), timestamp(now + wait), url),
        )
        session.execute(
            """UPDATE document_health SET stale = 1
                WHERE document_id IN (SELECT document_id FROM link_places WHERE url = ?)""",
            (url,),
        )

    def _rested(self, url: str) -> bool:
        return time.monotonic() - self._asked.get(_host(url), -self._host_pause_s) >= self._host_pause_s


def _judge(outcome: Outcome, failures: int) -> tuple[LinkState, timedelta]:
    if outcome.works:
        return LinkState.OK, FRESH
    if outcome.works is None:
        return LinkState.UNKNOWN, FRESH
    if failures < FAILURES:
        return LinkState.UNKNOWN, AGAIN[failures - 1]
    return LinkState.BROKEN, BROKEN_AGAIN


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()

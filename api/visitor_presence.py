"""Whether customers are there: kept in memory, and written at most once a minute for each conversation.

A line is mailed only to a customer who was not there after it was written; see `escalation/mail/replies.py`.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from core.clock import Clock, timestamp
from core.db import Database
from core.errors import AppError

REFRESH = timedelta(seconds=45)
"""How old what is written may be while a stream is open. With the time between two rounds it stays below a minute."""
ROUND_S = 15.0
"""Time between two rounds."""
_log = logging.getLogger("askwell.presence")


class VisitorPresence:
    """Remembers who was seen until `run` writes it; safe from any thread.

    It has a thread of its own: were it held up by other work, another process would take the customer to have left.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._open = Counter[str]()
        self._seen: dict[str, datetime] = {}
        self._written: dict[str, datetime] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write every `ROUND_S` seconds."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._rounds, name="askwell-presence", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write a last time, and end."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5.0)
            self._thread = None

    def _rounds(self) -> None:
        ended = False
        while not ended:
            ended = self._stop.wait(ROUND_S)
            try:
                self.run()
            except AppError as error:
                _log.warning("Cannot note which customers are there: %s", error.message)
            except Exception:  # the thread must outlive whatever one round meets
                _log.exception("Cannot note which customers are there")

    def seen(self, conversation_id: str) -> None:
        """The customer has just read the conversation or written in it."""
        with self._lock:
            self._seen[conversation_id] = self._clock()

    @contextmanager
    def following(self, conversation_id: str) -> Iterator[None]:
        """For as long as the customer has a live stream open."""
        with self._lock:
            self._open[conversation_id] += 1
            self._seen[conversation_id] = self._clock()
        try:
            yield
        finally:
            with self._lock:
                self._open[conversation_id] -= 1
                if not self._open[conversation_id]:
                    del self._open[conversation_id]
                self._seen[conversation_id] = self._clock()

    def run(self) -> int:
        """Write what is new in one transaction; returns of how many conversations. Call every few seconds.

        What cannot be written is kept for the next time.
        """
        due = self._due()
        if due:
            try:
                self._write(due)
            except Exception:
                with self._lock:
                    self._seen = {**due, **self._seen}
                    self._written = {name: at for name, at in self._written.items() if name not in due}
                raise
        return len(due)

    def _write(self, due: Mapping[str, datetime]) -> None:
        with self._database.write() as session:
            session.executemany(
                "UPDATE conversations SET visitor_seen_at = max(coalesce(visitor_seen_at, ''), ?) WHERE id = ?",
                [(timestamp(at), conversation_id) for conversation_id, at in due.items()],
            )

    def _due(self) -> dict[str, datetime]:
        with self._lock:
            now = self._clock()
            for conversation_id in self._open:
                if now - self._written.get(conversation_id, datetime.min.replace(tzinfo=now.tzinfo)) >= REFRESH:
                    self._seen[conversation_id] = now
            due, self._seen = self._seen, {}
            self._written = {name: at for name, at in self._written.items() if now - at < REFRESH} | due
        return due

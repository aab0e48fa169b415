"""Whether the server can answer: database, embedder and index, looked at when somebody asks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping

from core.db import Database
from core.errors import AppError
from retrieval.embedder import Embedder
from retrieval.index import IndexCache

OK = "ok"
WARMING = "warming up"
EMBEDDER_CHECKED_EVERY_S = 30.0

_log = logging.getLogger("askwell.ready")


class Readiness:
    """Warms up what the first question would wait for, and reports."""

    def __init__(
        self, database: Database, embedder: Embedder, index: IndexCache, rehearse: Callable[[], object]
    ) -> None:
        """`rehearse` answers a question, so that whatever loads at first use is loaded before a customer asks."""
        self._database = database
        self._embedder = embedder
        self._index = index
        self._rehearse = rehearse
        self._lock = threading.Lock()
        self._embedder_state = WARMING
        self._embedder_checked = -EMBEDDER_CHECKED_EVERY_S
        self._warm = False

    def warm_up(self) -> None:
        """Load what questions need in a thread, so that the server answers at once."""
        threading.Thread(target=self.check, name="askwell-warm-up", daemon=True).start()

    def check(self) -> dict[str, str]:
        """State by part, `ok` or what is wrong. While warming up it does not wait."""
        if not self._lock.acquire(blocking=self._warm):
            return {"database": OK, "embedder": WARMING, "index": WARMING, "answering": WARMING}
        try:
            states = {"database": self._database_state(), "embedder": self._check_embedder()}
            states["index"] = self._index_state()
            states["answering"] = OK if self._warm else self._rehearsal_state(states)
            self._warm = states["answering"] == OK
        finally:
            self._lock.release()
        return states

    def _database_state(self) -> str:
        try:
            with self._database.read() as session:
                session.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
        except AppError as error:
            return error.message
        return OK

    def _check_embedder(self) -> str:
        now = time.monotonic()
        if now - self._embedder_checked >= EMBEDDER_CHECKED_EVERY_S or self._embedder_state != OK:
            try:
                self._embedder.embed_queries(["ready?"])
                self._embedder_state = OK
            except AppError as error:
                self._embedder_state = error.message
            self._embedder_checked = now
        return self._embedder_state

    def _rehearsal_state(self, states: Mapping[str, str]) -> str:
        if any(state != OK for state in states.values()):
            return WARMING
        try:
            self._rehearse()
        except Exception as error:  # whatever fails here would fail for customers too: the server is not ready
            _log.exception("The rehearsal failed")
            return f"The rehearsal failed: {error}"
        return OK

    def _index_state(self) -> str:
        try:
            self._index.refresh()
        except AppError as error:
            return error.message
        return OK

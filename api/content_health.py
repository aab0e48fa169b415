"""Use cases around the health of documents: what the content team does with it, and what runs in the background."""

from __future__ import annotations

from importlib.metadata import version

import httpx2

from api.audit import AuditAction, AuditLog
from api.pace import Pace
from api.step_worker import StepWorker
from core.clock import Clock, timestamp
from core.db import Database
from core.outbound import anywhere, guarded_client, is_public
from core.settings import Settings
from insights.duplicates import Duplicates
from insights.health.board import HealthBoard
from insights.health.checking import LinkChecking
from insights.health.model import Problem, Progress

MOST_REDIRECTS = 5


class ContentHealth:
    """The health of documents, as routes, pages and the server use it."""

    def __init__(
        self,
        database: Database,
        board: HealthBoard,
        links: LinkChecking | None,
        audit: AuditLog,
        clock: Clock,
        pace: Pace,
    ) -> None:
        """`links` is None where outside addresses are not asked."""
        self.board = board
        self.store = board.store
        self.asks_outside = links is not None
        self._database = database
        self._audit = audit
        self._clock = clock
        self.workers = tuple(
            StepWorker(pace, work, name="the health of documents", at_end=work.rest)
            for work in ((board, links) if links else (board,))
        )

    def progress(self) -> Progress:
        """What is left to be done; no outside addresses where they are not asked."""
        with self._database.read() as session:
            return self.board.store.progress(session, timestamp(self._clock()) if self.asks_outside else "")

    def totals(self) -> tuple[dict[Problem, int], int, int]:
        """Documents with each problem, all documents, and those with any problem."""
        with self._database.read() as session:
            return self.store.counts(session), *self.store.totals(session)

    def check(self, document_id: str, seen: str, by: str, staff_id: str | None, note: str = "") -> None:
        """Mark a document as checked in the version `seen` (empty: whichever there is)."""
        with self._database.write() as session:
            checked = self.board.hands.check(session, document_id, seen, staff_id, note)
            self.board.count_now(session, [document_id])
            self._audit.record(session, by, AuditAction.DOCUMENT_CHECKED, document_id, version=checked)

    def dismiss(self, pair_id: int, by: str, staff_id: str | None, *, dismissed: bool) -> None:
        """Say that a pair is no problem, or that it is one after all."""
        with self._database.write() as session:
            documents = self.board.hands.dismiss(session, pair_id, staff_id, dismissed=dismissed)
            self.board.count_now(session, documents)
            action = AuditAction.PAIR_DISMISSED if dismissed else AuditAction.PAIR_RESTORED
            self._audit.record(session, by, action, documents[0], other=documents[1])


def make_health(
    settings: Settings, database: Database, duplicates: Duplicates, audit: AuditLog, clock: Clock, pace: Pace
) -> ContentHealth:
    """The health of documents for these settings."""
    agent = f"Askwell-link-check/{version('askwell')} (+{settings.public_url or 'no public address'}; robot)"
    allowed = anywhere if settings.check_links_allow_private else is_public

    def client() -> httpx2.Client:
        made = guarded_client(allowed=allowed, follow_redirects=True)
        made.max_redirects = MOST_REDIRECTS
        return made

    links = LinkChecking(database, client, agent, clock) if settings.check_links else None
    return ContentHealth(database, HealthBoard(database, duplicates, clock), links, audit, clock, pace)

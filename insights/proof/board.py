"""All there is to proof but asking itself, put together: what routes and pages use, and what runs in the background."""

from __future__ import annotations

from collections.abc import Callable

from core.clock import Clock
from core.db import Database, Session
from insights.proof.checking import Checking
from insights.proof.concluding import Concluding
from insights.proof.documents import RightDocuments
from insights.proof.model import Check, Verdict
from insights.proof.nearness import Nearness
from insights.proof.rules import ProofSettings
from insights.proof.store import CheckStore
from insights.proof.telling import Telling
from insights.proof.watching import Watching
from retrieval.embedder import Embedder


class ProofBoard:
    """The parts of proof."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        telling: Telling,
        clock: Clock,
        *,
        fit: str,
        refresh: Callable[[], int],
    ) -> None:
        """`fit` names what answers are judged by; `refresh` finds which documents are translations of each other."""
        self.store = CheckStore()
        self.settings = ProofSettings(clock)
        self.right = RightDocuments(clock)
        self.telling = telling
        self.checking = Checking(database, self.right, self.settings, clock, fit)
        self._concluding = Concluding(self.checking, self.store, self.right, clock)
        self.watching = Watching(
            database, self.store, self.right, self.settings, Nearness(embedder), refresh, clock, fit
        )

    def conclude(self, session: Session, check_id: int) -> Check | None:
        """End a check; customers who want it are told in the same transaction."""
        check = self._concluding.conclude(session, check_id)
        if check is not None and check.verdict is Verdict.PASSED and self.telling.wanted(session, check.gap_id):
            self.telling.tell(session, check.gap_id)
        return check

"""All there is to gaps, put together: what routes and pages use, and what runs in the background."""

from __future__ import annotations

from core.clock import Clock
from core.db import Database
from insights.gaps.events import now
from insights.gaps.hands import GapHands
from insights.gaps.harm import HarmSettings
from insights.gaps.placing import GapPlacing
from insights.gaps.regrouping import Regrouping
from insights.gaps.runs import Runs
from insights.gaps.store import GapStore
from retrieval.embedder import Embedder
from retrieval.recent_questions import RecentQuestions


class GapBoard:
    """The parts of the board of gaps."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Clock, recent: RecentQuestions | None = None
    ) -> None:
        """`recent` knows the vectors of questions that were asked a short while ago."""
        self.store = GapStore()
        self.hands = GapHands(self.store, clock)
        self.settings = HarmSettings(clock)
        self.runs = Runs(database, clock)
        self.placing = GapPlacing(database, embedder, recent or RecentQuestions(embedder), self.settings, clock)
        self.regrouping = Regrouping(database, embedder, self.runs, clock)
        self._database = database
        self._clock = clock
        self._day = ""

    def step(self) -> int:
        """Do the next small part of what is to be done; returns 0 when all is done for now."""
        if done := self.placing.run():
            return done
        if self._day != now(self._clock)[:10]:
            self.placing.age()
            self._day = now(self._clock)[:10]
            return 1
        with self._database.write() as session:
            self.runs.ask_when_due(session)
        return self.regrouping.run()

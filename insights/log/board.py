"""All there is to the log beside the questions themselves: what pages use, and what runs in the background."""

from __future__ import annotations

from core.clock import Clock
from core.db import Database
from insights.log.outcomes import Outcomes
from insights.log.upkeep import LogUpkeep
from insights.log.views import LogViews


class LogBoard:
    """The parts of the log's page."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.outcomes = Outcomes(clock)
        self.views = LogViews(clock)
        self.upkeep = LogUpkeep(database, self.outcomes)

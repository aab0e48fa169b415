"""The parts of one running application, ready to use. `api/wiring.py` puts them together."""

from __future__ import annotations

from dataclasses import dataclass

from api.keys import KeyStore
from api.limits import VisitorLimits
from api.metrics import Metrics
from api.origins import OriginRule
from api.staff import StaffStore
from api.tokens import Tokens
from core.clock import Clock
from core.db import Database
from core.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What routes, pages and commands work with."""

    settings: Settings
    clock: Clock
    database: Database
    key: bytes
    """Signs tokens and forms."""
    staff: StaffStore
    keys: KeyStore
    tokens: Tokens
    limits: VisitorLimits
    origins: OriginRule
    metrics: Metrics

    def close(self) -> None:
        """Stop what runs in the background and close the database."""
        self.database.close()

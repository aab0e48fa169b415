"""The composition root: the only file that names concrete classes."""

from __future__ import annotations

from api.keys import KeyStore
from api.limits import VisitorLimits
from api.metrics import Metrics
from api.origins import OriginRule
from api.secret_key import secret_key
from api.services import Services
from api.staff import StaffStore
from api.tokens import Tokens
from core.clock import Clock, system_clock
from core.db import Database
from core.settings import Settings


def build(settings: Settings, clock: Clock = system_clock) -> Services:
    """All parts for `settings`; raises Misconfigured, and Unavailable when the database cannot be used."""
    limits = VisitorLimits(settings.rate_limit)
    database = Database(settings.database_path)
    key = secret_key(settings)
    identity_secret = settings.identity_secret.get_secret_value() if settings.identity_secret else None
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        key=key,
        staff=StaffStore(database, clock),
        keys=KeyStore(database, clock),
        tokens=Tokens(key, identity_secret, clock),
        limits=limits,
        origins=OriginRule(settings.allowed_origins, settings.public_url),
        metrics=Metrics(dict),
    )

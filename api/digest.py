"""Puts the parts of the weekly letter together from settings."""

from __future__ import annotations

from core.clock import Clock
from core.db import Database, Session
from core.settings import Settings
from escalation.clocks.hours import OfficeHours
from escalation.delivery.outbox import Outbox
from escalation.desk_settings import DeskSettings
from insights.digest.letter import DigestLetters
from insights.digest.readers import DigestReaders
from insights.digest.sending import Digest
from insights.gaps.store import GapStore


def make_digest(settings: Settings, database: Database, clock: Clock, key: bytes, outbox: Outbox) -> Digest:
    """All parts, in the hours of the office."""
    rules, readers, store = DeskSettings(clock), DigestReaders(key, clock), GapStore()

    def hours(session: Session) -> OfficeHours:
        return rules.get(session).hours

    letters = DigestLetters(readers, store, hours, clock, settings.public_url or "")
    return Digest(database, readers, letters, store, hours, outbox, clock, settings.public_url)

"""Use cases around the rules of the desk: reading them, and changing them for everything that is open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.audit import SYSTEM, AuditAction, AuditLog
from api.outlook import Outlook
from core.clock import Clock
from core.db import Database, Session
from core.errors import AppError, Misconfigured
from escalation.clocks.deadlines import SlaDeadlines
from escalation.desk_settings import DeskRules, DeskSettings, read_rules, write_rules
from escalation.queue import EscalationQueue
from escalation.rules import Subject, TopicRules
from escalation.states import OPEN

SUBJECT = "desk rules"
"""What the audit log calls them."""


class RulesOfDesk:
    """The rules at work: what other parts ask of them, and how they are changed."""

    def __init__(
        self, database: Database, queue: EscalationQueue, topics: TopicRules, audit: AuditLog, clock: Clock
    ) -> None:
        self.settings = DeskSettings(clock)
        self.deadlines = SlaDeadlines(self.settings, topics)
        self.outlook = Outlook(self.settings, clock)
        self._database = database
        self._queue = queue
        self._topics = topics
        self._audit = audit
        self._clock = clock

    def get(self) -> DeskRules:
        """The rules as they are now."""
        with self._database.read() as session:
            return self.settings.get(session)

    def change(self, data: Any, by: str, staff_id: str | None = None) -> DeskRules:
        """Let the rules in `data` hold, and compute deadlines and priorities of everything open anew.

        Raises InvalidInput and TooLarge; `by` names who acts for the audit log.
        """
        rules = read_rules(data)
        with self._database.write() as session:
            before = self.settings.get(session)
            if rules != before:
                self._put(session, rules, by, staff_id, _changed(before, rules))
        return rules

    def seed(self, path: Path) -> bool:
        """At the first start, take the rules from a JSON file; raises Misconfigured when it cannot be used."""
        with self._database.write() as session:
            if self.settings.is_set(session):
                return False
            try:
                rules = read_rules(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, AppError) as error:
                raise Misconfigured(f"ASKWELL_DESK_RULES: {path} cannot be used: {error}") from error
            self._put(session, rules, SYSTEM, None, ["all"])
        return True

    def sensitive(self, session: Session, subject: Subject) -> str | None:
        """The name of the sensitive topic that a subject falls under, if there is one."""
        topic = self._topics.find(self.settings.get(session).topics, subject)
        return topic.name if topic and topic.sensitive else None

    def agent_gone(self, session: Session, usual: timedelta | None) -> timedelta | None:
        """After how long without being seen an agent counts as gone; `usual` where the rules do not say."""
        minutes = self.settings.get(session).agent_gone_minutes
        return usual if minutes is None else timedelta(minutes=minutes) or None

    def _put(self, session: Session, rules: DeskRules, by: str, staff_id: str | None, changed: list[str]) -> None:
        self.settings.put(session, rules, staff_id)
        self.deadlines.renew(session, self._queue.in_states(session, OPEN), self._clock())
        self._audit.record(session, by, AuditAction.SETTINGS_CHANGED, SUBJECT, changed=changed)


def as_data(rules: DeskRules) -> Mapping[str, Any]:
    """The rules as the API gives and takes them."""
    return write_rules(rules)


def _changed(before: DeskRules, after: DeskRules) -> list[str]:
    return [field.name for field in fields(DeskRules) if getattr(before, field.name) != getattr(after, field.name)]

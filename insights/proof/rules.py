"""The rules of proof in the database, and what may be set."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import InvalidInput
from insights.proof.model import Rules

LOWEST_BAR = 0.5
MOST_SAMPLED = 50
LONGEST_ROUND = 90
_ROW = "proof"

DEFINITIONS = {
    "bar": "Share of the questions asked again that must be answered from the right document before a gap is closed.",
    "each_language": "The bar must be passed in each language by itself, not only over all questions together.",
    "sample": "Questions asked again in each language, at most: distinct customers first, the latest first.",
    "accept_unsure": "An answer that is shown as uncertain counts too when it cites the right document.",
    "round_days": "A closed gap that nothing seems to have touched is checked again after so many days.",
    "tell": "Customers who agreed to it and left an address are told once, by themselves, when their gap is closed.",
}
"""What each rule means."""


def checked(rules: Rules) -> Rules:
    """The same rules; raises InvalidInput when one is out of its range."""
    if not LOWEST_BAR <= rules.bar <= 1.0:
        raise InvalidInput(f"The bar is a share from {LOWEST_BAR:.0%} to 100%.")
    if not 1 <= rules.sample <= MOST_SAMPLED:
        raise InvalidInput(f"Ask 1 to {MOST_SAMPLED} questions again in each language.")
    if not 1 <= rules.round_days <= LONGEST_ROUND:
        raise InvalidInput(f"Closed gaps are checked again after 1 to {LONGEST_ROUND} days.")
    return rules


def load_rules(text: str) -> Rules:
    """Rules as they were stored; what an earlier version did not know has its default."""
    known, data = {field.name for field in fields(Rules)}, json.loads(text)
    return Rules(**{name: value for name, value in data.items() if name in known})


def dump_rules(rules: Rules) -> str:
    """Rules as they are stored."""
    return json.dumps(asdict(rules))


class ProofSettings:
    """The rules in use; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def get(self, session: Session) -> Rules:
        """The rules as they are now."""
        row = session.execute("SELECT value FROM content_settings WHERE name = ?", (_ROW,)).fetchone()
        return Rules() if row is None else load_rules(row["value"])

    def put(self, session: Session, rules: Rules, staff_id: str | None) -> None:
        """Let these rules hold from the next check on; raises InvalidInput."""
        session.execute(
            "INSERT OR REPLACE INTO content_settings (name, value, updated_at, staff_id) VALUES (?, ?, ?, ?)",
            (_ROW, dump_rules(checked(rules)), timestamp(self._clock()), staff_id),
        )

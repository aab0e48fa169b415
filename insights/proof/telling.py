"""Customers who agreed to it are told once when their gap is closed; methods take the caller's open session.

Who agreed left an address in the conversation, or the site vouches for one, and said that they want to be told. One
letter goes to each customer for each gap, for good: the row in `gap_notices` and the announcement in the outbox are
stored in the transaction that closes the gap.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from core.audiences import may_see
from core.clock import Clock
from core.db import Session
from core.errors import InvalidInput
from core.language import primary
from escalation.delivery.outbox import Outbox
from escalation.mail.address import checked_address
from insights.gaps.events import SYSTEM, now, record
from insights.gaps.model import GapEvent, GapState
from insights.proof.documents import RightDocuments
from insights.proof.refusals import ANSWERS, Refusals
from insights.proof.rules import ProofSettings

TOPIC = "mail.gap_closed"
_AGREED = """SELECT q.message_id, q.conversation_id, g.text, q.lang, c.audiences, c.contact_email, v.email
    FROM gap_questions g JOIN questions q ON q.message_id = g.message_id
    JOIN conversations c ON c.id = q.conversation_id LEFT JOIN visitors v ON v.id = c.visitor_id
    WHERE g.gap_id = ? AND c.notify_at IS NOT NULL AND c.mail_stopped_at IS NULL ORDER BY q.created_at DESC"""


@dataclass(frozen=True, slots=True)
class Asker:
    """A customer who agreed to be told, with the latest question they asked in the gap."""

    customer: str
    """Name of the address."""
    address: str
    conversation_id: str
    message_id: str
    text: str
    lang: str | None
    audiences: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a customer reads the answer."""

    title: str
    url: str | None
    """Of the document itself, where it has an address on the web."""
    public_id: str | None
    """Id of a document that everybody may see, so that Askwell's own page can show it."""
    quote: str
    """What answers the question there; empty where no check has kept it."""


class Telling:
    """Decides who is told, and leaves the announcements."""

    def __init__(
        self,
        refusals: Refusals,
        outbox: Outbox,
        clock: Clock,
        *,
        can_write: bool,
    ) -> None:
        """`can_write`: whether letters can be sent, with an address of this server to unsubscribe at."""
        self._right = RightDocuments(clock)
        self._settings = ProofSettings(clock)
        self.refusals = refusals
        self._outbox = outbox
        self._clock = clock
        self.can_write = can_write

    def wanted(self, session: Session, gap_id: str) -> bool:
        """Whether customers of this gap are told by themselves: as decided for it, else as the board says."""
        row = session.execute("SELECT tell FROM gaps WHERE id = ?", (gap_id,)).fetchone()
        if row is None or row["tell"] is None:
            return self._settings.get(session).tell
        return bool(row["tell"])

    def decide(self, session: Session, gap_id: str, tell: bool | None) -> None:
        """Say for one gap whether its customers are told; None: as the board says."""
        session.execute("UPDATE gaps SET tell = ? WHERE id = ?", (tell, gap_id))

    def untold(self, session: Session, gap_id: str) -> list[Asker]:
        """Who agreed, can be reached, and has not been told of this gap."""
        return [one for one in self._agreed(session, gap_id) if not _is_told(session, gap_id, one.customer)]

    def told(self, session: Session, gap_id: str) -> int:
        """How many customers were told."""
        return int(session.execute("SELECT count(*) FROM gap_notices WHERE gap_id = ?", (gap_id,)).fetchone()[0])

    def tell(self, session: Session, gap_id: str, actor: str = SYSTEM) -> int:
        """Tell everybody who is still to be told of a closed gap; returns how many. Others are never told."""
        row = session.execute("SELECT state FROM gaps WHERE id = ?", (gap_id,)).fetchone()
        if not self.can_write or row is None or row["state"] != GapState.CLOSED:
            return 0
        at, count = now(self._clock), 0
        for one in self.untold(session, gap_id):
            if self.link_for(session, gap_id, one.lang, one.audiences) is None:
                continue
            session.execute(
                """INSERT INTO gap_notices (gap_id, customer, conversation_id, message_id, created_at)
                    VALUES (?, ?, ?, ?, ?)""",
                (gap_id, one.customer, one.conversation_id, one.message_id, at),
            )
            facts = {"conversation_id": one.conversation_id, "gap_id": gap_id, "customer": one.customer}
            self._outbox.enqueue(session, f"gap-closed:{gap_id}:{one.customer}", TOPIC, facts)
            count += 1
        if count:
            record(session, gap_id, GapEvent.TOLD, actor, at, customers=count)
        return count

    def asker(self, session: Session, gap_id: str, customer: str) -> Asker | None:
        """The customer of that name, while they still agree."""
        return next((one for one in self._agreed(session, gap_id) if one.customer == customer), None)

    def link_for(self, session: Session, gap_id: str, lang: str | None, audiences: frozenset[str]) -> Link | None:
        """The right document that this customer may see and can reach, in their language where there is one."""
        rows = session.execute(
            "SELECT id, title, url, lang, audiences FROM documents WHERE removed_at IS NULL"
            " AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(self._right.ids(session, gap_id))),),
        ).fetchall()
        seen = [row for row in rows if may_see(audiences, json.loads(row["audiences"]))]
        own = [row for row in seen if primary(row["lang"]) == primary(lang or "en")]
        found = next(iter([*own, *seen]), None)
        if found is None:
            return None
        quoted = session.execute(
            """SELECT q.quote FROM gap_checks c JOIN gap_check_questions q ON q.check_id = c.id
                WHERE c.gap_id = ? AND q.passed AND q.document_id = ?
                ORDER BY c.id DESC, q.lang <> ?, q.place LIMIT 1""",
            (gap_id, found["id"], lang or "en"),
        ).fetchone()
        url = found["url"] if str(found["url"]).startswith(("https://", "http://")) else None
        public_id = None if json.loads(found["audiences"]) else str(found["id"])
        return Link(found["title"], url, public_id, quoted["quote"] if quoted else "")

    def _agreed(self, session: Session, gap_id: str) -> Iterator[Asker]:
        seen: set[str] = set()
        for row in session.execute(_AGREED, (gap_id,)).fetchall():
            address = _address(row)
            customer = self.refusals.name_of(address) if address else ""
            if not address or customer in seen or self.refusals.refused_name(session, customer, ANSWERS):
                continue
            seen.add(customer)
            audiences = frozenset(json.loads(row["audiences"]))
            yield Asker(
                customer, address, row["conversation_id"], row["message_id"], row["text"], row["lang"], audiences
            )


def _address(row: sqlite3.Row) -> str | None:
    for found in (row["contact_email"], row["email"]):
        try:
            return checked_address(found or "")
        except InvalidInput:
            continue
    return None


def _is_told(session: Session, gap_id: str, customer: str) -> bool:
    row = session.execute("SELECT 1 FROM gap_notices WHERE gap_id = ? AND customer = ?", (gap_id, customer)).fetchone()
    return row is not None

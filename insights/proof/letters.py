"""Sends the letter that tells a customer of an answer, never twice.

Other letters may be sent again after a crash, under the same Message-ID. This one is only a courtesy: it is taken in
hand before it is sent, and a process that is killed between the two leaves it unsent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from core.clock import Clock
from core.db import Database, Session
from escalation.delivery.handoff import HandoffEvent, HandoffTarget, Refused
from escalation.mail.body import Body
from escalation.mail.message import Letter, one_line
from escalation.mail.sender import Mailer
from insights.gaps.events import now
from insights.proof.refusals import ANSWERS
from insights.proof.telling import TOPIC, Asker, Link, Telling
from insights.proof.words import words_of

READ_PATH = "/read"
"""Where this server shows a public document to everybody."""
_SHOWN = 70
"""Characters of a question in a subject."""


class AnswerLetters:
    """A target for letters that writes these itself and hands all others on."""

    def __init__(
        self,
        others: HandoffTarget,
        mailer: Mailer,
        database: Database,
        telling: Telling,
        message_id: Callable[[str], str],
        site: str,
        clock: Clock,
    ) -> None:
        """`site`: address of this server, where letters can be refused; `message_id` names a letter by its key."""
        self._others = others
        self._mailer = mailer
        self._database = database
        self._telling = telling
        self._message_id = message_id
        self._site = site.rstrip("/")
        self._clock = clock

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Send the letter; returning also means that nobody needs it any more. See `HandoffTarget.deliver`."""
        if event.topic != TOPIC:
            self._others.deliver(event, key)
            return
        letter = self._taken(event.payload, key)
        if letter is None:
            return
        try:
            self._mailer.send(letter)
        except Refused:
            raise
        except Exception:  # the mail server has not taken it, so it may be sent again
            self._give_back(event.payload)
            raise

    def _taken(self, facts: Mapping[str, Any], key: str) -> Letter | None:
        """The letter, from now on in hand; None when it is sent, or perhaps sent, or not wanted any more."""
        with self._database.write() as session:
            taken = session.execute(
                "UPDATE gap_notices SET taken_at = ? WHERE gap_id = ? AND customer = ? AND taken_at IS NULL",
                (now(self._clock), facts["gap_id"], facts["customer"]),
            )
            return self._written(session, facts, key) if taken.rowcount else None

    def _give_back(self, facts: Mapping[str, Any]) -> None:
        with self._database.write() as session:
            session.execute(
                "UPDATE gap_notices SET taken_at = NULL WHERE gap_id = ? AND customer = ?",
                (facts["gap_id"], facts["customer"]),
            )

    def _written(self, session: Session, facts: Mapping[str, Any], key: str) -> Letter | None:
        asker = self._telling.asker(session, facts["gap_id"], facts["customer"])
        link = asker and self._telling.link_for(session, facts["gap_id"], asker.lang, asker.audiences)
        return self._letter(asker, link, key) if asker and link else None

    def _letter(self, asker: Asker, link: Link, key: str) -> Letter:
        words, question = words_of(asker.lang), one_line(asker.text)
        short = question if len(question) <= _SHOWN else question[: _SHOWN - 1].rstrip() + "…"
        refuse = (
            f"{self._site}/unsubscribe?token={self._telling.refusals.token(asker.address, ANSWERS)}&lang={words.lang}"
        )
        body = Body(words.lang)
        body.say(words.intro)
        body.say(f"{words.asked} {question}")
        body.quote(f"{words.answer} {one_line(link.title)}", link.quote)
        address = link.url or (f"{self._site}{READ_PATH}/{quote(link.public_id)}" if link.public_id else None)
        if address:
            body.link(words.read_on, address)
        body.rule()
        body.small(words.why)
        body.link(words.stop, refuse)
        return Letter(
            asker.address,
            words.subject.format(question=short),
            body.text,
            body.html,
            message_id=self._message_id(key),
            headers={
                "List-Unsubscribe": f"<{refuse}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )

"""Writes the weekly letter: to one reader, in their language, with links to the board."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from core.clock import Clock
from core.db import Session
from escalation.clocks.hours import OfficeHours
from escalation.mail.body import Body
from escalation.mail.letters import AUTOMATIC
from escalation.mail.message import Letter, one_line
from insights.digest.facts import Week, week_of
from insights.digest.readers import DigestReaders
from insights.digest.words import DigestWords, digest_words
from insights.gaps.model import Gap
from insights.gaps.store import GapStore
from insights.reports.groups import Figure
from insights.reports.periods import Period

LONGEST_NAME = 120
"""Characters of a gap's name in the letter."""
STOP_PATH = "/weekly-letter/stop"


class DigestLetters:
    """Writes letters when they are sent."""

    def __init__(
        self,
        readers: DigestReaders,
        store: GapStore,
        hours: Callable[[Session], OfficeHours],
        clock: Clock,
        address: str,
    ) -> None:
        """`address`: where people reach this server."""
        self._readers = readers
        self._store = store
        self._hours = hours
        self._clock = clock
        self._address = address.rstrip("/")

    def write(self, session: Session, facts: Mapping[str, Any], _key: str) -> Letter | None:
        """The letter that the outbox announces; None when its reader wants it no more."""
        reader = self._readers.reader(session, facts["staff_id"])
        if reader is None:
            return None
        email, name, languages = reader
        lang = next(iter(json.loads(languages)), None)
        words, period = digest_words(lang), _period(facts)
        week = week_of(
            session,
            period,
            store=self._store,
            now=self._clock(),
            hours=self._hours(session),
            lang=lang or words.lang,
        )
        stop = f"{self._address}{STOP_PATH}?{urlencode({'token': self._readers.token(facts['staff_id'])})}"
        body = self._body(words, week, name, stop)
        # RFC 8058: mail programs end it at once, with a POST to the same address.
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        return Letter(email, _subject(words, week), body.text, body.html, headers=AUTOMATIC | headers)

    def _body(self, words: DigestWords, week: Week, name: str, stop: str) -> Body:
        body, first, last = Body(words.lang), week.period.first.isoformat(), week.period.last.isoformat()
        body.say(words.hello.format(name=one_line(name)))
        for line in _figures(words, week):
            body.say(line)
        if not (week.gaps["opened"] or week.gaps["closed"] or week.gaps["reopened"]):
            body.say(words.no_gaps)
        for head, gaps in (
            (words.new, week.new),
            (words.worst, week.worst),
            (words.reopened, week.reopened),
            (words.closed, week.closed),
        ):
            self._list(body, words, head, gaps)
        body.link(words.board, f"{self._address}/content/gaps")
        body.link(words.report, f"{self._address}/content/reports?{urlencode({'from': first, 'to': last})}")
        body.rule()
        body.small(words.why)
        body.link(words.stop, stop)
        return body

    def _list(self, body: Body, words: DigestWords, head: str, gaps: Sequence[Gap]) -> None:
        rows = [
            (
                _short(one_line(gap.name)),
                f"{self._address}/content/gaps/{gap.id}",
                words.size.format(questions=gap.size, customers=gap.customers),
            )
            for gap in gaps
        ]
        if rows:
            body.links(head, rows)


def _period(facts: Mapping[str, Any]) -> Period:
    return Period(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]), facts["zone"])


def _subject(words: DigestWords, week: Week) -> str:
    return words.subject.format(
        first=week.period.first.isoformat(),
        last=week.period.last.isoformat(),
        opened=week.gaps["opened"],
        closed=week.gaps["closed"],
    )


def _figures(words: DigestWords, week: Week) -> list[str]:
    first, last = week.period.first.isoformat(), week.period.last.isoformat()
    found, before = week.answers, week.answers_before
    if not found["questions"]:
        return [words.nobody_asked.format(first=first, last=last)]
    rate_before = _percent(before["answer_rate"]) if before["questions"] else words.nothing_before
    shares = {name: _percent(found[f"{name}_share"]) for name in ("confirmed", "assumed", "handed_off")}
    return [
        words.asked.format(first=first, last=last, questions=found["questions"]),
        words.answered.format(rate=_percent(found["answer_rate"]), before=rate_before),
        words.shares.format(**shares),
        words.without_answer.format(number=week.without_answer),
    ]


def _percent(share: Figure) -> str:
    return "–" if share is None else f"{share:.0%}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"

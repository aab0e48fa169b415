"""The list of the desk: every filter and every count beside it agree, alone and together."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from core.clock import timestamp
from core.model import Reason
from escalation.clocks.sla import SlaClock
from escalation.desk_filter import DeskFilter, ForAgent, SlaState, View
from escalation.desk_list import DeskList

LANGS, REASONS, TOPICS = (
    ("en", "es-MX", "zh", None),
    (Reason.NO_CONTENT, Reason.COMPLAINT),
    ("Billing", "Shipping", None),
)
HERE = ForAgent("stf_ana", ("en", "es"), frozenset({"Shipping"}))


@pytest.fixture
def desk(parts: Any) -> Any:
    """Some in every state, language, reason, topic and state of the clock."""
    ana, ben = parts.agent("Ana"), parts.agent("Ben")
    soon, late = (timestamp(parts.clock() + timedelta(minutes=minutes)) for minutes in (9, -9))
    for number, (lang, reason, topic) in enumerate(product(LANGS, REASONS, TOPICS)):
        conversation = parts.conversation(lang or "en")
        with parts.database.write() as session:
            made = parts.desk.open(session, conversation.id, reason, f"Question {number}", lang=lang)
            session.execute(
                "UPDATE escalations SET topic = ?, first_reply_due = ? WHERE id = ?",
                (topic, (None, soon, late, soon)[number % 4], made.id),
            )
            if number % 4 == 1:
                session.execute(
                    "INSERT INTO sla_alerts VALUES (?, 'first_reply', ?, 'near', ?)",
                    (made.id, soon, timestamp(parts.clock())),
                )
            if number % 3:
                agent = ana if number % 3 == 1 else ben
                parts.desk.claim(session, made.id, agent)
                if number % 6 == 4:
                    parts.desk.snooze(session, made.id, agent, parts.clock() + timedelta(hours=1))
                if number % 12 == 8:
                    parts.desk.resolve(session, made.id, agent)
    return parts


def rows(parts: Any, chosen: DeskFilter, limit: int = 500) -> list[Any]:
    with parts.database.read() as session:
        return list(DeskList().rows(session, chosen, parts.clock(), limit)[0])


@pytest.mark.parametrize("view", View)
def test_each_count_is_the_length_of_the_list_behind_it(desk: Any, view: View) -> None:
    """Also when other choices are made: each count says what choosing it would show."""
    for lang, reason, topic, sla in product(
        (None, "en", "und"), (None, Reason.COMPLAINT), (None, "Billing"), (None, "breached")
    ):
        chosen = DeskFilter(HERE, view, lang, reason, topic, SlaState(sla) if sla else None)
        with desk.database.read() as session:
            facets = DeskList().facets(session, chosen, desk.clock())
        offered: dict[str, Any] = {
            "view": facets.views,
            "lang": facets.langs,
            "reason": facets.reasons,
            "topic": facets.topics,
        }
        for name, counts in {**offered, "sla": facets.slas}.items():
            parts = {field: getattr(chosen, field) for field in ("view", "lang", "reason", "topic", "sla")}
            for value, count in counts.items():
                assert count == len(rows(desk, DeskFilter(HERE, **{**parts, name: value}))), (chosen, name, value)


def test_views_hold_what_they_say(desk: Any) -> None:
    everything = rows(desk, DeskFilter(HERE))
    assert {row.status for row in everything} == {"queued", "claimed"}
    assert {row.agent_id for row in rows(desk, DeskFilter(HERE, View.MINE))} == {"stf_ana"}
    assert {row.agent_id for row in rows(desk, DeskFilter(HERE, View.UNASSIGNED))} == {None}
    own = rows(desk, DeskFilter(HERE, View.FOR_YOU))
    assert {row.lang for row in own} == {"en", "es-MX", None}
    assert {row.topic for row in own} <= {"Billing", None}
    assert {row.status for row in rows(desk, DeskFilter(HERE, View.SNOOZED))} == {"snoozed"}
    assert {row.status for row in rows(desk, DeskFilter(HERE, View.RESOLVED))} == {"resolved"}


def test_the_clock_that_ends_first_is_told(desk: Any) -> None:
    found = {row.sla: row for row in rows(desk, DeskFilter(HERE))}
    assert set(found) == set(SlaState)
    assert found[SlaState.BREACHED].clock is SlaClock.FIRST_REPLY
    assert found[SlaState.BREACHED].due < timestamp(desk.clock()) < found[SlaState.DUE_SOON].due
    assert (found[SlaState.UNTIMED].clock, found[SlaState.UNTIMED].due) == (None, None)


def test_the_most_pressing_come_first_and_there_may_be_more(desk: Any) -> None:
    first = rows(desk, DeskFilter(HERE))[-1].id
    with desk.database.write() as session:
        session.execute("UPDATE escalations SET priority = 900 WHERE id = ?", [first])
        found, more = DeskList().rows(session, DeskFilter(HERE), desk.clock(), 3)
    assert (found[0].id, len(found), more) == (first, 3, True)

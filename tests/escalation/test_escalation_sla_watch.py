"""Deadlines told once each, to the desk and to targets, and priorities that follow the clock."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest

from answering.conversations.customer_facts import set_attributes
from core.clock import timestamp
from core.model import Reason
from escalation.assigning import Assigning
from escalation.clocks.deadlines import SlaDeadlines
from escalation.clocks.sla_watch import SlaWatch
from escalation.desk import Desk
from escalation.desk_settings import DeskSettings, read_rules
from escalation.queue import Filter
from escalation.rules import TopicRules
from escalation.states import Happening, Status
from escalation.tickets import Agent, Escalation
from retrieval.analysis import analyse

RULES = {"sla": [{"name": "all", "first_reply": 60, "next_reply": 30, "resolution": 600}]}


class Office:
    """The parts of a desk that has rules."""

    def __init__(self, parts: Any, rules: dict[str, Any]) -> None:
        self.parts = parts
        self.settings = DeskSettings(parts.clock)
        self.deadlines = SlaDeadlines(self.settings, TopicRules(analyse))
        self.set(rules)
        self.desk = Desk(parts.conversations, parts.queue, parts.outbox, parts.clock, self.deadlines)
        self.watch = SlaWatch(parts.database, self.desk, parts.queue, self.deadlines, parts.clock)
        self.assigning = Assigning(parts.database, self.desk, parts.queue, self.settings, parts.clock)

    def set(self, rules: dict[str, Any]) -> None:
        with self.parts.database.write() as session:
            self.settings.put(session, read_rules(rules), None)

    def open(self, lang: str = "en", question: str = "Where is my refund?", **attributes: str) -> Escalation:
        conversation = self.parts.conversation(lang)
        with self.parts.database.write() as session:
            set_attributes(session, conversation.id, attributes, {})
            return self.desk.open(session, conversation.id, Reason.LOW_CONFIDENCE, question, lang=lang)

    def do(self, method: str, one: Escalation, *more: Any) -> None:
        with self.parts.database.write() as session:
            getattr(self.desk, method)(session, one.id, *more)

    def now(self, one: Escalation) -> Escalation:
        with self.parts.database.read() as session:
            return self.parts.queue.get(session, one.id)  # type: ignore[no-any-return]

    def told(self, one: Escalation) -> list[tuple[str, str]]:
        with self.parts.database.read() as session:
            history = self.parts.queue.history(session, one.id)
        return [
            (entry.data["clock"], entry.data["level"]) for entry in history if entry.happening is Happening.DEADLINE
        ]

    def announced(self) -> list[dict[str, Any]]:
        with self.parts.database.read() as session:
            rows = session.execute("SELECT payload FROM outbox WHERE topic = 'escalation.breached' ORDER BY id")
            return [json.loads(row[0]) for row in rows]


def test_near_and_passed_deadlines_are_told_once_each_to_the_desk_and_to_targets(parts: Any) -> None:
    office = Office(parts, RULES)
    one = office.open()
    parts.clock.forward(minutes=47)
    assert office.watch.run() == 0
    for minutes, told in ((1, 1), (1, 0), (11, 1), (100, 0)):
        parts.clock.forward(minutes=minutes)
        assert office.watch.run() == told
        assert office.watch.run() == 0
    assert office.told(one) == [("first_reply", "near"), ("first_reply", "breached")]
    announced = office.announced()
    assert [found["level"] for found in announced] == ["near", "breached"]
    assert {found["clock"] for found in announced} == {"first_reply"}
    assert {found["due"] for found in announced} == {one.first_reply_due}
    assert "refund" not in json.dumps(announced)


def test_looking_from_several_processes_at_once_tells_each_deadline_once(parts: Any) -> None:
    office = Office(parts, RULES)
    opened = [office.open() for _ in range(5)]
    parts.clock.forward(minutes=61)
    threads = [threading.Thread(target=office.watch.run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [office.told(one) for one in opened] == [[("first_reply", "breached")]] * 5
    assert len(office.announced()) == 5


def test_a_reply_in_time_is_never_told_of_and_a_late_one_is_even_if_nobody_looked(parts: Any) -> None:
    office = Office(parts, RULES)
    ann = parts.agent("Ann")
    quick, late = office.open(), office.open()
    for one in (quick, late):
        office.do("claim", one, ann)
    parts.clock.forward(minutes=30)
    office.do("reply", quick, ann, "Hello")
    parts.clock.forward(minutes=40)
    office.do("reply", late, ann, "Hello")
    parts.clock.forward(days=2)
    office.watch.run()
    assert (office.told(quick), office.told(late)) == ([], [("first_reply", "breached")])


def test_new_rules_hold_for_what_is_open(parts: Any) -> None:
    office = Office(parts, RULES)
    one = office.open()
    office.set({"sla": [{"name": "all", "first_reply": 10}]})
    with parts.database.write() as session:
        assert office.deadlines.renew(session, [office.now(one)], parts.clock()) == 1
    assert office.now(one).first_reply_due == timestamp(parts.clock() + timedelta(minutes=10))
    assert office.now(one).resolution_due is None


def test_the_queue_is_ordered_by_points_then_by_what_is_due_then_by_waiting(parts: Any) -> None:
    weights = {"attributes": [{"attribute": "plan", "value": "gold", "points": 30}], "waiting_per_hour": 4}
    sla = [{"name": "fast", "first_reply": 20, "languages": ["fr"]}, {"name": "all", "first_reply": 60}]
    office = Office(parts, {"weights": weights, "sla": sla})
    first, second, french = office.open(), office.open(), office.open("fr")
    gold = office.open(plan="Gold")
    with parts.database.read() as session:
        assert [one.id for one in parts.queue.list(session).items] == [gold.id, french.id, first.id, second.id]
    parts.clock.forward(hours=2)
    newest = office.open()
    office.watch.run()
    assert office.now(first).priority == 8 + 50, "two hours of waiting and a clock that is up"
    with parts.database.read() as session:
        standing = office.deadlines.standings(session, [office.now(gold)], parts.clock())[gold.id]
        pages, cursor = [], None
        while True:
            page = parts.queue.list(session, limit=2, cursor=cursor)
            pages += [one.id for one in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert pages == [gold.id, french.id, first.id, second.id, newest.id]
    assert {part.name: part.points for part in standing.points} == {"attribute:plan": 30, "waiting": 8, "sla": 50}


@pytest.fixture
def staffed(parts: Any) -> Office:
    """An office that assigns by itself, with Ann (English, French) and Bo (nothing known) there, and Cleo away."""
    office = Office(parts, {"auto_assign": True, "capacity": 2})
    for name, languages, away in (("Ann", ["en", "fr"], 0), ("Bo", [], 0), ("Cleo", ["es"], 1)):
        parts.agent(name)
        with parts.database.write() as session:
            session.execute(
                "UPDATE staff SET languages = ?, away = ?, seen_at = ? WHERE name = ?",
                (json.dumps(languages), away, timestamp(parts.clock()), name),
            )
    return office


def test_escalations_go_to_who_reads_the_language_and_has_room(parts: Any, staffed: Office) -> None:
    french, english, spanish = staffed.open("fr"), staffed.open(), staffed.open("es")
    assert staffed.assigning.run() == 3
    assert [staffed.now(one).agent_name for one in (french, english, spanish)] == ["Ann", "Ann", "Bo"]
    more = [staffed.open() for _ in range(3)]
    assert staffed.assigning.run() == 1, "Ann has two, which is all she takes; Bo has room for one"
    assert sorted(staffed.now(one).status for one in more) == [Status.CLAIMED, Status.QUEUED, Status.QUEUED]


def test_nobody_is_given_what_they_put_back_or_while_they_are_gone(parts: Any, staffed: Office) -> None:
    one = staffed.open("fr")
    staffed.assigning.run()
    staffed.do("release", one, Agent("stf_ann", "Ann"))
    staffed.assigning.run()
    assert staffed.now(one).agent_name == "Bo"
    other = staffed.open()
    parts.clock.forward(minutes=16)
    assert staffed.assigning.run() == 0
    assert staffed.now(other).status is Status.QUEUED


def test_a_topic_goes_to_its_group_and_nowhere_else(parts: Any, staffed: Office) -> None:
    staffed.set(
        {
            "auto_assign": True,
            "topics": [{"name": "Legal", "words": ["lawsuit"], "route": "law"}],
            "groups": [{"name": "Law", "members": ["BO@desk.example", "cleo@desk.example"]}],
        }
    )
    one = staffed.open(question="About my lawsuit")
    with parts.database.read() as session:
        queued = parts.queue.list(session, Filter(statuses=(Status.QUEUED,))).items
        marked = {name: staffed.assigning.for_agent(session, f"stf_{name}", queued) for name in ("ann", "bo", "cleo")}
    assert marked == {"ann": frozenset(), "bo": frozenset({one.id}), "cleo": frozenset()}
    staffed.assigning.run()
    assert staffed.now(one).agent_name == "Bo"
    assert staffed.now(one).topic == "Legal"


def test_by_default_nothing_is_assigned(parts: Any, staffed: Office) -> None:
    staffed.set({})
    one = staffed.open()
    assert staffed.assigning.run() == 0
    assert staffed.now(one).status is Status.QUEUED

"""Random orders of what customers, the assistant, agents and the clock do, with crashes in between.

Whatever the order: one owner, at most one live escalation, none lost or doubled, the assistant silent while a person is
in charge, every message there once, every escalation visible to staff until it is over, none put aside or left behind
for ever.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.db import Database, Session
from core.errors import Conflict
from core.model import Answer, Author, Citation, Decision, Message, Owner, Reason
from escalation.delivery.outbox import Outbox
from escalation.desk import Desk
from escalation.policy import Action, HandoffPolicy
from escalation.queue import EscalationQueue, Filter
from escalation.similarity import Similarity
from escalation.situation import Situations
from escalation.tickets import LIVE, OWNER_OF, TRANSITIONS, Actor, Agent, Happening, Outcome, Status
from escalation.topics import TOPICS, Topic
from retrieval.analysis import analyse

SEQUENCES = int(os.environ.get("ASKWELL_TEST_SEQUENCES", "200"))
"""How many orders are tried; the full run asks for more."""
AGENTS = (Agent("stf_ann", "Ann"), Agent("stf_bob", "Bob"), Agent("stf_root", "Root", admin=True))
QUESTIONS = ("How do I reset my password?", "password reset", "Where is my refund?", "hello", "my lawyer will call")
GONE_FOR = timedelta(minutes=15)
PASSING = (timedelta(minutes=1), timedelta(minutes=16), timedelta(hours=2), timedelta(days=2))
CALLS = {Happening.OPENED, Happening.JOINED, Happening.CUSTOMER_WROTE, Happening.REOPENED}
"""After these the customer waits for a person,"""
SETTLES = {Happening.REPLIED, Happening.RESOLVED, Happening.HANDED_BACK}
"""and after these no longer."""
SIMILARITY = Similarity(analyse)
CITED = Citation(1, "password.md", "v1", "Password", None, (), "q", 10, 20, "en", "2026-11-21T10:00:00.000Z")
ANSWERS = (
    Answer(Decision.ANSWER, 0.9, "en", "Open Settings.", (CITED,)),
    Answer(Decision.CAVEAT, 0.6, "en", "Perhaps.", (CITED,)),
    Answer(Decision.ANSWER, 0.0, "en", "Hello!", reason=Reason.SMALL_TALK),
    Answer(Decision.ESCALATE, 0.1, "en", "", reason=Reason.LOW_CONFIDENCE),
    Answer(Decision.ESCALATE, 0.1, "en", "", reason=Reason.ASKED_FOR_PERSON),
)


class CrashError(Exception):
    """The process dies before its transaction commits."""


@dataclass
class World:
    """One conversation, and what the outside world knows about it."""

    session: Session
    clock: Any
    conversations: ConversationStore
    queue: EscalationQueue
    desk: Desk
    policy: HandoffPolicy
    situations: Situations
    conversation_id: str
    acknowledged: list[str] = field(default_factory=list)
    """Ids of the messages that someone was told are stored."""
    thinking: list[Message] = field(default_factory=list)
    """Questions for which an answer is being found, outside any transaction."""
    marks: int = 0
    """How often the customer has given a mark."""

    def transaction(self, action: Callable[[], str | None], crash: bool) -> None:
        """Do it all or not at all, and note what was acknowledged; what the state refuses is refused."""
        self.clock.forward(seconds=1)
        self.session.execute("SAVEPOINT step")
        try:
            message_id = action()
            if crash:
                raise CrashError
        except (CrashError, Conflict):
            self.session.execute("ROLLBACK TO step")
        else:
            if message_id is not None:
                self.acknowledged.append(message_id)
        finally:
            self.session.execute("RELEASE step")

    # Events

    def customer_writes(self, pick: int, crash: bool) -> None:
        stored: list[Message] = []

        def action() -> str:
            text = QUESTIONS[pick % len(QUESTIONS)]
            stored.append(self.desk.accept(self.session, self.conversation_id, text, lang="en"))
            return stored[0].id

        self.transaction(action, crash)
        if not crash and self.conversations.is_pending(self.session, stored[0].id):
            self.thinking.append(stored[0])

    def customer_asks_for_person(self, _: int, crash: bool) -> None:
        self.transaction(lambda: self.hand_over(Reason.ASKED_FOR_PERSON, "a person, please", Actor.CUSTOMER), crash)

    def customer_is_unhappy(self, _: int, crash: bool) -> None:
        conversation = self.conversations.get(self.session, self.conversation_id)
        if self.policy.on_feedback(conversation.owner, False).action is Action.ESCALATE:
            self.transaction(lambda: self.hand_over(Reason.NEGATIVE_FEEDBACK, "unhappy", Actor.CUSTOMER), crash)

    def hand_over(self, reason: Reason, question: str, actor: Actor) -> None:
        self.desk.open(self.session, self.conversation_id, reason, question, actor=actor)

    def assistant_finishes(self, pick: int, crash: bool) -> None:
        if self.thinking:
            question = self.thinking.pop(pick % len(self.thinking))
            self.transaction(lambda: self.store_answer(question, ANSWERS[pick % len(ANSWERS)]), crash)

    def store_answer(self, question: Message, answer: Answer) -> str:
        verdict = self.policy.decide(self.situations.of(self.session, question, "en"), answer)
        if verdict.action is Action.SILENT:
            raise Conflict
        if verdict.action in {Action.ESCALATE, Action.JOIN}:
            self.hand_over(verdict.reason or Reason.LOW_CONFIDENCE, question.text, Actor.ASSISTANT)
        return str(self.conversations.add_answer(self.session, question, answer)["message_id"])

    def process_restarts(self, _: int, crash: bool) -> None:
        """What was being thought about is gone from memory; the database still knows what is owed."""
        self.clock.forward(seconds=1)
        self.thinking = list(self.conversations.unanswered(self.session, self.clock()))

    def agent(self, method: str) -> Callable[[int, bool], None]:
        def event(pick: int, crash: bool) -> None:
            known = self.queue.of_conversation(self.session, self.conversation_id)
            if not known:
                return
            # Mostly whoever has it: others are refused, and nothing would ever get far.
            holders = [agent for agent in AGENTS if agent.id == known[-1].agent_id]
            agent = holders[0] if holders and pick % 4 else AGENTS[pick % len(AGENTS)]

            def action() -> str | None:
                result = getattr(self.desk, method)(self.session, known[-1].id, *self.arguments(method, agent, pick))
                return result.id if isinstance(result, Message) else None

            self.transaction(action, crash)

        return event

    def arguments(self, method: str, agent: Agent, pick: int) -> list[Any]:
        """The agent, and whatever else the act needs."""
        if method in {"reply", "note"}:
            return [agent, "A line"]
        if method == "snooze":
            return [agent, self.clock() + PASSING[pick % len(PASSING)] * 1.5]
        if method == "assign":
            return [AGENTS[(pick + 1) % len(AGENTS)], agent]
        return [agent, list(Outcome)[pick % len(Outcome)]] if method == "resolve" else [agent]

    def customer_gives_a_mark(self, pick: int, crash: bool) -> None:
        def action() -> None:
            self.desk.rate(self.session, self.conversation_id, 1 + pick % 5)

        self.transaction(action, crash)
        self.marks += not crash

    def time_passes(self, pick: int, crash: bool) -> None:
        self.clock.forward(seconds=PASSING[pick % len(PASSING)].total_seconds())

        def action() -> None:
            self.desk.wake_snoozed(self.session)
            self.desk.release_absent(self.session, GONE_FOR)

        self.transaction(action, crash)

    # What must hold

    def check(self) -> None:
        """Everything that can be read off what was written down."""
        self.check_history()
        self.check_no_loop()
        self.check_outbox()
        self.check_silence()
        self.check_messages()

    def check_owner(self) -> None:
        conversation = self.conversations.get(self.session, self.conversation_id)
        live = [one for one in self.queue.of_conversation(self.session, self.conversation_id) if one.status in LIVE]
        assert len(live) <= 1
        if not live:
            assert (conversation.owner, conversation.agent_id) == (Owner.ASSISTANT, None)
            return
        assert conversation.owner is OWNER_OF[live[0].status]
        assert conversation.agent_id == live[0].agent_id
        assert (live[0].agent_id is not None) == (conversation.owner is Owner.AGENT)
        seen = self.queue.list(self.session, Filter(statuses=tuple(LIVE))).items
        assert [one.id for one in seen] == [live[0].id], "staff can see it"

    def check_history(self) -> None:
        allowed = {(row.source, row.happening): row.target for row in TRANSITIONS}
        for escalation in self.queue.of_conversation(self.session, self.conversation_id):
            status: Status | None = None
            waits = False
            for entry in self.queue.history(self.session, escalation.id):
                status = allowed[status, entry.happening]
                waits = (waits or entry.happening in CALLS) and entry.happening not in SETTLES
            assert status is escalation.status
            assert (escalation.waiting_since is not None) == waits

    def check_no_loop(self) -> None:
        """What a person has dealt with is not handed over again by the assistant's own doing."""
        dealt_with: list[str] = []
        for escalation in self.queue.of_conversation(self.session, self.conversation_id):
            opened = self.queue.history(self.session, escalation.id)[0]
            if opened.actor == Actor.ASSISTANT and escalation.reason is Reason.LOW_CONFIDENCE:
                assert not any(SIMILARITY.same(escalation.question, one, "en") for one in dealt_with)
            dealt_with.append(escalation.question)

    def check_outbox(self) -> None:
        happened: Counter[str] = Counter()
        for escalation in self.queue.of_conversation(self.session, self.conversation_id):
            for entry in self.queue.history(self.session, escalation.id):
                if entry.happening in TOPICS:
                    happened[TOPICS[entry.happening]] += 1
        happened[Topic.CONVERSATION_OPENED] += 1
        happened[Topic.CSAT_RECEIVED] += self.marks
        announced = Counter(row["topic"] for row in self.session.execute("SELECT topic FROM outbox"))
        assert announced == +happened

    def check_silence(self) -> None:
        """Read off the events, which is what the customer saw, in that order."""
        owner, person_spoke = Owner.ASSISTANT, False
        for event in self.conversations.events_after(self.session, self.conversation_id, 0, limit=100_000):
            if event.type == "owner":
                owner = Owner(event.data["owner"])
                person_spoke = person_spoke and owner is not Owner.ASSISTANT
            elif event.type == "message" and event.data["author"] == Author.AGENT:
                assert owner is Owner.AGENT
                person_spoke = True
            elif event.type == "message" and event.data["author"] == Author.ASSISTANT:
                assert owner is not Owner.AGENT
                assert not person_spoke

    def check_messages(self) -> None:
        lines = self.conversations.messages(self.session, self.conversation_id)
        stored = [message.id for message in lines if message.author is not Author.SYSTEM]
        assert stored == self.acknowledged, "all there, once, in order"
        assert len(lines) - len(stored) <= 1, "asked for a mark once"

    def settle(self) -> None:
        """Let everybody finish: afterwards nothing is owed by the assistant."""
        self.process_restarts(0, False)
        while self.thinking:
            self.assistant_finishes(0, False)
        assert self.conversations.unanswered(self.session, self.clock()) == ()
        self.clock.forward(days=400)
        self.time_passes(0, False)
        for one in self.queue.of_conversation(self.session, self.conversation_id):
            assert one.status is not Status.SNOOZED, "put aside for ever"
            assert not (one.status is Status.CLAIMED and one.waiting_since), "left with an agent who is gone"


EVENTS = (
    "customer_writes",
    "customer_asks_for_person",
    "customer_is_unhappy",
    "assistant_finishes",
    "customer_gives_a_mark",
    "time_passes",
    "process_restarts",
    "claim",
    "reply",
    "note",
    "want_content",
    "snooze",
    "wake",
    "assign",
    "release",
    "resolve",
    "hand_back",
)
JOURNEYS = (
    ("claim", "reply"),
    ("claim", "reply", "release"),
    ("claim", "reply", "resolve"),
    ("claim", "reply", "resolve", "customer_writes"),
    ("claim", "hand_back"),
    ("claim", "snooze", "time_passes"),
    ("claim", "reply", "snooze", "customer_writes"),
    ("claim", "reply", "customer_writes", "time_passes"),
    ("customer_writes", "assistant_finishes"),
    ("customer_writes", "customer_asks_for_person", "claim"),
)
"""Stretches that chance alone would seldom put together."""
names = st.sampled_from([(event,) for event in EVENTS] + list(JOURNEYS))
chances = st.tuples(st.integers(0, 29), st.integers(0, 14).map(lambda number: number == 14))
orders = st.lists(st.tuples(names, chances), min_size=10, max_size=40).map(
    lambda parts: [(name, *chance) for part, chance in parts for name in part]
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One file for all orders; each of them rolls back what it wrote."""
    database = Database(tmp_path_factory.mktemp("orders") / "askwell.db")
    with database.write() as session:
        for agent in AGENTS:
            session.execute(
                "INSERT INTO staff (id, email, name, role, created_at) VALUES (?, ?, ?, 'agent', '')",
                (agent.id, f"{agent.name}@desk.example", agent.name),
            )
    yield database
    database.close()


def world(session: Session, clock: Any) -> World:
    conversations, queue = ConversationStore(clock), EscalationQueue()
    visitor = VisitorStore(clock).create(session)
    desk = Desk(conversations, queue, Outbox(clock), clock)
    return World(
        session,
        clock,
        conversations,
        queue,
        desk,
        HandoffPolicy(analyse, ["lawyer"]),
        Situations(conversations, queue),
        desk.start(session, visitor.id, lang="en").id,
    )


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(orders)
def test_every_order_keeps_the_rules(shared: Database, clock: Any, order: list[tuple[str, int, bool]]) -> None:
    with shared.write() as session:
        here = world(session, type(clock)())
        for name, pick, crash in order:
            event = getattr(here, name) if hasattr(here, name) else here.agent(name)
            event(pick, crash)
            here.check_owner()
        here.settle()
        here.check()
        session.execute("ROLLBACK")
        session.execute("BEGIN")

"""Which questions become gaps, which gap they join, and what is counted about them."""

from __future__ import annotations

from typing import Any

import pytest

from api.person_data import PersonalData
from core.model import Decision, Reason
from insights.gaps.model import Gap, GapEvent, GapFilter, GapState, Why

UNSURE = (Decision.CAVEAT, Reason.LOW_CONFIDENCE)
REFUND = "How long does a refund to my card take?"
REFUND_TOO = "How long does a refund to a credit card take?"
PRINTER = "Printer shows paper jam although tray is empty"


def settle(world: Any) -> list[Gap]:
    """Have everything looked at, and give the gaps that there are, the most harmful first."""
    while world.parts.gaps.placing.run():
        pass
    with world.parts.database.read() as session:
        return list(world.parts.gaps.store.list(session, GapFilter(states=tuple(GapState))).items)


def reasons(world: Any) -> dict[str, int]:
    return {why: count for gap in settle(world) for why, count in gap.reasons.items()}


def test_questions_that_ask_the_same_join_one_gap_and_others_open_their_own(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND, page="https://shop.example/pay?session=1")
    world.clock.forward(days=1)
    world.ask("bob", *UNSURE, text=REFUND_TOO, page="https://shop.example/pay?session=2")
    world.ask("bob", *UNSURE, text=PRINTER)
    first, second = settle(world)
    assert (first.size, first.customers, first.contacts) == (2, 2, 2)
    assert first.name in {REFUND, REFUND_TOO}
    assert second.name == PRINTER
    assert first.pages == (("https://shop.example/pay", 2),)
    assert first.first_seen is not None
    assert first.first_seen < str(first.last_seen)
    assert first.weeks == (0, 0, 0, 0, 0, 0, 0, 2)
    assert first.langs == {"en": 2}


@pytest.mark.parametrize(
    ("decision", "reason", "expected"),
    [
        (Decision.ESCALATE, Reason.LOW_CONFIDENCE, Why.UNANSWERED),
        (Decision.CAVEAT, None, Why.UNSURE),
        (Decision.CLARIFY, Reason.AMBIGUOUS, Why.UNCLEAR),
        (Decision.ANSWER, None, None),
        (Decision.ANSWER, Reason.SMALL_TALK, None),
        (Decision.ESCALATE, Reason.ASKED_FOR_PERSON, None),
        (Decision.ESCALATE, Reason.INTERNAL_FAILURE, None),
    ],
)
def test_a_decision_tells_whether_a_question_was_answered(
    world: Any, decision: Decision, reason: Reason | None, expected: Why | None
) -> None:
    world.ask("ann", decision, reason, text=REFUND)
    assert reasons(world) == ({expected: 1} if expected else {})


def test_what_the_customer_says_of_the_answer_counts_more_than_our_doubt(world: Any) -> None:
    """A question leaves its gap when the customer found the answer helpful, and the gap goes with the last one."""
    conversation = world.ask("ann", *UNSURE, text=REFUND)
    assert len(settle(world)) == 1
    world.vote("ann", conversation, True)
    assert settle(world) == []
    world.vote("ann", conversation, False)
    assert reasons(world) == {Why.DISLIKED: 1}


def test_an_answer_followed_by_a_wish_for_a_person_was_no_good(world: Any) -> None:
    conversation = world.ask("ann", documents=("a",), text=REFUND)
    assert settle(world) == []
    world.ask("ann", Decision.ESCALATE, Reason.ASKED_FOR_PERSON, conversation=conversation, text="A person please")
    assert reasons(world) == {Why.HANDED_OVER: 1}


def test_an_answer_before_another_question_that_was_handed_over_stays_good(world: Any) -> None:
    conversation = world.ask("ann", documents=("a",), text=REFUND)
    world.clock.forward(minutes=1)
    world.ask("ann", Decision.ESCALATE, Reason.LOW_CONFIDENCE, conversation=conversation, text=PRINTER)
    (gap,) = settle(world)
    assert gap.name == PRINTER


@pytest.mark.parametrize(("minutes", "text", "found"), [(3, REFUND_TOO, 1), (3, PRINTER, 0), (45, REFUND_TOO, 0)])
def test_an_answer_after_which_the_same_is_asked_again_soon_was_no_good(
    world: Any, minutes: int, text: str, found: int
) -> None:
    conversation = world.ask("ann", documents=("a",), text=REFUND)
    settle(world)
    world.clock.forward(minutes=minutes)
    world.ask("ann", documents=("b",), conversation=conversation, text=text)
    assert reasons(world) == ({Why.REPHRASED: found} if found else {})


def test_time_of_agents_and_repeated_contact_make_a_gap_more_harmful(world: Any) -> None:
    world.ask("bob", *UNSURE, text=PRINTER)
    agent = world.agent("Maria")
    for _ in range(2):
        conversation = world.ask("ann", Decision.ESCALATE, Reason.LOW_CONFIDENCE, text=REFUND)
        world.act("claim", conversation, agent)
        world.clock.forward(minutes=3)
        world.act("reply", conversation, agent, "It takes three days.")
        world.clock.forward(minutes=60)
        world.act("reply", conversation, agent, "Anything else?")
        world.act("resolve", conversation, agent)
    refund, printer = settle(world)
    assert (refund.customers, refund.contacts, refund.repeat) == (1, 2, 2.0)
    assert refund.agent_minutes == pytest.approx(2 * (3 + 5), abs=0.1)
    assert refund.harm > printer.harm
    assert printer.agent_minutes == 0


def test_personal_data_is_masked_and_goes_with_its_person(world: Any) -> None:
    """Erasing somebody takes their questions, the names made from them and their vectors out of gaps at once."""
    asked = "I am ann@example.com, how long does a refund take?"
    world.ask("ann", *UNSURE, text=asked)
    settle(world)
    world.ask("bob", *UNSURE, text="I am bob@example.org, how long does a refund take?")
    (gap,) = settle(world)
    assert "[email]" in gap.name
    PersonalData(world.parts.database).erase("ann")
    with world.parts.database.read() as session:
        members = session.execute("SELECT count(*) FROM gap_questions").fetchone()[0]
        vectors = session.execute("SELECT count(*) FROM question_vectors").fetchone()[0]
    assert (members, vectors) == (1, 1)
    (left,) = settle(world)
    assert (left.id, left.size, left.customers) == (gap.id, 1, 1)
    PersonalData(world.parts.database).erase("bob")
    assert settle(world) == []


def test_a_closed_gap_is_reopened_by_a_question_that_joins_it_and_a_dismissed_one_is_not(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND)
    world.ask("ann", *UNSURE, text=PRINTER)
    gaps = {gap.name: gap.id for gap in settle(world)}
    with world.parts.database.write() as session:
        world.parts.gaps.hands.set_state(session, gaps[REFUND], GapState.CLOSED, "system")
        world.parts.gaps.hands.set_state(session, gaps[PRINTER], GapState.DISMISSED, "system")
    world.ask("bob", *UNSURE, text=REFUND)
    world.ask("bob", *UNSURE, text=PRINTER)
    found = {gap.id: gap for gap in settle(world)}
    assert found[gaps[REFUND]].state is GapState.REOPENED
    assert found[gaps[PRINTER]].state is GapState.DISMISSED
    assert found[gaps[PRINTER]].size == 2
    with world.parts.database.read() as session:
        events = [entry.type for entry in world.parts.gaps.store.history(session, gaps[REFUND])]
    assert events[:2] == [GapEvent.GROWN, GapEvent.REOPENED]


def test_weeks_move_on_while_nobody_asks(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND)
    (before,) = settle(world)
    world.clock.forward(days=15)
    world.parts.gaps.placing.age()
    (after,) = settle(world)
    assert (before.weeks[-1], after.weeks[-3]) == (1, 1)
    assert (before.trend, after.trend) == (2.0, 0.5)
    assert after.harm < before.harm


def test_questions_of_an_earlier_version_are_looked_at_and_none_twice_at_once(world: Any) -> None:
    """Two processes that look at the same questions put each into one gap."""
    for number in range(12):
        world.ask(f"v{number}", *UNSURE, text=(REFUND, PRINTER)[number % 2])
    with world.parts.database.read() as session:
        noted = session.execute("SELECT seq, message_id FROM gap_pending ORDER BY seq").fetchall()
    settle(world)
    with world.parts.database.write() as session:
        world.parts.gaps.placing._place(session, noted, {})
    assert sorted(gap.size for gap in settle(world)) == [6, 6]

"""What happened after a question: one outcome each, by what customers and agents really do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.model import Decision, Reason
from insights.log.aftermath import aftermath
from insights.log.outcomes import CERTAINTY, MEANINGS, Certainty, QuestionOutcome

if TYPE_CHECKING:
    from tests.insights.conftest import World

DAY = {"hours": 24, "minutes": 1}


def settle(world: World) -> None:
    while world.parts.log.upkeep.run():
        pass


def outcomes(world: World, conversation: str) -> list[QuestionOutcome]:
    """Of the conversation's questions, in order; what is stored and what is found this moment agree."""
    settle(world)
    with world.parts.database.read() as session:
        rows = session.execute(
            "SELECT message_id, outcome FROM questions WHERE conversation_id = ? ORDER BY created_at, message_id",
            (conversation,),
        ).fetchall()
        assert [world.parts.log.outcomes.of(session, row["message_id"]) for row in rows] == [
            row["outcome"] for row in rows
        ]
    return [QuestionOutcome(row["outcome"]) for row in rows]


def question(world: World, conversation: str, place: int = 0) -> str:
    with world.parts.database.read() as session:
        rows = session.execute(
            "SELECT message_id FROM questions WHERE conversation_id = ? ORDER BY created_at", (conversation,)
        )
        return str(rows.fetchall()[place]["message_id"])


def test_every_outcome_has_its_meaning_and_says_how_sure_it_is() -> None:
    assert set(MEANINGS) == set(CERTAINTY) == set(QuestionOutcome)


@pytest.mark.parametrize(
    ("decision", "reason", "early", "later"),
    [
        (Decision.ANSWER, None, QuestionOutcome.TOO_EARLY, QuestionOutcome.ENOUGH),
        (Decision.CAVEAT, None, QuestionOutcome.TOO_EARLY, QuestionOutcome.LEFT),
        (Decision.CLARIFY, Reason.AMBIGUOUS, QuestionOutcome.TOO_EARLY, QuestionOutcome.LEFT),
        (Decision.ANSWER, Reason.SMALL_TALK, QuestionOutcome.NO_QUESTION, QuestionOutcome.NO_QUESTION),
    ],
)
def test_silence_says_something_after_a_day(
    world: World, decision: Decision, reason: Reason | None, early: QuestionOutcome, later: QuestionOutcome
) -> None:
    talk = world.ask("ana", decision, reason)
    world.clock.forward(hours=23)
    assert outcomes(world, talk) == [early]
    world.clock.forward(hours=2)
    assert outcomes(world, talk) == [later]


def test_a_vote_is_the_customers_own_word(world: World) -> None:
    """A person asked because of a "no" says more than the "no"."""
    liked, disliked, left_alone = (world.ask(visitor) for visitor in ("ana", "bea", "carl"))
    world.vote("ana", liked, True)
    world.vote("bea", disliked, False)
    with world.parts.database.write() as session:
        world.parts.questions.set_helpful(session, world.answers[left_alone], False)
    assert [outcomes(world, talk)[0] for talk in (liked, disliked, left_alone)] == [
        QuestionOutcome.HELPED,
        QuestionOutcome.HANDED_OVER,
        QuestionOutcome.DISLIKED,
    ]


def test_a_person_is_asked_and_then_answers(world: World) -> None:
    agent = world.agent("Ines")
    talk = world.ask("ana", Decision.ESCALATE, Reason.NO_CONTENT)
    assert outcomes(world, talk) == [QuestionOutcome.HANDED_OVER]
    world.clock.forward(minutes=7)
    world.act("claim", talk, agent)
    world.act("reply", talk, agent, "Write to ann@example.com, please.")
    assert outcomes(world, talk) == [QuestionOutcome.ANSWERED_BY_PERSON]
    with world.parts.database.read() as session:
        found = aftermath(session, question(world, talk))
    assert found.hand_over is not None
    assert found.hand_over.reply_minutes == pytest.approx(7, abs=0.1)
    assert [line.text for line in found.replies] == ["Write to [email], please."]


def test_a_hand_over_belongs_to_the_question_it_was_made_for(world: World) -> None:
    """The question before it stays what it was, unless what came after was only the wish for a person."""
    talk = world.ask("ana")
    world.clock.forward(minutes=2)
    world.ask("ana", Decision.ESCALATE, Reason.NO_CONTENT, conversation=talk)
    assert outcomes(world, talk) == [QuestionOutcome.WENT_ON, QuestionOutcome.HANDED_OVER]
    other = world.ask("bea", Decision.CAVEAT)
    world.clock.forward(minutes=2)
    world.ask("bea", Decision.ESCALATE, Reason.ASKED_FOR_PERSON, conversation=other)
    assert outcomes(world, other) == [QuestionOutcome.HANDED_OVER, QuestionOutcome.HANDED_OVER]


def test_who_asks_on_went_on_and_who_thanks_did_not(world: World) -> None:
    talk = world.ask("ana")
    world.clock.forward(minutes=5)
    world.ask("ana", conversation=talk)
    world.clock.forward(minutes=5)
    world.ask("ana", Decision.ANSWER, Reason.SMALL_TALK, conversation=talk)
    world.clock.forward(**DAY)
    assert outcomes(world, talk) == [QuestionOutcome.WENT_ON, QuestionOutcome.ENOUGH, QuestionOutcome.NO_QUESTION]


def test_the_same_again_within_half_an_hour(world: World) -> None:
    first, later = world.ask("ana", text="How do I pay?"), world.ask("bea", text="How do I pay?")
    world.clock.forward(minutes=29)
    world.ask("ana", conversation=first, text="How do I pay?")
    world.clock.forward(minutes=5)
    world.ask("bea", conversation=later, text="How do I pay?")
    assert outcomes(world, first)[0] is QuestionOutcome.REPHRASED
    assert outcomes(world, later)[0] is QuestionOutcome.WENT_ON


def test_the_same_in_other_words_is_found_by_meaning(world: World) -> None:
    """Whatever languages they are in: as gaps compare questions."""
    talk = world.ask("ana", text="How do I get my money back?")
    world.clock.forward(minutes=2)
    world.ask("ana", Decision.CAVEAT, conversation=talk, text="How can I get my money back, please?")
    while world.parts.gaps.placing.run():
        pass
    assert outcomes(world, talk)[0] is QuestionOutcome.REPHRASED


@pytest.mark.parametrize(
    ("pause", "again", "expected"),
    [
        ({"hours": 2}, ("b", "c"), QuestionOutcome.CAME_BACK),
        ({"days": 6}, ("b",), QuestionOutcome.CAME_BACK),
        ({"minutes": 50}, ("b",), QuestionOutcome.ENOUGH),
        ({"days": 8}, ("b",), QuestionOutcome.ENOUGH),
        ({"hours": 2}, ("c",), QuestionOutcome.ENOUGH),
    ],
)
def test_who_comes_back_about_a_cited_article_had_not_enough(
    world: World, pause: dict[str, float], again: tuple[str, ...], expected: QuestionOutcome
) -> None:
    visitor = sessions_visitor(world)
    talk = world.ask(visitor, documents=("a", "b"))
    world.clock.forward(**pause)
    world.ask(visitor, documents=again)
    world.clock.forward(**DAY)
    assert outcomes(world, talk) == [expected]


def test_customers_of_a_key_are_not_taken_for_one(world: World) -> None:
    talk = world.ask("key_shop", documents=("a",))
    world.clock.forward(hours=2)
    world.ask("key_shop", documents=("a",))
    world.clock.forward(**DAY)
    assert outcomes(world, talk) == [QuestionOutcome.ENOUGH]


def test_an_erased_conversation_leaves_nothing_to_do(world: World) -> None:
    talk = world.ask("ana")
    with world.parts.database.write() as session:
        session.execute("DELETE FROM answers")
        session.execute("DELETE FROM questions WHERE conversation_id = ?", (talk,))
        assert session.execute("SELECT count(*) FROM outcome_pending").fetchone()[0] == 0


def test_outcomes_are_caught_up_in_portions(world: World) -> None:
    """As after an upgrade: whatever is noted is done, and then there is nothing left to do."""
    for number in range(230):
        world.ask(f"visitor{number}")
    world.clock.forward(**DAY)
    settle(world)
    assert world.parts.log.upkeep.run() == 0
    with world.parts.database.read() as session:
        left = session.execute("SELECT count(*) FROM questions WHERE outcome <> 'enough'").fetchone()[0]
    assert left == 0


def test_confirmed_and_assumed_are_told_apart() -> None:
    said_or_done = {outcome for outcome, certainty in CERTAINTY.items() if certainty is Certainty.CONFIRMED}
    assert said_or_done == {
        QuestionOutcome.HELPED,
        QuestionOutcome.DISLIKED,
        QuestionOutcome.HANDED_OVER,
        QuestionOutcome.ANSWERED_BY_PERSON,
    }


def sessions_visitor(world: World) -> str:
    with world.parts.database.write() as session:
        return world.parts.visitors.create(session).id

"""Proof: a gap is closed only when its own questions are answered from the right document, and reopened by itself."""

from __future__ import annotations

from typing import Any

import pytest

from api.content import Draft
from api.proving import Proving
from core.model import Decision, Reason
from insights.gaps.events import record
from insights.gaps.model import GapEvent, GapFilter, GapState
from insights.proof.model import Because, ChangeKind, Check, Rules, Verdict

UNSURE = (Decision.ESCALATE, Reason.LOW_CONFIDENCE)
REFUND = "How long does a refund to my card take?"
REFUND_TOO = "How long does a refund to a credit card take?"
PAGE = "How long does a refund to a card take? A refund to a credit card takes three working days."


@pytest.fixture(autouse=True)
def lenient(world: Any) -> None:
    """The embedder of tests knows words only, which makes few answers sure."""
    rules(world, accept_unsure=True)


def rules(world: Any, **chosen: Any) -> None:
    with world.parts.database.write() as session:
        world.parts.proof.settings.put(session, Rules(**chosen), None)


def settle(world: Any) -> str:
    """Have every question looked at, and give the id of the one gap there is."""
    while world.parts.gaps.placing.run():
        pass
    with world.parts.database.read() as session:
        (gap,) = world.parts.gaps.store.list(session, GapFilter(states=tuple(GapState))).items
    return str(gap.id)


def publish(world: Any, title: str = "Refunds to a card", text: str = PAGE, **draft: Any) -> str:
    return str(world.parts.content.write(None, Draft(title, text, "en", **draft))["id"])


def published(world: Any, gap: str, *documents: str) -> None:
    """What the publishing of a draft leaves in the history of its gap."""
    with world.parts.database.write() as session:
        record(
            session, gap, GapEvent.PUBLISHED, "stf_x", "2026-11-02T10:00:00.000Z", draft="drf_x", documents=documents
        )


def prove(world: Any) -> None:
    """Let time pass until content counts as settled, and do all that is due."""
    proving = Proving(world.parts.database, world.parts.proof, world.parts.answerer)
    for _ in range(6):
        while proving.step():
            pass
        world.clock.forward(seconds=4)


def state(world: Any, gap: str) -> GapState:
    with world.parts.database.read() as session:
        return GapState(world.parts.gaps.store.get(session, gap).state)


def latest(world: Any, gap: str) -> Check:
    with world.parts.database.read() as session:
        found = world.parts.proof.store.latest(session, gap)
    assert found is not None
    return found  # type: ignore[no-any-return]


def closed(world: Any) -> tuple[str, str]:
    """A gap of two customers, closed by a document; gives both ids."""
    world.ask("ann", *UNSURE, text=REFUND)
    world.ask("bob", *UNSURE, text=REFUND_TOO)
    gap = settle(world)
    document = publish(world)
    published(world, gap, document)
    prove(world)
    return gap, document


def test_a_gap_closes_when_its_questions_are_answered_from_what_was_published(world: Any) -> None:
    before = _stored(world)
    gap, document = closed(world)
    assert state(world, gap) is GapState.CLOSED
    check = latest(world, gap)
    assert (check.because, check.verdict, check.passed, check.total) == (Because.PUBLISHED, Verdict.PASSED, 2, 2)
    with world.parts.database.read() as session:
        questions = world.parts.proof.store.questions(session, check.id)
    assert {one.text for one in questions} == {REFUND, REFUND_TOO}
    assert all(one.decision_then is Decision.ESCALATE for one in questions)
    assert all(one.now.passed and one.now.cited.document_id == document for one in questions)
    assert all(one.now.cited.quote in PAGE for one in questions)
    # Two customers asked, and asking again left nothing behind.
    assert _stored(world) == [count + 2 for count in before]


def _stored(world: Any) -> list[int]:
    with world.parts.database.read() as session:
        counted = session.execute(
            """SELECT (SELECT count(*) FROM conversations), (SELECT count(*) FROM answers),
                (SELECT count(*) FROM questions)"""
        )
        return list(counted.fetchone())


def test_an_answer_from_another_document_does_not_close_a_gap(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND)
    gap = settle(world)
    publish(world)
    other = publish(world, "Opening hours", "The shop is open from nine to five on all days of the week.")
    published(world, gap, other)
    prove(world)
    assert state(world, gap) is GapState.FAILING
    assert latest(world, gap).verdict is Verdict.FAILED


def test_an_unsure_answer_counts_only_where_the_board_says_so(world: Any) -> None:
    rules(world)
    gap, _ = closed(world)
    assert state(world, gap) is GapState.FAILING
    with world.parts.database.read() as session:
        asked = world.parts.proof.store.questions(session, latest(world, gap).id)
    assert {(one.now.decision, one.now.rank, one.now.passed) for one in asked} == {(Decision.CAVEAT, 1, False)}


@pytest.mark.parametrize(("each_language", "expected"), [(False, GapState.CLOSED), (True, GapState.FAILING)])
def test_the_bar_holds_over_all_questions_or_in_each_language(
    world: Any, each_language: bool, expected: GapState
) -> None:
    rules(world, bar=0.6, each_language=each_language, accept_unsure=True)
    for visitor, text, lang in (
        ("ann", REFUND, "en"),
        ("bob", REFUND_TOO, "en"),
        ("eve", "Où est la bibliothèque ?", "fr"),
    ):
        world.ask(visitor, *UNSURE, text=text, lang=lang)
    gap = settle_as_one(world)
    published(world, gap, publish(world))
    prove(world)
    check = latest(world, gap)
    assert (check.passed, check.total) == (2, 3)
    assert state(world, gap) is expected


def settle_as_one(world: Any) -> str:
    """Likewise when they fell into several gaps, which are merged."""
    while world.parts.gaps.placing.run():
        pass
    with world.parts.database.write() as session:
        first, *others = [gap.id for gap in world.parts.gaps.store.list(session).items]
        for other in others:
            world.parts.gaps.hands.merge(session, first, other, "stf_x")
    return str(first)


def test_what_is_published_without_a_draft_closes_a_gap_once_a_person_names_it(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND)
    gap, document = settle(world), publish(world)
    prove(world)
    assert state(world, gap) is GapState.OPEN
    with world.parts.database.write() as session:
        world.parts.proof.right.name(session, gap, [document], "stf_x")
        world.parts.proof.checking.ask_for(session, gap, "stf_x")
    prove(world)
    assert state(world, gap) is GapState.CLOSED


def test_a_gap_reopens_by_itself_with_the_document_named_that_was_removed(world: Any) -> None:
    gap, document = closed(world)
    world.parts.content.remove(document, "stf_carla")
    prove(world)
    assert state(world, gap) is GapState.REOPENED
    (change,) = latest(world, gap).changes
    assert (change.kind, change.document_id, change.by) == (ChangeKind.REMOVED, document, "stf_carla")
    assert change.at is not None
    with world.parts.database.read() as session:
        entry = world.parts.gaps.store.history(session, gap)[0]
    assert (entry.type, entry.data["changes"]) == (
        GapEvent.REOPENED,
        [{"kind": "removed", "document": document}],
    )


def test_a_gap_reopens_with_the_versions_between_which_its_document_changed(world: Any) -> None:
    gap, document = closed(world)
    before = world.parts.documents.document(document, None).version
    text = "We sell shoes and hats in many sizes. Ask in the shop for what you need."
    after = world.parts.content.write(document, Draft("Shoes", text, "en"), by="key_x")["version"]
    prove(world)
    assert state(world, gap) is GapState.REOPENED
    (change,) = latest(world, gap).changes
    assert (change.kind, change.before, change.after, change.by) == (ChangeKind.EDITED, before, after, "key_x")


def test_a_gap_reopens_when_a_new_document_is_cited_instead(world: Any) -> None:
    gap, _ = closed(world)
    rival = publish(world, "How long does a refund to my credit card take?", f"# {REFUND}\n\n{REFUND_TOO} {PAGE}")
    prove(world)
    check = latest(world, gap)
    assert check.because is Because.NEIGHBOURS
    if check.verdict is Verdict.FAILED:
        assert [one.document_id for one in check.changes if one.kind is ChangeKind.OUTRANKED] == [rival]


def test_content_that_cannot_matter_leaves_a_closed_gap_alone(world: Any) -> None:
    gap, _ = closed(world)
    first = latest(world, gap).id
    publish(world, "Zebras", "Stripes protect zebras against flies, biologists say.")
    prove(world)
    assert latest(world, gap).id == first
    world.clock.forward(days=8)
    prove(world)
    assert latest(world, gap).because is Because.ROUND


@pytest.mark.parametrize(("audience", "expected"), [("staff", GapState.CLOSED), ("guests", GapState.FAILING)])
def test_questions_are_asked_as_their_customers_would(world: Any, audience: str, expected: GapState) -> None:
    conversation = world.ask("ann", *UNSURE, text=REFUND)
    with world.parts.database.write() as session:
        world.parts.conversations.set_audiences(session, conversation, frozenset([audience]))
    gap = settle(world)
    published(world, gap, publish(world, audiences=frozenset(["staff"])))
    prove(world)
    assert state(world, gap) is expected


def test_each_language_and_distinct_customers_come_before_many_questions_of_one(world: Any) -> None:
    rules(world, sample=2, accept_unsure=True)
    for text in (REFUND, REFUND_TOO, f"{REFUND} Please", f"{REFUND_TOO} Please"):
        world.clock.forward(minutes=40)
        world.ask("ann", *UNSURE, text=text)
    world.clock.forward(days=-1)
    world.ask("bob", *UNSURE, text=f"{REFUND} Thanks")
    world.ask("eve", *UNSURE, text=REFUND, lang="fr")
    gap = settle(world)
    published(world, gap, publish(world))
    prove(world)
    with world.parts.database.read() as session:
        asked = world.parts.proof.store.questions(session, latest(world, gap).id)
    assert [one.text for one in asked if one.lang == "en"] == [f"{REFUND_TOO} Please", f"{REFUND} Thanks"]
    assert [one.lang for one in asked] == ["en", "en", "fr"]


def test_a_check_of_a_killed_process_is_gone_on_with_by_the_next(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND)
    world.ask("bob", *UNSURE, text=REFUND_TOO)
    gap = settle(world)
    published(world, gap, publish(world))
    parts = world.parts
    dying, heir = (_worker(world) for _ in range(2))
    for _ in range(4):
        parts.proof.watching.look()
        world.clock.forward(seconds=4)
    dying.step()
    with parts.database.read() as session:
        running = parts.proof.store.running(session)
        assert (running.done, running.total) == (1, 2)
    assert heir.step() == 0
    world.clock.forward(seconds=61)
    while heir.step():
        pass
    assert latest(world, gap).id == running.id
    assert state(world, gap) is GapState.CLOSED


def _worker(world: Any) -> Proving:
    """Another process on the same database."""
    from api.wiring import build

    return (lambda parts: Proving(parts.database, parts.proof, parts.answerer))(
        build(world.parts.settings, world.clock)
    )


def test_content_that_never_stands_still_holds_proof_up_for_minutes_only(world: Any) -> None:
    world.ask("ann", *UNSURE, text=REFUND)
    gap = settle(world)
    published(world, gap, publish(world))
    proving = Proving(world.parts.database, world.parts.proof, world.parts.answerer)
    for number in range(8):
        publish(world, f"Zebras {number}", "Stripes protect zebras against flies, biologists say.")
        for _ in range(3):
            proving.step()
        world.clock.forward(seconds=30)
    assert state(world, gap) is GapState.CLOSED


def test_erasing_a_customer_takes_their_questions_out_of_checks(world: Any) -> None:
    gap, _ = closed(world)
    with world.parts.database.write() as session:
        session.execute("DELETE FROM gap_questions WHERE text = ?", (REFUND,))
        session.execute("DELETE FROM questions WHERE text = ?", (REFUND,))
        left = world.parts.proof.store.questions(session, latest(world, gap).id)
    assert [one.text for one in left] == [REFUND_TOO]

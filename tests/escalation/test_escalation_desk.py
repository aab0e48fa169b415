"""What customers, the assistant and agents do at the desk, and what each leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import AppError, Conflict, InvalidInput, NotFound, TooLarge
from core.model import Author, Conversation, Owner, Reason
from escalation.tickets import Actor, Agent, Escalation, Happening, Status


@pytest.fixture
def ann(parts: Any) -> Agent:
    return parts.agent("Ann")  # type: ignore[no-any-return]


@pytest.fixture
def bob(parts: Any) -> Agent:
    return parts.agent("Bob")  # type: ignore[no-any-return]


@pytest.fixture
def conversation(parts: Any) -> Conversation:
    return parts.conversation()  # type: ignore[no-any-return]


def open_one(parts: Any, conversation: Conversation, reason: Reason = Reason.LOW_CONFIDENCE, **more: Any) -> Escalation:
    with parts.database.write() as session:
        return parts.desk.open(session, conversation.id, reason, "Where is my refund?", **more)  # type: ignore[no-any-return]


def do(parts: Any, method: str, escalation: Escalation, agent: Agent, *more: str) -> Any:
    with parts.database.write() as session:
        return getattr(parts.desk, method)(session, escalation.id, agent, *more)


def now(parts: Any, escalation: Escalation) -> Escalation:
    with parts.database.read() as session:
        return parts.queue.get(session, escalation.id)  # type: ignore[no-any-return]


def owner(parts: Any, conversation: Conversation) -> tuple[Owner, str | None]:
    with parts.database.read() as session:
        found = parts.conversations.get(session, conversation.id)
    return found.owner, found.agent_id


def events(parts: Any, conversation: Conversation) -> list[tuple[str, Any]]:
    """The live events, each with what matters of it."""
    with parts.database.read() as session:
        found = parts.conversations.events_after(session, conversation.id, 0)
    keys = {"message": "text", "owner": "owner", "escalation": "status", "typing": "author_name"}
    return [(event.type.value, event.data[keys[event.type]]) for event in found]


def history(parts: Any, escalation: Escalation) -> list[tuple[Happening, str]]:
    with parts.database.read() as session:
        return [(entry.happening, entry.actor) for entry in parts.queue.history(session, escalation.id)]


def topics(parts: Any) -> list[str]:
    with parts.database.read() as session:
        return [row["topic"] for row in session.execute("SELECT topic FROM outbox ORDER BY id")]


def test_opening_puts_the_conversation_into_the_queue_with_all_that_follows(
    parts: Any, conversation: Conversation
) -> None:
    message = parts.say(conversation, "Where is my refund?")
    evidence = [{"document_id": "refunds.md", "text": "Refunds take five days.", "score": 0.4}]
    made = open_one(parts, conversation, question_id=message.id, lang="en", confidence=0.31, evidence=evidence)
    assert (made.status, made.reason, made.question_id) == (Status.QUEUED, Reason.LOW_CONFIDENCE, message.id)
    assert (made.confidence, made.evidence, made.lang) == (0.31, tuple(evidence), "en")
    assert made.waiting_since == made.created_at
    assert owner(parts, conversation) == (Owner.QUEUE, None)
    assert events(parts, conversation)[1:] == [("owner", "queue"), ("escalation", "queued")]
    assert history(parts, made) == [(Happening.OPENED, "assistant")]
    assert topics(parts) == ["escalation.requested"]


def test_opening_again_joins_the_one_that_is_there(parts: Any, conversation: Conversation) -> None:
    first = open_one(parts, conversation)
    second = open_one(parts, conversation, Reason.ASKED_FOR_PERSON, actor=Actor.CUSTOMER)
    assert second.id == first.id
    assert history(parts, first) == [(Happening.OPENED, "assistant"), (Happening.JOINED, "customer")]
    assert topics(parts) == ["escalation.requested"]


def test_what_is_announced_holds_no_text_of_the_customer(parts: Any, conversation: Conversation) -> None:
    open_one(parts, conversation)
    with parts.database.read() as session:
        (row,) = session.execute("SELECT payload FROM outbox").fetchall()
    assert conversation.id in row["payload"]
    assert "refund" not in row["payload"]


def test_nothing_is_left_when_the_transaction_fails(parts: Any, conversation: Conversation) -> None:
    def fail_after_opening() -> None:
        with parts.database.write() as session:
            parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "?")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_opening()
    assert owner(parts, conversation) == (Owner.ASSISTANT, None)
    assert events(parts, conversation) == []
    assert topics(parts) == []


def test_a_claim_gives_the_conversation_to_the_agent(parts: Any, conversation: Conversation, ann: Agent) -> None:
    made = open_one(parts, conversation)
    claimed = do(parts, "claim", made, ann)
    assert (claimed.status, claimed.agent_id, claimed.agent_name) == (Status.CLAIMED, ann.id, "Ann")
    assert owner(parts, conversation) == (Owner.AGENT, ann.id)
    assert events(parts, conversation)[-2:] == [("owner", "agent"), ("escalation", "claimed")]
    assert topics(parts) == ["escalation.requested", "conversation.assigned"]


def test_claiming_twice_is_one_claim(parts: Any, conversation: Conversation, ann: Agent) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    assert do(parts, "claim", made, ann).agent_id == ann.id
    assert topics(parts).count("conversation.assigned") == 1


def test_the_second_agent_is_told_who_has_it(parts: Any, conversation: Conversation, ann: Agent, bob: Agent) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    with pytest.raises(Conflict, match="with Ann") as refused:
        do(parts, "claim", made, bob)
    assert refused.value.details == {"state": "claimed", "agent_id": ann.id, "agent_name": "Ann"}
    assert now(parts, made).agent_id == ann.id


def test_a_reply_reaches_the_conversation_and_then_it_is_the_customers_turn(
    parts: Any, conversation: Conversation, ann: Agent
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    parts.clock.forward(minutes=5)
    message = do(parts, "reply", made, ann, "  It is on its way.  ")
    assert (message.author, message.author_name, message.text) == (Author.AGENT, "Ann", "It is on its way.")
    after = now(parts, made)
    assert (after.status, after.waiting_since, after.first_reply_at) == (Status.WAITING, None, message.created_at)
    assert ("message", "It is on its way.") in events(parts, conversation)
    parts.clock.forward(minutes=5)
    do(parts, "reply", made, ann, "Anything else?")
    assert now(parts, made).first_reply_at == message.created_at


@pytest.mark.parametrize("method", ["reply", "resolve", "hand_back", "release", "typing"])
def test_only_the_owner_may(parts: Any, conversation: Conversation, ann: Agent, bob: Agent, method: str) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    before = (now(parts, made), events(parts, conversation))
    with pytest.raises(Conflict, match="with Ann"):
        do(parts, method, made, bob, *(["Hello"] if method == "reply" else []))
    assert (now(parts, made), events(parts, conversation)) == before


@pytest.mark.parametrize("method", ["reply", "resolve", "hand_back", "release", "typing"])
def test_nothing_of_that_without_a_claim(parts: Any, conversation: Conversation, ann: Agent, method: str) -> None:
    made = open_one(parts, conversation)
    with pytest.raises(Conflict, match="is queued"):
        do(parts, method, made, ann, *(["Hello"] if method == "reply" else []))
    assert events(parts, conversation) == [("owner", "queue"), ("escalation", "queued")]


def test_an_administrator_may_release_what_an_absent_agent_holds(
    parts: Any, conversation: Conversation, ann: Agent
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    released = do(parts, "release", made, parts.agent("Root", admin=True))
    assert (released.status, released.agent_id, released.last_agent_id) == (Status.QUEUED, None, ann.id)
    assert owner(parts, conversation) == (Owner.QUEUE, None)


def test_a_released_one_can_be_claimed_by_another(
    parts: Any, conversation: Conversation, ann: Agent, bob: Agent
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    do(parts, "release", made, ann)
    assert do(parts, "claim", made, bob).agent_id == bob.id
    assert topics(parts).count("conversation.assigned") == 2


def test_the_customer_answering_makes_it_the_agents_turn_again(
    parts: Any, conversation: Conversation, ann: Agent
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    do(parts, "reply", made, ann, "Which order?")
    parts.clock.forward(minutes=10)
    message = parts.say(conversation, "Number 7")
    after = now(parts, made)
    assert (after.status, after.waiting_since) == (Status.CLAIMED, message.created_at)
    parts.clock.forward(minutes=10)
    parts.say(conversation, "Are you there?")
    assert now(parts, made).waiting_since == message.created_at


def test_the_customers_next_message_reopens_a_resolved_one(parts: Any, conversation: Conversation, ann: Agent) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    do(parts, "reply", made, ann, "Done.")
    resolved = do(parts, "resolve", made, ann)
    assert (resolved.status, resolved.waiting_since) == (Status.RESOLVED, None)
    assert resolved.resolved_at is not None
    parts.say(conversation, "It is not!")
    after = now(parts, made)
    assert (after.status, after.agent_id, after.last_agent_id) == (Status.QUEUED, None, ann.id)
    assert after.resolved_at is None
    assert after.waiting_since is not None
    assert owner(parts, conversation) == (Owner.QUEUE, None)
    assert topics(parts)[-2:] == ["conversation.resolved", "conversation.reopened"]
    assert topics(parts).count("escalation.requested") == 1


@pytest.mark.parametrize("parting", ["Thank you so much!", "¡gracias!", "merci, au revoir", "谢谢"])
def test_a_parting_thank_you_leaves_a_resolved_one_resolved(
    parts: Any, conversation: Conversation, ann: Agent, parting: str
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    do(parts, "reply", made, ann, "Done.")
    do(parts, "resolve", made, ann)
    message = parts.say(conversation, parting)
    assert message.text == parting
    assert now(parts, made).status is Status.RESOLVED


def test_asking_for_a_person_reopens_a_resolved_one(parts: Any, conversation: Conversation, ann: Agent) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    do(parts, "resolve", made, ann)
    again = open_one(parts, conversation, Reason.ASKED_FOR_PERSON, actor=Actor.CUSTOMER)
    assert (again.id, again.status) == (made.id, Status.QUEUED)
    assert topics(parts)[-1] == "conversation.reopened"


def test_handing_back_ends_it_and_the_next_hand_off_is_a_new_one(
    parts: Any, conversation: Conversation, ann: Agent
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    message = do(parts, "reply", made, ann, "Ask the assistant for the rest.")
    assert do(parts, "hand_back", made, ann).status is Status.RETURNED
    assert owner(parts, conversation) == (Owner.ASSISTANT, None)
    with parts.database.read() as session:
        assert parts.conversations.get(session, conversation.id).handed_back_seq == message.seq
        assert parts.queue.live(session, conversation.id) is None
    assert open_one(parts, conversation).id != made.id
    assert topics(parts).count("escalation.requested") == 2


def test_who_is_in_charge(parts: Any, conversation: Conversation, ann: Agent) -> None:
    """The assistant may speak until an agent claims; after an agent's line only once it is handed back."""

    def in_charge() -> bool:
        with parts.database.read() as session:
            return bool(parts.desk.person_in_charge(session, conversation.id))

    made = open_one(parts, conversation)
    assert not in_charge()
    do(parts, "claim", made, ann)
    assert in_charge()
    do(parts, "release", made, ann)
    assert not in_charge()
    do(parts, "claim", made, ann)
    do(parts, "reply", made, ann, "Hello")
    do(parts, "release", made, ann)
    assert in_charge()
    do(parts, "claim", made, ann)
    do(parts, "resolve", made, ann)
    assert in_charge()
    parts.say(conversation, "One more thing")
    assert in_charge()
    do(parts, "claim", made, ann)
    do(parts, "hand_back", made, ann)
    assert not in_charge()


def test_the_assistant_owes_no_answer_to_what_a_person_has_taken_over(
    parts: Any, conversation: Conversation, ann: Agent
) -> None:
    def owed() -> list[str]:
        parts.clock.forward(seconds=1)
        with parts.database.read() as session:
            return [message.text for message in parts.conversations.unanswered(session, parts.clock())]

    parts.say(conversation, "one")
    assert owed() == ["one"]
    made = open_one(parts, conversation)
    parts.say(conversation, "two")
    assert owed() == ["one", "two"]
    do(parts, "claim", made, ann)
    assert owed() == []
    parts.say(conversation, "three")
    do(parts, "hand_back", made, ann)
    assert owed() == []
    parts.say(conversation, "four")
    assert owed() == ["four"]


def test_a_note_is_for_staff_only(parts: Any, conversation: Conversation, ann: Agent, bob: Agent) -> None:
    made = open_one(parts, conversation)
    before = events(parts, conversation)
    do(parts, "note", made, bob, "Knows the director")
    assert events(parts, conversation) == before
    with parts.database.read() as session:
        entry = parts.queue.history(session, made.id)[-1]
        assert parts.conversations.messages(session, conversation.id) == ()
    assert (entry.happening, entry.actor, entry.data) == (Happening.NOTED, bob.id, {"text": "Knows the director"})
    assert now(parts, made).status is Status.QUEUED


def test_only_the_latest_typing_is_kept(parts: Any, conversation: Conversation, ann: Agent) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    for _ in range(3):
        do(parts, "typing", made, ann)
    assert [event for event in events(parts, conversation) if event[0] == "typing"] == [("typing", "Ann")]


@pytest.mark.parametrize(
    ("text", "error"), [("", InvalidInput), ("  \n ", InvalidInput), ("x" * 8_001, TooLarge)], ids=["", "blank", "long"]
)
@pytest.mark.parametrize("method", ["reply", "note"])
def test_empty_or_oversized_text_is_refused(
    parts: Any, conversation: Conversation, ann: Agent, text: str, error: type[AppError], method: str
) -> None:
    made = open_one(parts, conversation)
    do(parts, "claim", made, ann)
    before = events(parts, conversation)
    with pytest.raises(error):
        do(parts, method, made, ann, text)
    assert events(parts, conversation) == before


def test_unknown_ids_are_not_found(parts: Any, ann: Agent) -> None:
    with parts.database.write() as session:
        for method in ("claim", "release", "resolve", "hand_back", "typing"):
            with pytest.raises(NotFound):
                getattr(parts.desk, method)(session, "esc_none", ann)
        with pytest.raises(NotFound):
            parts.desk.reply(session, "esc_none", ann, "Hello")
        with pytest.raises(NotFound):
            parts.desk.accept(session, "cnv_none", "Hello")

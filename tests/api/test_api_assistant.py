from __future__ import annotations

import pytest

from api.asked import Ask
from api.callers import Caller
from api.services import Services
from api.staff import Role
from core.model import Reason
from escalation.tickets import Agent

GUEST = Caller("192.0.2.1")


def ask(text: str = "How do I reset my password?", conversation: str | None = None) -> Ask:
    return Ask(text, "trace", conversation_id=conversation)


def test_what_was_accepted_is_answered_after_a_restart(services: Services) -> None:
    """Once, also when it is tried twice."""
    accepted = services.assistant.accept(GUEST, ask())
    assert services.assistant.stored(accepted.question.id, None) is None
    assert services.assistant.recover() == 1
    assert services.assistant.recover() == 0
    answer = services.assistant.stored(accepted.question.id, None)
    assert answer is not None
    assert services.assistant.finish(accepted) == answer


def test_a_question_that_cannot_be_answered_keeps_no_other_waiting(services: Services) -> None:
    poisoned, other = (services.assistant.accept(GUEST, ask()) for _ in range(2))
    with services.database.write() as session:
        session.execute(
            f"""CREATE TRIGGER poison BEFORE INSERT ON answers WHEN NEW.question_id = '{poisoned.question.id}'
                BEGIN SELECT RAISE(ABORT, 'no'); END"""
        )
    assert services.assistant.recover() == 1
    assert services.assistant.stored(other.question.id, None) is not None
    with services.database.write() as session:
        session.execute("DROP TRIGGER poison")
    assert services.assistant.recover() == 1


def test_of_two_processes_at_one_question_the_first_wins(services: Services) -> None:
    accepted = services.assistant.accept(GUEST, ask())
    first = services.assistant.finish(accepted)
    assert services.assistant.finish(accepted) == first
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM answers").fetchone()[0] == 1
        assert session.execute("SELECT count(*) FROM questions").fetchone()[0] == 1


def test_a_person_who_takes_over_while_an_answer_is_found_silences_it(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = services.assistant.ask(GUEST, ask("I want to talk to a person"))
    agent = services.staff.add("ana@example.com", Role.AGENT)
    conversation = first["conversation_id"]
    retrieve = type(services.retriever).retrieve

    def claimed_meanwhile(self: object, query: object) -> object:
        with services.database.write() as session:
            services.desk.claim(session, first["escalation"]["id"], Agent(agent.id, agent.name))
        return retrieve(self, query)  # type: ignore[arg-type]

    monkeypatch.setattr(type(services.retriever), "retrieve", claimed_meanwhile)
    answer = services.assistant.ask(GUEST, ask(conversation=conversation))
    assert answer["reason"] == Reason.PERSON_IN_CHARGE
    with services.database.read() as session:
        authors = [line.message.author for line in services.conversations.transcript(session, conversation)]
    assert authors == ["visitor", "assistant", "visitor"]

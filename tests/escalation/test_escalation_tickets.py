"""The table of states: consistent in itself, and the same in the documentation as in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.errors import Conflict
from core.model import Owner
from escalation.tickets import LIVE, OPEN, OWNER_OF, TRANSITIONS, Actor, Happening, Outcome, Status, transition
from escalation.topics import TOPICS, Topic

DOCUMENT = Path(__file__).parents[2] / "docs" / "escalation-states.md"


def rows(heading: str) -> list[list[str]]:
    """The body of the table under a heading of the document, backticks removed."""
    section = DOCUMENT.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


def test_the_documented_transitions_are_those_of_the_code() -> None:
    documented = [tuple(row) for row in rows("What can happen")]
    assert documented == [
        (row.source or "none", row.happening, ", ".join(sorted(row.actors)), row.target) for row in TRANSITIONS
    ]


def test_the_documented_states_and_owners_are_those_of_the_code() -> None:
    assert [(row[0], row[1]) for row in rows("States")] == [(status, OWNER_OF[status]) for status in Status]


def test_the_documented_topics_are_those_of_the_code() -> None:
    assert {row[0]: row[1] for row in rows("What is announced")} == TOPICS
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in [*Topic, *Outcome])


def test_every_happening_is_explained_or_speaks_for_itself() -> None:
    explained = set(re.findall(r"^- `(\w+)`:", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert explained <= set(Happening)
    assert set(Happening) - explained == {Happening.REPLIED, Happening.CUSTOMER_WROTE}


def test_each_state_and_happening_leads_to_one_state() -> None:
    keys = [(row.source, row.happening) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))
    assert all(row.actors for row in TRANSITIONS)


def test_every_state_can_be_reached_and_every_live_one_left() -> None:
    reached: set[Status | None] = {None}
    while more := {row.target for row in TRANSITIONS if row.source in reached} - reached:
        reached |= more
    assert reached == {None, *Status}
    assert {row.source for row in TRANSITIONS if row.target is not row.source} == {None, *LIVE}


def test_a_returned_escalation_is_over() -> None:
    after = {row.happening for row in TRANSITIONS if row.source is Status.RETURNED}
    assert after == {Happening.NOTED, Happening.CONTENT_WANTED}


def test_no_customer_is_shut_out() -> None:
    """In every state in which someone should act, a message from the customer is taken; resolved is reopened."""
    for status in OPEN:
        assert transition(status, Happening.CUSTOMER_WROTE).target in OPEN
    assert transition(Status.RESOLVED, Happening.REOPENED).target is Status.QUEUED


def test_only_a_claim_or_an_assignment_makes_an_agent_the_owner() -> None:
    gained = {
        row.happening
        for row in TRANSITIONS
        if OWNER_OF[row.target] is Owner.AGENT and (row.source is None or OWNER_OF[row.source] is not Owner.AGENT)
    }
    assert gained == {Happening.CLAIMED, Happening.ASSIGNED}


def test_only_an_agent_gives_the_conversation_back_to_the_assistant() -> None:
    for row in TRANSITIONS:
        if row.target is Status.RETURNED and row.source is not Status.RETURNED:
            assert row.actors <= {Actor.OWNER, Actor.ADMIN}


def test_what_the_table_does_not_list_is_refused_with_the_state() -> None:
    with pytest.raises(Conflict, match="is resolved: it cannot be replied now") as refused:
        transition(Status.RESOLVED, Happening.REPLIED)
    assert refused.value.details == {"state": "resolved"}

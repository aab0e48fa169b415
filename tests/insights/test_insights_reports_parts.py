"""Whatever happens, the parts of each report sum up to the whole."""

from __future__ import annotations

import random
from typing import Any

import pytest

from core.errors import AppError
from core.model import Decision, Reason
from escalation.clocks.sla import SlaClock, SlaPolicy
from escalation.desk_settings import DeskRules
from escalation.tickets import Outcome
from insights.reports.columns import Unit
from insights.reports.definitions import COLUMNS
from insights.reports.frames import By
from insights.reports.names import SETTLED, Class, ReportName

World = Any
STEPS = 120
REASONS = {
    Decision.ANSWER: (None, None, Reason.SMALL_TALK),
    Decision.CAVEAT: (Reason.LOW_CONFIDENCE, None),
    Decision.CLARIFY: (Reason.AMBIGUOUS, Reason.GIBBERISH),
    Decision.ESCALATE: (Reason.NO_CONTENT, Reason.COMPLAINT, Reason.ASKED_FOR_PERSON),
}


def live_through(world: World, seed: int) -> None:
    """Customers and agents do this and that, some of it not allowed."""
    chance, talks = random.Random(seed), list[tuple[str, str]]()
    agents = [world.agent(name) for name in ("Ana", "Bo")]
    world.rules(DeskRules(sla=(SlaPolicy("all", first_reply=60, next_reply=30, resolution=600),)))
    for _ in range(STEPS):
        world.clock.forward(minutes=chance.choice((0, 1, 20, 90, 700)))
        visitor, talk = (
            chance.choice(talks) if talks and chance.random() < 0.75 else (f"vis_{chance.randrange(12)}", "")
        )
        agent = chance.choice(agents)
        try:
            match chance.randrange(4 if talk else 1):
                case 0 | 1:
                    decision = chance.choice(list(Decision))
                    found = world.ask(
                        visitor,
                        decision,
                        chance.choice(REASONS[decision]),
                        documents=tuple(chance.sample("abcd", chance.randrange(3)))
                        if decision is Decision.ANSWER
                        else (),
                        lang=chance.choice(("en", "es-MX", "zh")),
                        conversation=talk or None,
                    )
                    talks.append((visitor, found))
                case 2:
                    world.vote(visitor, talk, chance.random() < 0.6)
                    world.rate(talk, chance.randint(1, 5))
                case _:
                    act = chance.choice(("claim", "claim", "reply", "release", "resolve", "hand_back"))
                    values = {"reply": ("A line.",), "resolve": (chance.choice(list(Outcome)),)}.get(act, ())
                    world.act(act, talk, agent, *values)
        except (AppError, AssertionError, KeyError):
            continue  # not allowed in this state


@pytest.mark.parametrize("seed", range(3))
def test_parts_sum_up_to_the_whole_by_day_language_and_agent(world: World, seed: int) -> None:
    """Counts of all rows give the total; every question has one decision, every conversation one class."""
    live_through(world, seed)
    totals = {name: world.report(name).total.figures for name in ReportName}
    volume, reasons, classes = (totals[name] for name in (ReportName.VOLUME, ReportName.REASONS, ReportName.RESOLUTION))
    assert volume["questions"] == sum(volume[decision] for decision in Decision) > 20
    assert volume["handed_over"] == reasons["handed_over"] == sum(reasons[f"handed_over_{one}"] for one in Reason) > 3
    assert reasons["unsure"] == volume["questions"] - volume["answer"]
    assert reasons["unsure"] == sum(reasons[f"unsure_{one}"] for one in (*Reason, "other"))
    assert volume["conversations"] == classes["conversations"] == sum(classes[name] for name in Class)
    assert classes["decided"] == sum(classes[name] for name in SETTLED)
    assert sum(classes[f"{name}_share"] for name in SETTLED) == pytest.approx(1)
    marks, sla = totals[ReportName.CSAT], totals[ReportName.SLA]
    assert marks["marks"] == sum(marks[f"mark_{mark}"] for mark in range(1, 6)) > 3
    assert marks["responded"] <= marks["asked"]
    for clock in SlaClock:
        assert sla[f"{clock}_timed"] == sla[f"{clock}_kept"] + sla[f"{clock}_missed"]
    for name in ReportName:
        for by in By:
            columns = [one for one in COLUMNS[name] if one.unit is Unit.COUNT and (by is not By.AGENT or one.by_agent)]
            if columns:
                rows = world.report(name, by).rows
                assert {one.name: sum(row.figures[one.name] for row in rows) for one in columns} == {
                    one.name: totals[name][one.name] for one in columns
                }, (name, by)

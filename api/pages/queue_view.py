"""The queue beside the opened conversation: what its template needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.pages import definitions, queue_words
from api.pages.desk_choice import Shown
from api.pages.rendering import ago, label, language_name
from api.pages.routing import Reader
from api.services import Services
from core.clock import parse_timestamp, timestamp
from escalation.desk_filter import ForAgent, SlaState, View
from escalation.desk_list import DeskRow, Facets


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the queue, as it is offered."""

    view: View
    name: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that narrows the list."""

    name: str
    title: str
    """Also what it says when nothing is chosen."""
    chosen: str
    options: tuple[tuple[str, str, int], ...]
    """Value, words and how many rows there are."""


def queue_values(parts: Services, reader: Reader, shown: Shown, opened: str | None) -> dict[str, Any]:
    """The values of `desk_queue.html`, as `reader` sees the queue."""
    now = parts.clock()
    with parts.database.read() as session:
        agent = parts.front.for_agent(session, reader.member)
        chosen = shown.filter(agent)
        facets = parts.front.list.facets(session, chosen, now)
        if shown.q:
            rows: Sequence[DeskRow] = ()
            hits, more = parts.front.search.find(session, shown.q, shown.rows)
        else:
            hits = ()
            rows, more = parts.front.list.rows(session, chosen, now, shown.rows)
    return {
        "reader": reader,
        "shown": shown,
        "opened": opened,
        "rows": rows,
        "hits": hits,
        "more": more,
        "facets": facets,
        "tabs": _tabs(facets, shown, agent),
        "choices": _choices(facets, shown),
        "narrowed": chosen.narrowed,
        "now": now,
        "sla_words": lambda row: sla_words(row, now),
        "definitions": definitions,
        "meanings": queue_words,
    }


def sla_words(row: DeskRow, now: datetime) -> str:
    """How the clock that ends first stands: `First reply due in 8 minutes`; empty when none runs."""
    if row.clock is None or row.due is None:
        return ""
    what = label(row.clock)
    if row.sla is SlaState.BREACHED:
        return f"{what} late by {ago(row.due, now)}"
    # How far away it is, is how long ago now will have been then.
    return f"{what} due in {ago(timestamp(now), parse_timestamp(row.due))}"


def _tabs(facets: Facets, shown: Shown, agent: ForAgent) -> list[Tab]:
    routed = bool(agent.languages or agent.topics_of_others) or shown.view is View.FOR_YOU
    return [
        Tab(view, name, facets.views[view], queue_words.VIEWS[view])
        for view, name in queue_words.VIEW_NAMES.items()
        if view is not View.FOR_YOU or routed
    ]


def _choices(facets: Facets, shown: Shown) -> list[Choice]:
    langs = {code: (language_name(code), count) for code, count in facets.langs.items()}
    reasons = {reason.value: (label(reason), count) for reason, count in facets.reasons.items()}
    topics = {name: (name, count) for name, count in facets.topics.items()}
    slas = {state.value: (queue_words.SLA_STATES[state], facets.slas.get(state, 0)) for state in SlaState}
    offered = [
        _choice("lang", "Language", shown.lang, langs, language_name(shown.lang)),
        _choice("reason", "Reason", shown.reason, reasons, label(shown.reason)),
        _choice("topic", "Topic", shown.topic, topics, shown.topic),
        _choice("sla", "Deadline", shown.sla, slas, label(shown.sla)),
    ]
    timed = shown.sla or any(facets.slas.get(state) for state in SlaState if state is not SlaState.UNTIMED)
    return [one for one in offered if one.name in {"lang", "reason"} or (one.options and (one.name != "sla" or timed))]


def _choice(name: str, title: str, chosen: str, found: dict[str, tuple[str, int]], words: str) -> Choice:
    """What is chosen is offered even when nothing is behind it."""
    if chosen and chosen not in found:
        found = {**found, chosen: (words, 0)}
    return Choice(name, title, chosen, tuple((value, *rest) for value, rest in found.items()))

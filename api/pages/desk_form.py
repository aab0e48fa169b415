"""The rules of the desk as the fields of a form, and back. Lists are written with commas or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import InvalidInput
from core.model import Reason
from escalation.clocks import holidays
from escalation.clocks.hours import Weekday
from escalation.desk_settings import DeskRules

Form = Mapping[str, str]
_LIST = re.compile(r"[,\n;，；]+")
_WEIGHT = re.compile(r"(.+?)\s*=\s*(.+?)\s*:\s*(-?\d+)")
_POLICY = ("name", "first_reply", "next_reply", "resolution", "plans", "languages", "topics", "least_priority")
_TOPIC = ("name", "words", "pages", "tags", "route", "points", "sensitive")
_GROUP = ("name", "members")
BLANK = 1
"""Empty rows after those there are, to add one."""


def fields_of(rules: DeskRules) -> dict[str, str]:
    """Every field of the form by name, as text."""
    hours, weights = rules.hours, rules.weights
    fields = {
        "zone": hours.zone,
        "holidays": holidays.as_text(hours.holidays),
        "near_breach": f"{rules.near_breach * 100:g}",
        "agent_gone_minutes": _text(rules.agent_gone_minutes),
        "capacity": _text(rules.capacity),
        "least_measured": _text(rules.least_measured),
        "auto_assign": _text(rules.auto_assign),
        "ask_email": _text(rules.ask_email),
        "attributes": "\n".join(f"{one.attribute} = {one.value}: {one.points}" for one in weights.attributes),
        **{f"reason-{reason.value}": _text(points) for reason, points in weights.reasons.items()},
        **{name: _text(getattr(weights, name)) for name in ("waiting_per_hour", "waiting_most", "near", "breached")},
        **{f"hours-{day.value}": ", ".join(map(str, hours.week.get(day, ()))) for day in Weekday},
    }
    for kind, names, rows in (
        ("sla", _POLICY, rules.sla),
        ("topic", _TOPIC, rules.topics),
        ("group", _GROUP, rules.groups),
    ):
        for number, row in enumerate(rows):
            fields |= {f"{kind}-{number}-{name}": _text(getattr(row, name)) for name in names}
    return fields


def rows(form: Form, kind: str) -> range:
    """The numbers of the rows to show: those filled, and a blank one."""
    filled = [
        int(found[1]) for name in form if (found := re.fullmatch(rf"{kind}-(\d{{1,3}})-name", name)) and form[name]
    ]
    return range(max(filled, default=-1) + 1 + BLANK)


def data_of(form: Form) -> dict[str, Any]:
    """What `read_rules` reads; raises InvalidInput for what cannot even be taken apart."""
    return {
        "hours": {
            "zone": form.get("zone", "").strip(),
            "week": {day.value: _split(form.get(f"hours-{day.value}", "")) for day in Weekday},
            "holidays": _holidays(form.get("holidays", "")),
        },
        "sla": [_policy(row) for row in _rows(form, "sla", _POLICY)],
        "topics": [_topic(row) for row in _rows(form, "topic", _TOPIC)],
        "groups": [{"name": row["name"], "members": _split(row["members"])} for row in _rows(form, "group", _GROUP)],
        "weights": {
            "attributes": list(_weights(form.get("attributes", ""))),
            "reasons": {
                reason.value: form[name] for reason in Reason if form.get(name := f"reason-{reason.value}", "").strip()
            },
            **_given(form, "waiting_per_hour", "waiting_most", "near", "breached"),
        },
        "near_breach": _share(form.get("near_breach", "")),
        "agent_gone_minutes": form.get("agent_gone_minutes", "").strip() or None,
        **_given(form, "capacity", "least_measured"),
        "auto_assign": bool(form.get("auto_assign")),
        "ask_email": bool(form.get("ask_email")),
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _split(text: str) -> list[str]:
    return [part.strip() for part in _LIST.split(text) if part.strip()]


def _given(form: Form, *names: str) -> dict[str, str]:
    """Fields that are filled; the others keep their defaults."""
    return {name: form[name].strip() for name in names if form.get(name, "").strip()}


def _rows(form: Form, kind: str, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows with a name: emptying the name takes a row out."""
    for number in rows(form, kind):
        row = {name: form.get(f"{kind}-{number}-{name}", "").strip() for name in names}
        if row["name"]:
            yield row


def _policy(row: dict[str, str]) -> dict[str, Any]:
    lists = {name: _split(row[name]) for name in ("plans", "languages", "topics")}
    numbers = {name: row[name] or None for name in ("first_reply", "next_reply", "resolution", "least_priority")}
    return {"name": row["name"], **lists, **numbers}


def _topic(row: dict[str, str]) -> dict[str, Any]:
    lists = {name: _split(row[name]) for name in ("words", "pages", "tags")}
    rest = {"sensitive": bool(row["sensitive"]), "route": row["route"] or None, "points": row["points"] or 0}
    return {"name": row["name"], **lists, **rest}


def _weights(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        if line.strip():
            found = _WEIGHT.fullmatch(line.strip())
            if found is None:
                raise InvalidInput(f"Points for attributes: write {line.strip()[:60]!r} like plan = enterprise: 40.")
            yield {"attribute": found[1], "value": found[2], "points": found[3]}


def _holidays(text: str) -> dict[str, str]:
    try:
        return {day.isoformat(): name for day, name in holidays.parse(text).items()}
    except ValueError as error:
        raise InvalidInput(f"Holidays: {error}.") from error


def _share(text: str) -> float:
    try:
        return float(text.replace("%", "").replace(",", ".")) / 100
    except ValueError as error:
        raise InvalidInput("Near the end: a share of the time in percent, such as 80.") from error

"""What an agent chose to see of the queue; it travels along in every address of the desk."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from answering.conversations.line_search import MAX_SEARCH
from core.errors import InvalidInput
from core.model import Reason
from escalation.desk_filter import DeskFilter, ForAgent, SlaState, View
from escalation.desk_list import MOST_ROWS

ROWS = 50
"""Rows shown at first, and added by "more"."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of the queue, what it is narrowed by, or what is searched for."""

    view: View = View.OPEN
    lang: str = ""
    reason: str = ""
    topic: str = ""
    sla: str = ""
    q: str = ""
    rows: int = ROWS

    def address(self, escalation_id: str = "", **changes: str | int) -> str:
        """The address of the queue or of one escalation, with this choice or a changed one."""
        return self._at(f"/desk/{escalation_id}" if escalation_id else "/desk", changes)

    @property
    def more(self) -> str:
        """The same with more rows; empty where no more are ever shown."""
        return self.address(rows=min(self.rows + ROWS, MOST_ROWS)) if self.rows < MOST_ROWS else ""

    @property
    def plain(self) -> str:
        """The same part of the queue, not narrowed."""
        return Shown(self.view).address()

    def filter(self, agent: ForAgent) -> DeskFilter:
        """The rows to list."""
        return DeskFilter(
            agent,
            self.view,
            self.lang or None,
            Reason(self.reason) if self.reason else None,
            self.topic or None,
            SlaState(self.sla) if self.sla else None,
        )

    def _at(self, path: str, changes: dict[str, Any]) -> str:
        chosen = {part.name: getattr(self, part.name) for part in fields(self)} | changes
        usual = {part.name: part.default for part in fields(self)}
        query = urlencode({name: str(value) for name, value in chosen.items() if value and value != usual.get(name)})
        return f"{path}?{query}" if query else path


def _shown(
    view: View = View.OPEN,
    lang: Annotated[str, Query(max_length=35)] = "",
    reason: Annotated[str, Query(max_length=60)] = "",
    topic: Annotated[str, Query(max_length=200)] = "",
    sla: Annotated[str, Query(max_length=60)] = "",
    q: Annotated[str, Query(max_length=MAX_SEARCH)] = "",
    rows: Annotated[int, Query(ge=1, le=MOST_ROWS)] = ROWS,
) -> Shown:
    _one_of(reason, Reason, "There is no such reason.")
    _one_of(sla, SlaState, "There is no such state of a deadline.")
    return Shown(view, lang, reason, topic, sla, q.strip(), rows)


def _one_of(value: str, names: type[StrEnum], message: str) -> None:
    if value and value not in set(names):
        raise InvalidInput(message)


ShownDep = Annotated[Shown, Depends(_shown)]

"""One conversation on one screen: what its template needs beside the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.pages.routing import Reader
from api.pages.timeline import piece, timeline
from api.services import Services
from escalation.desk import MAX_REPLY


def case_values(parts: Services, reader: Reader, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `desk_case.html` for an escalation's detail, as `reader` sees it."""
    with parts.database.read() as session:
        comments = parts.conversations.comments(session, detail["conversation"]["id"])
    names = {member.id: member.name for member in parts.staff.all()}
    return {
        "lines": timeline(detail, names, comments),
        "pieces": [piece(found) for found in detail["evidence"]],
        "max_reply": MAX_REPLY,
    }

"""To whom an escalation can be given: who is at the desk, how much they have, and what they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.rendering import language_name
from api.pages.routing import Reader
from api.services import Services
from core.db import Session
from core.language import primary
from escalation.routing import Colleague, has_room, reads


@dataclass(frozen=True, slots=True)
class Receiver:
    """A colleague as the form offers them."""

    id: str
    name: str
    here: bool
    facts: str
    """`2 open, English and French`."""


def may_give(reader: Reader, case: Mapping[str, Any]) -> bool:
    """Whether the form is shown: to its owner, and to administrators while it is not settled."""
    status, admin = case["status"], reader.member.role == "admin"
    held = status in {"claimed", "waiting", "snoozed"}
    return (held and (admin or case["agent_id"] == reader.member.id)) or (admin and status == "queued")


def receivers(parts: Services, session: Session, case: Mapping[str, Any]) -> tuple[Receiver, ...]:
    """Who may have it, but for who has it now: those here, who read its language and have least to do first."""
    rules = parts.rules.settings.get(session)
    names = {member.id: member.name for member in parts.staff.all()}
    others = [one for one in parts.assigning.colleagues(session, rules) if one.id != case["agent_id"]]
    others.sort(key=lambda one: (not one.here, not reads(one, case["lang"]), one.open, names[one.id].casefold()))
    return tuple(Receiver(one.id, names[one.id], one.here, _facts(one, case["lang"], rules.capacity)) for one in others)


def _facts(one: Colleague, lang: str | None, capacity: int) -> str:
    load = f"{one.open} open" + ("" if has_room(one, capacity) else ", no room")
    known = [language_name(primary(code)) for code in one.languages]
    spoken = f" · {', '.join(known)}" if known else ""
    return load + spoken + ("" if reads(one, lang) else f" · not {language_name(lang)}")

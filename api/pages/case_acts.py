"""What agents do to the conversation they have opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import Form, Request
from pydantic import AwareDatetime
from starlette.responses import Response

from api.auth import ServicesDep
from api.deskwork import as_agent
from api.idempotency import ticket
from api.pages.desk import ShownDep, show
from api.pages.routing import OWN_FORM, DeskReader, go, page_router
from api.replies import Reply
from api.services import Services
from core.db import Session
from core.errors import AppError, InvalidInput
from escalation.tickets import Agent, Outcome

router = page_router()

Act = Callable[[Session, str, Agent], dict[str, Any]]


@router.post("/desk/{escalation_id}/{verb}", dependencies=[OWN_FORM])
def act(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    shown: ShownDep,
    escalation_id: str,
    verb: str,
    text: Annotated[str, Form()] = "",
    key: Annotated[str | None, Form(max_length=200)] = None,
    until: Annotated[AwareDatetime | None, Form()] = None,
    outcome: Annotated[Outcome, Form()] = Outcome.ANSWERED,
) -> Response:
    """Do one of `_acts`; a refusal shows the page with the reason and the text kept."""
    acts = _acts(parts, text.replace("\r\n", "\n").strip(), until, outcome)
    agent = as_agent(reader.member)
    try:
        if verb not in acts:
            raise InvalidInput("There is no such action.")
        paper = ticket(agent.id, key or None, "desk", verb, escalation_id, text, str(until), outcome)
        parts.idempotency.once(paper, lambda session: acts[verb](session, escalation_id, agent))
    except AppError as error:
        return show(request, parts, reader, shown, escalation_id, error=error, draft={verb: text})
    parts.live.notify()
    return go(shown.address(escalation_id))


def _acts(parts: Services, text: str, until: datetime | None, outcome: Outcome) -> dict[str, Act]:
    work = parts.deskwork

    def snooze(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        if until is None:
            raise InvalidInput("Say until when.")
        return work.snooze(session, name, agent, until)

    return {
        "claim": work.claim,
        "reply": lambda session, name, agent: work.reply(session, name, agent, Reply(text)),
        "note": lambda session, name, agent: work.note(session, name, agent, text),
        "release": work.release,
        "snooze": snooze,
        "wake": work.wake,
        "wants-content": work.want_content,
        "unwants-content": lambda session, name, agent: work.want_content(session, name, agent, False),
        "resolve": lambda session, name, agent: work.resolve(session, name, agent, outcome),
        "hand-back": work.hand_back,
    }

"""What agents do to the conversation they have opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, File, Form, Request, UploadFile
from pydantic import AwareDatetime, TypeAdapter, ValidationError
from starlette.responses import Response

from api.auth import ServicesDep
from api.deskwork import as_agent, colleague
from api.idempotency import ticket
from api.pages.desk import ShownDep, show
from api.pages.routing import OWN_FORM, DeskReader, Reader, go, page_router
from api.pages.snoozing import Preset, snooze_until
from api.replies import Pick, Reply
from api.schemas.staffing import PickRequest
from api.services import Services
from core.db import Session
from core.errors import AppError, InvalidInput
from escalation.tickets import Agent, Outcome

router = page_router()

Act = Callable[[Session, str, Agent], dict[str, Any]]
_PICKS = TypeAdapter(list[PickRequest])


@dataclass(frozen=True, slots=True)
class Filled:
    """What the forms of a conversation hold; each has some of it."""

    text: str
    files: tuple[str, ...]
    citations: str
    """JSON of `PickRequest`s."""
    suggestion: str
    until: datetime | None
    preset: Preset
    at: str
    outcome: Outcome
    file: str
    to: str
    """Id of the colleague it is given to."""
    owner: str
    """Id of who had it when the page was made; empty: nobody."""

    def picks(self) -> list[Pick]:
        """What the reply quotes; raises InvalidInput."""
        try:
            return [Pick(**pick.model_dump()) for pick in _PICKS.validate_json(self.citations or "[]")]
        except ValidationError as error:
            raise InvalidInput("The citations of this reply cannot be read. Insert them again.") from error


def _filled(
    text: Annotated[str, Form()] = "",
    files: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 - FastAPI copies it
    citations: Annotated[str, Form(max_length=20_000)] = "",
    suggestion: Annotated[str, Form(max_length=64)] = "",
    until: Annotated[AwareDatetime | None, Form()] = None,
    preset: Annotated[Preset, Form()] = Preset.AT,
    at: Annotated[str, Form(max_length=30)] = "",
    outcome: Annotated[Outcome, Form()] = Outcome.ANSWERED,
    file: Annotated[str, Form(max_length=80)] = "",
    to: Annotated[str, Form(max_length=80)] = "",
    owner: Annotated[str, Form(max_length=80)] = "",
) -> Filled:
    plain = text.replace("\r\n", "\n").strip()
    return Filled(plain, tuple(files), citations, suggestion, until, preset, at, outcome, file, to, owner)


FilledDep = Annotated[Filled, Depends(_filled)]


@router.post("/desk/{escalation_id}/attach", dependencies=[OWN_FORM])
def attach(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    shown: ShownDep,
    escalation_id: str,
    filled: FilledDep,
    upload: Annotated[list[UploadFile], File(max_length=20)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Keep files for the next reply, for browsers without script; the text written so far stays."""
    error: AppError | None = None
    try:
        for one in upload:
            if one.filename:
                _keep(parts, reader, escalation_id, one)
    except AppError as found:
        error = found
    return show(request, parts, reader, shown, escalation_id, error=error, draft={"reply": filled.text})


@router.post("/desk/{escalation_id}/{verb}", dependencies=[OWN_FORM])
def act(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    shown: ShownDep,
    escalation_id: str,
    verb: str,
    filled: FilledDep,
    key: Annotated[str | None, Form(max_length=200)] = None,
) -> Response:
    """Do one of `_acts`; a refusal shows the page with the reason and the text kept."""
    agent = as_agent(reader.member)
    try:
        action = _action(parts, verb, escalation_id, filled)
        paper = ticket(agent.id, key or None, "desk", verb, escalation_id, repr(filled))
        parts.idempotency.once(paper, lambda session: action(session, escalation_id, agent))
    except AppError as error:
        return show(request, parts, reader, shown, escalation_id, error=error, draft={verb: filled.text})
    parts.live.notify()
    return go(shown.address(escalation_id))


def _action(parts: Services, verb: str, escalation_id: str, filled: Filled) -> Act:
    work = parts.deskwork
    plain: dict[str, Act] = {
        "claim": work.claim,
        "note": lambda session, name, agent: work.note(session, name, agent, filled.text),
        "release": work.release,
        "wake": work.wake,
        "wants-content": work.want_content,
        "unwants-content": lambda session, name, agent: work.want_content(session, name, agent, False),
        "resolve": lambda session, name, agent: work.resolve(session, name, agent, filled.outcome),
        "hand-back": work.hand_back,
        "drop-file": lambda session, name, agent: _drop(parts, session, name, agent, filled.file),
    }
    if verb == "reply":
        cited = parts.citing.citations(escalation_id, filled.text, filled.picks())
        reply = Reply(filled.text, cited, filled.files, filled.suggestion or None)
        return lambda session, name, agent: work.reply(session, name, agent, reply)
    if verb == "snooze":
        until = filled.until or _until(parts, filled)
        return lambda session, name, agent: work.snooze(session, name, agent, until)
    if verb == "assign":
        to = _receiver(parts, filled)
        return lambda session, name, agent: work.give(session, name, agent, to, filled.owner or None, filled.text)
    if verb not in plain:
        raise InvalidInput("There is no such action.")
    return plain[verb]


def _receiver(parts: Services, filled: Filled) -> Agent:
    if not filled.to:
        raise InvalidInput("Choose a colleague first.")
    return colleague(parts.staff, filled.to)


def _until(parts: Services, filled: Filled) -> datetime:
    with parts.database.read() as session:
        zone = parts.rules.settings.get(session).hours.zone
    return snooze_until(filled.preset, filled.at, parts.clock(), zone)


def _keep(parts: Services, reader: Reader, escalation_id: str, upload: UploadFile) -> None:
    data = upload.file.read(parts.attachments.limits.size + 1)
    with parts.database.write() as session:
        conversation_id = parts.queue.get(session, escalation_id).conversation_id
        parts.attachments.add(session, conversation_id, upload.filename or "file", data, reader.member.id)


def _drop(parts: Services, session: Session, escalation_id: str, agent: Agent, attachment_id: str) -> dict[str, Any]:
    conversation_id = parts.queue.get(session, escalation_id).conversation_id
    parts.attachments.drop(session, conversation_id, attachment_id, agent.id)
    return {}

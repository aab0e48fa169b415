"""From a reply at the desk to a draft of content: what is left of it is shown before anything is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.drafting.beginning import Wanted
from api.drafting.looking import as_read
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, DeskReader, go, page_router
from api.services import Services
from core.errors import InvalidInput, NotFound
from core.model import Author, Message
from insights.drafts.assembling import MOST_REPLIES
from insights.drafts.model import LONGEST_TEXT

router = page_router()


@router.get("/desk/{escalation_id}/content")
def look(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    escalation_id: str,
    reply: Annotated[list[str], Query(max_length=MOST_REPLIES)] = [],  # noqa: B006 - FastAPI copies it
    sent: Annotated[bool, Query()] = False,
) -> Response:
    """The replies of a conversation, and what a draft of the chosen ones would say."""
    lines = _replies(parts, escalation_id)
    chosen = [line.id for line in lines if line.id in reply] or [line.id for line in lines]
    preview = parts.drafts.beginning.look(Wanted(tuple(chosen))) if chosen else None
    return page(
        "case_content.html",
        request,
        reader=reader,
        escalation=escalation_id,
        lines=[(line, render_text(line.text)) for line in lines],
        chosen=chosen,
        preview=preview,
        text=preview.texts[0] if preview and preview.texts else None,
        html=render_text(as_read(preview.texts[0].wording.text), top=3) if preview and preview.texts else "",
        sent=sent,
    )


@router.post("/desk/{escalation_id}/content", dependencies=[OWN_FORM])
def propose(
    parts: ServicesDep,
    reader: DeskReader,
    escalation_id: str,
    reply: Annotated[list[str], Form(max_length=MOST_REPLIES)] = [],  # noqa: B006 - FastAPI copies it
    title: Annotated[str, Form(max_length=4_000)] = "",
    text: Annotated[str, Form(max_length=4 * LONGEST_TEXT)] = "",
    lang: Annotated[str, Form(max_length=35)] = "",
) -> Response:
    """Keep it as a draft: of the content team for who belongs to it, as a proposal of an agent."""
    known = {line.id for line in _replies(parts, escalation_id)}
    if not reply or not known.issuperset(reply):
        raise InvalidInput("Choose at least one reply of this conversation.")
    if not text.strip():
        raise InvalidInput("There is nothing to keep: write what the content should say.")
    wanted = Wanted(tuple(reply), lang=lang or None, title=title, text=text.replace("\r\n", "\n"))
    made = parts.drafts.begin(wanted, reader.member.id, propose=not reader.content)
    return go(f"/content/drafts/{made}" if reader.content else f"/desk/{escalation_id}/content?sent=true")


def _replies(parts: Services, escalation_id: str) -> list[Message]:
    """The lines of agents in a conversation, oldest first; raises NotFound."""
    with parts.database.read() as session:
        conversation_id = parts.queue.get(session, escalation_id).conversation_id
        found = parts.conversations.messages(session, conversation_id)
    lines = [one for one in found if one.author is Author.AGENT and one.text.strip()]
    if len(lines) > MOST_REPLIES:
        return lines[-MOST_REPLIES:]
    if not found:
        raise NotFound("There is no such conversation.")
    return lines

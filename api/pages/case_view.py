"""One conversation on one screen: what its template needs beside the queue."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from answering.conversations.attachments import accepted_endings
from api.earlier import earlier_conversations
from api.pages import case_facts
from api.pages.definitions import OUTCOMES
from api.pages.giving import may_give, receivers
from api.pages.rendering import excerpt
from api.pages.routing import Reader
from api.pages.snoozing import PRESETS
from api.pages.timeline import Translate, piece, timeline
from api.services import Services
from core.db import Session
from core.language import primary
from core.model import Author
from escalation.desk import MAX_REPLY
from escalation.restatements import ONE_LINE

TRANSLATION_WAIT_S = 3.0
"""How long a page waits for the translations of all its lines together."""


def case_values(parts: Services, reader: Reader, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `desk_case.html` for an escalation's detail, as `reader` sees it."""
    case, conversation_id = detail["escalation"], detail["conversation"]["id"]
    with parts.database.read() as session:
        comments = parts.conversations.comments(session, conversation_id)
        earlier, earlier_count = earlier_conversations(session, detail["visitor"]["id"], conversation_id)
        unsent = parts.attachments.unsent(session, conversation_id, reader.member.id)
        standalone = _standalone(parts, session, case)
        colleagues = receivers(parts, session, case) if may_give(reader, case) else None
    names = {member.id: member.name for member in parts.staff.all()}
    return {
        "lines": timeline(detail, names, comments, _translation(parts, reader)),
        "pieces": [piece(found) for found in detail["evidence"]],
        "deadlines": case_facts.deadlines(detail["standing"]),
        "priority": case_facts.priority(detail["standing"], case["topic"]),
        "said": case_facts.said(detail["attributes"]),
        "seen": _seen(detail["conversation"]),
        "max_reply": MAX_REPLY,
        "standalone": excerpt(standalone, ONE_LINE),
        "whole_question": case["question"] if len(case["question"]) > ONE_LINE else "",
        "earlier": earlier,
        "earlier_count": earlier_count,
        "unsent": unsent,
        "colleagues": colleagues,
        "limits": parts.attachments.limits,
        "endings": accepted_endings(),
        "foreign": not reads(reader, case["lang"]),
        "translates": parts.translations is not None,
        "outcomes": OUTCOMES,
        "presets": PRESETS,
    }


def _seen(conversation: Mapping[str, Any]) -> str | None:
    """The last line of an agent that the customer has read, by its id."""
    messages, until = conversation["messages"], conversation["read"]["visitor"]
    ends = [at for at, message in enumerate(messages) if message["id"] == until]
    before = messages[: ends[0] + 1] if ends else []
    return next((message["id"] for message in reversed(before) if message["author"] == Author.AGENT), None)


def reads(reader: Reader, lang: str | None) -> bool:
    """Whether the agent reads a language; who names none is taken to read every one."""
    return not reader.member.languages or not lang or primary(lang) in map(primary, reader.member.languages)


def _translation(parts: Services, reader: Reader) -> Translate | None:
    """What puts customers' lines into the agent's first language, where a model is there to do it."""
    translations = parts.translations
    if translations is None or not reader.member.languages:
        return None
    mine, until = primary(reader.member.languages[0]), time.monotonic() + TRANSLATION_WAIT_S

    def into_mine(text: str, lang: str | None) -> tuple[str, str] | None:
        if lang is None or reads(reader, lang):
            return None
        return translations.get(text, primary(lang), mine, until - time.monotonic()) or "", mine

    return into_mine


def _standalone(parts: Services, session: Session, case: Mapping[str, Any]) -> str:
    """The question as it was searched for: a follow-up is whole there."""
    answer = parts.conversations.answer_to(session, case["question_id"]) if case["question_id"] else None
    trace = parts.conversations.trace(session, answer["message_id"]) if answer else {}
    return str(trace.get("standalone") or case["question"])

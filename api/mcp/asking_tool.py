"""The tool that asks: the same path as `POST /v1/ask`, so that what is asked is stored, counted and handed over."""

from __future__ import annotations

from api.asked import Ask
from api.mcp.access import Access
from api.mcp.inputs import AskInput
from api.mcp.outputs import AnswerOutput
from api.services import Services
from core.clock import new_id


def ask(parts: Services, access: Access, given: AskInput) -> AnswerOutput:
    """The answer object."""
    asked = Ask(given.question, access.trace_id or new_id("trc"), given.conversation_id, given.lang)
    return AnswerOutput.model_validate(parts.assistant.ask(access.caller, asked))

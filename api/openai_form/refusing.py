"""Parameters that ask for what would not be done: refused, where passing over them would mislead.

What shapes how a model writes, such as `temperature`, `max_tokens` or `stop`, is passed over: answers are what the
documents say, and one cut short could lose the very condition that matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from api.schemas.openai_request import ChatRequest
from core.errors import InvalidInput


def check_parameters(request: ChatRequest) -> None:
    """Raise InvalidInput, with the name of the parameter, for the first one that would not be kept to."""
    for name, is_asked, why in _wishes(request):
        if is_asked:
            raise InvalidInput(f"{name}: {why}", param=name, openai_code="unsupported_value")


def _wishes(request: ChatRequest) -> Iterator[tuple[str, bool, str]]:
    tools = "this model calls no tools. Leave it out."
    yield "n", request.n not in (None, 1), "there is one answer to a question. Leave it out, or send 1."
    yield "tools", bool(request.tools), tools
    yield "functions", bool(request.functions), tools
    yield "tool_choice", request.tool_choice not in (None, "none", "auto"), tools
    form = (request.response_format or {}).get("type", "text")
    yield "response_format", form != "text", 'answers are text. Leave it out, or send {"type": "text"}.'
    spoken = any(mode != "text" for mode in request.modalities or ())
    yield "modalities", spoken, 'answers are text. Leave it out, or send ["text"].'
    yield "audio", request.audio is not None, "answers are text. Leave it out."
    yield "logprobs", bool(request.logprobs), "answers have no probabilities of tokens; see `askwell.confidence`."
    yield "top_logprobs", bool(request.top_logprobs), "answers have no probabilities of tokens. Leave it out."

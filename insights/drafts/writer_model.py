"""First texts and translations by a chat model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from answering.model.chat import ChatMessage, ChatModel, ModelFailure
from answering.model.delimiting import seen
from answering.model.prompts import prompt
from core.errors import Unavailable
from insights.drafts.writer import Brief, Line, Written

_Made = TypeVar("_Made")
SECONDS = 120.0
"""For one text: somebody of the staff waits."""
MOST_TOKENS = 4_000
_MOST_CHARACTERS = 6_000
"""Of one source."""
_FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n```\s*\Z", re.DOTALL)
_ADVICE = "Write the text by hand, or try again."


class ModelWriter:
    """Writes with one model. A model that fails is `Unavailable`; what its server says is never passed on."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def write(self, brief: Brief) -> Written:
        """A first text; raises Unavailable."""
        data = {
            "language": brief.lang,
            "questions": list(brief.questions),
            "sources": [{"name": one.name, "text": one.text[:_MOST_CHARACTERS]} for one in brief.sources],
        }
        return _read(lambda found: Written(str(found["title"]), _lines(found["lines"])), self._ask("draft", data))

    def translate(self, title: str, text: str, source: str, target: str) -> tuple[str, str]:
        """Title and text in the language `target`; raises Unavailable."""
        data = {"from": source, "to": target, "title": title, "text": text}
        return _read(lambda found: (str(found["title"]), str(found["text"])), self._ask("translate_draft", data))

    def _ask(self, instruction: str, data: dict[str, Any]) -> str:
        messages = [
            ChatMessage("system", prompt(instruction).text),
            ChatMessage("user", seen(json.dumps(data, ensure_ascii=False))),
        ]
        try:
            return self._model.complete(messages, seconds=SECONDS, max_tokens=MOST_TOKENS, use="draft")
        except ModelFailure as failure:
            raise Unavailable(f"{failure.message} {_ADVICE}") from None


def _lines(found: Any) -> tuple[Line, ...]:
    return tuple(Line(str(one["text"]), tuple(map(str, one.get("sources", ())))) for one in found)


def _read(make: Callable[[Any], _Made], reply: str) -> _Made:
    fenced = _FENCED.match(reply)
    try:
        return make(json.loads(fenced[1] if fenced else reply))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unavailable(f"The language model wrote something unreadable. {_ADVICE}") from None

"""What a server of the OpenAI form accepts: servers and models differ, and say so only when asked.

The first request is made in the most common form. A refusal that names a field changes the form, for good.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.model.chat import ChatMessage


@dataclass(frozen=True, slots=True)
class Dialect:
    """The form of requests."""

    completion_tokens: bool = False
    """`max_completion_tokens` in place of `max_tokens`: newer models of OpenAI."""
    temperature: bool = True
    """Models that think first accept none."""
    usage: bool = True
    """`stream_options`, which has the server count the tokens."""
    system: bool = True
    """Whether there is a role `system`; Gemma's template has none."""

    def request(self, messages: Sequence[ChatMessage], max_tokens: int) -> dict[str, Any]:
        """The fields of a request, besides the model's name."""
        fields: dict[str, Any] = {"messages": self._messages(messages)}
        fields["max_completion_tokens" if self.completion_tokens else "max_tokens"] = max_tokens
        if self.temperature:
            fields["temperature"] = 0
        if self.usage:
            fields["stream_options"] = {"include_usage": True}
        return fields

    def after(self, refusal: object) -> Dialect | None:
        """The form to try after this refusal; None when it names nothing that could be left out."""
        said = json.dumps(refusal, default=str).lower() if not isinstance(refusal, str) else refusal.lower()
        if "max_tokens" in said and not self.completion_tokens:
            return replace(self, completion_tokens=True)
        if "temperature" in said and self.temperature:
            return replace(self, temperature=False)
        if ("stream_options" in said or "include_usage" in said) and self.usage:
            return replace(self, usage=False)
        if ("system role" in said or "system message" in said) and self.system:
            return replace(self, system=False)
        return None

    def _messages(self, messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
        sent = [{"role": message.role, "content": _encodable(message.text)} for message in messages]
        if self.system or not sent or sent[0]["role"] != "system":
            return sent
        first, *rest = sent
        if rest and rest[0]["role"] == "user":
            return [{"role": "user", "content": f"{first['content']}\n\n{rest[0]['content']}"}, *rest[1:]]
        return [{"role": "user", "content": first["content"]}, *rest]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()

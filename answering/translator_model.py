"""Translates customers' lines with a chat model. What it says is text to be shown, never more."""

from __future__ import annotations

import logging

from answering.language_names import language_name
from answering.model.chat import ChatMessage, ChatModel, ModelFailure
from answering.model.delimiting import delimited, new_handles, seen
from answering.model.prompts import prompt
from core.language import can_tell, tell

SECONDS = 30.0
"""For one line; pages do not wait that long."""
_MOST_TOKENS = 1_500
_LONGEST = 4_000
"""Characters of a line: what a visitor can write at once."""
_GROWTH, _AT_LEAST = 4, 200
"""A translation is at most so many times as long as the line, or so many characters."""
_ENOUGH = 40
"""Letters from which the language of a line can be told."""

_log = logging.getLogger("askwell.model")


class ModelTranslator:
    """Translates with one model."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def translate(self, text: str, source: str, target: str) -> str | None:
        """`text` in the language `target`; None where the model fails, or says what is no translation."""
        handle = new_handles(1, [text])[0]
        words = {"source": language_name(source, "en"), "target": language_name(target, "en")}
        messages = [
            ChatMessage("system", prompt("translate_line").filled(**words)),
            ChatMessage("user", delimited(handle, text[:_LONGEST], "data")),
        ]
        try:
            said = self._model.complete(messages, seconds=SECONDS, max_tokens=_MOST_TOKENS, use="translate")
        except ModelFailure as failure:
            _log.info("A line was not translated: %s", failure.message)
            return None
        return _usable(_bare(seen(said), handle), text, target)


def _bare(said: str, handle: str) -> str:
    """What was said without the tags that stood around the line: models like to repeat them."""
    return said.replace(f"<data-{handle}>", "").replace(f"</data-{handle}>", "").strip()


def _usable(said: str, text: str, target: str) -> str | None:
    if not said or len(said) > max(_AT_LEAST, _GROWTH * len(text)):
        return None
    if len(said) >= _ENOUGH and can_tell(target) and tell(said, {target, "en", "es", "fr", "zh"}) not in (target, None):
        return None
    return said

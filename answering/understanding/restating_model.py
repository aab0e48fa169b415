"""Has a chat model sum up, in a line, what the customer of a conversation wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answering.generator_openai.tongue import strays
from answering.model.chat import ChatMessage, ChatModel
from answering.model.delimiting import delimited, new_handles, seen
from answering.model.prompts import prompt
from answering.understanding.rewording import makes_up, named, one_line, share_known, transcript
from core.language import detect
from core.model import Author, Turn

SECONDS = 60.0
"""For one line; nobody waits."""
LONGEST = 300
LEAST_KNOWN = 0.4
"""Share of its words that must stand in the conversation; a summary has some of its own."""
_MOST_OF_TURN = 800
_MOST_TURNS = 16
_MOST_TOKENS = 150


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a customer wants, as a model sums it up."""

    text: str
    lang: str
    model: str
    prompt: str
    """Name and version of the instruction."""


class Restater:
    """Sums up with one model."""

    def __init__(self, model: ChatModel, languages: Sequence[str]) -> None:
        """`languages`: what customers are expected to write in."""
        self._model = model
        self._languages = tuple(languages)

    def restate(self, talk: Sequence[Turn], lang: str | None, visitor: str | None = None) -> Restatement | None:
        """The line, in the customer's language; None where what the model says cannot be used. Raises ModelFailure."""
        talk = talk[-_MOST_TURNS:]
        said = " ".join(turn.text for turn in talk if turn.author is Author.VISITOR)
        lang, known = lang or detect(said, self._languages, self._languages[0]), transcript(talk, _MOST_OF_TURN)
        [handle] = new_handles(1, [known])
        instruction = prompt("restate")
        messages = [
            ChatMessage("system", instruction.filled(language=named(lang))),
            ChatMessage("user", delimited(handle, known, "history")),
        ]
        reply = self._model.complete(messages, seconds=SECONDS, max_tokens=_MOST_TOKENS, visitor=visitor, use="restate")
        line = one_line(seen(reply), LONGEST)
        if line is None or not self._fits(line, known, lang):
            return None
        return Restatement(line, lang, self._model.id, instruction.id)

    def _fits(self, line: str, known: str, lang: str) -> bool:
        if strays(line, lang, self._languages) or makes_up(line, known, lang):
            return False
        return share_known(line, known, lang) >= LEAST_KNOWN

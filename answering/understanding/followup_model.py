"""Has a chat model make a follow-up self-contained. The rule's reading stands wherever it fails, or makes things up."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from answering.clarifying.asking_back import Reworded
from answering.evidence.generator import Terms
from answering.generator_openai.tongue import strays
from answering.model.breaker import Breaker
from answering.model.chat import ChatMessage, ChatModel, ModelFailure
from answering.model.delimiting import delimited, new_handles, seen
from answering.model.prompts import prompt
from answering.understanding.followup import TURNS
from answering.understanding.leaning import Leaning, take_apart
from answering.understanding.rewording import carries, drops, makes_up, named, one_line, share_known, transcript
from answering.understanding.topics import weight
from core.model import Turn

LONGEST = 400
"""Characters of a message that is made self-contained; a longer one says enough by itself."""
GROWTH, AT_LEAST = 3, 200
"""What comes of it is at most so many times as long, or so many characters."""
LEAST_KNOWN = 0.6
"""Share of its words that must have been said before."""
LEAST_KEPT = 0.5
"""Share of the message's own words that must still be there, without what a correction says was wrong."""
MOST_NAMED = 3
"""Content words of a message that no rule takes for a follow-up, and that is one all the same now and then."""
_MOST_OF_TURN = 400
_MOST_TOKENS = 150

_log = logging.getLogger("askwell.model")


class FollowUpModel:
    """Makes follow-ups self-contained with one model."""

    def __init__(self, model: ChatModel, languages: Sequence[str]) -> None:
        """`languages`: what customers are expected to write in."""
        self._model = model
        self._languages = tuple(languages)
        self._by = f"{model.id} {prompt('followup').id}"
        self._breaker = Breaker()  # of its own: a model too slow for this may be quick enough to answer

    def reword(self, text: str, history: Sequence[Turn], lang: str, terms: Terms) -> Reworded | None:
        """`text` self-contained, in the language `lang`; None where the model fails, or says what cannot be used.

        To be asked of what `may_lean`.
        """
        said = transcript(history[-2 * TURNS :], _MOST_OF_TURN)
        try:
            reply = self._said(_messages(text, said, lang), terms)
        except ModelFailure as failure:
            _log.info("A follow-up was made self-contained by rule: %s", failure.message)
            return None
        line = one_line(seen(reply), max(AT_LEAST, GROWTH * len(text)))
        if line is None or strays(line, lang, self._languages) or not _fits(line, text, said, lang):
            return None
        return Reworded(line, self._by)

    def _said(self, messages: Sequence[ChatMessage], terms: Terms) -> str:
        passage = self._breaker.enter()
        try:
            said = self._model.complete(
                messages,
                seconds=terms.seconds,
                max_tokens=_MOST_TOKENS,
                visitor=terms.visitor,
                cancelled=terms.cancelled,
                use="followup",
            )
            passage.succeeded()
            return said
        except ModelFailure as failure:
            if failure.kind == "slow":
                passage.failed()
            raise
        finally:
            passage.abandoned()


def may_lean(text: str, lang: str) -> bool:
    """Whether a model is worth asking: the message leans by rule, or names so little that it may."""
    if len(text) > LONGEST:
        return False
    message = take_apart(text, lang)
    return message.leaning is not Leaning.NONE or weight(message.words) <= MOST_NAMED


def _messages(text: str, said: str, lang: str) -> list[ChatMessage]:
    before, own = new_handles(2, [text, said])
    request = f"{delimited(before, said, 'history')}\n\n{delimited(own, text, 'question')}"
    return [ChatMessage("system", prompt("followup").filled(language=named(lang))), ChatMessage("user", request)]


def _fits(line: str, text: str, said: str, lang: str) -> bool:
    """Whether a line says what the message does, with words of the conversation and no names or numbers of its own."""
    if not carries(line, said, text, lang):
        return False  # it stands alone, or leans as before: the rules know better
    meant, known = take_apart(text, lang).rest, f"{said}\n{text}"
    if share_known(line, known, lang) < LEAST_KNOWN or share_known(meant, line, lang) < LEAST_KEPT:
        return False
    return not makes_up(line, known, lang) and not drops(line, meant, lang)

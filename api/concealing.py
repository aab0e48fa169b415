"""Keeps personal data out of questions that were made self-contained.

Masking knows an address or a card by its form. A follow-up carries single words of earlier messages, in which that form
is lost, so whatever masking takes out of any of those messages is taken out by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from answering.answerer import Answered, Question
from core.model import Author
from insights.masking import mask

_WORD = re.compile(r"\w+")
_GAPS = re.compile(r"\s{2,}")


def concealed(question: Question, answered: Answered) -> Answered:
    """`answered` with a self-contained question that holds nothing personal of the talk.

    A message that stood alone is kept as it is: whoever reads it masks it.
    """
    if answered.standalone in question.text:
        return answered
    said = [turn.text for turn in question.history if turn.author is Author.VISITOR]
    return replace(answered, standalone=without_personal(answered.standalone, [*said, question.text]))


def without_personal(text: str, said: Iterable[str]) -> str:
    """`text` masked, and without the words that masking takes out of what was `said`."""
    hidden = {word for line in said for word in _words(line) - _words(mask(line))}
    kept = _WORD.sub(lambda match: "" if match[0].casefold() in hidden else match[0], mask(text))
    return _GAPS.sub(" ", kept).strip()


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}

"""What agents answer in constructed cases: what an article says, in fewer words."""

from __future__ import annotations

import random
import re

from core.language import detect
from eval.cause_planting import sentences_of
from eval.cause_texts import ACCOUNT

KEPT = 0.75
"""Share of an article's words that an agent's answer holds."""
_SENTENCES = 3
_UNIT = re.compile(r"\s+|[\u3400-\u9fff]{1,2}|[^\s\u3400-\u9fff]+")
"""A word; in Chinese, which has no spaces, two characters."""


def in_fewer_words(text: str, lang: str, rng: random.Random, without: str = "") -> str:
    """Some sentences of a text in the customer's language, with words left out; never the sentence `without`."""
    sentences = [one for one in sentences_of(text) if one != without and detect(one, tuple(ACCOUNT), lang) == lang]
    start = rng.randrange(max(1, len(sentences) - _SENTENCES))
    said = sentences[start : start + _SENTENCES]
    if lang == "zh":
        return "".join(unit for unit in _UNIT.findall("".join(said)) if rng.random() < KEPT)
    return " ".join(word for word in " ".join(said).split() if rng.random() < KEPT)

"""Pairs of a source and a response, with what is known of them: whether the source backs the response.

A folder has `pairs.jsonl`: `{"id", "lang", "source", "message", "response", "supported"}`, with `from` or `part`
where it is made of several sets, and `kind` or `label` for what sort of case a pair is. `support_sources.py` makes
pairs of other data sets.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.errors import InvalidInput
from eval.dataset import load
from eval.support_pair import Pair
from eval.support_sources import TRANSLATED, pairs_of

SENTENCE_OF_ANOTHER = "sentence of another source"
HALF_OF_ANOTHER = "half a sentence of another source"
WORDS_LEFT_OUT = "words left out"
_FIGURE = re.compile(r"\d")
_EVERY = 6
"""One word of so many is left out."""


def load_pairs(folder: Path) -> list[Pair]:
    """The pairs of a folder, or the answers in own words that its questions have; raises InvalidInput."""
    path = folder / "pairs.jsonl"
    if not path.is_file():
        return list(pairs_of(load(folder)))
    with path.open(encoding="utf-8") as lines:
        return [_pair(folder.name, json.loads(line), f"{path}:{number}") for number, line in enumerate(lines, 1)]


def _pair(data: str, row: Mapping[str, Any], place: str) -> Pair:
    try:
        return Pair(
            data=data,
            group=f"{data}/{row.get('from') or row.get('part') or 'all'}",
            lang=str(row["lang"]),
            source=str(row["source"]),
            message=str(row.get("message") or ""),
            response=str(row["response"]),
            is_supported=bool(row["supported"]),
            kind=str(row.get("kind") or row.get("label") or "pair"),
            by_people="label" in row,
        )
    except KeyError as error:
        raise InvalidInput(f"{place}: {error} is missing.") from error


def made_pairs(pairs: Sequence[Pair], seed: int) -> Iterator[Pair]:
    """More pairs out of sentences that their source bears: with words left out, and of other sources.

    What people mark is English; these say in every language what being borne looks like where it is not word for word.
    """
    kept = [
        pair
        for pair in pairs
        if pair.is_supported and not pair.message and not pair.by_people and pair.kind != TRANSLATED
    ]
    whole = [replace(pair, data=f"made of {pair.data}") for pair in kept]
    dice = random.Random(seed)  # noqa: S311 - an order, not a secret
    for pair in whole:
        others = [one for one in whole if one.lang == pair.lang and one.source != pair.source]
        yield replace(pair, response=_thinned(pair.response, dice), kind=WORDS_LEFT_OUT)
        if others:
            other = dice.choice(others).response
            yield replace(pair, response=other, is_supported=False, kind=SENTENCE_OF_ANOTHER)
            mixed = _half(pair.response, first=True) + _half(other, first=False)
            yield replace(pair, response=mixed, is_supported=False, kind=HALF_OF_ANOTHER)


def _words(text: str) -> list[str]:
    """Words with the space after them; pairs of characters where there are hardly any spaces."""
    words = text.split(" ")
    if len(words) > len(text) / 15:
        return [word + " " for word in words]
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def _thinned(text: str, dice: random.Random) -> str:
    words = _words(text)
    without_figures = [at for at, word in enumerate(words) if not _FIGURE.search(word)]
    left_out = set(dice.sample(without_figures, len(without_figures) // _EVERY))
    return "".join(word for at, word in enumerate(words) if at not in left_out).strip()


def _half(text: str, *, first: bool) -> str:
    words = _words(text)
    middle = (len(words) + 1) // 2
    return "".join(words[:middle] if first else words[middle:])

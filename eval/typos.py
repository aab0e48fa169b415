"""Questions as hurried people type them, to measure what search makes of it: the same for the same seed."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from eval.dataset import DataSet, Query

KINDS = ("swap", "drop", "double", "key", "accents", "width")
"""Letters swapped, left out, doubled, or hit beside the key; accents left out; full-width forms."""
MIXED = "mixed"
"""Any of these, drawn for each question."""

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{4,}")
_ASCII = re.compile(r"[!-~]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS: Mapping[str, str] = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)
}

Edit = Callable[[str, random.Random], str]


def with_typos(data: DataSet, kind: str, seed: int) -> DataSet:
    """The same questions, mistyped in the way of `kind`; those to which that cannot happen stay as they are."""
    files = tuple(
        replace(file, queries=tuple(_query(query, kind, seed) for query in file.queries)) for file in data.files
    )
    return replace(data, files=files)


def _query(query: Query, kind: str, seed: int) -> Query:
    rng = random.Random(f"{seed}/{kind}/{query.id}")  # noqa: S311 - a sample, not a secret
    return replace(query, text=mistyped(query.text, rng.choice(KINDS) if kind == MIXED else kind, rng))


def mistyped(text: str, kind: str, rng: random.Random) -> str:
    """`text` with one word mistyped, without any accents, or all in full-width forms, as `kind` says."""
    if kind == "accents":
        plain = unicodedata.normalize("NFD", text)
        return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", plain))
    if kind == "width":
        return _ASCII.sub(lambda found: "".join(chr(ord(letter) + 0xFEE0) for letter in found[0]), text)
    words = list(_WORD.finditer(text))
    if not words:
        return text
    # Long words are what a question is about, and where fingers slip.
    word = rng.choices(words, [len(word[0]) ** 2 for word in words])[0]
    return text[: word.start()] + _EDITS[kind](word[0], rng) + text[word.end() :]


def _swap(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _drop(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _double(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _key(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + rng.choice(_KEYS.get(word[at].lower(), "e")) + word[at + 1 :]


_EDITS: Mapping[str, Edit] = {"swap": _swap, "drop": _drop, "double": _double, "key": _key}

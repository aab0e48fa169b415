"""One short vector a token, beside the one of the whole passage: what late interaction compares.

Late interaction (Khattab and Zaharia 2020, ColBERT) lets each token of a question look for its best match in a passage.
Nothing is trained for it: the vectors are an embedder's own last states, less their mean, turned to their main
components. Passages keep them in 4 bit, without the commonest tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import Misconfigured
from core.language import primary

Floats = NDArray[np.float32]

COMMON = 8.0
"""Tokens whose information (the negative logarithm of their probability in the vocabulary) is less are not kept."""
_LEVELS = 7
_SHIPPED = Path(__file__).with_name("token_space.npz")
_ANY = "all"
"""Stands for languages without a mean of their own."""


@dataclass(frozen=True, slots=True)
class TokenStates:
    """The last states of one text's own tokens, prefix and special tokens left out."""

    states: Floats
    """Shape (tokens, width)."""
    information: Floats
    """Of each token, in nats; above 0."""


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """A question's tokens among the components, before its language's mean is taken off."""

    rows: Floats
    """Shape (tokens, components)."""
    information: Floats

    @property
    def weights(self) -> Floats:
        """The share of each token; they add up to 1."""
        shares: Floats = self.information / self.information.sum()
        return shares


@dataclass(frozen=True, slots=True, eq=False)
class TokenMatches:
    """How well each token of a question is matched by the passages that were looked at."""

    weights: NDArray[np.float32]
    """The share of each token; they add up to 1."""
    cosines: Mapping[int, NDArray[np.float32]]
    """The best of each token, by passage id."""
    within: Mapping[int, NDArray[np.float32]] = field(default_factory=dict)
    """Those of all pairs by passage id, shape (tokens of the question, stored tokens of the passage)."""

    def nearness(self, passage_id: int) -> float | None:
        """The weighted mean over tokens, in [-1, 1]; None for a passage that was not looked at."""
        cosines = self.cosines.get(passage_id)
        return None if cosines is None else float(self.weights @ cosines)


@dataclass(frozen=True, slots=True, eq=False)
class TokenSpace:
    """Main components of token states, and the means that are taken off first."""

    components: Floats
    """Shape (width, components), orthonormal columns."""
    passage: Floats
    """Mean state of passages' tokens, all languages alike."""
    questions: Mapping[str, Floats]
    """Mean state of questions' tokens by language."""
    _projected: dict[str, Floats] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None) -> TokenSpace:
        """Read what `dump` wrote; without `path`, the one that ships with Askwell. Raises Misconfigured."""
        try:
            with np.load(path or _SHIPPED, allow_pickle=False) as data:
                arrays = {name: data[name].astype(np.float32) for name in data.files}
            questions = {name.removeprefix("question_"): arrays[name] for name in arrays if name != "components"}
            return cls(arrays["components"], questions.pop("passage"), questions)
        except (OSError, ValueError, KeyError) as error:
            raise Misconfigured(f"{path or _SHIPPED} is no space of token vectors. Install Askwell again.") from error

    def dump(self, path: Path) -> None:
        """Write it in half precision."""
        means = {f"question_{lang}": mean for lang, mean in self.questions.items()}
        arrays = {"components": self.components, "passage": self.passage, **means}
        np.savez(path, allow_pickle=False, **{name: rows.astype(np.float16) for name, rows in arrays.items()})

    def of_passage(self, tokens: TokenStates) -> bytes:
        """What is stored for a passage."""
        kept = tokens.states[stored(tokens.information)]
        return pack(unit(np.asarray((kept - self.passage) @ self.components, dtype=np.float32)))

    def of_question(self, tokens: TokenStates) -> QuestionTokens:
        """What a question is compared by."""
        return QuestionTokens(tokens.states @ self.components, tokens.information)

    def centred(self, question: QuestionTokens, lang: str) -> Floats:
        """The question's unit vectors, with the mean of `lang` taken off."""
        known = primary(lang) if primary(lang) in self.questions else _ANY
        if known not in self._projected:
            self._projected[known] = self.questions[known] @ self.components
        return unit(question.rows - self._projected[known])


@cache
def shipped_space() -> TokenSpace:
    """The space that ships with Askwell, read once."""
    return TokenSpace.load()


def stored(information: Floats) -> NDArray[np.bool_]:
    """Which of a passage's tokens are stored: the telling ones, or all of a passage that has none."""
    telling: NDArray[np.bool_] = information > COMMON
    return telling if telling.any() else np.ones(len(information), dtype=bool)


def unit(rows: Floats) -> Floats:
    """`rows` scaled to length one."""
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-6)
    return scaled


def pack(rows: Floats) -> bytes:
    """Rows in 4 bit a number, with a half-precision scale a row: scales first, then pairs of numbers as bytes."""
    if not len(rows):
        return b""
    scales = (np.abs(rows).max(axis=1, keepdims=True) / _LEVELS).astype(np.float16)
    levels = (np.rint(rows / np.maximum(scales, 1e-4)).clip(-_LEVELS, _LEVELS) + _LEVELS + 1).astype(np.uint8)
    pairs: NDArray[np.uint8] = levels[:, 0::2] | levels[:, 1::2] << 4
    return bytes(scales.tobytes() + pairs.tobytes())


def unpack(blobs: Sequence[bytes], width: int) -> tuple[Floats, NDArray[np.intp]]:
    """What `pack` made of several passages as one matrix of `width` columns, and how many rows each has."""
    counts = np.array([len(blob) // (width // 2 + 2) for blob in blobs], dtype=np.intp)
    scales = b"".join(blob[: 2 * count] for blob, count in zip(blobs, counts.tolist(), strict=True))
    pairs = b"".join(blob[2 * count :] for blob, count in zip(blobs, counts.tolist(), strict=True))
    both = np.frombuffer(pairs, dtype=np.uint8).reshape(-1, width // 2)
    rows = np.empty((len(both), width), dtype=np.float32)
    rows[:, 0::2], rows[:, 1::2] = both & 15, both >> 4
    rows -= _LEVELS + 1
    rows *= np.frombuffer(scales, dtype=np.float16).astype(np.float32)[:, None]
    return rows, counts

"""The space that questions are compared in: an embedder's vectors, less what does not say what is asked.

The mean of each language comes off first, because it mostly says which language that is. Then the directions in which
wordings and translations of one question differ are flattened: within-class covariance normalisation (Hatch,
Kajarekar and Stolcke 2006), fitted on public questions by `askwell eval gaps --fit`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from core.errors import Misconfigured
from core.language import primary
from retrieval.embedder import Vectors, unit_rows

PRIOR = 50
"""Questions of a language that the mean known before counts as much as."""
ANY = "all"
"""Stands for languages without a mean of their own."""
_ROWS = 4_096
_SHIPPED = Path(__file__).with_name("question_space.npz")


@dataclass(frozen=True, slots=True, eq=False)
class QuestionSpace:
    """Where the mean of each language lies, and what is flattened."""

    embedder: str
    """The id of the embedder whose vectors it is for."""
    means: Mapping[str, Vectors]
    """By primary language code, each of shape (dim,); `ANY` is always among them."""
    directions: Vectors
    """Shape (dim, directions): each scaled so that subtracting its outer product flattens it."""

    @classmethod
    def load(cls, path: Path = _SHIPPED) -> QuestionSpace:
        """Read what `dump` wrote; raises Misconfigured."""
        try:
            with np.load(path, allow_pickle=False) as data:
                means = {name[5:]: data[name].astype(np.float32) for name in data.files if name.startswith("mean_")}
                return cls(str(data["embedder"]), means, data["directions"].astype(np.float32))
        except (OSError, ValueError, KeyError) as error:
            raise Misconfigured(f"{path} is no space of questions. Install Askwell again.") from error

    def dump(self, path: Path) -> None:
        """Write it in half precision."""
        means = {f"mean_{lang}": mean.astype(np.float16) for lang, mean in self.means.items()}
        directions = self.directions.astype(np.float16)
        np.savez(path, allow_pickle=False, embedder=np.array(self.embedder), directions=directions, **means)

    def rows(self, vectors: Vectors, langs: Sequence[str | None]) -> Vectors:
        """Unit rows to compare, for the embedder's `vectors` of questions in `langs`."""
        found = np.empty(vectors.shape, dtype=np.float32)
        known = np.array([primary(lang) if lang else ANY for lang in langs])
        for lang in set(known.tolist()):
            places = np.flatnonzero(known == lang)
            for start in range(0, len(places), _ROWS):
                some = places[start : start + _ROWS]
                centred = vectors[some].astype(np.float32) - self.mean(lang)
                centred -= (centred @ self.directions) @ self.directions.T
                found[some] = unit_rows(np.asarray(centred, dtype=np.float32))
        return found

    def mean(self, lang: str | None) -> Vectors:
        """Of that language, or of all where it has none of its own."""
        return self.means.get(primary(lang) if lang else ANY, self.means[ANY])

    def with_means(self, vectors: Vectors, langs: Sequence[str | None]) -> QuestionSpace:
        """The same with the means of these questions; where a language has few, what was known before weighs in."""
        known = np.array([primary(lang) if lang else ANY for lang in langs])
        means = dict(self.means)
        for lang in sorted(set(known.tolist())):
            of_lang = known == lang
            total, count = vectors.sum(axis=0, dtype=np.float32, where=of_lang[:, None]), int(of_lang.sum())
            means[lang] = (self.mean(lang) * PRIOR + total) / (PRIOR + count)
        return replace(self, means=means)


@cache
def shipped_space() -> QuestionSpace:
    """The space that ships with Askwell, read once."""
    return QuestionSpace.load()


def plain_space(embedder: str, means: Mapping[str, Vectors], dim: int) -> QuestionSpace:
    """A space for an embedder that none was fitted for; `means` may lack `ANY`."""
    nowhere = np.zeros(dim, dtype=np.float32)
    everywhere = np.mean(list(means.values()), axis=0) if means else nowhere
    return QuestionSpace(embedder, {ANY: everywhere, **means}, np.zeros((dim, 0), dtype=np.float32))

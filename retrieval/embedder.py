"""What turns text into vectors: the protocol, and a small embedder that needs no model."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import analyse
from retrieval.token_vectors import QuestionTokens

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (n, dim)."""


class SimilarityRange(NamedTuple):
    """Where the cosines of an embedder lie, so that fusion can read them on one scale."""

    unrelated: float
    """Of a question and a passage that has nothing to do with it."""
    matching: float
    """Of a question and a passage that answers it well."""
    language_gap: float = 0.0
    """Added to the cosine of a question and a passage in another language, where the same match scores lower."""
    translation: float = 2.0
    """Two passages in different languages that are at least this near say the same; above 1: cannot be told."""


class Embedder(Protocol):
    """Maps texts to unit vectors whose inner product is their similarity. Safe to call from several threads.

    Rows come in the order of the texts, equal texts give equal rows, no texts give shape (0, dim).
    """

    @property
    def id(self) -> str:
        """Names the vectors: two embedders share an id exactly when they give the same vectors."""
        ...

    @property
    def dim(self) -> int:
        """Length of each vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The most tokens, as counted by `count_tokens`, that one vector can stand for as a whole."""
        ...

    @property
    def similarity_range(self) -> SimilarityRange:
        """Where its cosines lie."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, as unit rows of shape (n, dim)."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, as unit rows of shape (n, dim)."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens of this embedder `text` has, without prefixes and special tokens."""
        ...


@runtime_checkable
class RunByEngines(Protocol):
    """An embedder whose weights can be run by several engines, to the same vectors."""

    @property
    def engine(self) -> str:
        """The engines in use so far, as an operator reads them."""
        ...

    def load_engines(self) -> None:
        """Load at once what otherwise is loaded with the first large batch."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage as it is stored."""

    vector: NDArray[np.float32]
    tokens: bytes | None = None
    """Its tokens' vectors, packed; None where the embedder has none."""
    form: str | None = None
    """What `token_form` says of them."""


@runtime_checkable
class EmbedsTokens(Protocol):
    """An embedder that can also give a vector for each token, for late interaction."""

    @property
    def token_form(self) -> str | None:
        """Names the form of the token vectors: those of another form cannot be compared. None: there are none now."""
        ...

    def embed_query_tokens(self, text: str) -> tuple[NDArray[np.float32], QuestionTokens]:
        """The vector of a question, shape (dim,), and its tokens; only where there is a form."""
        ...

    def embed_passage_tokens(self, texts: Sequence[str]) -> list[Embedded]:
        """Passages with their tokens; only where there is a form."""
        ...

    def centred(self, question: QuestionTokens, lang: str) -> Vectors:
        """The unit vectors of a question's tokens, as compared with those of passages, for a question in `lang`."""
        ...

    def stored_ends(self, text: str) -> NDArray[np.int64]:
        """Where in a passage's text the tokens end whose vectors `embed_passage_tokens` gives, in code points."""
        ...


def token_form(embedder: Embedder) -> str | None:
    """The form of the embedder's token vectors; None where it has none."""
    return embedder.token_form if isinstance(embedder, EmbedsTokens) else None


def embed_to_store(embedder: Embedder, texts: Sequence[str]) -> list[Embedded]:
    """Passages as they are stored: with their tokens where the embedder can."""
    if isinstance(embedder, EmbedsTokens) and embedder.token_form:
        return embedder.embed_passage_tokens(texts)
    return [Embedded(vector) for vector in embedder.embed_passages(texts)]


def unit_rows(rows: Vectors) -> Vectors:
    """`rows` scaled to length one; a row of zeros becomes the first axis, so that every text has a direction."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0).astype(np.float32)
    scaled[lengths[:, 0] == 0, 0] = 1.0
    return scaled


def clean(text: str) -> str:
    """`text` without what engines stumble over: a NUL ends a C string, half a surrogate pair cannot be encoded."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


class HashingEmbedder:
    """A bag of hashed words and character trigrams: deterministic in every process, knows shared spelling only.

    Signed feature hashing (Weinberger et al. 2009) keeps unrelated texts near cosine zero.
    """

    def __init__(self, dim: int = 256) -> None:
        """Use vectors of length `dim`."""
        self.id = f"hashing-1-{dim}"
        self.dim = dim
        self.max_tokens = 512
        self.similarity_range = SimilarityRange(0.0, 0.8)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; the same as passages here."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, as unit rows of shape (n, dim)."""
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature, weight in _features(text):
                code = zlib.crc32(feature.encode("utf-8", "replace"))
                row[code % self.dim] += weight if code & 0x8000_0000 else -weight
        return unit_rows(rows)

    def count_tokens(self, text: str) -> int:
        """The number of terms in `text`."""
        return len(analyse(text, "und"))


def _features(text: str) -> Iterator[tuple[str, float]]:
    for term in analyse(text, "und"):
        yield term, 1.0
        padded = f"^{term}$"
        for start in range(len(padded) - 2):
            yield padded[start : start + 3], 0.3

"""What retrieval is asked and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.model import Passage
from retrieval.passage_tokens import PassageTokens
from retrieval.spelling import Correction, corrected
from retrieval.token_vectors import TokenMatches


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """What to look for, and what may be found."""

    text: str
    lang: str | None
    """Language of the question; None: detected."""
    audiences: frozenset[str]
    """Groups the asker belongs to; documents without audiences are for everyone."""
    k: int = 10
    strict_lang: bool = False
    """Search only documents in `lang`; otherwise others come in too, after those."""
    exclude_documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its scores in [0, 1]."""

    passage: Passage
    score: float
    dense: float
    """How near in meaning, on the embedder's scale; across languages what it would be within one."""
    lexical: float
    """Which share of the question's words it holds, weighted by rarity."""
    rank: int
    """1 for the best."""
    title: float | None = None
    """How near the document's title is, on the scale of `dense`; None where it is not known."""
    translations: float | None = None
    """How near the document's translations are, likewise; None where there are none."""
    fused: float | None = None
    """The score of search alone; None where no reranker had a share in `score`."""
    reranker: float | None = None
    """What the reranker gave it; None where it was not asked."""
    tokens: PassageTokens | None = field(default=None, compare=False, repr=False)
    """Its tokens against those of the question; None where there are none."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found for a question, and how."""

    query: RetrievalQuery
    lang: str
    """The question's language: given, or detected."""
    hits: tuple[Hit, ...]
    terms: tuple[str, ...]
    """The question's telling terms in its language, each once."""
    idf: Mapping[str, float] = field(default_factory=dict)
    """How rare each term is in the content, as a natural logarithm."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by stage."""
    vector: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    """The embedding of the question as it was searched for."""
    matches: TokenMatches | None = field(default=None, compare=False, repr=False)
    """How the question's tokens are matched by the best passages; None where they were not looked at."""
    reranker: str | None = None
    """Id of the reranking that had a share in the order of the hits."""
    corrections: tuple[Correction, ...] = ()
    """Words of the question that were read as others, which the content holds."""
    missing_codes: tuple[str, ...] = ()
    """Codes of the question, as they are indexed, that nothing holds that the asker may see."""
    further: tuple[Hit, ...] = ()
    """Other passages of the best document, best first: evidence may be taken from them, order and doubt go without."""
    generation: int = 0
    """Which state of the content was searched; see `retrieval.meta`."""

    @property
    def text(self) -> str:
        """The question as it was searched for, mistyped words corrected."""
        return corrected(self.query.text, self.corrections)

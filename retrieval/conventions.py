"""What the families of embedding models expect of their input, and where their cosines lie."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.embedder import SimilarityRange

_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conventions:
    """How one family of models is used."""

    query_prefix: str
    passage_prefix: str
    similarity_range: SimilarityRange


PLAIN = Conventions("", "", SimilarityRange(0.05, 0.75, language_gap=0.05, translation=0.85))
"""What most sentence embedders expect and give."""
E5 = Conventions("query: ", "passage: ", SimilarityRange(0.72, 0.92, language_gap=0.03, translation=0.87))
"""Wang et al. 2024: e5 needs its prefixes; trained at a low temperature, it gives even unrelated texts high cosines."""


def conventions_of(model: str) -> Conventions:
    """The conventions of a model, judged by its name or folder."""
    return E5 if _E5.search(model) and "instruct" not in model.lower() else PLAIN

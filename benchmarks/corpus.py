"""A large store without the hours of embedding it: the text is made up, the vectors lie around real ones.

Vectors of tokens are those of a few real passages, over and over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.texts import Writer
from core.db import Database
from core.model import Block, BlockKind, DocumentContent, PassageContent
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedded, Embedder, Vectors, embed_to_store

PASSAGES_A_DOCUMENT = 20
_CENTRES = 64
_SPREAD = 0.45
"""Noise round a centre, as a share of its length: gives cosines like those of related passages."""


def fill(path: Path, passages: int, embedder: Embedder) -> None:
    """Write a store of `passages` passages, as if `embedder` had embedded them."""
    database = Database(path)
    store = DocumentStore(database)
    source_id = store.ensure_source("bench", "folder", "made up")
    writer = Writer(seed=passages)
    centres = embedder.embed_queries([writer.question() for _ in range(_CENTRES)])
    real = embed_to_store(embedder, [part.text for part in _document(0, writer)[1]])
    rng = np.random.default_rng(passages)
    for number in range(passages // PASSAGES_A_DOCUMENT):
        content, parts = _document(number, writer)
        vectors = _around(centres, len(parts), rng)
        hashes = [f"bench-{number}-{part.ordinal}" for part in parts]
        tokens = [real[at] for at in rng.integers(len(real), size=len(parts))]
        embedded = [Embedded(vector, one.tokens, one.form) for vector, one in zip(vectors, tokens, strict=True)]
        store.publish(source_id, content.id, content, parts, hashes, dict(enumerate(embedded)), embedder_id=embedder.id)
    store.refresh_relations(embedder)  # as an ingest does at its end: a server would be busy with it while it answers
    database.close()


def _around(centres: Vectors, n: int, rng: np.random.Generator) -> NDArray[np.float32]:
    chosen = centres[rng.integers(len(centres), size=n)]
    noisy = chosen + _SPREAD * rng.standard_normal(chosen.shape).astype(np.float32) / np.sqrt(chosen.shape[1])
    unit: NDArray[np.float32] = (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _document(number: int, writer: Writer) -> tuple[DocumentContent, Sequence[PassageContent]]:
    title = writer.sentence(4).rstrip(".")
    text, blocks, parts = "", [], []
    for ordinal in range(PASSAGES_A_DOCUMENT):
        heading = writer.sentence(3).rstrip(".")
        text += f"## {heading}\n\n"
        blocks.append(Block(BlockKind.HEADING, len(text) - len(heading) - 5, len(text) - 2, 2))
        start = len(text)
        paragraph = " ".join(writer.sentence() for _ in range(4))
        steps = "\n".join(f"{step}. {writer.sentence(8)}" for step in (1, 2, 3))
        text += f"{paragraph}\n\n{steps}"
        middle, end = start + len(paragraph), len(text)
        own = (Block(BlockKind.PARAGRAPH, start, middle), Block(BlockKind.STEPS, middle + 2, end))
        blocks += own
        parts.append(PassageContent(ordinal, start, end, text[start:end], (heading,), own, 110))
        text += "\n\n"
    content = DocumentContent(f"doc-{number}", title, text.rstrip(), tuple(blocks), "en", content_hash=str(number))
    return content, parts

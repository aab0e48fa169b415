"""Keeps what a reranker said during an evaluation, which searches for each question more than once."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.reranking import Reranker


class RememberingReranker:
    """A `Reranker` that asks another about what is new; only the first search takes its time."""

    def __init__(self, inner: Reranker) -> None:
        self.id = inner.id
        self._inner = inner
        self._known: dict[tuple[str, str], float] = {}

    def scores(self, question: str, passages: Sequence[str], seconds: float) -> list[float]:
        """As the reranker's own."""
        new = [passage for passage in dict.fromkeys(passages) if (question, passage) not in self._known]
        if new:
            found = self._inner.scores(question, new, seconds)
            self._known.update(zip([(question, passage) for passage in new], found, strict=True))
        return [self._known[question, passage] for passage in passages]

"""A long article never takes every place among what is found."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.retriever import Hit, RetrievalQuery

Library = Any


def found(library: Library, k: int) -> tuple[Hit, ...]:
    hits: tuple[Hit, ...] = library.retriever().retrieve(RetrievalQuery("invite a member", "en", frozenset(), k=k)).hits
    return hits


@pytest.fixture
def long_article(library: Library) -> Library:
    """Thirty passages about one thing, and five short articles that share a word with it."""
    library.publish(
        "long.md", "\n\n".join(f"Invite a member by way number {n}." for n in range(30)), title="Invite a member"
    )
    for name in ("bill", "export", "import", "profile", "sign-in"):
        library.publish(f"{name}.md", f"A member can see the {name} page.", title=f"The {name} page")
    return library


@pytest.mark.parametrize("k", [4, 8, 10, 20])
def test_three_places_are_for_other_articles(long_article: Library, k: int) -> None:
    hits = found(long_article, k)
    assert len(hits) == k
    assert [hit.passage.document_id for hit in hits].count("long.md") == k - 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_few_places_are_all_for_the_best(long_article: Library) -> None:
    assert {hit.passage.document_id for hit in found(long_article, 3)} == {"long.md"}


def test_alone_an_article_has_every_place(library: Library) -> None:
    library.publish(
        "long.md", "\n\n".join(f"Invite a member by way number {n}." for n in range(30)), title="Invite a member"
    )
    assert len(found(library, 10)) == 10

"""The document store: what is published is there whole, what is removed is gone, what is cited stays readable."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.errors import Conflict, IndexStale
from core.model import Document, DocumentContent, PassageContent
from retrieval.embedder import Embedded
from retrieval.meta import read_state

Library = Any
"""The class in this folder's conftest, which a test module cannot import."""


def rows(library: Library, sql: str) -> list[tuple[Any, ...]]:
    with library.database.read() as session:
        return [tuple(row) for row in session.execute(sql)]


def counts(library: Library) -> tuple[Any, ...]:
    """Passages, vectors and full-text rows: always the same number."""
    return rows(
        library,
        """SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM passage_vectors),
                  (SELECT count(*) FROM passages_fts)""",
    )[0]


def test_a_published_document_can_be_read_back(library: Library) -> None:
    version = library.publish("wifi.md", "Turn on Wi-Fi.\n\nChoose a network.", title="Wi-Fi", audiences=["staff"])
    document = library.store.document("wifi.md", None)
    assert document == Document(
        "wifi.md", "help", version, "Wi-Fi", "en", "https://help/wifi.md", frozenset({"staff"}), (), document.as_of
    )
    stored = library.store.version("wifi.md", version, None)
    assert stored.text == "Turn on Wi-Fi.\n\nChoose a network."
    assert [stored.text[b.start : b.end] for b in stored.blocks] == ["Turn on Wi-Fi.", "Choose a network."]
    assert counts(library) == (2, 2, 2)
    assert library.store.stored_hashes(library.source_id) == {"wifi.md": "Turn on Wi-Fi.\n\nChoose a network."}


def test_the_same_content_has_the_same_version_and_keeps_its_passages(library: Library) -> None:
    first = library.publish("a.md", "One.\n\nTwo.")
    before = rows(library, "SELECT id, text FROM passages")
    assert library.publish("a.md", "One.\n\nTwo.") == first
    assert rows(library, "SELECT id, text FROM passages") == before
    assert rows(library, "SELECT count(*) FROM document_versions") == [(1,)]


def test_a_changed_passage_gets_a_new_id_and_the_others_keep_theirs(library: Library) -> None:
    library.publish("a.md", "One.\n\nTwo.\n\nThree.")
    before: dict[str, Any] = dict(rows(library, "SELECT text, id FROM passages"))
    library.publish("a.md", "One.\n\nTwo changed.\n\nThree.")
    after: dict[str, Any] = dict(rows(library, "SELECT text, id FROM passages"))
    assert after["One."] == before["One."]
    assert after["Three."] == before["Three."]
    assert after["Two changed."] not in before.values()
    assert rows(library, "SELECT passage_id FROM passage_removals") == [(before["Two."],)]
    assert counts(library) == (3, 3, 3)


def test_a_passage_that_moved_takes_its_vector_along(library: Library) -> None:
    """Nothing is embedded again: the library gives vectors for new text only, and publishing does not miss any."""
    library.publish("a.md", "One.\n\nTwo.")
    vectors: dict[str, Any] = dict(
        rows(library, "SELECT p.text, v.vector FROM passages p JOIN passage_vectors v ON passage_id = id")
    )
    library.publish("a.md", "Zero.\n\nOne.\n\nTwo.")
    moved: dict[str, Any] = dict(
        rows(library, "SELECT p.text, v.vector FROM passages p JOIN passage_vectors v ON passage_id = id")
    )
    assert moved["One."] == vectors["One."]
    assert rows(library, 'SELECT text, start, "end" FROM passages ORDER BY ordinal')[1] == ("One.", 7, 11)
    assert counts(library) == (3, 3, 3)


def test_a_passage_that_only_moved_in_the_text_keeps_its_id(library: Library) -> None:
    library.publish("a.md", "Long first part.\n\nTwo.")
    (first,) = rows(library, "SELECT id FROM passages WHERE ordinal = 1")
    library.publish("a.md", "Short.\n\nTwo.")
    assert rows(library, "SELECT id, start FROM passages WHERE ordinal = 1") == [(*first, 8)]


def test_ids_are_never_used_again(library: Library) -> None:
    library.publish("a.md", "One.\n\nTwo.")
    library.store.remove(library.source_id, ["a.md"])
    library.publish("a.md", "One.\n\nTwo.")
    gone = {row[0] for row in rows(library, "SELECT passage_id FROM passage_removals")}
    here = {row[0] for row in rows(library, "SELECT id FROM passages")}
    assert len(gone) == len(here) == 2
    assert not gone & here


def test_a_removed_document_is_gone_but_its_versions_stay_readable(library: Library) -> None:
    version = library.publish("a.md", "One.")
    assert library.store.remove(library.source_id, ["a.md", "never-there.md"]) == 1
    assert library.store.remove(library.source_id, ["a.md"]) == 0
    assert library.store.document("a.md", None) is None
    assert library.store.version("a.md", None, None) is None
    assert library.store.documents() == []
    assert library.store.stored_hashes(library.source_id) == {}
    assert counts(library) == (0, 0, 0)
    assert library.store.version("a.md", version, frozenset()).text == "One."


def test_a_removed_document_comes_back_when_it_is_published_again(library: Library) -> None:
    library.publish("a.md", "One.")
    library.store.remove(library.source_id, ["a.md"])
    library.publish("a.md", "One.")
    assert library.store.document("a.md", None) is not None
    assert counts(library) == (1, 1, 1)


def test_old_versions_stay_as_they_were(library: Library) -> None:
    first = library.publish("a.md", "One.")
    second = library.publish("a.md", "One, improved.")
    assert first != second
    assert library.store.version("a.md", first, frozenset()).text == "One."
    assert library.store.version("a.md", None, frozenset()).version == second
    assert library.store.version("a.md", "0" * 16, frozenset()) is None
    assert library.store.version("b.md", None, frozenset()) is None


def test_versions_are_for_those_who_may_see_both_the_version_and_the_document(library: Library) -> None:
    public = library.publish("a.md", "One.")
    internal = library.publish("a.md", "One, with secrets.", audiences=["staff"])
    assert library.store.version("a.md", public, frozenset()) is None
    assert library.store.version("a.md", public, frozenset({"staff"})) is not None
    library.publish("a.md", "One, cleaned.")
    assert library.store.version("a.md", public, frozenset()) is not None
    assert library.store.version("a.md", internal, frozenset({"partners"})) is None
    assert library.store.version("a.md", internal, None) is not None


def test_audiences_that_change_without_the_text_take_effect(library: Library) -> None:
    """The version id is the same, but who may see it is as last published."""
    library.publish("a.md", "One.")
    version = library.publish("a.md", "One.", audiences=["staff"])
    assert library.store.document("a.md", frozenset()) is None
    assert library.store.version("a.md", version, frozenset()) is None
    assert library.find("One") == []
    assert library.find("One", audiences=["staff"]) == ["a.md"]


def test_two_sources_with_the_same_key_do_not_share_a_document(library: Library) -> None:
    other = library.store.ensure_source("blog", "folder", "/blog")
    library.publish("index.md", "The help centre.")
    library.publish("index.md", "The blog.", source_id=other)
    assert library.store.document_id_for(library.source_id, "index.md") == "index.md"
    assert library.store.document_id_for(other, "index.md") == "blog/index.md"
    assert library.store.version("blog/index.md", None, None).text == "The blog."
    library.store.remove(other, ["index.md"])
    assert library.store.document("index.md", None) is not None


def test_a_document_of_another_source_cannot_be_overwritten(library: Library) -> None:
    other = library.store.ensure_source("blog", "folder", "/blog")
    library.publish("index.md", "The help centre.")
    content = DocumentContent("index.md", "", "Mine.", (), "en")
    with pytest.raises(Conflict, match=r"index\.md"):
        library.store.publish(other, "index.md", content, [], [], {}, embedder_id=library.embedder.id)
    assert library.store.version("index.md", None, None).text == "The help centre."


def test_another_embedder_is_refused_and_changes_nothing(library: Library) -> None:
    library.publish("a.md", "One.")
    before = rows(library, "SELECT key, value FROM meta"), counts(library)
    content = DocumentContent("b.md", "", "Two.", (), "en")
    with pytest.raises(IndexStale, match="--reembed"):
        library.store.publish(library.source_id, "b.md", content, [], [], {}, embedder_id="another")
    assert (rows(library, "SELECT key, value FROM meta"), counts(library)) == before
    assert library.store.document("b.md", None) is None


def test_without_vectors_any_embedder_may_begin(library: Library) -> None:
    library.publish("a.md", "One.")
    library.store.remove(library.source_id, ["a.md"])
    library.store.require_embedder("another")
    content = DocumentContent("b.md", "", "", (), "en")
    library.store.publish(library.source_id, "b.md", content, [], [], {}, embedder_id="another")


def test_a_failure_in_the_middle_leaves_the_old_document(library: Library) -> None:
    """The second passage has no vector: the first is not stored either."""
    library.publish("a.md", "One.")
    before = rows(library, "SELECT key, value FROM meta"), counts(library)
    passages = [PassageContent(n, n, n + 1, text, (), (), 1) for n, text in enumerate("XY")]
    content = DocumentContent("a.md", "", "XY", (), "en")
    vectors = {0: Embedded(np.ones(library.embedder.dim, dtype=np.float32))}
    with pytest.raises(ValueError, match="passage 1"):
        library.store.publish(
            library.source_id, "a.md", content, passages, ["x", "y"], vectors, embedder_id=library.embedder.id
        )
    assert (rows(library, "SELECT key, value FROM meta"), counts(library)) == before
    assert library.store.version("a.md", None, None).text == "One."


def test_every_change_raises_the_generation(library: Library) -> None:
    def generation() -> int:
        with library.database.read() as session:
            return read_state(session).generation

    seen = [generation()]
    library.publish("a.md", "One.")
    seen.append(generation())
    library.publish("a.md", "Two.")
    seen.append(generation())
    library.store.remove(library.source_id, ["a.md"])
    seen.append(generation())
    library.store.remove(library.source_id, ["a.md"])
    assert seen == [0, 1, 2, 3]
    assert generation() == 3


def test_documents_are_listed_in_pages_and_by_filter(library: Library) -> None:
    blog = library.store.ensure_source("blog", "folder", "/blog")
    for n in range(5):
        library.publish(f"{n}.md", f"Text {n}", title=f"Title {n}", lang="es" if n % 2 else "en")
    library.publish("post.md", "Post", title="100% _new_", source_id=blog)

    def ids(**options: object) -> list[str]:
        return [document.id for document in library.store.documents(**options)]

    assert ids(limit=2) == ["0.md", "1.md"]
    assert ids(limit=2, after="1.md") == ["2.md", "3.md"]
    assert ids(lang="es") == ["1.md", "3.md"]
    assert ids(source="blog") == ["post.md"]
    assert ids(query="title 3") == ["3.md"]
    assert ids(query="100%") == ["post.md"]
    assert ids(query="_") == ["post.md"]
    assert ids(query="4.md") == ["4.md"]

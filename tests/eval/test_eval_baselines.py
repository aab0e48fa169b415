"""The reference lines are what their names say."""

from __future__ import annotations

import math

import pytest

from eval.baselines import K1, B, PlainBM25, plain_terms, rank_fusion, top

TEXTS = ["red apple", "green apple apple", "blue sky over the sea"]


def test_bm25_by_hand() -> None:
    """One term, two of three texts: idf times the saturated count."""
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    average = (2 + 3 + 5) / 3
    expected = [
        idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * words / average)) for tf, words in ((1, 2), (2, 3), (0, 5))
    ]
    assert PlainBM25(TEXTS).scores("apple").tolist() == pytest.approx(expected)


def test_texts_without_a_shared_term_are_not_found() -> None:
    """A score of zero is no hit."""
    assert top(PlainBM25(TEXTS).scores("sea"), floor=0.0) == [2]
    assert top(PlainBM25(TEXTS).scores("moon"), floor=0.0) == []
    assert PlainBM25([]).scores("x").tolist() == []


def test_chinese_is_cut_into_characters_and_pairs() -> None:
    """Words of other scripts stay whole."""
    assert plain_terms("打开WiFi") == ["打", "开", "打开", "wifi"]


def test_rank_fusion_by_hand() -> None:
    """What both lists hold comes first."""
    assert rank_fusion([1, 2], [2, 3]) == [2, 1, 3]
    assert rank_fusion([], [5]) == [5]

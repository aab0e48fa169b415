"""Fusion: bounded, monotone, and independent of what else was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.embedder import SimilarityRange
from retrieval.fusion import FusionWeights, fuse, normalise

unit = st.floats(0, 1)
scores = st.dictionaries(st.integers(1, 12), unit, max_size=10)
weights = st.builds(FusionWeights, unit, unit)


@given(scores, scores, st.frozensets(st.integers(1, 12)), weights)
def test_scores_stay_in_the_unit_interval_and_in_order(
    dense: dict[int, float], lexical: dict[int, float], foreign: frozenset[int], chosen: FusionWeights
) -> None:
    fused = fuse(dense, lexical, foreign, chosen)
    assert {hit.id for hit in fused} == dense.keys() | lexical.keys()
    assert all(0 <= hit.score <= 1 for hit in fused)
    assert [hit.score for hit in fused] == sorted((hit.score for hit in fused), reverse=True)


@given(unit, unit, unit, unit, weights)
def test_more_of_either_never_lowers_the_score(
    dense: float, more_dense: float, lexical: float, more_lexical: float, chosen: FusionWeights
) -> None:
    low = fuse({1: min(dense, more_dense)}, {1: min(lexical, more_lexical)}, frozenset(), chosen)[0]
    high = fuse({1: max(dense, more_dense)}, {1: max(lexical, more_lexical)}, frozenset(), chosen)[0]
    assert high.score >= low.score


@given(scores, scores, weights)
def test_a_score_does_not_depend_on_the_other_candidates(
    dense: dict[int, float], lexical: dict[int, float], chosen: FusionWeights
) -> None:
    for hit in fuse(dense, lexical, frozenset(), chosen):
        alone = {hit.id: dense.get(hit.id, 0.0)}, {hit.id: lexical.get(hit.id, 0.0)}
        assert fuse(*alone, frozenset(), chosen)[0].score == hit.score


def test_of_two_equal_matches_the_one_in_the_own_language_comes_first() -> None:
    own, foreign = fuse({1: 0.5, 2: 0.5}, {1: 0.5}, frozenset({2}), FusionWeights())
    assert own.id == 1
    assert 0.7 * own.score < foreign.score < own.score


def test_a_good_match_in_another_language_passes_a_poor_one_in_the_own() -> None:
    """Its words cannot match, so some of the lexical score is supposed; a code that does match counts."""
    fused = fuse({1: 0.3, 2: 0.7, 3: 0.7}, {1: 0.3, 3: 1.0}, frozenset({2, 3}), FusionWeights())
    assert [hit.id for hit in fused] == [3, 2, 1]


@pytest.mark.parametrize(("cosine", "share"), [(0.5, 0.0), (0.72, 0.0), (0.82, 0.5), (0.92, 1.0), (1.0, 1.0)])
def test_cosines_are_read_on_the_scale_of_their_embedder(cosine: float, share: float) -> None:
    assert normalise(cosine, SimilarityRange(0.72, 0.92)) == pytest.approx(share)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_higher_cosine_is_never_read_as_less(one: float, other: float) -> None:
    scale = SimilarityRange(0.72, 0.92, language_gap=0.03)
    assert normalise(min(one, other), scale) <= normalise(max(one, other), scale)
    assert 0 <= normalise(one, scale) <= normalise(one, scale, is_foreign=True) <= 1

"""The fit of sentences finds out by itself what tells the right one."""

from __future__ import annotations

import numpy as np
import pytest

from answering.evidence.scoring import FITTED, FITTED_HELP
from eval.sentence_fitting import Listed, first_holds, fit


def lists(telling: str, count: int = 80, group: str = "set/en") -> list[Listed]:
    """Questions with six sentences each, of which the one highest in `telling` holds the answer, mostly."""
    rng = np.random.default_rng(3)
    found = []
    for _ in range(count):
        traits = rng.random((6, len(FITTED)))
        noisy = traits[:, FITTED.index(telling)] + 0.05 * rng.standard_normal(6)
        found.append(Listed(group, traits, np.arange(6) == np.argmax(noisy)))
    return found


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    weights = fit(lists("order"))
    others = [abs(weight) for name, weight in weights.items() if name != "order"]
    assert weights["order"] > 4 * max(others)
    assert first_holds(lists("order"), weights) > 0.78
    assert first_holds(lists("order"), dict.fromkeys(FITTED, 1.0)) < 0.7


def test_what_counts_against_a_sentence_gets_a_negative_weight() -> None:
    rows = [Listed(one.group, -one.traits, one.holds) for one in lists("margin")]
    assert fit(rows)["margin"] < 0


def test_a_large_set_does_not_outvote_a_small_one() -> None:
    """Forty questions of one set and four hundred of another, each told by a trait of its own, count alike."""
    small, large = lists("order", 40, "small/en"), lists("coverage", 400, "large/en")
    weights = fit([*small, *large])
    assert weights["order"] > 0.6 * weights["coverage"]


def test_a_trait_that_never_changes_gets_no_weight() -> None:
    rows = lists("order")
    for one in rows:
        one.traits[:, FITTED.index("fragment")] = 1.0
    assert fit(rows)["fragment"] == 0.0


def test_nothing_to_fit_on_is_said() -> None:
    with pytest.raises(ValueError, match="no question"):
        fit([])


def test_help_is_fitted_on_traits_of_its_own() -> None:
    rng = np.random.default_rng(5)
    rows = []
    for _ in range(80):
        traits = rng.random((5, len(FITTED_HELP)))
        rows.append(Listed("set", traits, np.arange(5) == np.argmax(traits[:, FITTED_HELP.index("steps")])))
    weights = fit(rows, FITTED_HELP)
    assert max(weights, key=lambda name: weights[name]) == "steps"
    assert "steps" not in FITTED

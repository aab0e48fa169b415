"""A refit on own labels is used only where it is better, and never promises more than the labels prove."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from answering.confidence import Calibration, Logistic, Provenance, Term
from core.errors import InvalidInput
from eval.labels import Label, Labels
from eval.outcome import Variant
from eval.own_fit import FEWEST, fit_own
from eval.own_fit_text import own_fit_text
from insights.verdicts import Source

CUTS = {0.5: 0.4, 0.7: 0.6, 0.9: 0.85, 0.97: 0.999}
MODEL = Logistic(0.0, {"useful": Term(0.0, 1.0, 1.0), "other": Term(0.0, 1.0, 0.5)}, CUTS)
SHIPPED = Calibration("own-embedder", MODEL, replace(MODEL, intercept=-1.0), Provenance("test", "2026-11-01"))


def labels(n: int, useful: float, other: float, intercept: float = 0.0, seed: int = 6) -> Labels:
    """Answers whose chance of being right follows a logistic model with these weights."""
    rng = np.random.default_rng(seed)
    items = []
    for number, (a, b) in enumerate(rng.normal(size=(n, 2))):
        right = bool(rng.random() < 1 / (1 + np.exp(-(intercept + useful * a + other * b))))
        signals = {"useful": float(a), "other": float(b)}
        items.append(Label(str(number), Source.GOLDEN, Variant.AS_IS, signals, right, True, 1.0))
    return Labels(items, {})


def test_it_says_how_many_are_missing() -> None:
    """Of each kind; one missing label is enough to refuse."""
    rights = [label for label in labels(200, 1.0, 0.5).items if label.right][:FEWEST]
    wrongs = [label for label in labels(200, 1.0, 0.5).items if not label.right][: FEWEST - 1]
    with pytest.raises(InvalidInput, match="so 1 more wrong"):
        fit_own(Labels([*rights, *wrongs], {}), SHIPPED, "own-embedder")
    with pytest.raises(InvalidInput, match=f"{FEWEST} more right and {FEWEST} more wrong"):
        fit_own(Labels([], {}), SHIPPED, "own-embedder")


def test_a_help_centre_unlike_the_others_is_learned() -> None:
    """Better on answers left out, outside chance; the report has both figures."""
    own = labels(240, useful=3.0, other=-1.0, intercept=-1.0)
    found = fit_own(own, SHIPPED, "own-embedder", today=date(2026, 11, 22))
    assert found.better
    assert found.calibration.full.terms["other"].weight < MODEL.terms["other"].weight
    assert found.calibration.portable == SHIPPED.portable
    assert found.calibration.provenance.data == {"approved on the content board": 240}
    told = own_fit_text(own, found)
    assert "judged better than by the fit shipped" in told
    assert [one.name for one in found.measures][1] == "AUROC"


@pytest.mark.parametrize("seed", range(4))
def test_labels_that_the_fit_explains_replace_nothing(seed: int) -> None:
    """What differs by chance is not called better."""
    found = fit_own(labels(120, useful=1.0, other=0.5, seed=seed), SHIPPED, "own-embedder")
    assert not found.better
    assert "or only by chance" in own_fit_text(labels(120, 1.0, 0.5, seed=seed), found)


def test_what_is_not_proved_is_never_below_what_is_shipped() -> None:
    """And thresholds never fall as the target rises."""
    found = fit_own(labels(80, useful=2.0, other=0.5), SHIPPED, "own-embedder")
    cuts = found.calibration.full.thresholds
    assert list(cuts.values()) == sorted(cuts.values())
    unproved = set(cuts) - set(found.proved)
    assert 0.97 in unproved
    assert all(cuts[target] >= MODEL.threshold(target) - 1e-4 for target in unproved)


def test_another_embedder_starts_from_the_portable_fit() -> None:
    """And what comes of it belongs to that embedder."""
    found = fit_own(labels(120, useful=1.0, other=0.5, intercept=-1.0), SHIPPED, "another")
    assert found.calibration.fits("another")
    assert found.calibration.full.intercept == pytest.approx(-1.0, abs=0.6)
    assert found.calibration.full.intercept < -0.4

"""Confidence is a probability whatever comes in, and its file is written and read without loss."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.confidence import MODEL_TERMS, MODEL_VERDICT, Calibration, Logistic, Provenance, Term
from answering.signals import EMBEDDER_SIGNALS, SIGNALS
from core.errors import Misconfigured

NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


def model(**thresholds: float) -> Logistic:
    """A model of one signal, thresholds given as `t90=0.8`."""
    cuts = {int(name[1:]) / 100: cut for name, cut in thresholds.items()}
    return Logistic(0.5, {"score": Term(0.4, 0.2, 1.5)}, cuts)


def with_model(logistic: Logistic) -> Logistic:
    return replace(logistic, terms={**MODEL_TERMS, **logistic.terms})


def test_a_fit_of_ones_own_may_weigh_what_a_model_tells(tmp_path: Path) -> None:
    own = replace(model(), terms={MODEL_VERDICT: Term(0.0, 1.0, 0.25)})
    Calibration("e", own, model(), Provenance("a test", "2026-11-22")).dump(tmp_path / "own.json")
    found = Calibration.load(tmp_path / "own.json")
    assert found.full.log_odds({MODEL_VERDICT: -2.0}) == {MODEL_VERDICT: -0.5}
    assert found.portable.log_odds({MODEL_VERDICT: -2.0}) == {MODEL_VERDICT: -2.0}


def test_the_formula() -> None:
    assert model().confidence({"score": 0.6}) == pytest.approx(1 / (1 + math.exp(-(0.5 + 1.5 * (0.6 - 0.4) / 0.2))))


def test_a_missing_signal_counts_as_average() -> None:
    assert model().confidence({}) == model().confidence({"score": 0.4, "other": 9.0})


@given(st.dictionaries(st.sampled_from(SIGNALS), NUMBERS))
def test_any_signals_give_a_probability(signals: dict[str, float]) -> None:
    shipped = Calibration.load()
    for one in (shipped.full, shipped.portable):
        assert 0.0 <= one.confidence(signals) <= 1.0


def test_thresholds_between_fitted_targets_go_in_proportion() -> None:
    fitted = model(t80=0.5, t90=0.7)
    assert fitted.threshold(0.85) == pytest.approx(0.6)
    assert fitted.threshold(0.90) == pytest.approx(0.7)
    assert fitted.threshold(0.50) == pytest.approx(0.5)
    assert fitted.threshold(0.95) == pytest.approx(0.85)
    assert fitted.threshold(1.0) == 1.0
    assert model().threshold(0.9) == 0.9


@given(st.dictionaries(st.floats(0.5, 0.99), st.floats(0, 1), max_size=6), st.floats(0.5, 0.999), st.floats(0.5, 0.999))
def test_a_higher_target_never_needs_less(cuts: dict[float, float], one: float, other: float) -> None:
    fitted = Logistic(0.0, {}, cuts)
    low, high = sorted((one, other))
    assert fitted.threshold(low) <= fitted.threshold(high) + 1e-12


def test_the_file_is_read_back_as_written(tmp_path: Path) -> None:
    calibration = Calibration(
        "some-embedder", model(t80=0.5, t90=0.7), model(), Provenance("askwell eval calibrate", "2026-11-21", {"a": 3})
    )
    path = tmp_path / "calibration.json"
    calibration.dump(path)
    known = Calibration.load(path)
    assert known == replace(calibration, full=with_model(calibration.full), portable=with_model(calibration.portable))
    known.dump(path)
    assert Calibration.load(path) == known
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("", "version", 99),
        ("", "portable", []),
        ("full", "intercept", "nan"),
        ("full", "thresholds", {"high": 0.5}),
        ("full", "terms", {"score": {"mean": 0, "scale": 0, "weight": 1}}),
        ("provenance", "unknown", 1),
    ],
)
def test_a_file_that_is_no_calibration_says_what_to_do(tmp_path: Path, part: str, key: str, value: object) -> None:
    path = tmp_path / "calibration.json"
    Calibration("e", model(t80=0.5), model(), Provenance("x", "2026-11-21")).dump(path)
    data = json.loads(path.read_text())
    (data[part] if part else data)[key] = value
    path.write_text(json.dumps(data))
    with pytest.raises(Misconfigured, match="askwell eval calibrate"):
        Calibration.load(path)


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="askwell eval calibrate"):
        Calibration.load(tmp_path / "nothing.json")


def test_another_embedder_gets_the_model_without_its_scale() -> None:
    shipped = Calibration.load()
    assert shipped.model_for(shipped.embedder) is shipped.full
    assert shipped.model_for("another") is shipped.portable
    assert shipped.model_for(None) is shipped.portable
    assert not EMBEDDER_SIGNALS & shipped.portable.terms.keys()


def test_a_reranker_counts_only_in_a_fit_that_was_made_with_it(tmp_path: Path) -> None:
    knowing = Logistic(0.5, {"score": Term(0.4, 0.2, 1.5), "reranker": Term(0.5, 0.2, 2.0)}, {0.9: 0.7})
    Calibration("e", knowing, knowing, Provenance("a test", "2026-11-22"), "judge").dump(tmp_path / "own.json")
    fitted = Calibration.load(tmp_path / "own.json")
    signals = {"score": 0.6, "reranker": 0.9}
    assert fitted.reranker == "judge"
    assert fitted.fits("e", "judge")
    assert fitted.model_for("e", "judge").confidence(signals) == knowing.confidence(signals)
    for other in ("another", None):
        assert not fitted.fits("e", other)
        assert fitted.model_for("e", other).confidence(signals) == model().confidence(signals)
        assert fitted.model_for("e", other).threshold(0.9) == 0.7


def test_a_file_from_before_there_were_rerankers_is_one_without(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    Calibration("e", model(), model(), Provenance("a test", "2026-11-21")).dump(path)
    data = json.loads(path.read_text())
    del data["reranker"]
    path.write_text(json.dumps(data))
    assert Calibration.load(path).fits("e")


def test_the_shipped_file_knows_only_signals_that_are_measured() -> None:
    shipped = Calibration.load()
    assert shipped.full.terms.keys() <= {*SIGNALS, *MODEL_TERMS}
    assert set(SIGNALS) >= EMBEDDER_SIGNALS
    assert shipped.full.thresholds.keys() >= {0.9, 0.95}
    assert shipped.provenance.made_by

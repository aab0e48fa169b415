"""The figures beside the bars are those that their titles promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from core.model import Decision
from eval.bars import finding, judging
from eval.bars.evidence import Evidence, Found
from eval.bars.table import MEASURES, Bar, BarResult, judge, load_bars
from eval.outcome import Line, Outcome, Variant

Make = Callable[..., Outcome]


def evidence(outcomes: Sequence[Outcome], times: Sequence[float] = ()) -> Evidence:
    return Evidence(outcomes, outcomes, times)


def found_at(make: Make, name: str, place: int, **changes: object) -> Outcome:
    """A question of gnome-help whose document is at `place`, and second in plain fusion."""
    ranking = (*(f"x{i}" for i in range(1, place)), "d1")
    rankings = {Line.OURS: ranking, Line.FUSION: ("x", "d1"), Line.HUMAN: ("d1",)}
    return make(name, **{"set_name": "gnome-help", "rankings": rankings, **changes})


def test_every_bar_has_its_measure() -> None:
    """But for the kinds of questions, which are measured on a set of their own."""
    bars = load_bars()
    assert {bar.measure for bar in bars} - set(MEASURES) == {"question_kinds"}
    assert all(bar.sign in {">=", "<="} and bar.how and len(bar.title) <= 52 for bar in bars)
    assert all((bar.aim > bar.bar) == (bar.sign == ">=") for bar in bars)


def test_languages_weigh_the_same_and_so_do_sets(outcome_factory: Make) -> None:
    """Three English hits and one Spanish miss are one half, not three quarters."""
    outcomes = [found_at(outcome_factory, f"e{i}", 1) for i in range(3)]
    outcomes += [found_at(outcome_factory, "s", 7, lang="es")]
    outcomes += [found_at(outcome_factory, "f", 1, set_name="fastapi-docs")]
    gain, recall, gap = (
        measure(evidence(outcomes)) for measure in (finding.gain_over_fusion, finding.recall_5, finding.language_gap)
    )
    assert gain is not None
    assert recall is not None
    assert gap is not None
    assert gain.value == pytest.approx(75.0)
    assert recall.value == pytest.approx(0.75)
    assert gap.value == pytest.approx(100.0)
    assert gain.low is not None
    assert gain.low <= gain.value


def test_other_files_are_not_questions_of_a_help_centre(outcome_factory: Make) -> None:
    """Summaries asked as questions would flatter."""
    outcomes = [found_at(outcome_factory, "a", 9), found_at(outcome_factory, "b", 1, file="queries_known_item")]
    recall = finding.recall_5(evidence(outcomes))
    assert recall is not None
    assert recall.value == 0.0
    assert finding.recall_5(evidence([])) is None


def test_the_worse_direction_between_languages_counts(outcome_factory: Make) -> None:
    """Half lost from Spanish to English, nothing the other way."""
    xquad = {"set_name": "xquad-en-es"}
    across = {**xquad, "file": "queries_crosslingual"}
    outcomes = [
        found_at(outcome_factory, "e", 1, **xquad),
        found_at(outcome_factory, "s", 1, lang="es", **xquad),
        found_at(outcome_factory, "a", 1, lang="es", kind="cross-lingual es>en", **across),
        found_at(outcome_factory, "b", 8, lang="es", kind="cross-lingual es>en", **across),
        found_at(outcome_factory, "c", 1, kind="cross-lingual en>es", **across),
    ]
    gap = finding.crosslingual_gap(evidence(outcomes))
    assert gap is not None
    assert gap.value == pytest.approx(50.0)
    assert "es>en 0.500 of 1.000" in gap.note


def test_follow_ups_are_measured_against_the_human_rewrite(outcome_factory: Make) -> None:
    outcomes = [found_at(outcome_factory, str(i), place, file="followups") for i, place in enumerate((1, 5, 6, 9))]
    found = finding.followups(evidence(outcomes))
    assert found is not None
    assert found.value == 0.5


def test_a_gold_answer_beyond_sixty_words_does_not_count(outcome_factory: Make) -> None:
    """The share of longer texts is said beside it."""
    piaf = {"set_name": "piaf-v1.0-fr"}
    outcomes = [
        outcome_factory("a", gold_held=True, gold_held_early=True, length=20, **piaf),
        outcome_factory("b", gold_held=True, gold_held_early=False, length=90, **piaf),
        outcome_factory("c", **piaf),
    ]
    found = judging.gold_piaf(evidence(outcomes))
    assert found is not None
    assert found.value == 0.5
    assert "33.3% of texts are longer" not in found.note  # of those with a known wording
    assert found.note == "50.0% of texts are longer; whole texts 1.000"


def test_doubt_is_judged_by_fits_that_have_not_seen_the_set(outcome_factory: Make) -> None:
    """What the fit in use says is not looked at."""
    seen = [
        outcome_factory("a", set_name=name, variant=variant, answerable=variant is Variant.AS_IS, confidence=0.5)
        for name in ("gnome-help", "fastapi-docs")
        for variant in (Variant.AS_IS, Variant.WITHHELD)
    ]
    unseen = [
        outcome_factory("a", set_name=o.set_name, variant=o.variant, answerable=o.answerable, confidence=confidence)
        for o, confidence in zip(seen, (0.9, 0.1, 0.2, 0.8), strict=True)
    ]
    area = judging.auroc_help(Evidence(seen, unseen, ()))
    error = judging.calibration_error(Evidence(seen, unseen, ()))
    assert area is not None
    assert error is not None
    assert area.value == pytest.approx(0.5)
    assert area.note == "gnome-help 1.000, fastapi-docs 0.000"
    assert error.value == pytest.approx((0.1 + 0.8) / 2)


def test_only_off_topic_questions_to_the_help_centre_count(outcome_factory: Make) -> None:
    off = {"variant": Variant.OFF_TOPIC, "answerable": False, "file": "banking77-offtopic/queries"}
    outcomes = [
        outcome_factory("a", set_name="gnome-help", **off),
        outcome_factory("b", set_name="gnome-help", decision=Decision.CAVEAT, **off),
        outcome_factory("c", set_name="fastapi-docs", **off),
    ]
    found = judging.off_topic(evidence(outcomes))
    assert found is not None
    assert found.value == 0.5


def test_a_result_says_which_line_it_reaches() -> None:
    """At the bar is met; below a ceiling is good, and without data nothing is claimed."""
    floor, ceiling = Bar("m", "t", "h", ">=", 0.9, 0.97), Bar("m", "t", "h", "<=", 8.0, 4.0, "points")
    verdicts = [BarResult(floor, Found(value)).verdict for value in (0.89, 0.9, 0.97)]
    assert verdicts == ["missed", "bar", "aim"]
    assert [BarResult(ceiling, Found(value)).verdict for value in (8.1, 8.0, 3.0)] == ["missed", "bar", "aim"]
    assert BarResult(floor, None).verdict == "not measured"
    assert BarResult(ceiling, Found(3.24, 1.0, 5.0)).value == "3.2 (1.0 to 5.0)"


def test_figures_measured_elsewhere_are_taken_in() -> None:
    results = judge(evidence([], [10.0] * 99 + [500.0]), {"question_kinds": Found(0.95)})
    verdicts = {result.bar.measure: result.verdict for result in results}
    assert verdicts["question_kinds"] == "bar"
    assert verdicts["p95"] == "aim"
    assert verdicts["recall_5"] == "not measured"

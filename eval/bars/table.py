"""The bars beside what was measured."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from textwrap import wrap
from typing import Any

from eval.bars import finding, judging
from eval.bars.evidence import Evidence, Found

MEASURES: Mapping[str, Callable[[Evidence], Found | None]] = {
    measure.__name__: measure
    for measure in (
        finding.gain_over_fusion,
        finding.recall_5,
        finding.language_gap,
        finding.crosslingual_gap,
        judging.gold_xquad,
        judging.gold_piaf,
        judging.gold_cmrc,
        judging.auroc_paragraphs,
        judging.auroc_help,
        judging.coverage_help,
        judging.auroc_near_misses,
        judging.calibration_error,
        judging.off_topic,
        finding.followups,
        judging.p95,
    )
}
"""How each figure is measured, by the name the table gives it."""

_UNITS = {"share": "{:.3f}", "points": "{:.1f}", "ms": "{:.0f} ms"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the table."""

    measure: str
    title: str
    how: str
    sign: str
    """`>=` or `<=`."""
    bar: float
    aim: float
    unit: str = "share"
    """`share` of 1, `points` of a hundred, or `ms`."""
    unseen: bool = False
    """Whether it is about a confidence that was fitted without the set that it judges."""

    def reaches(self, value: float, bound: float) -> bool:
        """Whether `value` is on the right side of `bound`."""
        return round(value, 9) >= bound if self.sign == ">=" else round(value, 9) <= bound

    def shown(self, value: float) -> str:
        """A value in the unit of the line."""
        return _UNITS[self.unit].format(value)


@dataclass(frozen=True, slots=True)
class BarResult:
    """A bar and what was measured for it."""

    bar: Bar
    found: Found | None

    @property
    def verdict(self) -> str:
        """`aim`, `bar`, `missed`, or `not measured` without the data for it."""
        if self.found is None:
            return "not measured"
        if self.bar.reaches(self.found.value, self.bar.aim):
            return "aim"
        return "bar" if self.bar.reaches(self.found.value, self.bar.bar) else "missed"

    @property
    def value(self) -> str:
        """The value with its interval, for people."""
        if self.found is None:
            return "–"
        value = self.bar.shown(self.found.value)
        if self.found.low is None or self.found.high is None:
            return value
        return f"{value} ({self.bar.shown(self.found.low)} to {self.bar.shown(self.found.high)})"

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON and for the report."""
        shown = {
            "shown_bar": f"{self.bar.sign} {self.bar.shown(self.bar.bar)}",
            "shown_aim": self.bar.shown(self.bar.aim),
        }
        found = asdict(self.found) if self.found else None
        return {**asdict(self.bar), **shown, "found": found, "value": self.value, "verdict": self.verdict}


def load_bars() -> list[Bar]:
    """The table that ships."""
    text = files("eval").joinpath("bars", "bars.toml").read_text(encoding="utf-8")
    return [Bar(**row) for row in tomllib.loads(text)["bar"]]


def judge(evidence: Evidence, given: Mapping[str, Found] | None = None) -> list[BarResult]:
    """Measure every bar; `given` holds figures measured elsewhere, by name."""
    return [BarResult(bar, _found(bar, evidence, given or {})) for bar in load_bars()]


def _found(bar: Bar, evidence: Evidence, given: Mapping[str, Found]) -> Found | None:
    measure = MEASURES.get(bar.measure)
    return given.get(bar.measure) if measure is None else measure(evidence)


def bars_text(results: Sequence[BarResult]) -> str:
    """The table for a terminal, at most 120 columns wide."""
    return "\n".join(_lines(results))


def _lines(results: Sequence[BarResult]) -> Iterator[str]:
    yield f"{'measure':<52}{'bar':>10}{'aim':>9}  {'value':<28}met?"
    for result in results:
        bar = result.bar
        limit = f"{bar.sign} {bar.shown(bar.bar)}"
        yield f"{bar.title:<52}{limit:>10}{bar.shown(bar.aim):>9}  {result.value:<28}{result.verdict}"
        if result.found and result.found.note:
            yield from wrap(result.found.note, 118, initial_indent="    ", subsequent_indent="    ")
    missed = sum(result.verdict == "missed" for result in results)
    unmeasured = sum(result.verdict == "not measured" for result in results)
    yield ""
    met = len(results) - missed - unmeasured
    yield f"{met} of {len(results)} bars met, {missed} missed, {unmeasured} not measured."
    yield "Confidence is judged by fits that have not seen the set (each set left out in turn)."

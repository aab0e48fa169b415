"""What a comparison of two settings says, as plain data and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eval.measures.paired import SIGNIFICANT, Difference
from eval.records import Record

LISTED = 20
"""Changed questions in the text."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both settings."""

    scope: str
    """`all`, or the set and file of the questions."""
    measure: str
    difference: Difference
    higher_is_better: bool
    q: float = 1.0
    """p adjusted for the number of figures compared (Benjamini and Hochberg 1995)."""

    @property
    def verdict(self) -> str:
        """`better`, `worse`, or `unchanged` when it may be chance."""
        if self.q > SIGNIFICANT or not self.difference.change:
            return "unchanged"
        return "better" if (self.difference.change > 0) == self.higher_is_better else "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """A question with another outcome."""

    first: Record
    second: Record

    @property
    def effect(self) -> str:
        """`lost`, `won`, or `other` where neither is nearer to what should be."""
        before, after = self.first.good, self.second.good
        return "other" if before == after else "won" if after else "lost"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two settings side by side."""

    first: str
    second: str
    settings: tuple[tuple[str, str, str], ...]
    """What was set differently: name, first, second."""
    questions: int
    """Asked of both."""
    only_first: int
    only_second: int
    other_data: tuple[str, ...]
    """Sets whose files are not the same in both."""
    figures: tuple[Compared, ...]
    changes: tuple[Change, ...]
    changed: int
    """How many changed in all; `changes` keeps the first of them."""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON and for the report."""
        return {
            "first": self.first,
            "second": self.second,
            "settings": [list(row) for row in self.settings],
            "questions": self.questions,
            "only_first": self.only_first,
            "only_second": self.only_second,
            "other_data": list(self.other_data),
            "figures": [_figure(found) for found in self.figures],
            "changed": self.changed,
            "changes": [_change(change) for change in self.changes],
        }


def _figure(found: Compared) -> dict[str, Any]:
    difference = found.difference
    return {
        "scope": found.scope,
        "measure": found.measure,
        "first": difference.first,
        "second": difference.second,
        "change": difference.change,
        "low": difference.low,
        "high": difference.high,
        "p": difference.p,
        "q": found.q,
        "n": difference.n,
        "gained": difference.gained,
        "lost": difference.lost,
        "verdict": found.verdict,
    }


def _change(change: Change) -> dict[str, Any]:
    first, second = change.first, change.second
    return {
        "effect": change.effect,
        "set": first.set,
        "file": first.file,
        "id": first.id,
        "lang": first.lang,
        "variant": first.variant,
        "text": first.text,
        "first": _side(first),
        "second": _side(second),
    }


def _side(record: Record) -> dict[str, Any]:
    names = ("decision", "confidence", "best", "right", "rank")
    return {name: getattr(record, name) for name in names}


def comparison_text(found: Comparison) -> str:
    """The comparison for a terminal, at most 120 columns wide."""
    return "\n".join([*_head(found), "", *_verdicts(found), "", *_table(found), *_changed(found)])


def _head(found: Comparison) -> Iterator[str]:
    yield f"first:  {found.first}"
    yield f"second: {found.second}"
    yield from (f"  {name}: {early} -> {late}" for name, early, late in found.settings)
    alone = f"; {found.only_first} only in the first, {found.only_second} only in the second"
    yield f"{found.questions} questions asked of both{alone if found.only_first or found.only_second else ''}"
    if found.other_data:
        yield f"The data of {', '.join(found.other_data)} are not the same in both."


def _verdicts(found: Comparison) -> Iterator[str]:
    overall = [row for row in found.figures if row.scope == "all"]
    for verdict in ("better", "worse", "unchanged"):
        names = [row.measure for row in overall if row.verdict == verdict]
        yield f"{verdict.capitalize() + ':':<11}{', '.join(names) or 'nothing'}"
    yield f"(unchanged: may be chance; differences are called real at q <= {SIGNIFICANT:g})"


def _table(found: Comparison) -> Iterator[str]:
    scope = ""
    for row in found.figures:
        if row.scope != scope:
            scope = row.scope
            columns = f"{'first':>7}{'second':>8}{'change':>9}{'95 % interval':>18}{'p':>8}{'q':>8}{'n':>7}"
            yield f"-- {scope[:40]:<41}{columns}"
        d = row.difference
        interval = f"{d.low:+.3f} to {d.high:+.3f}"
        mark = {"better": "+", "worse": "-"}.get(row.verdict, " ")
        yield (
            f" {mark} {row.measure:<41}{d.first:>7.3f}{d.second:>8.3f}{d.change:>+9.3f}{interval:>18}"
            f"{d.p:>8.3f}{row.q:>8.3f}{d.n:>7}"
        )


def _changed(found: Comparison) -> Iterator[str]:
    yield ""
    yield f"{found.changed} questions changed" + (", the first of them:" if found.changed > LISTED else ":")
    for change in found.changes[:LISTED]:
        first, second = change.first, change.second
        way = "" if first.asked_as_is else f", {first.variant}"
        yield f"{change.effect:<6}{first.set} {first.id} ({first.lang}{way}): {first.text[:70]}"
        yield f"      {_told(first)} -> {_told(second)}"


def _told(record: Record) -> str:
    return f"{record.decision} {record.confidence:.2f} from {record.best or 'nothing'}"[:52]

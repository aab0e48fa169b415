"""How causes were told, as lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from eval.causes import Judged, accuracy, by_draw, confusion, figures_of
from insights.causes.model import Cause

_WIDTH = 18


def as_lines(judged: Sequence[Judged], *, misses: bool = False) -> list[str]:
    """Accuracy by draw and help centre, precision and recall, the confusion table: a row for each known cause."""
    centres = list(dict.fromkeys(one.case.centre for one in judged))
    lines = [f"  accuracy {accuracy(judged):.3f} of {len(judged)} cases"]
    for seed, own in by_draw(judged).items():
        lines.append(f"    draw {seed}: {accuracy(own):.3f} of {len(own)}")
    for name in centres:
        own = [one for one in judged if one.case.centre == name]
        lines.append(f"    {name}: {accuracy(own):.3f} of {len(own)}")
    for said, replied in (("with an agent's answer", True), ("without one", False)):
        some = [one for one in judged if any(asked.replies for asked in one.case.asked) is replied]
        lines.append(f"    {said}: {accuracy(some):.3f} of {len(some)}")
    for size in sorted({len(one.case.asked) for one in judged}):
        some = [one for one in judged if len(one.case.asked) == size]
        lines.append(f"    gaps of {size}: {accuracy(some):.3f} of {len(some)}")
    return [*lines, *_table(judged), *(_misses(judged) if misses else [])]


def _table(judged: Sequence[Judged]) -> list[str]:
    table, figures = confusion(judged), figures_of(judged)
    short = [cause.value[:9].rjust(11) for cause in Cause]
    head = f"  {'known':<{_WIDTH}}{'cases':>6}{'precision':>11}{'recall':>8} {''.join(short)}"
    rows = []
    for cause in Cause:
        one = figures[cause]
        counts = "".join(str(table[cause][found] or ".").rjust(11) for found in Cause)
        rows.append(f"  {cause.value:<{_WIDTH}}{one.cases:>6}{one.precision:>11.2f}{one.recall:>8.2f} {counts}")
    return [head, *rows]


def _misses(judged: Sequence[Judged]) -> list[str]:
    return [f"    {_told(one)}: {one.case.name} {one.case.asked[0].text!r}" for one in judged if not one.is_right]


def _told(one: Judged) -> str:
    return f"{one.case.cause} taken for {one.found} ({one.probability:.2f})"

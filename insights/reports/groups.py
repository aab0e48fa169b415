"""Counts by group, put together: with their sums, under longer names, and all groups in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Figure = int | float | None
Figures = dict[str, Figure]
Counts = Mapping[str, Counter[str]]
Spans = Sequence[tuple[str, str]]

ALL = "*"
"""Names the group of everything."""


def with_total(counts: Counts, name: str) -> dict[str, Counter[str]]:
    """The counts of each group with their sum beside them."""
    return {group: found + Counter({name: found.total()}) for group, found in counts.items()}


def prefixed(counts: Counts, prefix: str) -> dict[str, Counter[str]]:
    """The counts under longer names: `prefix_name`, or `prefix` for the one without a name."""
    return {
        group: Counter({f"{prefix}_{name}" if name else prefix: number for name, number in found.items()})
        for group, found in counts.items()
    }


def merged(parts: Iterable[Counts]) -> dict[str, Counter[str]]:
    """All counts of each group together, and those of all groups under `ALL`."""
    found: dict[str, Counter[str]] = {ALL: Counter()}
    for counts in parts:
        for group, number in counts.items():
            found.setdefault(group, Counter()).update(number)
            found[ALL].update(number)
    return found


def flat(found: Mapping[str, Spans]) -> list[tuple[str, str]]:
    """The spans of all groups."""
    return [span for group in found.values() for span in group]

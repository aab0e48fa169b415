"""Figures with their budgets, as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `budget` is its upper bound, or its lower one when `at_least`."""

    name: str
    value: float
    budget: float
    unit: str
    at_least: bool = False
    note: str = ""

    @property
    def within(self) -> bool:
        """Whether the budget is kept."""
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def cells(self) -> tuple[str, str, str, str, str]:
        """Name, figure, budget, verdict and note."""
        bound = ">=" if self.at_least else "<="
        verdict = "ok" if self.within else "MISSED"
        return self.name, f"{self.value:.3g} {self.unit}", f"{bound} {self.budget:g} {self.unit}", verdict, self.note


def table(figures: Sequence[Figure]) -> str:
    """Aligned lines, and a last one that counts."""
    rows = [("measure", "figure", "budget", "", "note"), *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    missed = sum(not figure.within for figure in figures)
    total = f"{len(figures) - missed} within budget, {missed} missed"
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], "", total])

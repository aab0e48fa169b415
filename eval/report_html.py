"""The report as one HTML file that needs nothing from anywhere else."""

from __future__ import annotations

import json
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.figures import DEFINITIONS
from eval.measures.doubt import Bin
from eval.report import Report, cell

SIDE = 220
"""Width and height of a chart's plane, in SVG units."""


def as_html(report: Report) -> str:
    """Render the report; everything that comes from the data is escaped."""
    environment = Environment(
        loader=PackageLoader("eval", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["cell"] = cell
    environment.filters["bars"] = bars
    environment.filters["polyline"] = polyline
    environment.filters["signals"] = lambda signals: json.dumps(
        {name: round(value, 3) for name, value in signals.items()}, ensure_ascii=False
    )
    return environment.get_template("report.html").render(report=report, side=SIDE, definitions=DEFINITIONS)


def bars(bins: Sequence[Bin]) -> list[dict[str, float]]:
    """Reliability bins as circles: place by promised and true share, size by cases."""
    most = max((b.n for b in bins), default=1)
    return [
        {"x": b.promised * SIDE, "y": (1 - b.right) * SIDE, "r": 2 + 8 * (b.n / most) ** 0.5, "n": b.n} for b in bins
    ]


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """A curve as SVG points, both axes from 0 to 1."""
    return " ".join(f"{min(x, 1) * SIDE:.1f},{(1 - y) * SIDE:.1f}" for x, y in points)

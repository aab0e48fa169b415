"""Small charts as inline SVG: coloured by the style sheet, described for those who do not see them, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

WIDTH, HEIGHT = 300, 220
"""Of the plane that is drawn on, in SVG units."""

_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 12, 14, 44
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_TELLING = 0.05
"""Share of questions answered from which the risk decides the scale."""
_LARGEST = 9.0
"""Radius of the circle of most cases."""


def reliability_chart(name: str, rows: Sequence[Mapping[str, Any]]) -> Markup:
    """Promised share against the true one, a circle for each bin with its 95 % interval; `name` makes ids unique."""
    most = max((row["right"]["n"] for row in rows), default=1)
    marks = Markup("").join(_bin(row, most) for row in rows)
    diagonal = Markup('<line class="ideal" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(_x(0), _y(0), _x(1), _y(1))
    told = "; ".join(f"{row['promised']:.2f} promised, {row['right']['value']:.2f} right" for row in rows)
    return _chart(name, "Reliability diagram", told, "confidence", "share right", diagonal + marks, 1.0)


def risk_coverage_chart(name: str, points: Sequence[Sequence[float]], told: str) -> Markup:
    """Share of wrong answers over the share of questions answered; `told` says it in words."""
    # The surest few cases say little about the risk: a single wrong one of them would flatten all the rest.
    highest = max((risk for cover, risk in points if cover >= _TELLING), default=1.0)
    top = next(limit for limit in (0.1, 0.2, 0.4, 0.6, 1.0) if highest <= limit or limit == 1.0)
    path = " ".join(f"{_x(min(cover, 1.0)):.1f},{_y(min(risk / top, 1.0)):.1f}" for cover, risk in points)
    marks = Markup('<polyline class="curve" points="{}"/>').format(path)
    if top >= 0.1:
        line = Markup('<line class="ideal" x1="{0}" y1="{2:.1f}" x2="{1}" y2="{2:.1f}"/>')
        label = Markup('<text class="note" x="{}" y="{:.1f}">1 in 10 wrong</text>')
        marks += line.format(_x(0), _x(1), _y(0.1 / top)) + label.format(_x(1) - 5, _y(0.1 / top) - 5)
    return _chart(name, "Risk and coverage", told, "share of questions answered", "share of answers wrong", marks, top)


def _chart(name: str, title: str, told: str, x: str, y: str, marks: Markup, top: float) -> Markup:
    width, height = _LEFT + WIDTH + _RIGHT, _TOP + HEIGHT + _BOTTOM
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{n}-t {n}-d">'
        '<title id="{n}-t">{title}</title><desc id="{n}-d">{told}</desc>{axes}{marks}</svg>'
    ).format(w=width, h=height, n=name, title=title, told=told, axes=_axes(x, y, top), marks=marks)


def _axes(x: str, y: str, top: float) -> Markup:
    parts = [Markup('<rect class="plane" x="{}" y="{}" width="{}" height="{}"/>').format(_LEFT, _TOP, WIDTH, HEIGHT)]
    for tick in _TICKS:
        line = Markup('<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>')
        parts.append(line.format(_x(0), _y(tick), _x(1), _y(tick)))
        text = Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{:.3g}</text>')
        parts.append(text.format("tick-y", _LEFT - 8, _y(tick) + 4, tick * top))
        parts.append(text.format("tick-x", _x(tick), _TOP + HEIGHT + 17, tick))
    parts.append(
        Markup('<text class="axis" x="{}" y="{}">{}</text>').format(_x(0.5), _TOP + HEIGHT + 37, x)
        + Markup('<text class="axis" transform="translate(13 {}) rotate(-90)">{}</text>').format(_y(0.5), y)
    )
    return Markup("").join(parts)


def _bin(row: Mapping[str, Any], most: int) -> Markup:
    right, x = row["right"], _x(row["promised"])
    return Markup(
        '<line class="whisker" x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}"/>'
        '<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
    ).format(
        x=x,
        low=_y(right["low"]),
        high=_y(right["high"]),
        y=_y(right["value"]),
        r=2.5 + (_LARGEST - 2.5) * (right["n"] / most) ** 0.5,
    )


def _x(share: float) -> float:
    return _LEFT + share * WIDTH


def _y(share: float) -> float:
    return _TOP + (1 - share) * HEIGHT

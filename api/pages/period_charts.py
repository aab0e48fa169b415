"""Charts of what happened over time and of parts of a whole, as inline SVG for `charts`' style of drawing: no script.

They are drawn as wide as a phone, so that their words can be read there without zooming.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 360, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 6, 12, 26
_BAR, _ROW = 16, 42
"""Height of a bar, and of a bar with the words above it."""
_LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind, one for each place on the axis; None where there is none to show."""

    look: str
    """Class of the style sheet."""
    title: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says to those who do not see it, and how its values are written."""

    name: str
    """Makes ids unique."""
    title: str
    told: str
    write: Callable[[float], str]


def columns_chart(words: Words, labels: Sequence[str], series: Sequence[Series], top: float) -> Markup:
    """Columns side by side, each stacked from the series, on an axis that ends at `top`."""
    plane = WIDTH - _LEFT - _RIGHT
    wide = plane / max(len(labels), 1)
    parts = [_level(share, top, words.write) for share in (0.0, 0.5, 1.0)]
    for place in range(len(labels)):
        parts.append(_column(_LEFT + place * wide, wide, [(one.look, one.values[place] or 0) for one in series], top))
    for place in sorted({0, len(labels) // 2, len(labels) - 1} if len(labels) > 2 else set(range(len(labels)))):
        parts.append(_label(place, labels, _LEFT + (place + 0.5) * wide))
    return _svg(words, HEIGHT, Markup("").join(parts))


def bars_chart(words: Words, rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], top: float) -> Markup:
    """A bar below each label, stacked from parts `(look, value)`, on an axis that ends at `top`."""
    parts = []
    for place, (label, values) in enumerate(rows):
        y = place * _ROW
        short = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
        total = words.write(sum(value for _, value in values))
        parts.append(Markup('<text class="name" x="0" y="{}">{}</text>').format(y + 15, short))
        parts.append(Markup('<text class="value" x="{}" y="{}">{}</text>').format(WIDTH, y + 15, total))
        parts.append(_rect("rest", 0, y + 20, WIDTH, _BAR))
        x = 0.0
        for look, value in values:
            wide = WIDTH * value / top if top else 0
            parts.append(_rect(look, x, y + 20, wide, _BAR) if wide else Markup(""))
            x += wide
    return _svg(words, len(rows) * _ROW, Markup("").join(parts))


def nice_top(highest: float, steps: Sequence[float] = ()) -> float:
    """Where an axis ends that has a mark at its middle: at one of `steps`, or at 2, 4, 6, 8, 10, 20, 30, 40 …"""
    for step in steps:
        if highest <= step:
            return step
    power = 1.0
    while True:
        for digit in (2, 4, 6, 8, 10) if power == 1 else (2, 3, 4, 6, 8, 10):
            if highest <= digit * power:
                return digit * power
        power *= 10


def _level(share: float, top: float, write: Callable[[float], str]) -> Markup:
    y = _y(share * top, top)
    return Markup(
        '<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text class="tick-y" x="{text}" y="{low:.1f}">{value}</text>'
    ).format(left=_LEFT, right=WIDTH - _RIGHT, y=y, text=_LEFT - 6, low=y + 4, value=write(share * top))


def _column(x: float, wide: float, values: Sequence[tuple[str, float]], top: float) -> Markup:
    gap = min(wide * 0.18, 4)
    reached, parts = 0.0, []
    for look, value in values:
        if value > 0:
            y = _y(reached + value, top)
            parts.append(_rect(look, x + gap / 2, y, wide - gap, _y(reached, top) - y))
        reached += value
    return Markup("").join(parts)


def _label(place: int, labels: Sequence[str], x: float) -> Markup:
    anchor = "start" if place == 0 and len(labels) > 2 else "end" if 2 < place + 1 == len(labels) else "middle"
    x = _LEFT if anchor == "start" else WIDTH - _RIGHT if anchor == "end" else x
    text = Markup('<text class="tick-x" text-anchor="{}" x="{:.1f}" y="{}">{}</text>')
    return text.format(anchor, x, HEIGHT - 8, labels[place])


def _rect(look: str, x: float, y: float, wide: float, high: float) -> Markup:
    rect = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    return rect.format(look, x, y, wide, high)


def _y(value: float, top: float) -> float:
    return _TOP + (1 - value / top) * (HEIGHT - _TOP - _BOTTOM)


def _svg(words: Words, height: int, marks: Markup) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{n}-t {n}-d">'
        '<title id="{n}-t">{title}</title><desc id="{n}-d">{told}</desc>{marks}</svg>'
    ).format(w=WIDTH, h=height, n=words.name, title=words.title, told=words.told, marks=marks)

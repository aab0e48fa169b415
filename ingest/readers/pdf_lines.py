"""The lines of PDF pages, with size and place; running heads and page numbers left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from math import hypot
from typing import Any

_EDGE_LINES = 2
"""So many lines at the top and at the bottom of a page may be a running head or foot."""
_MIN_REPEATS = 3
_MIN_COUNTED = 2
"""Fewer repeats are enough where a number in the line counts the pages."""
_PAGE_NUMBER = re.compile(
    r"[ivxl]{1,6}|\W*(?:[Pp]age|[Pp]ágina|[Ss]eite|第)?\s*\d{1,4}\s*页?(?:\s*(?:/|of|de|sur|von|共)\s*\d{1,4}\s*页?)?\W*"
)
_LEADERS = re.compile(r"(?:\.\s?){5,}")
_FOLDED = re.compile("[\ufb00-\ufb06\u2f00-\u2fdf]")
# Some programs write these radicals, which look the same, in place of the characters; Unicode does not fold them.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳", "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙龟"
)


@dataclass(slots=True)
class Line:
    """One line; lengths in points, `y` grows upwards."""

    text: str
    size: float
    x: float
    y: float
    page: int


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a pypdf page in reading order."""
    collector = _Collector(number)
    page.extract_text(visitor_text=collector.visit)
    collector.end_line()
    return collector.lines


class _Collector:
    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._text = ""
        self._place: tuple[float, float] | None = None
        self._sizes: Counter[float] = Counter()

    def visit(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        parts = text.split("\n")
        for index, part in enumerate(parts):
            if index:
                self.end_line()
            if part.strip():
                if self._place is None:
                    x, y = float(tm[4]), float(tm[5])
                    self._place = (cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5])
                scale = hypot(tm[2], tm[3]) * hypot(cm[2], cm[3])
                self._sizes[round(size * scale, 1)] += len(part.strip())
            self._text += part

    def end_line(self) -> None:
        text = _FOLDED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), self._text).translate(_RADICALS)
        text = " ".join(text.replace("\0", "").split(" "))
        if text.strip() and self._place and not _LEADERS.search(text):
            self.lines.append(Line(text.strip(), self._sizes.most_common(1)[0][0], *self._place, self._page))
        self._text, self._place, self._sizes = "", None, Counter()


def without_margins(pages: list[list[Line]]) -> list[Line]:
    """All lines but page numbers and running heads: lines at the edge that come again with at most another number."""
    edges = [_edge(page) for page in pages]
    body = body_size([line for page in pages for line in page])
    seen = Counter(chain.from_iterable({shape for line in edge for shape in _shapes(line)} for edge in edges))
    kept: list[Line] = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {id(line) for line in edge if line.size <= body and _is_running(line, seen)}
        kept.extend(line for line in page if id(line) not in dropped)
    return kept


def body_size(lines: list[Line]) -> float:
    """The size that most characters are set in."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_running(line: Line, seen: Counter[str]) -> bool:
    literal, *counting = _shapes(line)
    if _PAGE_NUMBER.fullmatch(line.text) or seen[literal] >= _MIN_REPEATS:
        return True
    return any(seen[shape] >= _MIN_COUNTED for shape in counting)


def _edge(page: list[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.y)
    return by_height[:_EDGE_LINES] + by_height[-_EDGE_LINES:]


def _shapes(line: Line) -> list[str]:
    """The line as it is, and for each number in it as it would be on any page if that number counts the pages."""
    numbers = list(re.finditer(r"\d{1,4}", line.text))
    return [
        line.text,
        *(
            f"{line.text[: number.start()]}<{int(number[0]) - line.page}>{line.text[number.end() :]}"
            for number in numbers
        ),
    ]

"""The numbers of a text, in figures and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from answering.support.number_words import scale_after, written_numbers
from answering.support.units import unit_at

_FIGURE = re.compile(r"\d+(?:[.,'’]\d+)*(?:[ \u00a0\u202f]\d{3}(?!\d)(?:[.,]\d+)?)*")
_SPACED_GROUPS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")
_GROUPS = re.compile(r"\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_LIST = re.compile(r"\d{1,2}(?:,\d{1,2})+")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?=\W|e\b|$)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `[start, end)`."""

    start: int
    end: int
    readings: frozenset[str]
    """The values that it can stand for, as plain decimals."""
    parts: tuple[str, ...] = ()
    """Where it may be a list (`1,3,5`): the values one by one."""
    is_certain: bool = True
    """Whether it surely is a number; words such as "one" often are not."""
    unit: str | None = None


def numbers_of(text: str) -> tuple[Number, ...]:
    """All numbers of `text`, in figures and in words, in reading order."""
    figures = list(_figures(text))
    taken = [(one.start, one.end) for one in figures]
    words = [
        Number(one.start, one.end, frozenset((str(one.value),)), (), one.is_certain, unit_at(text, one.start, one.end))
        for one in written_numbers(text)
        if not any(start < one.end and one.start < end for start, end in taken)
    ]
    return tuple(sorted([*figures, *words], key=lambda one: (one.start, -one.end)))


def roman_values(text: str) -> frozenset[str]:
    """What the Roman numerals in `text` stand for."""
    return frozenset(str(_roman(match.group())) for match in _ROMAN.finditer(text) if match.group())


def _figures(text: str) -> Iterator[Number]:
    for match in _FIGURE.finditer(text):
        for start, end in _divided(match):
            raw = text[start:end]
            scale, after = scale_after(text, end)
            readings = frozenset(_plain(value * scale) for value in _values(raw)) or frozenset((raw,))
            parts = _parts(raw) if scale == 1 else ()
            yield Number(start, after, readings, parts, True, unit_at(text, start, after))


def _divided(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Figures with spaces between them are one number where they are groups of three, else several."""
    if not _SPACES.search(match.group()) or _SPACED_GROUPS.fullmatch(match.group()):
        yield match.span()
        return
    for part in re.finditer(r"[^ \u00a0\u202f]+", match.group()):
        yield match.start() + part.start(), match.start() + part.end()


def _values(raw: str) -> set[Decimal]:
    """The values that figures can stand for: `1.234` is 1234 or 1.234, `1,5` is 1.5; none for versions and lists."""
    joined = _SPACES.sub("", raw)
    found = set()
    grouped = _GROUPS.fullmatch(joined)
    if grouped:
        plain = joined.replace(grouped[1], "")
        found.add(Decimal(plain.replace(",", ".")))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", joined):
        found.add(Decimal(joined.replace(",", ".")))
    return found


def _parts(raw: str) -> tuple[str, ...]:
    """The numbers of what may be a list; none where it is a single one."""
    if not _LIST.fullmatch(raw):
        return ()
    return tuple(_plain(Decimal(part)) for part in raw.split(","))


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _roman(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    row = [values[character] for character in text]
    following = [*row[1:], 0]
    return sum(-one if one < after else one for one, after in zip(row, following, strict=True))

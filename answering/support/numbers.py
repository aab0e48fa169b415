"""The numbers of a text, and whether those of a sentence agree with those of its source.

Numbers are compared by value, whatever they are written like: 1,234.5 and 1 234,5; five million and 5,000,000; 1.2万
and 12000. Where a notation can be read in two ways, either will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff]")

REACH = 5
"""Words on either side by which a number's place is recognised."""
NEARER = 3
"""By how many words another place has to resemble it more, for its number to count as changed."""
ALIKE = 4


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


@dataclass(frozen=True, slots=True)
class Place:
    """A number among the words around it, nearest first; other numbers stand as `#`."""

    number: Number
    before: tuple[str, ...]
    after: tuple[str, ...]

    def likeness(self, other: Place) -> int:
        """How many words in a row it has in common with the surroundings of `other`."""
        return _common(self.before, other.before) + _common(self.after, other.after)


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


def places_of(text: str, numbers: Sequence[Number]) -> tuple[Place, ...]:
    """Each of `numbers` with what stands around it in `text`."""
    figures = [one for one in numbers if one.is_certain and text[one.start].isdigit()]
    pieces = list(_pieces(text, figures))
    index = {start: at for at, (_, start) in enumerate(pieces)}
    found = []
    for one in figures:
        at = index[one.start]
        before = tuple(word for word, _ in reversed(pieces[max(0, at - REACH) : at]))
        found.append(Place(one, before, tuple(word for word, _ in pieces[at + 1 : at + 1 + REACH])))
    return tuple(found)


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


def _pieces(text: str, numbers: Sequence[Number]) -> Iterator[tuple[str, int]]:
    """Words, single characters of scripts without spaces, and `#` for numbers, with where they begin."""
    at = 0
    for number in numbers:
        yield from _words(text, at, number.start)
        yield "#", number.start
        at = number.end
    yield from _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for match in _PIECE.finditer(text, start, end):
        if _WIDE.search(match.group()):
            yield from ((character, match.start() + at) for at, character in enumerate(match.group()))
        else:
            yield match.group().lower(), match.start()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


class NumberIndex:
    """The numbers of a source, for looking up those of sentences."""

    def __init__(self, text: str) -> None:
        """Read the numbers of `text`, normalised by NFKC."""
        numbers = numbers_of(text)
        self._places = places_of(text, numbers)
        self._units: dict[str, set[str | None]] = {}
        for number in numbers:
            for value in (*number.readings, *number.parts):
                self._units.setdefault(value, set()).add(number.unit)
        for value in roman_values(text):
            self._units.setdefault(value, set()).add(None)
        for number in numbers:  # "5" is said by "5 million" too, for those who cut the number at another place
            self._units.setdefault(text[number.start : number.end].lower(), set()).add(number.unit)

    @property
    def values(self) -> frozenset[str]:
        """Every value that the source states."""
        return frozenset(self._units)

    def disagreeing(self, text: str) -> list[str]:
        """The numbers of `text` that the source does not state, states with another unit, or in whose place it has
        another number."""
        numbers = numbers_of(text)
        unknown = [text[one.start : one.end] for one in numbers if one.is_certain and not self._states(one)]
        moved = [text[p.number.start : p.number.end] for p in places_of(text, numbers) if self._is_changed(p)]
        return unknown + moved

    def _states(self, number: Number) -> bool:
        found = [self._units[value] for value in number.readings if value in self._units]
        if found:
            units = set().union(*found)
            return number.unit is None or None in units or number.unit in units
        return bool(number.parts) and all(part in self._units for part in number.parts)

    def _is_changed(self, place: Place) -> bool:
        """Whether the source has another number where the words around are most alike."""
        same = other = 0
        for one in self._places:
            likeness = place.likeness(one)
            if one.number.readings & place.number.readings:
                same = max(same, likeness)
            else:
                other = max(other, likeness)
        return other >= ALIKE and other >= same + NEARER

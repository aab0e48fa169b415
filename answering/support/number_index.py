"""Whether the numbers of a sentence agree with those of its source.

Numbers are compared by value, whatever they are written like: 1,234.5 and 1 234,5; five million and 5,000,000; 1.2万
and 12000. Where a notation can be read in two ways, either will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.support.numbers import Number, numbers_of, roman_values
from retrieval.analysis import UNSPACED

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_WIDE = re.compile(f"[{UNSPACED}]")
REACH = 5
"""Words on either side by which a number's place is recognised."""
NEARER = 3
"""By how many words another place has to resemble it more, for its number to count as changed."""
ALIKE = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A number among the words around it, nearest first; other numbers stand as `#`."""

    number: Number
    before: tuple[str, ...]
    after: tuple[str, ...]

    def likeness(self, other: Place) -> int:
        """How many words in a row it has in common with the surroundings of `other`."""
        return _common(self.before, other.before) + _common(self.after, other.after)


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

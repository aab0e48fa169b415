"""The texts that a model may write from, each under a handle that was made for this one request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from answering.evidence.pieces import Piece
from answering.evidence.selection import Evidence
from answering.model.delimiting import new_handles
from answering.model.orders import gives_orders
from core.model import Passage

MOST_SOURCES = 4
MOST_CHARACTERS = 4_000
"""Of all sources together; a Chinese character counts as three, which is about what it costs in tokens."""
_WIDE = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch `[start, end)` of a document version."""

    handle: str
    passage: Passage
    """Where it is from, and what it is called."""
    start: int
    end: int
    text: str

    @property
    def heading(self) -> str:
        """Title and headings that it stands under."""
        return " > ".join(dict.fromkeys((self.passage.title, *self.passage.heading)))

    @property
    def key(self) -> tuple[str, str]:
        """The document version."""
        return self.passage.document_id, self.passage.version


def sources_of(evidence: Evidence) -> tuple[Source, ...]:
    """What the extractive answer is made of, each piece with the passage around it, then the other passages weighed.

    Those that give orders to a model are left out; where nothing is left, there is nothing to write from.
    """
    chosen: list[Source] = []
    room = MOST_CHARACTERS
    for one in _all(evidence):
        if len(chosen) == MOST_SOURCES or room <= 0:
            break
        clipped = _clipped(one, room)
        if not clipped.text.strip() or any(_holds(other, clipped) for other in chosen):
            continue
        if not gives_orders(f"{one.heading}\n{one.text}"):
            chosen.append(clipped)
            room -= sum(map(_price, clipped.text))
    handles = new_handles(len(chosen), (f"{one.heading}\n{one.text}" for one in chosen))
    return tuple(replace(one, handle=handle) for one, handle in zip(chosen, handles, strict=True))


def _all(evidence: Evidence) -> Iterator[Source]:
    yield from (_around(piece) for piece in evidence.pieces)
    hits = {one.hit.passage.id: one.hit for one in evidence.scored}
    for hit in sorted(hits.values(), key=lambda hit: hit.rank):
        yield Source("", hit.passage, hit.passage.start, hit.passage.end, hit.passage.text)


def _around(piece: Piece) -> Source:
    """A piece with as much of its passage as touches it: a list may begin in one passage and end in the next."""
    passage = piece.passage
    if piece.start > passage.end or piece.end < passage.start:
        return Source("", passage, piece.start, piece.end, piece.text)
    before = passage.text[: max(0, piece.start - passage.start)]
    after = passage.text[max(0, piece.end - passage.start) :]
    start, end = min(piece.start, passage.start), max(piece.end, passage.end)
    return Source("", passage, start, end, before + piece.text + after)


def _clipped(one: Source, room: int) -> Source:
    """As much of it from its beginning as there is room for."""
    for length, char in enumerate(one.text):
        room -= _price(char)
        if room < 0:
            return replace(one, text=one.text[:length], end=one.start + length)
    return one


def _price(char: str) -> int:
    return _WIDE if char >= "\u2e80" else 1


def _holds(one: Source, other: Source) -> bool:
    return one.key == other.key and one.start <= other.start and other.end <= one.end

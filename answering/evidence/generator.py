"""Writes the answer from evidence. The extractive one writes nothing of its own: verbatim pieces with `[n]` markers."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol

from answering.evidence.harmless import harmless, label
from answering.evidence.pieces import PROSE, Piece
from answering.evidence.selection import Evidence
from answering.understanding.asked import FACT_KINDS
from core.model import BlockKind, Citation, Passage

EXTRACTIVE = "extractive"
"""Id of the generator that quotes and writes nothing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The best answer found, whether or not it will be shown."""

    text: str
    """In the small Markdown of the documents; each `[n]` stands after what citation `n` bears."""
    citations: tuple[Citation, ...]
    signals: Mapping[str, float] = field(default_factory=dict)
    """What the writing of it told; see `confidence.MODEL_TERMS`."""
    generator: str = EXTRACTIVE
    """Who really wrote it."""
    declares: bool | None = None
    """Whether the generator declared that the evidence holds no answer; None where it told nothing of that."""
    failure: str | None = None
    """Why it is not the text of the generator that was asked: a kind of `ModelFailure`, or a `Shortfall`."""
    written: Mapping[str, Any] | None = None
    """How a model wrote, as JSON, to be kept with the answer; None where none was asked."""


class Listener(Protocol):
    """Is told of an answer while it is written. What it was told may be taken back by `replace`."""

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        """More of the text, to be put behind what was told so far, and all citations so far."""
        ...

    def replace(self, text: str, citations: Sequence[Citation]) -> None:
        """The whole text so far, instead of what was told."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What a generator has to keep to."""

    seconds: float = 20.0
    """After which the answer has to be there."""
    visitor: str | None = None
    """Who it is for: whose share of a budget is used."""
    cancelled: threading.Event = field(default_factory=threading.Event)
    """Set when nobody waits any more."""


class AnswerGenerator(Protocol):
    """Writes an answer that its evidence bears."""

    @property
    def id(self) -> str:
        """Names the generator in answers."""
        ...

    def generate(
        self,
        question: str,
        evidence: Evidence,
        *,
        lang: str = "",
        listener: Listener | None = None,
        terms: Terms | None = None,
    ) -> Draft:
        """An answer to `question` in the language `lang` from `evidence`, which holds at least one piece.

        It does not fail: whatever stands in the way, the pieces themselves are an answer.
        """
        ...


class ExtractiveGenerator:
    """Shows the evidence itself."""

    id = EXTRACTIVE

    def generate(
        self,
        question: str,
        evidence: Evidence,
        *,
        lang: str = "",
        listener: Listener | None = None,
        terms: Terms | None = None,
    ) -> Draft:
        """The pieces in order, each followed by the marker of its citation."""
        return quoted(evidence)


def quoted(evidence: Evidence, first: int = 1, level: int = 2) -> Draft:
    """The evidence itself, in order; its citations are numbered from `first` on, headings are of `level`.

    Help from several sections says which, above each: steps for another device would else pass for the next ones.
    """
    numbered = list(enumerate(evidence.pieces, first))
    groups = [list(group) for _, group in groupby(numbered, key=lambda one: _place(one[1]))]
    sections = _sections(evidence, [group[0][1] for group in groups], "#" * level)
    parts = [part for section, group in zip(sections, groups, strict=True) for part in (*section, _block(group))]
    return Draft("\n\n".join(parts), tuple(_citation(number, piece) for number, piece in numbered))


def _sections(evidence: Evidence, pieces: Sequence[Piece], marks: str) -> list[tuple[str, ...]]:
    """What stands above each of `pieces`: the section it is from, where that is another than that of the one before."""
    places = [(piece.passage, piece.passage.heading_at(piece.start)) for piece in pieces]
    named = [(passage.document_id, heading) for passage, heading in places]
    if evidence.asked is None or evidence.asked.kind in FACT_KINDS or len(set(named)) < 2:
        return [()] * len(pieces)
    first = places[0][0]
    found: list[tuple[str, ...]] = []
    for at, (passage, heading) in enumerate(places):
        elsewhere = [passage.title] if passage.document_id != first.document_id else []
        name = " › ".join([*elsewhere, *(part for part in heading[-1:] if part != passage.title)])
        is_new = at == 0 or named[at] != named[at - 1]
        found.append((f"{marks} {label(name)}",) if name and is_new else ())
    return found


def _place(piece: Piece) -> tuple[str, int]:
    return piece.passage.document_id, piece.block.start


def _block(pieces: Sequence[tuple[int, Piece]]) -> str:
    """Pieces of one block: sentences on a line, items a line each, the rows of a table with the markers below."""
    kind = pieces[0][1].block.kind
    if kind is BlockKind.TABLE:
        markers = " ".join(f"[{number}]" for number, _ in pieces)
        return "\n".join(harmless(piece.text) for _, piece in pieces) + "\n\n" + markers
    shown = str if kind is BlockKind.CODE else harmless
    return (" " if kind in PROSE else "\n").join(marked(shown(piece.text), f"[{number}]") for number, piece in pieces)


def marked(text: str, markers: str) -> str:
    """A text with the markers of its citations behind it."""
    last = text.rsplit("\n", 1)[-1].strip()
    # Behind a fence or a table row the marker would become part of the code or the row.
    return f"{text}\n\n{markers}" if last.startswith("```") or last.endswith("|") else f"{text} {markers}"


def _citation(number: int, piece: Piece) -> Citation:
    return cited(number, piece.passage, piece.start, piece.end, piece.text)


def cited(number: int, passage: Passage, start: int, end: int, quote: str) -> Citation:
    """Citation `number` of a stretch `[start, end)` of the document version that a passage is of."""
    return Citation(
        id=number,
        document_id=passage.document_id,
        document_version=passage.version,
        title=passage.title,
        url=passage.url,
        heading=passage.heading_at(start),
        quote=quote,
        start=start,
        end=end,
        lang=passage.lang,
        as_of=passage.as_of,
    )

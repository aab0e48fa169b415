"""Writes the answer from evidence. The extractive one writes nothing of its own: verbatim pieces with `[n]` markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from answering.evidence.pieces import PROSE, Piece
from answering.evidence.selection import Evidence
from core.model import BlockKind, Citation


@dataclass(frozen=True, slots=True)
class Draft:
    """The best answer found, whether or not it will be shown."""

    text: str
    """In the small Markdown of the documents; each `[n]` stands after what citation `n` bears."""
    citations: tuple[Citation, ...]


class AnswerGenerator(Protocol):
    """Writes an answer that its evidence bears."""

    @property
    def id(self) -> str:
        """Names the generator in answers."""
        ...

    def generate(self, question: str, evidence: Evidence) -> Draft:
        """An answer to `question` from `evidence`, which holds at least one piece."""
        ...


class ExtractiveGenerator:
    """Shows the evidence itself."""

    id = "extractive"

    def generate(self, question: str, evidence: Evidence) -> Draft:
        """The pieces in order, each followed by the marker of its citation."""
        numbered = list(enumerate(evidence.pieces, 1))
        blocks = [_block(list(group)) for _, group in groupby(numbered, key=lambda one: _place(one[1]))]
        return Draft("\n\n".join(blocks), tuple(_citation(number, piece) for number, piece in numbered))


def _place(piece: Piece) -> tuple[str, int]:
    return piece.passage.document_id, piece.block.start


def _block(pieces: Sequence[tuple[int, Piece]]) -> str:
    """Pieces of one block: sentences on a line, items a line each, the rows of a table with the markers below."""
    kind = pieces[0][1].block.kind
    if kind is BlockKind.TABLE:
        markers = " ".join(f"[{number}]" for number, _ in pieces)
        return "\n".join(piece.text for _, piece in pieces) + "\n\n" + markers
    return (" " if kind in PROSE else "\n").join(_marked(piece, number) for number, piece in pieces)


def _marked(piece: Piece, number: int) -> str:
    last = piece.text.rsplit("\n", 1)[-1].strip()
    # Behind a fence or a table row the marker would become part of the code or the row.
    return f"{piece.text}\n\n[{number}]" if last.startswith("```") or last.endswith("|") else f"{piece.text} [{number}]"


def _citation(number: int, piece: Piece) -> Citation:
    passage = piece.passage
    return Citation(
        id=number,
        document_id=passage.document_id,
        document_version=passage.version,
        title=passage.title,
        url=passage.url,
        heading=passage.heading,
        quote=piece.text,
        start=piece.start,
        end=piece.end,
        lang=passage.lang,
        as_of=passage.as_of,
    )

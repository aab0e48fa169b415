"""What every compared system must do, and the values that pass between it and the harness."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from eval.dataset import CorpusDocument

DEPTH = 50
"""Chunks asked for, so that ten documents come together; every system's own default is fewer."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article. Libraries that know no titles get it as the first heading of the text."""

    id: str
    lang: str
    text: str
    line: str
    """The article as it stands in the data set: one line of JSON."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a library's splitter makes of a document."""

    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One result; `score` is None where the library returns none."""

    document_id: str
    score: float | None


Search = Callable[[str, int], Sequence[Found]]
"""From a question and a number of chunks to results, best first; documents may come more than once."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best document for a question, and how sure the system is of it."""

    document_id: str | None
    score: float | None


class Form(Protocol):
    """One way of using a library, as its documentation shows it."""

    def split(self, documents: Sequence[Document]) -> list[Chunk]:
        """Cut documents of one language with the library's own splitter."""
        ...

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        """Index the chunks, all in one language, with the library's own means."""
        ...


class System(Protocol):
    """What the harness measures."""

    def index(self, documents: Sequence[Document]) -> int:
        """Take in all documents and return the number of chunks made of them; called once."""
        ...

    def search(self, question: str, lang: str, k: int) -> Sequence[Found]:
        """The best `k` chunks among the documents in `lang`."""
        ...

    def judge(self, question: str, lang: str, without: AbstractSet[str]) -> Verdict:
        """The best document as if those in `without` had never been taken in."""
        ...


def as_document(document: CorpusDocument) -> Document:
    """With the title as first heading, unless the text begins with it."""
    record = json.loads(document.line)
    title, text = str(record.get("title") or "").strip(), str(record["text"])
    begins = text.lstrip("# \n").startswith(title)
    return Document(document.id, document.lang, text if begins else f"# {title}\n\n{text}", document.line)

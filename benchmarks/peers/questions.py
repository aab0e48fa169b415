"""Decides what is asked of every system: the same documents and questions for all, drawn by seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.peers.protocol import Document, as_document
from core.errors import InvalidInput
from eval.dataset import CorpusDocument, DataSet, Query, load

_T = TypeVar("_T")

ASKED = "queries"
"""The one file of a data set that is asked: questions in the language of the documents, complete in themselves."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line said about the data."""

    limit: int | None
    """Questions a language and set, drawn with `seed`; None: all."""
    documents: int | None
    """Documents a language, those that answer a question first; None: all."""
    seed: int


@dataclass(frozen=True, slots=True)
class Task:
    """One data set, ready to be asked."""

    name: str
    fingerprint: str
    """Of the files of the set and of the off-topic ones."""
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    """Answerable, in the order of the file."""
    off_topic: tuple[Query, ...]

    @property
    def langs(self) -> list[str]:
        """The languages asked in."""
        return sorted({query.lang for query in self.queries})


def load_task(folder: Path, off_topic: Sequence[Path], choice: Choice) -> Task:
    """Read a set and draw from it; raises `InvalidInput` when it has nothing to ask."""
    return task_of(load(folder), [load(path) for path in off_topic], choice)


def task_of(data: DataSet, off_topic: Sequence[DataSet], choice: Choice) -> Task:
    """Draw documents and questions from loaded sets."""
    asked = [query for file in data.files if file.name == ASKED for query in file.queries if query.answerable]
    if not asked or not data.corpus:
        raise InvalidInput(f"{data.name} needs a corpus and a {ASKED}.jsonl with answerable questions.")
    queries = _by_lang(asked, choice)
    strange = [query for other in off_topic for file in other.files for query in file.queries]
    documents = _part(data.corpus, queries, choice)
    return Task(
        data.name,
        "+".join([data.fingerprint, *(other.fingerprint for other in off_topic)]),
        tuple(as_document(document) for document in documents),
        tuple(queries),
        tuple(_by_lang(strange, choice)),
    )


def _by_lang(queries: Sequence[Query], choice: Choice) -> list[Query]:
    shelves: defaultdict[str, list[Query]] = defaultdict(list)
    for query in queries:
        shelves[query.lang].append(query)
    return [query for lang in sorted(shelves) for query in _drawn(shelves[lang], choice.limit, f"{choice.seed}/{lang}")]


def _drawn(items: Sequence[_T], limit: int | None, seed: str) -> list[_T]:
    if limit is None or len(items) <= limit:
        return list(items)
    places = random.Random(seed).sample(range(len(items)), limit)  # noqa: S311 - a sample, not a secret
    return [items[place] for place in sorted(places)]


def _part(corpus: Sequence[CorpusDocument], queries: Sequence[Query], choice: Choice) -> list[CorpusDocument]:
    """All that answers a question, and others up to the number asked for, in the order of the corpus."""
    if choice.documents is None:
        return list(corpus)
    needed = {document for query in queries for document in query.relevant}
    kept = set(needed)
    for lang in sorted({document.lang for document in corpus}):
        others = [d.id for d in corpus if d.lang == lang and d.id not in needed]
        room = choice.documents - sum(d.lang == lang and d.id in needed for d in corpus)
        kept.update(_drawn(others, max(room, 0), f"{choice.seed}/{lang}/documents"))
    return [document for document in corpus if document.id in kept]

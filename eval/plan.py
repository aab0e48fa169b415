"""Decides which questions are asked of which store, before anything is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.errors import InvalidInput
from eval.dataset import CorpusDocument, DataSet, Query, QueryFile
from eval.outcome import Variant


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to ask in one way."""

    query: Query
    file: str
    variant: Variant
    strict: bool
    """Whether only documents in the question's language are searched."""


@dataclass(frozen=True, slots=True)
class Store:
    """Documents that belong in one store, and what is asked of it."""

    documents: tuple[CorpusDocument, ...]
    asks: tuple[Ask, ...]


def stores_for(data: DataSet, off_topic: Sequence[DataSet], withhold: bool = True) -> list[Store]:
    """The stores of one set with a corpus: one with everything, and one a language for cross-lingual files.

    `off_topic` are sets without a corpus, whose questions are asked of the first store. With `withhold` each
    answerable question is asked a second time with its relevant documents withheld.
    """
    plain = [file for file in data.files if not file.crosslingual]
    asks = [ask for file in plain for ask in _asks(file, file.queries, True, withhold)]
    asks += [
        Ask(query, f"{other.name}/{file.name}", Variant.OFF_TOPIC, True)
        for other in off_topic
        for file in other.files
        for query in file.queries
    ]
    stores = [Store(data.corpus, tuple(asks))] if asks else []
    return stores + list(_crosslingual(data, withhold))


def check(sets: Sequence[DataSet]) -> None:
    """Raise `InvalidInput` when there is no corpus at all to ask."""
    if not any(data.corpus for data in sets):
        names = ", ".join(data.name for data in sets)
        raise InvalidInput(
            f"No corpus to ask: {names} has questions only. Name a set with corpus.jsonl in the same call."
        )


def _asks(file: QueryFile, queries: Sequence[Query], strict: bool, withhold: bool) -> Iterator[Ask]:
    for query in queries:
        yield Ask(query, file.name, Variant.AS_IS, strict)
        if withhold and query.answerable:
            yield Ask(query, file.name, Variant.WITHHELD, strict)


def _crosslingual(data: DataSet, withhold: bool) -> Iterator[Store]:
    """A store holds one language only: beside its translation in the asker's language, no document would be found."""
    langs = {document.id: document.lang for document in data.corpus}
    files = [file for file in data.files if file.crosslingual]
    for target in sorted({langs[document] for file in files for query in file.queries for document in query.relevant}):
        asks = [
            ask
            for file in files
            for ask in _asks(file, [q for q in file.queries if _target(q, langs) == target], False, withhold)
        ]
        documents = tuple(document for document in data.corpus if document.lang == target)
        if asks:
            yield Store(documents, tuple(asks))


def _target(query: Query, langs: Mapping[str, str]) -> str | None:
    counts = Counter(langs[document] for document in sorted(query.relevant))
    return counts.most_common(1)[0][0] if counts else None

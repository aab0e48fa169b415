"""Reads a data set: a folder with `corpus.jsonl` (or `.jsonl.gz`), `queries*.jsonl` and perhaps `followups.jsonl`.

A folder without a corpus holds questions that no corpus answers; they are asked of the other sets' corpora.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import InvalidInput
from core.language import UNKNOWN, primary


@dataclass(frozen=True, slots=True)
class HistoryTurn:
    """An earlier turn of a conversation; `role` is `user` or `assistant`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """One judged question."""

    id: str
    text: str
    lang: str
    answerable: bool
    answers: tuple[str, ...]
    relevant: frozenset[str]
    """Documents that answer it; any one will do."""
    kind: str
    history: tuple[HistoryTurn, ...] = ()
    rewrite: str | None = None
    """The question made self-contained by a person, for follow-ups."""
    audiences: frozenset[str] = frozenset()
    """What the asker may see beside what everybody may."""
    intent: str | None = None
    """Shared by all wordings of one question, where the set says so."""
    needed: tuple[str, ...] = ()
    """Stretches of a relevant document without which an answer would be worthless, where the set has them marked."""
    helpful: tuple[str, ...] = ()
    """Further ones that a complete answer has."""


@dataclass(frozen=True, slots=True)
class QueryFile:
    """The questions of one file. In a cross-lingual file they are asked of documents in another language."""

    name: str
    queries: tuple[Query, ...]
    crosslingual: bool = False


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """What the measures must know of a document; the rest is left to the product's own reader."""

    id: str
    lang: str
    line: str
    """The document as it stands in the corpus: one line of JSON."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One loaded folder."""

    name: str
    corpus: tuple[CorpusDocument, ...]
    files: tuple[QueryFile, ...]
    fingerprint: str
    """First 16 hex digits of a SHA-256 over the files' names and bytes."""

    def sampled(self, limit: int | None, seed: int) -> DataSet:
        """At most `limit` questions a file, drawn with `seed`, in their old order; everything when `limit` is None."""
        if limit is None:
            return self
        files = tuple(replace(file, queries=_sample(file, limit, seed)) for file in self.files)
        return replace(self, files=files)


def load(folder: Path) -> DataSet:
    """Read and check a data set; raises `InvalidInput` naming the file and line that cannot be used."""
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is not a folder. A data set is a folder with corpus.jsonl and queries*.jsonl.")
    corpus_path = next(
        (path for name in ("corpus.jsonl", "corpus.jsonl.gz") if (path := folder / name).is_file()), None
    )
    query_paths = sorted(folder.glob("queries*.jsonl")) + sorted(folder.glob("followups*.jsonl"))
    if not query_paths:
        raise InvalidInput(f"{folder} has no queries*.jsonl, so there is nothing to measure.")
    corpus = _read_corpus(corpus_path) if corpus_path else ()
    langs = {document.id: document.lang for document in corpus}
    files = tuple(read_queries(path, langs) for path in query_paths)
    paths = [*([corpus_path] if corpus_path else []), *query_paths]
    return DataSet(folder.resolve().name, corpus, files, _fingerprint(paths))


def _sample(file: QueryFile, limit: int, seed: int) -> tuple[Query, ...]:
    if len(file.queries) <= limit:
        return file.queries
    rng = random.Random(f"{seed}/{file.name}")  # noqa: S311 - a sample, not a secret
    return tuple(file.queries[i] for i in sorted(rng.sample(range(len(file.queries)), limit)))


def _fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _records(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yields (place, line, record) for each non-empty line."""
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path}:{number}", line.strip(), _record(line, f"{path}:{number}")


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InvalidInput(f"{place} is not JSON: {error}.") from error
    if not isinstance(record, dict):
        raise InvalidInput(f"{place} is not a JSON object.")
    return record


def _text(record: Mapping[str, Any], key: str, place: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f'{place} has no "{key}", or it is not text.')
    return value


def _texts(record: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = record.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidInput(f'{place}: "{key}" is not a list of texts.')
    return tuple(value)


def _read_corpus(path: Path) -> tuple[CorpusDocument, ...]:
    documents: dict[str, CorpusDocument] = {}
    for place, line, record in _records(path):
        document_id = _text(record, "id", place)
        if document_id in documents:
            raise InvalidInput(f'{place}: the document id "{document_id}" was used before.')
        _text(record, "text", place)
        documents[document_id] = CorpusDocument(document_id, primary(str(record.get("lang") or UNKNOWN)), line)
    return tuple(documents.values())


def read_queries(path: Path, langs: Mapping[str, str]) -> QueryFile:
    """Read one file of questions; `langs` gives the language of each document that may be named as relevant."""
    queries: dict[str, Query] = {}
    for place, _, record in _records(path):
        query = _query(record, place)
        if query.id in queries:
            raise InvalidInput(f'{place}: the query id "{query.id}" was used before.')
        missing = sorted(query.relevant - langs.keys())
        if missing:
            raise InvalidInput(f'{place}: the relevant document "{missing[0]}" is not in the corpus.')
        queries[query.id] = query
    return QueryFile(path.stem, tuple(queries.values()), _is_crosslingual(path.stem, tuple(queries.values()), langs))


def _query(record: Mapping[str, Any], place: str) -> Query:
    relevant = frozenset(_texts(record, "relevant", place))
    answerable = record.get("answerable", bool(relevant))
    if not isinstance(answerable, bool):
        raise InvalidInput(f'{place}: "answerable" is neither true nor false.')
    if answerable and not relevant:
        raise InvalidInput(f'{place} is answerable but names no "relevant" document.')
    return Query(
        id=_text(record, "id", place),
        text=_text(record, "text", place),
        lang=primary(str(record.get("lang") or UNKNOWN)),
        answerable=answerable,
        answers=_texts(record, "answers", place),
        relevant=relevant if answerable else frozenset(),
        kind=str(record.get("kind") or "question"),
        history=_history(record, place),
        rewrite=record.get("rewrite") if isinstance(record.get("rewrite"), str) else None,
        intent=record.get("intent") if isinstance(record.get("intent"), str) else None,
        needed=_texts(record, "needed", place),
        helpful=_texts(record, "helpful", place),
    )


def _history(record: Mapping[str, Any], place: str) -> tuple[HistoryTurn, ...]:
    turns = record.get("history") or []
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise InvalidInput(f'{place}: "history" is not a list of turns.')
    return tuple(HistoryTurn(_text(turn, "role", place), _text(turn, "text", place)) for turn in turns)


def _is_crosslingual(name: str, queries: tuple[Query, ...], langs: Mapping[str, str]) -> bool:
    if "crossling" in name.lower() or "cross-ling" in name.lower():
        return True
    judged = [query for query in queries if query.relevant]
    across = sum(all(langs[document] != query.lang for document in query.relevant) for query in judged)
    return across * 2 > len(judged) > 0

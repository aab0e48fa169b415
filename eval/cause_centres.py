"""A help centre as causes are made from it: its questions, its articles by language, copies that contradict them."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from eval.cause_planting import altered
from eval.cause_texts import ACCOUNT
from eval.dataset import CorpusDocument, DataSet, Query

COPIES = 110
"""Articles that get a contradicting copy; not every one is found for its question."""
PAGE = "page"
"""The field by which documents are known as translations of each other."""
OLD, SAME, NEW = "2024-03-01", "2024-03-04", "2026-02-10"
"""When a document was changed last: an article, what contradicts it, what is newer."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of an article in which one sentence is another."""

    of: str
    line: str
    newer: bool
    sentence: str
    other: str

    @property
    def id(self) -> str:
        """The id of the copy."""
        return f"{self.of}--copy"


class Centre:
    """A help centre as cases are made from it."""

    def __init__(self, data: DataSet, seed: int) -> None:
        self.data = data
        self.seed = seed
        self.records = {document.id: _record(document) for document in data.corpus}

    @cached_property
    def queries(self) -> list[Query]:
        """Questions with an article, in an order that the seed draws."""
        found = [
            query
            for file in self.data.files
            if not file.crosslingual
            for query in file.queries
            if query.answerable and not query.history and query.lang in ACCOUNT
        ]
        self.rng("queries").shuffle(found)
        return found

    @cached_property
    def _pages(self) -> dict[str, frozenset[str]]:
        pages: dict[str, set[str]] = defaultdict(set)
        for name, record in self.records.items():
            pages[record.get(PAGE, name)].add(name)
        return {page: frozenset(names) for page, names in pages.items()}

    def rng(self, purpose: str) -> random.Random:
        """A source of chance for one purpose."""
        return random.Random(f"{self.seed}/{self.data.name}/{purpose}")  # noqa: S311 - a sample, not a secret

    def everywhere(self, query: Query) -> frozenset[str]:
        """The articles that answer a question, in all languages."""
        return frozenset[str]().union(*(self._pages[self.records[name].get(PAGE, name)] for name in query.relevant))

    def here(self, query: Query) -> frozenset[str]:
        """Those of them in the question's own language."""
        return frozenset(name for name in self.everywhere(query) if self.records[name]["lang"] == query.lang)

    def article(self, query: Query) -> dict[str, Any] | None:
        """The article in the question's own language."""
        return next((self.records[name] for name in sorted(query.relevant & self.here(query))), None)

    @cached_property
    def copies(self) -> dict[str, Copy]:
        """By query id, the copy that contradicts its article; every third one is newer."""
        rng, found, used = self.rng("copies"), dict[str, Copy](), set[str]()
        for query in self.queries:
            article = self.article(query)
            if len(found) >= COPIES or article is None or article["id"] in used:
                continue
            pair = altered(article["text"], query.lang, rng)
            if pair:
                used.add(article["id"])
                found[query.id] = _copy(article, *pair, newer=len(found) % 3 == 2)
        return found

    def corpus(self, *, planted: bool) -> list[CorpusDocument]:
        """Its documents, with the contradicting copies or without."""
        own = [_dated(document, OLD) for document in self.data.corpus]
        copies = self.copies.values() if planted else ()
        return own + [CorpusDocument(copy.id, self.records[copy.of]["lang"], copy.line) for copy in copies]


def _record(document: CorpusDocument) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(document.line)
    return {**record, "lang": document.lang}


def _dated(document: CorpusDocument, day: str) -> CorpusDocument:
    return replace(document, line=json.dumps({**json.loads(document.line), "updated_at": day}, ensure_ascii=False))


def _copy(article: dict[str, Any], sentence: str, other: str, *, newer: bool) -> Copy:
    line = {
        **article,
        "id": f"{article['id']}--copy",
        "text": article["text"].replace(sentence, other),
        "updated_at": NEW if newer else SAME,
        "url": None,
    }
    return Copy(article["id"], json.dumps(line, ensure_ascii=False), newer, sentence, other)

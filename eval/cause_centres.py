"""A help centre as causes are made from it: its questions, its articles by language, copies that contradict them."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import permutations
from typing import Any

from core.language import detect
from eval.cause_planting import altered, sentences_of
from eval.cause_texts import ACCOUNT
from eval.dataset import CorpusDocument, DataSet, Query
from insights.duplicates import held_terms

COPIES = 110
"""Articles that get a contradicting copy; not every one is found for its question."""
OWN_LANGUAGE = 0.5
"""Share of an article's running text that is in the language it is filed under; less is a translation not made."""
TWIN = 0.5
"""Share of an article's words and pairs of words that another holds which says much the same."""
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
        self._known_languages: dict[str, bool] = {}

    @cached_property
    def queries(self) -> list[Query]:
        """Questions with an article that is in their language, in an order that the seed draws."""
        found = [
            query
            for file in self.data.files
            if not file.crosslingual
            for query in file.queries
            if query.answerable and not query.history and query.lang in ACCOUNT and self.article(query)
        ]
        self.rng("queries").shuffle(found)
        return found

    @cached_property
    def _pages(self) -> dict[str, frozenset[str]]:
        pages: dict[str, set[str]] = defaultdict(set)
        for name in self.records:
            pages[self._page(name)].add(name)
        return {page: frozenset(names) for page, names in pages.items()}

    @cached_property
    def pages(self) -> dict[str, list[Query]]:
        """By page, its questions in all languages: what one gap is about."""
        found: dict[str, list[Query]] = defaultdict(list)
        for query in self.queries:
            found[self.page(query)].append(query)
        return found

    @cached_property
    def twins(self) -> frozenset[str]:
        """Pages that another page says much the same as: without them nothing is missing."""
        texts = {name: held_terms(record["text"], record["lang"]) for name, record in self.records.items()}
        return frozenset(
            self._page(one)
            for lang in ACCOUNT
            for one, other in permutations([name for name in texts if self.records[name]["lang"] == lang], 2)
            if texts[one] and len(texts[one] & texts[other]) >= TWIN * len(texts[one])
        )

    def page(self, query: Query) -> str:
        """The page that a question is about."""
        return self._page(min(query.relevant))

    def _page(self, name: str) -> str:
        return str(self.records[name].get(PAGE, name))

    def rng(self, purpose: str) -> random.Random:
        """A source of chance for one purpose."""
        return random.Random(f"{self.seed}/{self.data.name}/{purpose}")  # noqa: S311 - a sample, not a secret

    def everywhere(self, query: Query) -> frozenset[str]:
        """The articles that answer a question, in all languages."""
        return frozenset[str]().union(*(self._pages[self._page(name)] for name in query.relevant))

    def here(self, query: Query) -> frozenset[str]:
        """Those of them in the question's own language."""
        return frozenset(name for name in self.everywhere(query) if self.records[name]["lang"] == query.lang)

    def article(self, query: Query) -> dict[str, Any] | None:
        """The article in the question's own language; None where it is filed under that language only."""
        own = (name for name in sorted(query.relevant & self.here(query)) if self.in_own_language(name))
        return next((self.records[name] for name in own), None)

    def in_own_language(self, name: str) -> bool:
        """Whether a document's text is in the language it is filed under, and not left in another."""
        if name not in self._known_languages:
            self._known_languages[name] = _in_own_language(self.records[name])
        return self._known_languages[name]

    @cached_property
    def copies(self) -> dict[str, Copy]:
        """By article, the copy that contradicts it; for every third page the copies are newer."""
        rng, found = self.rng("copies"), dict[str, Copy]()
        for place, queries in enumerate(self.pages.values()):
            articles = {article["id"]: article for query in queries if (article := self.article(query))}
            for name, article in articles.items():
                pair = altered(article["text"], article["lang"], rng) if len(found) < COPIES else None
                if pair:
                    found[name] = _copy(article, *pair, newer=place % 3 == 2)
        return found

    def corpus(self, *, planted: bool) -> list[CorpusDocument]:
        """Its documents, with the contradicting copies or without."""
        own = [_dated(document, OLD) for document in self.data.corpus]
        copies = self.copies.values() if planted else ()
        return own + [CorpusDocument(copy.id, self.records[copy.of]["lang"], copy.line) for copy in copies]


def _record(document: CorpusDocument) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(document.line)
    return {**record, "lang": document.lang}


def _in_own_language(record: dict[str, Any]) -> bool:
    sentences = sentences_of(record["text"])
    own = [one for one in sentences if detect(one, tuple(ACCOUNT), default=record["lang"]) == record["lang"]]
    return sum(map(len, own)) >= OWN_LANGUAGE * max(1, sum(map(len, sentences)))


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

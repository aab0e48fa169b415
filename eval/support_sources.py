"""Pairs out of data sets of documents and questions: answers in own words, and sentences of a page's translations."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import permutations

from answering.evidence.sentences import split_sentences
from core.errors import InvalidInput
from eval.dataset import DataSet
from eval.support_pair import Pair

WRITTEN = "written answer"
TRANSLATED = "sentence of a translation"
TRANSLATED_OTHER = "sentence of another page's translation"
_PAGES = 40
"""Pages for each pair of languages."""
_LONG = 30
"""Characters from which on an answer is a sentence."""
_OPENING, _SOURCE = 500, 1_500
"""Characters of a page from which a sentence is taken, and against which it is checked."""
Page = Mapping[str, str]
"""The text of one page by language."""


def pairs_of(data: DataSet) -> Iterator[Pair]:
    """All that the set gives; raises InvalidInput where that is nothing."""
    found = [*_written_answers(data), *_translations(data)]
    if not found:
        raise InvalidInput(f"{data.name} has no pairs.jsonl, no answers in own words and no translations.")
    yield from found


def _written_answers(data: DataSet) -> Iterator[Pair]:
    """Answers that people wrote from a document, not word for word."""
    texts = {document.id: str(json.loads(document.line)["text"]) for document in data.corpus}
    for query in (query for file in data.files for query in file.queries):
        source = next((texts[one] for one in sorted(query.relevant) if one in texts), "")
        for answer in query.answers[:1] if source else ():
            if answer not in source and len(answer) >= _LONG:
                yield _pair(data, query.lang, source, answer, WRITTEN)


def _translations(data: DataSet) -> Iterator[Pair]:
    """A sentence from the opening of a page against the same page, and another page, in another language."""
    pages: dict[str, dict[str, str]] = defaultdict(dict)
    for document in data.corpus:
        row = json.loads(document.line)
        if row.get("page"):
            pages[str(row["page"])][document.lang] = str(row["text"])
    names = sorted(pages)
    random.Random(0).shuffle(names)  # noqa: S311 - an order, not a secret
    for one, other in permutations(sorted({lang for page in pages.values() for lang in page}), 2):
        both = [pages[name] for name in names if {one, other} <= pages[name].keys()][:_PAGES]
        for page, wrong in zip(both, both[1:] + both[:1], strict=True):
            yield from _across(data, page, wrong, one, other)


def _across(data: DataSet, page: Page, wrong: Page, one: str, other: str) -> Iterator[Pair]:
    source = page[other][:_SOURCE]
    for text, kind in ((_sentence(page[one]), TRANSLATED), (_sentence(wrong[one]), TRANSLATED_OTHER)):
        if text and text not in source:
            yield _pair(data, one, source, text, kind, is_supported=kind is TRANSLATED)


def _sentence(text: str) -> str:
    """The longest sentence of the opening, headings left out."""
    lines = [line for line in text[:_OPENING].split("\n")[:-1] if line and not line.startswith("#")]
    found = [line[span.start : span.end] for line in lines for span in split_sentences(line)]
    return max(found, key=len, default="")


def _pair(data: DataSet, lang: str, source: str, response: str, kind: str, *, is_supported: bool = True) -> Pair:
    return Pair(data.name, f"{data.name}/all", lang, source, "", response, is_supported, kind, by_people=False)

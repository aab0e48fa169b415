"""Cross-lingual questions from a set whose documents exist in several languages.

Where a field of the corpus names what a document is a translation of, each question can also be asked of the documents
in the set's main language, as a customer would whose language the content does not have.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from eval.dataset import DataSet, Query, QueryFile

Pages = Mapping[str, str]
"""Document id to what it is a translation of."""


def with_translations(data: DataSet, field: str) -> DataSet:
    """`data` with one more cross-lingual file for each file of questions that gives any; as it is without `field`."""
    pages = {document.id: str(page) for document in data.corpus if (page := json.loads(document.line).get(field))}
    if not pages:
        return data
    counts = Counter(document.lang for document in data.corpus)
    main = min(counts, key=lambda lang: (-counts[lang], lang))
    targets: dict[str, set[str]] = {}
    for document in data.corpus:
        if document.lang == main and document.id in pages:
            targets.setdefault(pages[document.id], set()).add(document.id)
    added = [_across(file, main, pages, targets) for file in data.files if not file.crosslingual]
    return replace(data, files=data.files + tuple(file for file in added if file.queries))


def _across(file: QueryFile, main: str, pages: Pages, targets: Mapping[str, set[str]]) -> QueryFile:
    queries = tuple(_questions(file, main, pages, targets))
    return QueryFile(f"{file.name} asked of {main}", queries, crosslingual=True)


def _questions(file: QueryFile, main: str, pages: Pages, targets: Mapping[str, set[str]]) -> Iterator[Query]:
    for query in file.queries:
        found = {target for document in query.relevant for target in targets.get(pages.get(document, ""), ())}
        if query.lang != main and found:
            kind = f"cross-lingual {query.lang}>{main}"
            # The gold answers are in the question's language and cannot be held by a text in another.
            yield replace(query, id=f"{query.id}>{main}", relevant=frozenset(found), answers=(), kind=kind)

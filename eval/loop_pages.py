"""Draws the pages that a walk through the loop of the content board withholds."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Sequence

from core.errors import InvalidInput
from eval.dataset import CorpusDocument, DataSet, Query
from eval.loop import LoopPage


def drawn_pages(
    data: DataSet, langs: Sequence[str], count: int, seed: int
) -> tuple[list[LoopPage], list[CorpusDocument]]:
    """`count` pages that a seed draws from those with a question in each of `langs`, and the corpus without them.

    A page is what the part of its ids after the language has in common: `gnome-en/x` and `gnome-fr/x`. Raises
    InvalidInput when the set has too few of them.
    """
    asked = _asked(data)
    by_page: dict[str, dict[str, CorpusDocument]] = defaultdict(dict)
    for document in data.corpus:
        by_page[_page(document.id)][document.lang] = document
    whole = sorted(name for name in asked if set(langs) <= asked[name].keys() and set(langs) <= by_page[name].keys())
    if len(whole) < count:
        raise InvalidInput(f"{data.name} has {len(whole)} pages with a question in {', '.join(langs)}; {count} needed.")
    chosen = random.Random(seed).sample(whole, count)  # noqa: S311 - a sample, not a secret
    pages = [
        LoopPage(
            name,
            {lang: _text(by_page[name][lang]) for lang in langs},
            tuple((lang, query.text) for lang in langs for query in asked[name][lang]),
        )
        for name in chosen
    ]
    kept = [document for document in data.corpus if _page(document.id) not in set(chosen)]
    return pages, kept


def _asked(data: DataSet) -> dict[str, dict[str, list[Query]]]:
    """The questions of each page by language, follow-ups left out."""
    found: dict[str, dict[str, list[Query]]] = defaultdict(lambda: defaultdict(list))
    for file in data.files:
        for query in file.queries:
            if query.answerable and not query.history:
                for page in {_page(document) for document in query.relevant}:
                    found[page][query.lang].append(query)
    return found


def _page(document_id: str) -> str:
    return document_id.partition("/")[2] or document_id


def _text(document: CorpusDocument) -> tuple[str, str]:
    row = json.loads(document.line)
    return str(row.get("title") or document.id), str(row["text"])

"""Finds translations by name: `de/export-data` and `en/export-data`, `guide.fr.md` and `guide.md` are one article.

A name counts only where it holds its document's own language, so that "sign-it" is no Italian page, and where what is
left says which article it is: a counter, as in `en/17` and `de/17`, does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from core.language import primary

_NUMBERED = re.compile(r"(?<=/)(\d{6,})-[^/]*$")
"""Help-desk systems put an article's number before a slug that is translated: `articles/360001234567-Impresoras`."""
_TELLING = re.compile(r"[^\W\d_]|\d{6}")


def pairs_by_name(languages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of documents named alike but for their language, each pair once. `languages`: of each document by its id.

    At most one document of each language belongs to a name: with several nothing says which is whose translation.
    """
    named: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    marked = set()
    for document_id, lang in languages.items():
        name = name_without_language(document_id, lang)
        named[name][primary(lang)].append(document_id)
        if name != _numbered(document_id):
            marked.add(document_id)
    for name, found in named.items():
        if not _TELLING.search(name.rpartition("/")[2].partition(".")[0]):
            continue
        single = [documents[0] for documents in found.values() if len(documents) == 1]
        yield from ((one, other) for one, other in combinations(single, 2) if marked & {one, other})


def are_named_alike(one: str, lang: str, other: str, other_lang: str) -> bool:
    """Whether two documents, of which each has an id and a language, are a pair by name."""
    return one != other and name_without_language(one, lang) == name_without_language(other, other_lang)


@lru_cache(maxsize=16_384)
def name_without_language(document_id: str, lang: str) -> str:
    """`docs/de/export.md`, `docs-de/export.md` or `docs/export.de.md` in German without what says that it is German."""
    code = re.escape(primary(lang))
    marker = re.compile(rf"(?:(?<=/)|^|[-_.]){code}(?:[-_][a-z0-9]{{2,4}})?(?=/|$|\.[a-z0-9]+$)", re.IGNORECASE)
    bare = marker.sub("", _numbered(document_id))
    return re.sub(r"(?<!:)//+", "/", bare).lstrip("/")


def _numbered(document_id: str) -> str:
    return _NUMBERED.sub(r"\1", document_id)

"""Documents put together by language, source and folder: the sections of `llms.txt`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from api.pages.rendering import language_name
from core.language import primary
from retrieval.public_documents import PublicDocument


@dataclass(frozen=True, slots=True)
class Section:
    """Documents that belong together."""

    title: str
    """Language, source and folder."""
    ids: tuple[str, ...]


def sections(documents: Sequence[PublicDocument], languages: Sequence[str]) -> Iterator[Section]:
    """The sections of `documents`, those in the first of `languages` first."""
    for (lang, source, folder), group in groupby(sorted(documents, key=_order(languages)), key=_place):
        title = f"{language_name(lang)}: {' / '.join(part for part in (source, folder) if part)}"
        yield Section(" ".join(title.split()), tuple(document.id for document in group))


def folder_of(document_id: str, lang: str) -> str:
    """The outermost folder a document lies in, other than one for its language; "" when there is none."""
    path = urlsplit(document_id).path if "://" in document_id else document_id
    folders = [part for part in path.split("/")[:-1] if part and part.lower() not in (lang.lower(), primary(lang))]
    return folders[0] if folders else ""


def _place(document: PublicDocument) -> tuple[str, str, str]:
    return document.lang, document.source, folder_of(document.id, document.lang)


def _order(languages: Sequence[str]) -> Callable[[PublicDocument], tuple[int | str, ...]]:
    rank = {primary(lang): at for at, lang in enumerate(languages)}
    return lambda document: (rank.get(primary(document.lang), len(rank)), *_place(document), document.id)

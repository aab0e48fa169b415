"""From a source's item to a document with its passages, ready to be embedded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from core.clock import timestamp
from core.model import Block, BlockKind, DocumentContent, PassageContent
from ingest import languages, readers
from ingest.chunking import chunk
from ingest.readers.reading import Reading, shorten
from ingest.report import SyncOptions
from ingest.sections import ChunkLimits
from ingest.sources import SourceItem
from ingest.splitting import CountTokens
from ingest.text import clean, one_line
from retrieval.passages import embed_text

READER_VERSION = 5
"""Raise it when the same bytes give another text, other passages or links: every document is then read anew."""
_FIRST_WORDS = 80
"""Characters of the text that stand in for a title where there is none."""
_INDEX_NAMES = frozenset({"index", "readme", "_index"})
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])(?:\s|$|(?<=[。！？]))")


class NothingToPublish(Exception):  # noqa: N818 - not an error: a draft, or a file without text
    """The document is left out on purpose; the message says why."""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document as it is to be stored."""

    source_key: str
    content: DocumentContent
    passages: tuple[PassageContent, ...]
    hashes: tuple[str, ...]
    """Hash of what is embedded for each passage."""
    texts: tuple[str, ...]
    """What is embedded for each passage."""


def content_hash(item: SourceItem, data: bytes, options: SyncOptions, limits: ChunkLimits) -> str:
    """Hash of the bytes at the source together with all that shapes the result."""
    shape = [
        READER_VERSION, item.media_type, item.lang, item.path_lang, item.title, item.url,
        None if item.audiences is None else sorted(item.audiences), item.updated_at, item.tags, item.questions,
        options.lang, sorted(options.audiences),
        limits.target, limits.limit, limits.minimum, limits.total,
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(shape, ensure_ascii=True).encode())
    digest.update(data)
    return digest.hexdigest()


def prepare(
    item: SourceItem, data: bytes, digest: str, document_id: str, options: SyncOptions, limits: ChunkLimits,
    count_tokens: CountTokens,
) -> PreparedDocument:  # fmt: skip
    """Read and chunk one item. Raises InvalidInput when it cannot be read, `NothingToPublish` when it should not be."""
    reading = readers.read(item.media_type, data, item.name)
    if not reading.published:
        raise NothingToPublish("a draft")
    if not any(character.isalnum() for character in reading.text):
        raise NothingToPublish("holds no text")
    content = _content(item, reading, digest, document_id, options)
    passages = chunk(content, count_tokens, limits)
    texts = tuple(embed_text(content.title, passage) for passage in passages)
    return PreparedDocument(item.key, content, passages, tuple(map(_embed_hash, texts)), texts)


def _content(
    item: SourceItem, reading: Reading, digest: str, document_id: str, options: SyncOptions
) -> DocumentContent:
    audiences = item.audiences if item.audiences is not None else reading.audiences
    return DocumentContent(
        id=document_id,
        title=_title(item, reading),
        text=reading.text,
        blocks=reading.blocks,
        lang=_language(item, reading, options),
        url=_address(item.url) or reading.url,
        audiences=options.audiences if audiences is None else audiences,
        tags=item.tags or reading.tags,
        updated_at=_moment(item.updated_at or reading.updated_at),
        content_hash=digest,
        questions=item.questions or reading.questions,
        links=reading.links,
        anchors=reading.anchors,
    )


def _address(url: str | None) -> str | None:
    """A web address, or a place on the same site; None for what would run or open something else when clicked."""
    try:
        scheme = urlsplit((url or "").strip()).scheme
    except ValueError:
        return None
    return url if scheme in ("", "http", "https") else None


def _language(item: SourceItem, reading: Reading, options: SyncOptions) -> str:
    # A word such as `language: Go` in front matter is about something else, so only known languages count there.
    declared = item.lang or languages.known(reading.lang) or languages.declared(options.lang)
    return declared or languages.decide(item.path_lang, reading.lang_hint, reading.text, reading.blocks)


def _title(item: SourceItem, reading: Reading) -> str:
    title = item.title or reading.title or _first_heading(reading.text, reading.blocks)
    if not title:
        title = _first_words(reading) if item.media_type == readers.TEXT else title_from_name(item.name)
    return shorten(one_line(clean(title)).replace("`", ""))


def _first_heading(text: str, blocks: Sequence[Block]) -> str:
    first = blocks[0]
    return text[first.start + first.level + 1 : first.end] if first.kind is BlockKind.HEADING else ""


def _first_words(reading: Reading) -> str:
    """A row of a corpus has no file name, and an id says nothing to a reader: the first sentence does."""
    line = one_line(reading.text[: 4 * _FIRST_WORDS])
    return shorten(_SENTENCE_END.split(line, maxsplit=1)[0], _FIRST_WORDS)


def title_from_name(name: str) -> str:
    """`guides/reset-password.fr.md` gives "Reset password", an index page the name of its folder."""
    path = PurePosixPath(name)
    stem = path.name.split(".")[0] or path.name
    if stem.lower() in _INDEX_NAMES and path.parent.name:
        stem = path.parent.name
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def _moment(text: str | None) -> str | None:
    """A date or time in one form; None for what is neither."""
    try:
        moment = datetime.fromisoformat(text) if text else None
        return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC)) if moment else None
    except (ValueError, OverflowError):
        return None


def _embed_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

"""How documents and passages are written to rows and read back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from core.model import Block, BlockKind, Document, DocumentContent, DocumentVersion, Passage, PassageContent

VERSION_DIGITS = 16


def embed_text(title: str, passage: PassageContent) -> str:
    """What is embedded for a passage: title, heading path and text, so that a short step says what it is about."""
    return passage_text(title, passage.heading, passage.text)


def passage_text(title: str, heading: Sequence[str], text: str) -> str:
    """`embed_text` from its parts."""
    path = [title, *(part for part in heading if part != title)]
    return " > ".join(part for part in path if part) + "\n" + text


def version_of(content: DocumentContent) -> str:
    """The version id: a hash of what a citation shows, so the same content has the same version."""
    shown = json.dumps([content.title, content.lang, content.url, content.text], ensure_ascii=False)
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:VERSION_DIGITS]


def dump_set(names: Iterable[str]) -> str:
    """A set as JSON, the same text for the same set."""
    return json.dumps(sorted(set(names)), ensure_ascii=False)


def dump_blocks(blocks: Iterable[Block]) -> str:
    """Blocks as compact JSON."""
    return json.dumps([[block.kind, block.start, block.end, block.level] for block in blocks])


def load_blocks(text: str) -> tuple[Block, ...]:
    """The inverse of `dump_blocks`."""
    return tuple(Block(BlockKind(kind), start, end, level) for kind, start, end, level in json.loads(text))


def dump_vector(vector: NDArray[np.float32]) -> bytes:
    """A vector as little-endian float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def load_vectors(blobs: Sequence[bytes], dim: int) -> NDArray[np.float32]:
    """Stored vectors as rows of shape (n, dim)."""
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), dim).astype(np.float32, copy=False)


def document_from(row: sqlite3.Row) -> Document:
    """A `documents` row joined with its source's name as `source`."""
    return Document(
        id=row["id"],
        source=row["source"],
        version=row["version"],
        title=row["title"],
        lang=row["lang"],
        url=row["url"],
        audiences=frozenset(json.loads(row["audiences"])),
        tags=tuple(json.loads(row["tags"])),
        as_of=row["as_of"],
    )


def version_from(row: sqlite3.Row) -> DocumentVersion:
    """A `document_versions` row."""
    return DocumentVersion(
        document_id=row["document_id"],
        version=row["version"],
        title=row["title"],
        lang=row["lang"],
        url=row["url"],
        text=row["text"],
        blocks=load_blocks(row["blocks"]),
        as_of=row["created_at"],
    )


def fetch_passages(session: Session, ids: Sequence[int]) -> dict[int, Passage]:
    """The passages among `ids` that exist in this session's snapshot, by id."""
    marks = ",".join("?" * len(ids))
    rows = session.execute(
        f"""SELECT p.*, d.version, d.title, d.url, d.lang, d.as_of, d.tags
            FROM passages p JOIN documents d ON d.id = p.document_id WHERE p.id IN ({marks})""",  # noqa: S608 - marks only
        ids,
    )
    return {row["id"]: _passage_from(row) for row in rows}


def _passage_from(row: sqlite3.Row) -> Passage:
    return Passage(
        id=row["id"],
        document_id=row["document_id"],
        version=row["version"],
        ordinal=row["ordinal"],
        title=row["title"],
        url=row["url"],
        lang=row["lang"],
        heading=tuple(json.loads(row["heading"])),
        start=row["start"],
        end=row["end"],
        text=row["text"],
        blocks=load_blocks(row["blocks"]),
        as_of=row["as_of"],
        tags=tuple(json.loads(row["tags"])),
    )

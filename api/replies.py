"""An agent's reply with all that goes with it: what it quotes, its files, and the suggestion it began as."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.suggestions import digest
from core.db import Database
from core.errors import InvalidInput
from core.model import Block, BlockKind, Citation, DocumentVersion
from escalation.queue import EscalationQueue
from retrieval.documents import DocumentStore

MAX_PICKS = 20
"""Citations of one reply."""
_MARKER = re.compile(r"\[(\d{1,2})\]")


@dataclass(frozen=True, slots=True)
class Pick:
    """A stretch of a document version that an agent quotes, as their page names it."""

    id: int
    """Stands as `[id]` in the text."""
    document_id: str
    document_version: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes to the customer."""

    text: str
    citations: tuple[Citation, ...] = ()
    attachments: tuple[str, ...] = ()
    """Ids of files that were uploaded before."""
    suggestion: str | None = None
    """The digest of the suggested text that the agent began with."""

    @property
    def facts(self) -> dict[str, Any]:
        """What the history keeps of the suggestion."""
        if not self.suggestion:
            return {}
        return {"suggestion": "unchanged" if self.suggestion == digest(self.text) else "edited"}


class Citing:
    """Turns picks into citations: the words come from the store, never from the page."""

    def __init__(self, database: Database, queue: EscalationQueue, documents: DocumentStore) -> None:
        self._database = database
        self._queue = queue
        self._documents = documents

    def citations(self, escalation_id: str, text: str, picks: Sequence[Pick]) -> tuple[Citation, ...]:
        """Citations for the markers of `text`; raises InvalidInput for what this customer may not see."""
        if len(picks) > MAX_PICKS:
            raise InvalidInput(f"A reply quotes {MAX_PICKS} passages at most.")
        used = {int(number) for number in _MARKER.findall(text)}
        wanted = {pick.id: pick for pick in picks if pick.id in used}
        if not wanted:
            return ()
        audiences = self.audiences(escalation_id)
        return tuple(self._citation(pick, audiences) for _, pick in sorted(wanted.items()))

    def audiences(self, escalation_id: str) -> frozenset[str]:
        """What the customer of this escalation may see; raises NotFound."""
        with self._database.read() as session:
            conversation_id = self._queue.get(session, escalation_id).conversation_id
            row = session.execute("SELECT audiences FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
        return frozenset(json.loads(row["audiences"]))

    def _citation(self, pick: Pick, audiences: frozenset[str]) -> Citation:
        version = self._documents.version(pick.document_id, pick.document_version, audiences)
        if version is None:
            raise InvalidInput("This customer may not see a document that the reply quotes, or it is not there.")
        if not 0 <= pick.start < pick.end <= len(version.text):
            raise InvalidInput("A quote of the reply is not in its document.")
        return Citation(
            id=pick.id,
            document_id=version.document_id,
            document_version=version.version,
            title=version.title,
            url=version.url,
            heading=heading_at(version, pick.start),
            quote=version.text[pick.start : pick.end],
            start=pick.start,
            end=pick.end,
            lang=version.lang,
            as_of=version.as_of,
        )


def heading_at(version: DocumentVersion, place: int) -> tuple[str, ...]:
    """The headings above a place of a document, from the outermost."""
    path: list[Block] = []
    for block in version.blocks:
        if block.kind is not BlockKind.HEADING or block.start > place:
            continue
        path = [*(above for above in path if above.level < block.level), block]
    return tuple(version.text[block.start : block.end].lstrip("# ").strip() for block in path)

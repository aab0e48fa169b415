"""From an approved draft to content: published here, or handed to where the content lives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.audit import AuditAction, AuditLog
from api.content import Content
from api.drafting.conditions import announced, arrived_as, lives_elsewhere, must_be_checked, require_read
from api.drafting.looking import Looking, content_draft
from api.idempotency import Idempotency, Ticket
from core.clock import Clock, timestamp
from core.db import Database, Session
from core.errors import Conflict, DocumentChanged, InvalidInput, LooksDuplicate, NotFound
from escalation.delivery.outbox import Outbox
from escalation.topics import Topic
from insights.drafts.bases import Bases, Found
from insights.drafts.desk import DraftDesk
from insights.drafts.model import OPEN, Base, Draft, DraftState, DraftText
from insights.drafts.store import DraftStore
from insights.gaps.board import GapBoard
from insights.gaps.events import SYSTEM, record
from insights.gaps.model import GapEvent, GapState
from retrieval.documents import OWN_SOURCE, DocumentStore, Expected


@dataclass(frozen=True, slots=True)
class Approval:
    """What the person who approves says of a draft."""

    revisions: dict[str, int]
    """By language the revision that was read: another one is not what was approved."""
    checked: bool = False
    """They have read it, and nothing private is in it."""
    near_seen: bool = False
    """They have seen what says nearly the same."""
    overwrite: bool = False
    """They know that the document was changed or removed meanwhile."""
    elsewhere: bool = False
    """It is to be put where the content lives, though it could be published here."""


class Publishing:
    """Approves drafts. Nothing is published that a person has not read in the very revision."""

    def __init__(
        self,
        database: Database,
        store: DraftStore,
        desk: DraftDesk,
        bases: Bases,
        looking: Looking,
        content: Content,
        documents: DocumentStore,
        gaps: GapBoard,
        outbox: Outbox,
        idempotency: Idempotency,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._desk = desk
        self._bases = bases
        self._looking = looking
        self._content = content
        self._documents = documents
        self._gaps = gaps
        self._outbox = outbox
        self._idempotency = idempotency
        self._audit = audit
        self._clock = clock

    def approve(self, draft_id: str, approval: Approval, by: str, paper: Ticket | None = None) -> Draft:
        """Publish a draft, or have it wait for the sync that brings it.

        A text is published in one transaction, so answers take all of it or nothing; a process that dies between two
        languages goes on with the second one when this is repeated. Raises InvalidInput for what nobody could read,
        DraftChanged, DocumentChanged and LooksDuplicate for what has to be looked at first.
        """
        with self._database.read() as session:
            if self._idempotency.recall(session, paper) is not None:
                return self._store.get(session, draft_id)
            draft, texts = self._store.get(session, draft_id), self._store.texts(session, draft_id)
        filled = self._ready(draft, texts, approval)
        targets = {text.lang: self._target(text, approval) for text in filled}
        if not approval.near_seen:
            self._refuse_duplicates(filled)
        away = {text.lang for text in filled if approval.elsewhere or lives_elsewhere(targets[text.lang])}
        for text in filled:
            if text.lang not in away:
                self._publish(draft, text, targets[text.lang], by)
        return self._conclude(draft, away, by, paper)

    def arrived(self) -> int:
        """Find approved drafts whose content a sync has brought since; returns how many."""
        with self._database.read() as session:
            waiting = session.execute("SELECT id FROM drafts WHERE state = ?", (DraftState.APPROVED,)).fetchall()
        found = 0
        for row in waiting:
            with self._database.write() as session:
                found += self._arrive(session, str(row["id"]))
        return found

    def _ready(self, draft: Draft, texts: Sequence[DraftText], approval: Approval) -> list[DraftText]:
        if draft.state not in OPEN:
            raise Conflict(f"This draft is {draft.state} already.")
        filled = [text for text in texts if not text.is_empty]
        if not filled:
            raise InvalidInput("This draft is empty: write a text before it is published.")
        for text in filled:
            if not text.title:
                raise InvalidInput(f"The text in {text.lang} has no title. Give it one that customers would look for.")
            require_read(text, approval.revisions)
        reason = must_be_checked(draft, filled)
        if reason and not approval.checked:
            raise InvalidInput(f"{reason} Read the text to its end, and say that you did (`checked`).")
        return filled

    def _target(self, text: DraftText, approval: Approval) -> Found | None:
        """The document that a text changes, as it is now; raises DocumentChanged."""
        if text.document_id is None:
            return None
        try:
            found = self._bases.find(text.document_id)
        except NotFound:
            if not approval.overwrite:
                raise DocumentChanged(
                    f"{text.document_id} has been removed since this draft began. Your text is kept. Publish it with "
                    "`overwrite` to bring the document back, or discard the draft.",
                    document=text.document_id,
                ) from None
            return None
        if found.document.version != text.base_version and not approval.overwrite:
            raise DocumentChanged(
                f"{text.document_id} was changed since this draft began. Your text is kept. Compare it with the "
                "document as it is now, then publish with `overwrite`.",
                document=text.document_id,
                version=found.document.version,
            )
        return found

    def _refuse_duplicates(self, texts: Sequence[DraftText]) -> None:
        near = {one.passage.document_id for text in texts for one in self._looking.near(text) if one.is_near}
        if near:
            raise LooksDuplicate(near=sorted(near))

    def _publish(self, draft: Draft, text: DraftText, found: Found | None, by: str) -> None:
        document_id = text.document_id
        if document_id is not None and found is None and not self._bases.has_own_id(document_id):
            document_id = None  # removed at another source, so it comes back as a document of our own
        expected = None if document_id is None else Expected(found.document.version if found else None)
        made = self._content.write(document_id, content_draft(text, draft), by=by, expected=expected)
        for merged in text.merges:
            self._take_in(merged, by)
        base = Base(made["id"], made["version"], text.title, text.text)
        with self._database.write() as session:
            self._desk.rows.became(session, draft.id, text.lang, base)

    def _take_in(self, document_id: str, by: str) -> None:
        """Remove a document that was merged; one of another source is left to those who keep it there."""
        found = self._documents.document(document_id, None)
        if found is not None and found.source == OWN_SOURCE:
            self._content.remove(document_id, by)

    def _conclude(self, draft: Draft, away: set[str], by: str, paper: Ticket | None) -> Draft:
        with self._database.write() as session:
            texts = [text for text in self._store.texts(session, draft.id) if not text.is_empty]
            documents = [text.document_id for text in texts if text.document_id]
            self._desk.approved(session, draft.id, by, elsewhere=bool(away), documents=documents)
            self._announce(session, draft, texts, away, by)
            self._audit.record(session, by, AuditAction.DRAFT_APPROVED, draft.id)
            self._tell_gap(session, draft, GapEvent.EXPORTED if away else GapEvent.PUBLISHED, documents, by)
            self._idempotency.keep(session, paper, json.dumps(draft.id))
            return self._store.get(session, draft.id)

    def _tell_gap(self, session: Session, draft: Draft, event: GapEvent, documents: Sequence[str], by: str) -> None:
        if draft.gap_id is None:
            return
        gap = self._gaps.store.get(session, draft.gap_id)
        self._gaps.hands.set_state(session, gap.id, GapState.WAITING, by)
        at = timestamp(self._clock())
        record(session, gap.id, event, by, at, draft=draft.id, document=next(iter(documents), None),
               documents=list(documents))  # fmt: skip

    def _announce(self, session: Session, draft: Draft, texts: Sequence[DraftText], away: set[str], by: str) -> None:
        now = timestamp(self._clock())
        payload: dict[str, Any] = {
            "draft_id": draft.id,
            "gap_id": draft.gap_id,
            "approved_by": by,
            "published": not away,
            "created_at": now,
            "documents": [announced(session, draft, text, text.lang in away) for text in texts],
        }
        self._outbox.enqueue(session, f"{draft.id}.approved.{now}", Topic.DRAFT_APPROVED, payload)

    def _arrive(self, session: Session, draft_id: str) -> bool:
        draft = self._store.get(session, draft_id)
        if draft.state is not DraftState.APPROVED:
            return False
        texts = [text for text in self._store.texts(session, draft_id) if not text.is_empty]
        places = {text.lang: arrived_as(session, draft, text) for text in texts}
        if not places or None in places.values():
            return False
        for text in texts:
            place = places[text.lang]
            if place and place[1] != text.published_version:
                base = Base(place[0], place[1], text.title, text.text)
                self._desk.rows.became(session, draft_id, text.lang, base)
        documents = [place[0] for place in places.values() if place]
        self._desk.move(session, draft_id, DraftState.PUBLISHED, SYSTEM)
        self._tell_gap(session, draft, GapEvent.PUBLISHED, documents, SYSTEM)
        return True

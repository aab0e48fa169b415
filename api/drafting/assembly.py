"""The part of the composition root that puts together what drafts need."""

from __future__ import annotations

from answering.model.chat import ChatModel
from api.audit import AuditLog
from api.content import Content
from api.drafting.beginning import Beginning
from api.drafting.board import DraftBoard
from api.drafting.looking import Looking
from api.drafting.publishing import Publishing
from api.idempotency import Idempotency
from core.clock import Clock
from core.db import Database
from core.settings import Settings
from escalation.delivery.outbox import Outbox
from insights.drafts.bases import Bases
from insights.drafts.desk import DraftDesk
from insights.drafts.store import DraftStore
from insights.drafts.writer_model import ModelWriter
from insights.duplicates import Duplicates
from insights.gaps.board import GapBoard
from retrieval.documents import DocumentStore
from retrieval.retriever import Retriever


def make_drafting(
    settings: Settings,
    clock: Clock,
    database: Database,
    content: Content,
    documents: DocumentStore,
    gaps: GapBoard,
    retriever: Retriever,
    duplicates: Duplicates,
    outbox: Outbox,
    idempotency: Idempotency,
    audit: AuditLog,
    model: ChatModel | None,
) -> DraftBoard:
    """Drafts for these settings; `model` writes first texts and translations, if there is one."""
    store, bases = DraftStore(), Bases(database, documents)
    desk, looking = DraftDesk(store, clock), Looking(database, content, duplicates, bases)
    writer = ModelWriter(model) if model else None
    beginning = Beginning(database, store, desk, bases, gaps, retriever, settings.languages, writer)
    publishing = Publishing(
        database, store, desk, bases, looking, content, documents, gaps, outbox, idempotency, audit, clock
    )
    return DraftBoard(database, store, desk, bases, beginning, looking, publishing, idempotency)

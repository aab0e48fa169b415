"""The parts of one running application, ready to use. `api/wiring.py` puts them together."""

from __future__ import annotations

from dataclasses import dataclass

from answering.answerer import Answerer
from answering.conversations.attachments import AttachmentStore
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from answering.translations import Translations
from api.assistant import Assistant
from api.audit import AuditLog
from api.background import Background
from api.contacts import Contacts
from api.content import Content
from api.content_health import ContentHealth
from api.desk_rules import RulesOfDesk
from api.deskwork import Deskwork
from api.document_versions import DocumentVersions
from api.drafting.board import DraftBoard
from api.evaluations import EvaluationReports
from api.finding import Finder
from api.front_desk import FrontDesk
from api.idempotency import Idempotency
from api.keys import KeyStore
from api.light_limits import LightLimits
from api.limits import VisitorLimits
from api.live import LiveHub
from api.live_answers import LiveAnswers
from api.mail import Mail
from api.metrics import Metrics
from api.models import Models
from api.origins import OriginRule
from api.readiness import Readiness
from api.replies import Citing
from api.reports import Reports
from api.sessions import Sessions
from api.signs import Signs
from api.staff import StaffStore
from api.staffing.assembly import Staffing
from api.suggestions import Suggestions
from api.talks import Talks
from api.tokens import Tokens
from api.tracing import Tracing
from api.transcript_limits import TranscriptLimits
from api.visitor_presence import VisitorPresence
from core.clock import Clock
from core.db import Database
from core.settings import Settings
from escalation.assigning import Assigning
from escalation.delivery.deliveries import Deliveries
from escalation.desk import Desk
from escalation.macros import MacroStore
from escalation.queue import EscalationQueue
from insights.causes.work import Causes
from insights.digest.sending import Digest
from insights.examples import Examples
from insights.gaps.board import GapBoard
from insights.golden import GoldenSet
from insights.log.board import LogBoard
from insights.log.store import QuestionLog
from insights.proof.board import ProofBoard
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder
from retrieval.index import IndexCache
from retrieval.public_documents import PublicDocuments
from retrieval.retriever import Retriever
from retrieval.title_search import TitleSearch


@dataclass(frozen=True, slots=True)
class Services:
    """What routes, pages and commands work with."""

    settings: Settings
    clock: Clock
    database: Database
    key: bytes
    """Signs tokens and forms."""

    embedder: Embedder
    index: IndexCache
    documents: DocumentStore
    content: Content
    document_versions: DocumentVersions
    retriever: Retriever
    answerer: Answerer

    conversations: ConversationStore
    contacts: Contacts
    visitors: VisitorStore
    attachments: AttachmentStore
    queue: EscalationQueue
    desk: Desk
    rules: RulesOfDesk
    assigning: Assigning
    questions: QuestionLog
    log: LogBoard
    golden: GoldenSet
    gaps: GapBoard
    proof: ProofBoard
    health: ContentHealth
    causes: Causes
    drafts: DraftBoard
    evaluations: EvaluationReports
    reports: Reports
    digest: Digest
    idempotency: Idempotency

    assistant: Assistant
    live_answers: LiveAnswers
    talks: Talks
    signs: Signs
    deskwork: Deskwork
    front: FrontDesk
    citing: Citing
    finder: Finder
    suggestions: Suggestions
    tracing: Tracing
    titles: TitleSearch
    public_documents: PublicDocuments
    examples: Examples
    macros: MacroStore
    translations: Translations | None
    """Of what customers write; None without a model."""
    sessions: Sessions

    deliveries: Deliveries
    staff: StaffStore
    staffing: Staffing
    audit: AuditLog
    keys: KeyStore
    tokens: Tokens
    limits: VisitorLimits
    light_limits: LightLimits
    origins: OriginRule

    live: LiveHub
    mail: Mail
    transcript_limits: TranscriptLimits
    visitor_presence: VisitorPresence
    metrics: Metrics
    models: Models
    readiness: Readiness
    background: Background

    def given_up(self) -> int:
        """How many announcements could not be delivered."""
        with self.database.read() as session:
            return self.deliveries.given_up(session)

    def start(self) -> None:
        """Begin what runs in the background: warming up, recovery, deliveries."""
        self.readiness.warm_up()
        self.models.start()
        self.background.start()
        self.visitor_presence.start()
        self.mail.start()

    def stop(self) -> None:
        """End what runs in the background and save the index."""
        self.live_answers.stop()
        self.mail.stop()
        self.background.stop()
        self.visitor_presence.stop()
        self.index.save()

    def close(self) -> None:
        """Stop, and close the database."""
        self.stop()
        self.models.close()
        if self.translations is not None:
            self.translations.close()
        self.database.close()

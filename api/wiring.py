"""The composition root: the only file that names concrete classes."""

from __future__ import annotations

from datetime import timedelta

from answering.answerer import Answerer, Question
from answering.confidence import Calibration
from answering.conversations.attachments import MIB, AttachmentLimits, AttachmentStore
from answering.conversations.line_search import index_earlier_lines
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from api.assistant import Assistant
from api.audit import AuditLog
from api.background import Background
from api.budget import DailyBudget
from api.contacts import Contacts
from api.content import Content
from api.content_health import make_health
from api.desk_rules import RulesOfDesk
from api.deskwork import Deskwork
from api.digest import make_digest
from api.document_versions import DocumentVersions
from api.drafting.assembly import make_drafting
from api.evaluations import EvaluationReports
from api.finding import Finder
from api.front_desk import FrontDesk
from api.gauges import gauges, target_gauges
from api.idempotency import Idempotency
from api.identity.assembly import make_identities
from api.keys import KeyStore
from api.light_limits import LightLimits
from api.limits import OFF, VisitorLimits
from api.live import LiveHub
from api.live_answers import LiveAnswers
from api.mail import make_mail
from api.metrics import Metrics
from api.model_wiring import (
    make_embedder,
    make_follow_ups,
    make_models,
    make_reranking,
    make_restating,
    make_translations,
    make_writing,
)
from api.origins import OriginRule
from api.pace import Pace
from api.proof_mail import make_telling, with_answer_letters
from api.proving import Proving, fit_name
from api.readiness import Readiness
from api.replies import Citing
from api.reports import Reports
from api.secret_key import secret_key
from api.services import Services
from api.sessions import Sessions
from api.signs import Signs
from api.staffing.assembly import make_staffing
from api.step_worker import StepWorker
from api.suggestions import Suggestions
from api.talks import Talks
from api.targets import make_targets
from api.tokens import Tokens
from api.tracing import Tracing
from api.transcript_limits import TranscriptLimits
from api.turns import Stores, Turns
from api.visitor_presence import VisitorPresence
from core.clock import Clock, system_clock
from core.db import Database
from core.settings import Settings
from escalation.assigning import Assigning
from escalation.clocks.sla_watch import SlaWatch
from escalation.delivery.deliveries import Deliveries
from escalation.delivery.outbox import Outbox
from escalation.delivery.outbox_worker import OutboxWorker
from escalation.desk import Desk
from escalation.desk_settings import DeskSettings
from escalation.macros import MacroStore
from escalation.mail.target import MAIL
from escalation.note_search import index_earlier_notes
from escalation.policy import HandoffPolicy
from escalation.queue import EscalationQueue
from escalation.rules import TopicRules
from escalation.similarity import Similarity
from escalation.situation import Situations
from escalation.timers import Timers
from insights.causes.fits import CauseFits
from insights.causes.store import CauseStore
from insights.causes.work import Causes
from insights.digest.sending import TOPIC as DIGEST
from insights.duplicates import Duplicates
from insights.examples import Examples
from insights.gaps.board import GapBoard
from insights.golden import GoldenSet
from insights.log.board import LogBoard
from insights.log.store import QuestionLog
from insights.proof.board import ProofBoard
from retrieval.analysis import analyse
from retrieval.documents import DocumentStore
from retrieval.index import IndexCache
from retrieval.public_documents import PublicDocuments
from retrieval.retriever import Retriever
from retrieval.title_search import TitleSearch

REHEARSAL = "How do I reset my password, ¿cómo la cambio?"
"""Asked once at the start, without being stored."""


def make_answerer(settings: Settings, retriever: Retriever, documents: DocumentStore, embedder_id: str) -> Answerer:
    """The answerer for these settings: extractive."""
    return Answerer(
        retriever,
        # What was retrieved was within the asker's audiences, so its version may be read as a whole.
        versions=lambda document_id, version: documents.version(document_id, version, None),
        embedder=embedder_id,
        calibration=Calibration.load(settings.calibration),
        target_precision=settings.target_precision,
    )


def build(settings: Settings, clock: Clock = system_clock) -> Services:
    """All parts for `settings`; raises Misconfigured, and Unavailable when the database cannot be used.

    Nothing runs in the background before `Services.start`.
    """
    agent_gone = timedelta(minutes=settings.agent_gone_minutes) or None
    limits, targets = VisitorLimits(settings.rate_limit), make_targets(settings, clock)
    embedder, reranking, key = make_embedder(settings), make_reranking(settings), secret_key(settings)
    database = Database(settings.database_path)
    index = IndexCache(database, embedder, settings.index_path)
    retriever = Retriever(database, embedder, index, languages=settings.languages, reranking=reranking)
    conversations, queue = ConversationStore(clock), EscalationQueue()
    outbox = Outbox(clock, [*(target.name for target in targets), *([MAIL] if settings.smtp_url else [])])
    visitors = VisitorStore(clock)
    attachments = AttachmentStore(
        clock, AttachmentLimits(settings.attachment_files, settings.attachment_megabytes * MIB)
    )
    live = LiveHub(database, conversations)
    topics, audit = TopicRules(analyse), AuditLog(clock)
    rules = RulesOfDesk(database, queue, topics, audit, clock)
    if settings.desk_rules:
        rules.seed(settings.desk_rules)
    stores = Stores(
        database=database,
        conversations=conversations,
        visitors=visitors,
        desk=Desk(conversations, queue, outbox, clock, rules.deadlines),
        queue=queue,
        policy=HandoffPolicy(analyse, settings.sensitive_words),
        situations=Situations(conversations, queue, rules.sensitive),
        outlook=rules.outlook,
        questions=QuestionLog(clock),
        idempotency=Idempotency(database, clock),
        budget=DailyBudget(key, clock, in_all=settings.daily_budget, a_visitor=settings.daily_budget_visitor),
    )
    digest = make_digest(settings, database, clock, key, outbox)
    mail = make_mail(
        settings, clock, key, database, conversations, stores.desk, outbox, attachments, live.notify,
        {DIGEST: digest.letters.write},
    )  # fmt: skip
    telling = make_telling(settings, clock, key, outbox)
    mail = with_answer_letters(mail, settings, clock, key, database, telling)
    targets = (*targets, *([mail.target] if mail.target else []))
    deliveries = Deliveries(outbox, targets, clock)
    visitor_presence = VisitorPresence(database, clock)
    assigning = Assigning(database, stores.desk, queue, rules.settings, clock)
    metrics = Metrics(
        lambda: gauges(database, outbox, stores.budget, models.standing),
        lambda: target_gauges(database, deliveries, clock),
    )
    models = make_models(settings, database, key, clock, metrics.model)
    turns, talks = Turns(stores, settings.languages, live.notify), Talks(stores, settings.languages, live.notify)
    documents, log, pace = DocumentStore(database, clock), LogBoard(database, clock), Pace()
    gaps = GapBoard(database, embedder, clock, retriever.recent)
    answerer = make_answerer(settings, retriever, documents, embedder.id)
    causes = Causes(
        database, answerer, retriever, index, embedder, CauseStore(clock), CauseFits(clock), give_way=pace.give_way
    )
    proof = ProofBoard(
        database, embedder, telling, clock,
        fit=fit_name(answerer, reranking.id if reranking else None),
        refresh=lambda: documents.refresh_relations(embedder, pace.give_way),
    )  # fmt: skip
    assistant = Assistant(
        stores, turns, answerer, metrics, clock, pace,
        make_writing(settings, models.for_use("answer"), embedder, answerer, stores), make_follow_ups(settings, models),
    )  # fmt: skip
    duplicates, citing = Duplicates(index, embedder), Citing(database, queue, documents)
    staffing, identities = make_staffing(settings, database, clock, key, outbox), make_identities(settings, clock)
    tokens, origins = Tokens(key, clock), OriginRule(settings.allowed_origins, settings.public_url)
    content = Content(database, documents, embedder, stores.idempotency, audit)
    drafts = make_drafting(
        settings, clock, database, content, documents, gaps, retriever, duplicates, outbox,
        stores.idempotency, audit, models.for_use("draft"),
    )  # fmt: skip
    health = make_health(settings, database, duplicates, audit, clock, pace)
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        key=key,
        embedder=embedder,
        index=index,
        documents=documents,
        content=content,
        document_versions=DocumentVersions(database, content),
        retriever=retriever,
        answerer=answerer,
        conversations=conversations,
        contacts=Contacts(conversations, stores.idempotency, telling.refusals, clock),
        visitors=visitors,
        attachments=attachments,
        queue=queue,
        desk=stores.desk,
        rules=rules,
        assigning=assigning,
        questions=stores.questions,
        log=log,
        golden=GoldenSet(stores.questions, clock),
        gaps=gaps,
        proof=proof,
        health=health,
        causes=causes,
        drafts=drafts,
        evaluations=EvaluationReports(settings.data),
        digest=digest,
        reports=Reports(database, DeskSettings(clock), staffing.store, clock),
        idempotency=stores.idempotency,
        assistant=assistant,
        live_answers=LiveAnswers(assistant),
        talks=talks,
        signs=Signs(database, conversations, queue, live.notify),
        citing=citing,
        finder=Finder(retriever, citing),
        suggestions=Suggestions(database, conversations, queue, answerer, Similarity(analyse)),
        tracing=Tracing(stores, answerer, documents, clock),
        titles=TitleSearch(database),
        public_documents=PublicDocuments(database),
        examples=Examples(clock),
        macros=MacroStore(clock),
        translations=make_translations(models),
        deskwork=Deskwork(database, stores.desk, queue, talks, visitors, audit, rules.deadlines, clock),
        front=FrontDesk(database, clock),
        sessions=Sessions(database, visitors, tokens, identities, origins),
        deliveries=deliveries,
        staff=staffing.store,
        staffing=staffing,
        audit=audit,
        keys=KeyStore(database, clock),
        tokens=tokens,
        limits=limits,
        light_limits=LightLimits(is_on=settings.rate_limit.strip().lower() != OFF),
        origins=origins,
        live=live,
        mail=mail,
        transcript_limits=TranscriptLimits(),
        visitor_presence=visitor_presence,
        metrics=metrics,
        models=models,
        readiness=Readiness(database, embedder, index, lambda: answerer.answer(Question(REHEARSAL))),
        background=Background(
            assistant,
            OutboxWorker(database, outbox, {target.name.name: target.taker for target in targets}, clock),
            stores.idempotency,
            staffing.housekeeping,
            [
                StepWorker(pace, gaps, causes, name="gaps"),
                StepWorker(pace, Proving(database, proof, answerer), name="proof"),
                StepWorker(pace, make_restating(settings, models, database, conversations, clock), name="restating"),
                *health.workers,
            ],
            catch_up=lambda: (
                documents.refresh_relations(embedder, pace.give_way)
                + index_earlier_lines(database)
                + index_earlier_notes(database)
            ),
            timers={
                "unsent files": lambda: _purge(database, attachments),
                "the clock of the desk": Timers(
                    database, stores.desk, queue, clock, lambda session: rules.agent_gone(session, agent_gone)
                ).run,
                "deadlines": SlaWatch(database, stores.desk, queue, rules.deadlines, clock).run,
                "assigning": assigning.run,
                "drafts whose content has come back": drafts.publishing.arrived,
                "the log of questions": log.upkeep.run,
                # In this order: who is there decides what is mailed.
                "the presence of customers": visitor_presence.run,
                "replies by e-mail": mail.mail_replies,
                "the weekly letter": digest.run,
            },
        ),
    )


def _purge(database: Database, attachments: AttachmentStore) -> int:
    with database.write() as session:
        return attachments.purge(session)

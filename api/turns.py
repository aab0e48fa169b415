"""The two transactions of a question: accepting it, and storing its answer with everything that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.answerer import Answered
from answering.conversations.customer_facts import Attributes, set_attributes
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from api.asked import Ask, language_of
from api.budget import DailyBudget, afforded
from api.callers import Caller, is_open, new_guest_id, own_conversation
from api.found import evidence_of, tags_of, trace_of
from api.handover import HANDED_OVER, conclude, person_in_charge
from api.history import keep_told
from api.idempotency import Idempotency
from api.outlook import Outlook, with_expectation
from core.db import Database, Session
from core.errors import Conflict
from core.language import recognise
from core.model import Answer, Conversation, Message, Reason
from escalation.desk import Desk
from escalation.policy import Action, HandoffPolicy
from escalation.queue import EscalationQueue
from escalation.situation import Situations
from escalation.tickets import Escalation
from insights.log.store import QuestionLog
from retrieval.plan import languages_for


@dataclass(frozen=True, slots=True)
class Accepted:
    """A stored question that will be answered."""

    question: Message
    conversation: Conversation
    trace_id: str
    fresh: bool = True
    """False when the same request had been accepted before."""
    first: bool = False
    """Whether nothing was said before it."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What the two transactions write to, and the policy between them."""

    database: Database
    conversations: ConversationStore
    visitors: VisitorStore
    desk: Desk
    queue: EscalationQueue
    policy: HandoffPolicy
    situations: Situations
    outlook: Outlook
    questions: QuestionLog
    idempotency: Idempotency
    budget: DailyBudget


class Turns:
    """Questions and their answers in the database."""

    def __init__(self, stores: Stores, languages: tuple[str, ...], notify: Callable[[], None]) -> None:
        """`notify` is called after each transaction that clients can see."""
        self._stores = stores
        self._languages = languages
        self._notify = notify

    def accept(self, caller: Caller, ask: Ask) -> Accepted:
        """Store a question; raises NotFound for a conversation that is not this caller's, Conflict for a used key."""
        stores = self._stores
        with stores.database.write() as session:
            known = stores.idempotency.recall(session, ask.ticket)
            if known is not None:
                question = stores.conversations.message(session, known)
                conversation = stores.conversations.get(session, question.conversation_id)
                return Accepted(question, conversation, ask.trace_id, fresh=False)
            conversation = self._conversation(session, caller, ask)
            live = stores.queue.live(session, conversation.id)
            question = stores.desk.accept(
                session,
                conversation.id,
                ask.text,
                lang=self._declared(session, ask, conversation),
                author_id=caller.writes_as,
                attachments=ask.attachments,
                # A file without words is for people.
                for_person=not ask.text or not afforded(stores.budget, session, caller, live, ask.text),
            )
            stores.idempotency.keep(session, ask.ticket, question.id)
        self._notify()
        return Accepted(question, conversation, ask.trace_id, first=ask.conversation_id is None and not ask.told)

    def stored(self, question_id: str, trace_id: str | None) -> dict[str, Any] | None:
        """The answer object of a stored question; None while the answer is still owed. Raises NotFound."""
        stores = self._stores
        with stores.database.read() as session:
            answer = stores.conversations.answer_to(session, question_id)
            if answer is not None:
                return answer
            question = stores.conversations.message(session, question_id)
            if stores.conversations.is_pending(session, question_id):
                return None
            return self._to_person(session, question, trace_id)

    def store(
        self, accepted: Accepted, answered: Answered | None, answer: Answer, trace: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Store what was found and return what the customer gets: once, whoever else is at the same question."""
        try:
            body = self._store_now(accepted, answered, answer, trace)
        except Conflict:
            # A person took over, or another process answered, while this one was looking.
            found = self.stored(accepted.question.id, accepted.trace_id)
            if found is None:
                raise
            return found
        self._notify()
        return body

    def lang(self, question: Message) -> str:
        """The language to speak to this customer in when nothing was found that decides it."""
        return question.lang or recognise(question.text, self._languages, default=self._languages[0])

    # Inside

    def _declared(self, session: Session, ask: Ask, conversation: Conversation) -> str | None:
        return language_of(
            ask.text,
            ask.lang,
            ask.page_lang,
            lambda: languages_for(session, conversation.audiences, self._languages),
            lambda: self._stores.conversations.history(session, conversation.id),
        )

    def _store_now(
        self, accepted: Accepted, answered: Answered | None, answer: Answer, trace: Mapping[str, Any]
    ) -> dict[str, Any]:
        stores, question = self._stores, accepted.question
        standalone = answered.standalone if answered else None
        evidence = evidence_of(answered)
        with stores.database.write() as session:
            tags = tags_of(answered, answer)
            situation = stores.situations.of(session, question, answer.lang, standalone=standalone, tags=tags)
            verdict = stores.policy.decide(situation, answer)
            if verdict.action is Action.SILENT:
                raise Conflict("A person is in charge of this conversation.")
            shown = conclude(answer, verdict)
            named = None
            if verdict.action in HANDED_OVER:
                topic = situation.sensitive_topic
                escalation = self._hand_over(session, question, shown, evidence, topic)
                named = stores.outlook.reference(session, escalation, shown.lang)
            if verdict.action is Action.ESCALATE:
                shown = replace(shown, text=with_expectation(shown.text, named))
            body = stores.conversations.add_answer(
                session,
                question,
                shown,
                evidence=evidence,
                trace={**trace, **trace_of(answered, shown, verdict.action)},
                escalation=named,
                trace_id=accepted.trace_id,
            )
            stores.questions.record(session, accepted.conversation, question, shown)
        return body

    def _hand_over(
        self,
        session: Session,
        question: Message,
        shown: Answer,
        evidence: Sequence[Mapping[str, Any]],
        topic: str | None,
    ) -> Escalation:
        return self._stores.desk.open(
            session,
            question.conversation_id,
            shown.reason or Reason.LOW_CONFIDENCE,
            question.text,
            question_id=question.id,
            lang=shown.lang,
            confidence=shown.confidence,
            evidence=evidence,
            topic=topic,
        )

    def _conversation(self, session: Session, caller: Caller, ask: Ask) -> Conversation:
        stores = self._stores
        if ask.conversation_id is None:
            made = begin(
                stores,
                session,
                caller,
                lang=ask.lang,
                page_url=ask.page_url,
                page_title=ask.page_title,
                attributes=ask.attributes,
            )
            keep_told(session, stores.conversations, made, ask.told)
            return made
        conversation = own_conversation(session, stores.conversations, caller, ask.conversation_id)
        set_attributes(session, conversation.id, ask.attributes, caller.attributes)
        if ask.page_url is not None:
            stores.conversations.set_page(session, conversation.id, ask.page_url, ask.page_title)
        # What a guest's conversation shows is open to everybody who knows its id.
        audiences = frozenset[str]() if is_open(conversation) else caller.audiences
        if conversation.audiences != audiences:
            stores.conversations.set_audiences(session, conversation.id, audiences)
        return stores.conversations.get(session, conversation.id)

    def _to_person(self, session: Session, question: Message, trace_id: str | None) -> dict[str, Any]:
        live, lang = self._stores.queue.live(session, question.conversation_id), self.lang(question)
        return person_in_charge(question, lang, self._stores.outlook.reference(session, live, lang), trace_id)


def begin(
    stores: Stores,
    session: Session,
    caller: Caller,
    *,
    lang: str | None = None,
    page_url: str | None = None,
    page_title: str | None = None,
    attributes: Attributes | None = None,
) -> Conversation:
    """A new conversation of this caller; a guest's is opened by whoever knows its id."""
    visitor_id = caller.writes_as or new_guest_id()
    stores.visitors.ensure(session, visitor_id, caller.key.name if caller.key else None)
    made = stores.desk.start(
        session, visitor_id, lang=lang, page_url=page_url, page_title=page_title, audiences=caller.audiences
    )
    set_attributes(session, made.id, attributes or {}, caller.attributes)
    return made

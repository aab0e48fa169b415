"""The use case of tracing: a question's answer as it was, and as it would be now.

Asking now stores nothing and notifies nobody. It sees what the customer could see then, in the conversation as it was
before the question, and takes the assistant to be in charge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from answering.answerer import Answered, Answerer, Question
from answering.clarifying.asking_back import Reworded
from answering.snapshot import snapshot_of
from api.concealing import concealed
from api.found import evidence_of, tags_of, trace_of
from api.handover import conclude
from api.turns import Stores
from core.clock import Clock, timestamp
from core.db import Session
from core.errors import NotFound
from core.model import Answer, Author, Conversation, Message, Owner
from escalation.policy import Action, Verdict
from insights.masking import mask
from insights.tracing.changes import NEW, changes_between, named_documents, suspects
from insights.tracing.documents import documents_then, translations_of
from insights.tracing.model import Change, Side, Trace
from insights.tracing.sides import side_of
from insights.tracing.telling import same_outcome, told_now, told_then
from retrieval.documents import DocumentStore


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database has of a question and its answer."""

    message: Message
    conversation: Conversation
    asked: Question
    answer: Mapping[str, Any] | None
    answered_at: str
    evidence: list[dict[str, Any]]
    trace: Mapping[str, Any]


class Tracing:
    """Replays answers."""

    def __init__(self, stores: Stores, answerer: Answerer, documents: DocumentStore, clock: Clock) -> None:
        self._stores = stores
        self._answerer = answerer
        self._documents = documents
        self._clock = clock

    def of(self, message_id: str, *, logged_only: bool) -> Trace:
        """The trace of a visitor's message, named by its own id or by that of its answer; raises NotFound.

        `logged_only`: of questions in the content team's log alone, for readers who may not see conversations.
        """
        kept = self._kept(message_id, logged_only)
        then = self._then(kept)
        now = self._ask(kept, kept.asked)
        changes = self._changes(kept, then, now) if then else ()
        return Trace(
            question_id=kept.message.id,
            conversation_id=kept.conversation.id,
            question=mask(kept.message.text),
            asked_at=kept.message.created_at,
            audiences=tuple(sorted(kept.asked.audiences)),
            then=then,
            now=now,
            changes=changes,
            summary_then=told_then(then),
            summary_now=told_now(then, now, changes),
        )

    def _kept(self, message_id: str, logged_only: bool) -> _Kept:
        stores = self._stores
        with stores.database.read() as session:
            message = self._question(session, message_id)
            if logged_only:
                stores.questions.get(session, message.id)
            conversation = stores.conversations.get(session, message.conversation_id)
            answer = stores.conversations.answer_to(session, message.id)
            trace = stores.conversations.trace(session, answer["message_id"]) if answer else {}
            return _Kept(
                message=message,
                conversation=conversation,
                asked=self._asked(session, message, conversation, trace.get("snapshot") or {}),
                answer=answer,
                answered_at=stores.conversations.message(session, answer["message_id"]).created_at if answer else "",
                evidence=stores.conversations.evidence(session, answer["message_id"]) if answer else [],
                trace=trace,
            )

    def _question(self, session: Session, message_id: str) -> Message:
        conversations = self._stores.conversations
        message = conversations.message(session, message_id)
        if message.author is Author.ASSISTANT:
            message = conversations.question_of(session, message_id)
        if message.author is not Author.VISITOR:
            raise NotFound("There is no such question.")
        return message

    def _asked(
        self, session: Session, message: Message, conversation: Conversation, snapshot: Mapping[str, Any]
    ) -> Question:
        """The question as it was put; of an answer without a snapshot with what the conversation says now."""
        page = snapshot.get("page", [part for part in (conversation.page_url, conversation.page_title) if part])
        audiences = frozenset(snapshot.get("audiences", conversation.audiences))
        history = self._stores.conversations.history(session, conversation.id, before_seq=message.seq)
        return Question(message.text, message.lang, audiences, history, tuple(page))

    def _then(self, kept: _Kept) -> Side | None:
        if kept.answer is None:
            return None
        return side_of(kept.answered_at, kept.answer, kept.evidence, kept.trace, self._text)

    def _ask(self, kept: _Kept, question: Question) -> Side:
        """The question asked now; where a model made it self-contained then, in the same words."""
        answered = concealed(question, self._answerer.answer(question, lambda *_: _reworded(kept.trace)))
        verdict = self._verdict(kept, answered)
        shown = conclude(answered.answer, verdict)
        trace = _trace(self._answerer, question, answered, shown, verdict.action)
        return side_of(timestamp(self._clock()), _as_stored(shown), evidence_of(answered), trace, self._text)

    def asked(self, question: Question) -> Side:
        """How a question without a conversation is answered: no rules of hand-off, and nothing to compare it with."""
        answered = concealed(question, self._answerer.answer(question))
        trace = _trace(self._answerer, question, answered, answered.answer, None)
        at, answer = timestamp(self._clock()), _as_stored(answered.answer)
        return side_of(at, answer, evidence_of(answered), trace, self._text)

    def _verdict(self, kept: _Kept, answered: Answered) -> Verdict:
        """What the rules of hand-off would make of it, were the assistant in charge and nobody waiting."""
        stores, answer = self._stores, answered.answer
        with stores.database.read() as session:
            found = stores.situations.of(
                session, kept.message, answer.lang, standalone=answered.standalone, tags=tags_of(answered, answer)
            )
        alone = replace(found, owner=Owner.ASSISTANT, person_in_charge=False, queued_for=None, handed_back=())
        return stores.policy.decide(alone, answer)

    def _changes(self, kept: _Kept, then: Side, now: Side) -> tuple[Change, ...]:
        named, bearing = named_documents(then, now), list(dict.fromkeys(one.document_id for one in now.evidence))
        with self._stores.database.read() as session:
            translations = translations_of(session, bearing)
            documents = documents_then(session, [*named, *translations], then.at, kept.asked.audiences)
        changes = changes_between(then, now, documents, translations)
        return changes if same_outcome(then, now) else self._proved(kept, then, changes, frozenset(bearing))

    def _proved(
        self, kept: _Kept, then: Side, changes: tuple[Change, ...], bearing: frozenset[str]
    ) -> tuple[Change, ...]:
        """The changes, with those marked that make the difference: as few as will do."""
        for tried in suspects(changes, bearing):
            if same_outcome(then, self._ask(kept, replace(kept.asked, exclude_documents=tried))):
                return tuple(replace(one, decisive=one.kind in NEW and one.document_id in tried) for one in changes)
        return changes

    def _text(self, document_id: str, version: str) -> str | None:
        found = self._documents.version(document_id, version, None)
        return found.text if found else None


def _reworded(trace: Mapping[str, Any]) -> Reworded | None:
    by = trace.get("standalone_by")
    return Reworded(trace["standalone"], by) if by else None


def _trace(
    answerer: Answerer, question: Question, answered: Answered, shown: Answer, action: Action | None
) -> dict[str, Any]:
    """What would be kept with the answer."""
    snapshot = snapshot_of(question, answered, answerer.fit)
    return {"signals": shown.signals, **trace_of(answered, shown, action), "snapshot": snapshot}


def _as_stored(answer: Answer) -> dict[str, Any]:
    """The parts of an answer object that a side is read from."""
    return {
        "decision": answer.decision.value,
        "reason": answer.reason.value if answer.reason else None,
        "confidence": answer.confidence,
        "lang": answer.lang,
        "text": answer.text,
        "citations": [],
    }

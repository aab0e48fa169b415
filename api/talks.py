"""Use cases around a conversation: reading it, asking for a person, votes and marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from answering.conversations.customer_facts import contact_of, masked
from answering.conversations.read_marks import read_marks
from answering.conversations.store import Line
from answering.phrases import Phrase, say
from api.callers import Caller, own_conversation, readable_conversation
from api.idempotency import Ticket
from api.outlook import with_expectation
from api.starting import Start
from api.turns import Stores, begin
from core.db import Session
from core.errors import NotFound
from core.language import recognise
from core.model import Answer, Author, Conversation, Decision, FeedbackReason, Message, Reason
from escalation.policy import Action
from escalation.tickets import Actor, Escalation, Status
from retrieval.plan import languages_for


class Talks:
    """What customers do to their conversations beside asking."""

    def __init__(self, stores: Stores, languages: tuple[str, ...], notify: Callable[[], None]) -> None:
        """`notify` is called after each transaction that clients can see."""
        self._stores = stores
        self._languages = languages
        self._notify = notify

    def read(self, caller: Caller, conversation_id: str) -> dict[str, Any]:
        """The conversation as the API gives it; raises NotFound when it is not this caller's."""
        stores = self._stores
        with stores.database.read() as session:
            conversation = readable_conversation(session, stores.conversations, caller, conversation_id)
            return self.body(session, conversation)

    def conversation(self, session: Session, conversation_id: str) -> Conversation:
        """The conversation, whoever asks; raises NotFound."""
        return self._stores.conversations.get(session, conversation_id)

    def body(self, session: Session, conversation: Conversation) -> dict[str, Any]:
        """The conversation with all its lines."""
        stores = self._stores
        live = stores.queue.live(session, conversation.id)
        score, comment = conversation.csat_score, conversation.csat_comment
        contact = contact_of(session, conversation.id)
        return {
            "id": conversation.id,
            "owner": conversation.owner,
            "agent_name": live.agent_name if live else None,
            "lang": conversation.lang,
            "created_at": conversation.created_at,
            "updated_at": conversation.updated_at,
            "messages": [_line(line) for line in stores.conversations.transcript(session, conversation.id)],
            "escalation": stores.outlook.reference(session, live, self._lang(live, conversation)),
            "contact_email": masked(contact) if contact else None,
            "read": read_marks(session, conversation.id),
            "csat": {"score": score, "comment": comment} if score else None,
            "last_event_id": stores.conversations.last_event_of(session, conversation.id),
        }

    def doubts(self, session: Session, question_id: str | None) -> list[dict[str, Any]]:
        """Why the answer found for a question was not sure, the weightiest first; empty when it is not known."""
        answer = self._stores.conversations.answer_to(session, question_id) if question_id else None
        trace = self._stores.conversations.trace(session, answer["message_id"]) if answer else {}
        return list(trace.get("doubts", ()))

    def check_readable(self, caller: Caller, conversation_id: str) -> None:
        """Raise NotFound unless this caller may read the conversation."""
        with self._stores.database.read() as session:
            readable_conversation(session, self._stores.conversations, caller, conversation_id)

    def check_question(self, conversation_id: str, question_id: str) -> None:
        """Raise NotFound unless the message belongs to the conversation."""
        with self._stores.database.read() as session:
            if self._stores.conversations.message(session, question_id).conversation_id != conversation_id:
                raise NotFound("There is no such message.")

    def event_of(self, conversation_id: str, message_id: str) -> int:
        """The id of the event that told of a message; 0 when there is none."""
        with self._stores.database.read() as session:
            return self._stores.conversations.event_of(session, conversation_id, message_id)

    def start(self, caller: Caller, wish: Start, paper: Ticket | None) -> dict[str, Any]:
        """Begin a conversation without a question; if so wished, with a person in mind from the first."""

        def act(session: Session) -> dict[str, Any]:
            stores = self._stores
            conversation = begin(
                stores,
                session,
                caller,
                lang=wish.lang,
                page_url=wish.page_url,
                page_title=wish.page_title,
                attributes=wish.attributes,
            )
            made: dict[str, Any] = {"conversation_id": conversation.id, "escalation": None, "text": None}
            said = self._first_line(session, caller, conversation, wish)
            if wish.person:
                name, lang = said.id if said else None, wish.language(self._known(session, conversation))
                asked, reason = wish.text or "", Reason.ASKED_FOR_PERSON
                made = self._hand_over(session, conversation, reason, asked, question_id=name, lang=lang)
            last = stores.conversations.last_event_of(session, conversation.id)
            return {**made, "message_id": said.id if said else None, "last_event_id": last}

        return self._once(paper, act)

    def _first_line(self, session: Session, caller: Caller, conversation: Conversation, wish: Start) -> Message | None:
        """What the customer writes to the person; the assistant owes it nothing."""
        if not (wish.person and wish.text):
            return None
        lang = wish.language(self._known(session, conversation)) or self._languages[0]
        said = self._stores.conversations.add_message(
            session, conversation.id, Author.VISITOR, wish.text, lang=lang, author_id=caller.writes_as
        )
        withheld = Answer(Decision.ESCALATE, 0.0, lang, "", reason=Reason.ASKED_FOR_PERSON, generator="none")
        self._stores.questions.record(session, conversation, said, withheld)
        return said

    def escalate(
        self, caller: Caller, conversation_id: str, comment: str | None, lang: str | None, paper: Ticket | None
    ) -> dict[str, Any]:
        """Put the conversation into the queue, or find it there."""

        def act(session: Session) -> dict[str, Any]:
            stores = self._stores
            conversation = own_conversation(session, stores.conversations, caller, conversation_id)
            asked = [m for m in stores.conversations.messages(session, conversation.id) if m.author is Author.VISITOR]
            last = asked[-1] if asked else None
            return self._hand_over(
                session,
                conversation,
                Reason.ASKED_FOR_PERSON,
                comment or (last.text if last else ""),
                question_id=last.id if last else None,
                lang=lang
                or (last.lang if last else None)
                or conversation.lang
                or self._detected(session, conversation, last),
                evidence=self._evidence(session, last),
            )

        return self._once(paper, act)

    def _detected(self, session: Session, conversation: Conversation, message: Message | None) -> str | None:
        known = self._known(session, conversation)
        return recognise(message.text, known, default=known[0]) if message else None

    def _known(self, session: Session, conversation: Conversation) -> tuple[str, ...]:
        return languages_for(session, conversation.audiences, self._languages)

    def _evidence(self, session: Session, question: Message | None) -> list[dict[str, Any]]:
        """What the assistant had found for a question, if it has looked."""
        conversations = self._stores.conversations
        answer = conversations.answer_to(session, question.id) if question else None
        return conversations.evidence(session, answer["message_id"]) if answer else []

    def feedback(
        self,
        caller: Caller,
        message_id: str,
        helpful: bool,
        comment: str | None,
        paper: Ticket | None,
        why: FeedbackReason | None = None,
    ) -> dict[str, Any]:
        """Keep a vote on an answer, and hand over when the policy says so."""

        def act(session: Session) -> dict[str, Any]:
            stores = self._stores
            message = stores.conversations.message(session, message_id)
            conversation = own_conversation(session, stores.conversations, caller, message.conversation_id)
            stores.conversations.set_feedback(session, message_id, helpful, comment, why)
            stores.questions.set_helpful(session, message_id, helpful, why)
            over = message.seq <= conversation.handed_back_seq
            verdict = stores.policy.on_feedback(conversation.owner, helpful, before_hand_back=over)
            live, lang = stores.queue.live(session, conversation.id), message.lang or self._languages[0]
            made: dict[str, Any] = {
                "conversation_id": conversation.id,
                "escalation": stores.outlook.reference(session, live, lang),
                "text": None,
            }
            if verdict.action is Action.ESCALATE:
                question = stores.conversations.question_of(session, message_id)
                made = self._hand_over(
                    session,
                    conversation,
                    verdict.reason or Reason.NEGATIVE_FEEDBACK,
                    question.text,
                    question_id=question.id,
                    lang=message.lang,
                    evidence=stores.conversations.evidence(session, message_id),
                )
            return {"message_id": message_id, "helpful": helpful, "reason": why, **made}

        return self._once(paper, act)

    def csat(
        self, caller: Caller, conversation_id: str, score: int, comment: str | None, paper: Ticket | None
    ) -> dict[str, Any]:
        """Keep a mark."""

        def act(session: Session) -> dict[str, Any]:
            own_conversation(session, self._stores.conversations, caller, conversation_id)
            self._stores.desk.rate(session, conversation_id, score, comment)
            return {"conversation_id": conversation_id, "score": score}

        return self._once(paper, act)

    def _once(self, paper: Ticket | None, act: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
        result = self._stores.idempotency.once(paper, act)
        self._notify()
        return result

    def _hand_over(
        self,
        session: Session,
        conversation: Conversation,
        reason: Reason,
        question: str,
        *,
        question_id: str | None,
        lang: str | None,
        evidence: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        stores = self._stores
        before = stores.queue.live(session, conversation.id)
        escalation = stores.desk.open(
            session,
            conversation.id,
            reason,
            question,
            actor=Actor.CUSTOMER,
            question_id=question_id,
            lang=lang,
            evidence=evidence or (),
        )
        named = stores.outlook.reference(session, escalation, lang or self._languages[0])
        text = with_expectation(say(_phrase(reason, before), lang or self._languages[0]), named)
        if before is None:
            stores.conversations.add_message(session, conversation.id, Author.SYSTEM, text, lang=lang)
        return {"conversation_id": conversation.id, "escalation": named, "text": text}

    def _lang(self, live: Escalation | None, conversation: Conversation) -> str:
        return (live.lang if live else None) or conversation.lang or self._languages[0]


def _phrase(reason: Reason, live: Escalation | None) -> Phrase:
    if live is None or live.status is Status.RESOLVED:
        return Phrase(reason)
    return Phrase.STILL_QUEUED if live.status is Status.QUEUED else Phrase.PERSON_IN_CHARGE


def _line(line: Line) -> dict[str, Any]:
    message = {key: value for key, value in asdict(line.message).items() if key not in {"conversation_id", "seq"}}
    vote = {"helpful": line.helpful, "feedback_reason": line.feedback_reason}
    return {**message, "answer": line.answer, **vote}

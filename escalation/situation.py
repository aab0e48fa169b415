"""Gathers from the stores what the hand-off policy looks at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from answering.conversations.store import ConversationStore
from core.db import Session
from core.model import Decision, Message
from escalation.policy import NOT_A_QUESTION, Attempt, Situation
from escalation.queue import EscalationQueue
from escalation.rules import Subject
from escalation.tickets import OPEN, Status, person_in_charge

LOOK_BACK = 10
"""How many earlier questions count as attempts."""


SensitiveTopic = Callable[[Session, Subject], str | None]
"""Gives the name of the operator's rule by which a person is to deal with a subject, if there is one."""


class Situations:
    """Builds the `Situation` of a question."""

    def __init__(
        self, conversations: ConversationStore, queue: EscalationQueue, sensitive: SensitiveTopic | None = None
    ) -> None:
        self._conversations = conversations
        self._queue = queue
        self._sensitive = sensitive

    def of(
        self,
        session: Session,
        question: Message,
        lang: str,
        *,
        standalone: str | None = None,
        tags: Iterable[str] = (),
    ) -> Situation:
        """The situation of a stored question; `standalone` is the question made self-contained, if it was.

        `tags` are those of the documents that answer it best.
        """
        conversation = self._conversations.get(session, question.conversation_id)
        live = self._queue.live(session, conversation.id)
        earlier = self._queue.of_conversation(session, conversation.id)
        asked = standalone or question.text
        subject = Subject(asked, lang, conversation.page_url, frozenset(tags))
        return Situation(
            owner=conversation.owner,
            question=asked,
            lang=lang,
            person_in_charge=person_in_charge(live),
            queued_for=live.question if live is not None and live.status in OPEN else None,
            handed_back=tuple(one.question for one in earlier if one.status is Status.RETURNED),
            sensitive_topic=self._sensitive(session, subject) if self._sensitive else None,
            attempts=self._attempts(session, question, conversation.handed_back_seq),
        )

    def _attempts(self, session: Session, question: Message, after_seq: int) -> tuple[Attempt, ...]:
        rows = session.execute(
            "SELECT q.text, a.decision, a.answer, f.helpful FROM answers a JOIN messages q ON q.id = a.question_id"
            " LEFT JOIN feedback f ON f.message_id = a.message_id WHERE q.conversation_id = ? AND q.seq > ?"
            " AND q.seq < ? AND coalesce(a.reason, '') NOT IN (?, ?, ?) ORDER BY q.seq DESC LIMIT ?",
            (question.conversation_id, after_seq, question.seq, *NOT_A_QUESTION, LOOK_BACK),
        ).fetchall()
        return tuple(
            Attempt(
                question=row["text"],
                decision=Decision(row["decision"]),
                quoted=frozenset(
                    (citation["document_id"], citation["start"], citation["end"])
                    for citation in json.loads(row["answer"])["citations"]
                ),
                helpful=None if row["helpful"] is None else bool(row["helpful"]),
            )
            for row in reversed(rows)
        )

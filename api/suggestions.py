"""Replies that an agent may begin with: what the content says, and what colleagues wrote to like questions.

Nothing here is ever sent by itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from answering.answerer import Answerer, Question
from answering.conversations.store import ConversationStore
from core.db import Database, Session
from core.language import primary
from core.model import Author, Citation, Conversation
from escalation.queue import EscalationQueue
from escalation.similarity import Similarity
from escalation.tickets import Escalation, Outcome

LOOKED_AT = 300
"""The latest settled escalations among which like questions are looked for."""
MOST_REPLIES = 2
LINES = 4
"""The customer's latest lines that are tried."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to begin with."""

    text: str
    citations: tuple[Citation, ...] = ()
    agent_name: str | None = None
    """Who wrote it; None: it is quoted from content."""
    question: str = ""
    """What it was the reply to."""
    at: str = ""
    escalation_id: str = ""

    @property
    def digest(self) -> str:
        """Tells later whether it was sent as it is."""
        return digest(self.text)


def digest(text: str) -> str:
    """A short name of a text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:32]


class Suggestions:
    """Looks for suggestions; reads only."""

    def __init__(
        self,
        database: Database,
        conversations: ConversationStore,
        queue: EscalationQueue,
        answerer: Answerer,
        similarity: Similarity,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._queue = queue
        self._answerer = answerer
        self._similarity = similarity

    def of(self, escalation_id: str) -> tuple[Suggestion, ...]:
        """What fits the customer's latest question; raises NotFound."""
        with self._database.read() as session:
            escalation = self._queue.get(session, escalation_id)
            conversation = self._conversations.get(session, escalation.conversation_id)
            asked = self._asked(session, escalation, conversation)
            replies = self._replies(session, escalation, conversation)
        found = next((made for question in asked if (made := self._from_content(question))), None)
        return (*((found,) if found else ()), *replies)

    def _asked(self, session: Session, escalation: Escalation, conversation: Conversation) -> tuple[Question, ...]:
        """The customer's latest lines, newest first, each as it follows from what was said before.

        The newest is often no question: thanks, or the wish for a person.
        """
        said = [one for one in self._conversations.messages(session, conversation.id) if one.author is Author.VISITOR]
        return tuple(
            Question(
                one.text,
                lang=escalation.lang,
                audiences=conversation.audiences,
                history=self._conversations.history(session, conversation.id, before_seq=one.seq),
            )
            for one in reversed(said[-LINES:])
        )

    def _from_content(self, question: Question) -> Suggestion | None:
        if not question.text.strip():
            return None
        draft = self._answerer.answer(question).draft
        return Suggestion(draft.text, draft.citations) if draft else None

    def _replies(self, session: Session, escalation: Escalation, conversation: Conversation) -> tuple[Suggestion, ...]:
        """Last lines of agents in settled conversations whose customers could see no more than this one can."""
        rows = session.execute(
            """SELECT e.id, e.question, e.resolved_at, c.audiences, m.text, m.author_name FROM escalations e
               JOIN conversations c ON c.id = e.conversation_id
               JOIN messages m ON m.seq = (SELECT max(seq) FROM messages
                 WHERE conversation_id = c.id AND author = ? AND text <> '')
               WHERE e.outcome = ? AND e.lang IS ? AND e.id <> ? ORDER BY e.resolved_at DESC LIMIT ?""",
            (Author.AGENT, Outcome.ANSWERED, escalation.lang, escalation.id, LOOKED_AT),
        )
        lang = primary(escalation.lang or "en")
        found = []
        for row in rows:
            fits = conversation.audiences.issuperset(json.loads(row["audiences"]))
            if fits and self._similarity.same(escalation.question, row["question"], lang):
                found.append(
                    Suggestion(
                        row["text"], (), row["author_name"], row["question"], row["resolved_at"] or "", row["id"]
                    )
                )
            if len(found) == MOST_REPLIES:
                break
        return tuple(found)

"""Replies by e-mail: what an agent wrote to a customer who had left the page is mailed, once.

A line counts as read when the customer was there after it was written: had a live stream open, read the conversation or
wrote in it. That is noted at most once a minute, so a line is mailed only once it is clearly older than that. Several
lines in a row become one letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from answering.conversations.store import ConversationStore
from core.clock import Clock, parse_timestamp, timestamp
from core.db import Database, Session
from core.model import Author, Message
from escalation.delivery.outbox import Outbox
from escalation.mail.threads import MailThreads

TOPIC = "mail.reply"
AT_ONCE = 50
"""Conversations looked at in one go."""
LONGEST_WAIT = timedelta(minutes=10)
"""An agent who goes on and on holds a letter up no longer than this."""
LATEST = timedelta(days=1)
"""Older lines are not mailed: mail may have been set up, or mended, only now."""

# The assistant's answers are mailed when they answer an e-mail.
_CANDIDATES = """
SELECT DISTINCT c.id FROM (
    SELECT conversation_id, seq FROM messages WHERE author = 'agent' AND created_at > :since
    UNION ALL
    SELECT m.conversation_id, m.seq FROM inbound_mail i JOIN messages m ON m.conversation_id = i.conversation_id
    WHERE i.received_at > :since AND i.stored_id IS NOT NULL AND m.author = 'assistant' AND m.created_at > :since
) line JOIN conversations c ON c.id = line.conversation_id LEFT JOIN visitors v ON v.id = c.visitor_id
WHERE line.seq > c.mailed_seq AND c.mail_stopped_at IS NULL AND coalesce(c.contact_email, v.email) IS NOT NULL
LIMIT :limit
"""


class ReplyMail:
    """Finds lines that were not read and leaves letters in the outbox. Safe in several processes at once."""

    def __init__(
        self,
        database: Database,
        conversations: ConversationStore,
        threads: MailThreads,
        outbox: Outbox,
        clock: Clock,
        wait: timedelta,
    ) -> None:
        """`wait`: how old a line must be, longer than the customer's presence takes to be noted."""
        self._database = database
        self._conversations = conversations
        self._threads = threads
        self._outbox = outbox
        self._clock = clock
        self._wait = wait

    def run(self) -> int:
        """Leave every letter that is due; returns how many."""
        now = self._clock()
        with self._database.read() as session:
            found = session.execute(_CANDIDATES, {"since": timestamp(now - LATEST), "limit": AT_ONCE}).fetchall()
            due = [row["id"] for row in found if self._due(session, row["id"], now)]
        return sum(self._settle(conversation_id) for conversation_id in due)

    def _settle(self, conversation_id: str) -> int:
        """Decide once more, now that nobody else can write: another process may have been quicker."""
        with self._database.write() as session:
            due = self._due(session, conversation_id, self._clock())
            if not due:
                return 0
            last = due[-1].seq
            session.execute("UPDATE conversations SET mailed_seq = ? WHERE id = ?", (last, conversation_id))
            if not self._unread(session, conversation_id, due):
                return 0
            if self._threads.address_on_file(session, conversation_id) is None:
                return 0
            self._threads.token_of(session, conversation_id)
            facts = {"conversation_id": conversation_id, "after_seq": due[0].seq - 1, "until_seq": last}
            self._outbox.enqueue(session, f"mail-reply:{conversation_id}:{last}", TOPIC, facts)
        return 1

    def lines(self, session: Session, conversation_id: str, after_seq: int, until_seq: int) -> tuple[Message, ...]:
        """The lines between the two that belong into a letter and have not been read yet."""
        told = [m for m in self._told(session, conversation_id, after_seq) if m.seq <= until_seq]
        return self._unread(session, conversation_id, told)

    def _due(self, session: Session, conversation_id: str, now: datetime) -> Sequence[Message]:
        """The lines whose time has come, read or not; none while the agent may still be writing."""
        oldest = timestamp(now - LATEST)
        told = [
            m for m in self._told(session, conversation_id, _mailed(session, conversation_id)) if m.created_at > oldest
        ]
        ripe = [m for m in told if parse_timestamp(m.created_at) <= now - self._wait]
        if len(ripe) < len(told) and ripe and parse_timestamp(ripe[0].created_at) > now - LONGEST_WAIT:
            return ()
        return ripe

    def _told(self, session: Session, conversation_id: str, after_seq: int) -> list[Message]:
        """What the customer was told: by agents, and by the assistant in answer to an e-mail."""
        by_mail = {
            row["stored_id"]
            for row in session.execute(
                "SELECT stored_id FROM inbound_mail WHERE conversation_id = ?", [conversation_id]
            )
        }
        found, answers_mail = list[Message](), False
        for message in self._conversations.messages(session, conversation_id):
            if message.author is Author.VISITOR:
                answers_mail = message.id in by_mail
            elif message.seq > after_seq and (
                message.author is Author.AGENT or (message.author is Author.ASSISTANT and answers_mail)
            ):
                found.append(message)
        return found

    def _unread(self, session: Session, conversation_id: str, lines: Sequence[Message]) -> tuple[Message, ...]:
        row = session.execute("SELECT visitor_seen_at FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
        seen = (row["visitor_seen_at"] if row else None) or ""
        return tuple(message for message in lines if message.created_at > seen)


def _mailed(session: Session, conversation_id: str) -> int:
    row = session.execute("SELECT mailed_seq FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return int(row["mailed_seq"]) if row else 0

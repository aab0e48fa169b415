"""A desk that writes and takes letters, and an SMTP server that really listens."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from answering.conversations.attachments import AttachmentStore
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.clock import timestamp
from core.db import Database
from core.model import Conversation, Message, Reason
from escalation.delivery.outbox import Outbox
from escalation.delivery.outbox_worker import OutboxWorker
from escalation.desk import Desk
from escalation.mail.inbound import InboundMail
from escalation.mail.letters import Letters
from escalation.mail.mailbox import ImapAccount, ImapMailbox
from escalation.mail.replies import ReplyMail
from escalation.mail.sender import SmtpAccount, SmtpMailer
from escalation.mail.store import MailStore
from escalation.mail.target import MAIL, MailTarget
from escalation.mail.threads import MailThreads
from escalation.mail.tokens import ReplyTokens
from escalation.mail.transcripts import Transcripts
from escalation.queue import EscalationQueue
from escalation.tickets import Agent, Escalation
from tests.mail.imap_server import ImapServer

CERTIFICATE = Path(__file__).parent / "data" / "localhost_for_tests.pem"
SENDER = ("Example Help", "help@example.com")
ANN = "ann@customer.example"


class HandClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass
class MailServer:
    """An SMTP server that keeps what it is sent; answers with the replies it is given, then with 250."""

    replies: list[str] = field(default_factory=list)
    recipient_replies: list[str] = field(default_factory=list)
    kept: list[Envelope] = field(default_factory=list)
    port: int = 0
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    on_kept: Callable[[], None] | None = None

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(bytes(e.content or b""), policy=policy.default) for e in self.kept]  # type: ignore[misc]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.recipient_replies:
            return self.recipient_replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.replies:
            return self.replies.pop(0)
        self.encrypted.append(session.ssl is not None)
        self.kept.append(envelope)
        if self.on_kept is not None:
            self.on_kept()
        return "250 Kept"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == b"se cret/1"
        if good:
            self.signed_in.append(data.login.decode())
        return AuthResult(success=good, handled=False)


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def client_context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


@dataclass
class MailDesk:
    """Everything between an agent's line and the letter, and back."""

    database: Database
    clock: HandClock
    server: MailServer
    notified: int = 0

    def __post_init__(self) -> None:
        clock, database = self.clock, self.database
        self.conversations, self.queue = ConversationStore(clock), EscalationQueue()
        self.visitors = VisitorStore(clock)
        self.outbox = Outbox(clock, [MAIL])
        self.desk = Desk(self.conversations, self.queue, self.outbox, clock)
        self.tokens = ReplyTokens(b"k" * 32, "reply@example.com")
        self.threads = MailThreads(self.tokens)
        self.replies = ReplyMail(database, self.conversations, self.threads, self.outbox, clock, timedelta(seconds=120))
        self.store = MailStore(AttachmentStore(clock), clock)
        self.inbound = InboundMail(
            database, self.conversations, self.desk, self.threads, self.tokens, self.store, clock, self._notify
        )
        self.transcripts = Transcripts(self.threads, self.outbox, clock)
        self.letters = Letters(
            self.conversations,
            self.threads,
            self.tokens,
            self.replies,
            lambda url: url.startswith("https://shop.example/"),
            takes_answers=True,
        )
        account = SmtpAccount("smtp+plain", "127.0.0.1", self.server.port, None, None)
        self.target = MailTarget(database, self.letters, SmtpMailer(account, SENDER, clock), self.desk)
        self.worker = OutboxWorker(database, self.outbox, {"mail": self.target}, clock, luck=lambda: 0.0)
        self.agent = Agent("stf_maria", "María")
        with database.write() as session:
            session.execute(
                "INSERT OR IGNORE INTO staff (id, email, name, role, created_at) VALUES (?, ?, ?, ?, ?)",
                (self.agent.id, "maria@example.com", "María", "agent", timestamp(clock())),
            )

    def _notify(self) -> None:
        self.notified += 1

    def talk(
        self, lang: str = "en", question: str = "Where is my refund?", email: str | None = ANN, page: str | None = None
    ) -> tuple[Conversation, Escalation]:
        """A conversation that an agent has taken, with the customer's address on file."""
        with self.database.write() as session:
            visitor = self.visitors.create(session)
            made = self.conversations.create(session, visitor.id, lang=lang, page_url=page)
            session.execute("UPDATE conversations SET contact_email = ? WHERE id = ?", (email, made.id))
            asked = self.desk.accept(session, made.id, question, lang=lang, author_id=visitor.id)
            opened = self.desk.open(session, made.id, Reason.NO_CONTENT, question, question_id=asked.id, lang=lang)
            return made, self.desk.claim(session, opened.id, self.agent)

    def reply(self, escalation: Escalation, text: str) -> Message:
        with self.database.write() as session:
            return self.desk.reply(session, escalation.id, self.agent, text)

    def seen(self, conversation: Conversation) -> None:
        """The customer is there."""
        with self.database.write() as session:
            session.execute(
                "UPDATE conversations SET visitor_seen_at = ? WHERE id = ?", (timestamp(self.clock()), conversation.id)
            )

    def later(self, **parts: float) -> int:
        """Let time pass and everything be sent that is due; returns how many letters were queued."""
        self.clock.forward(**(parts or {"minutes": 3}))
        queued = self.replies.run()
        self.worker.deliver_due()
        return queued

    def lines(self, conversation: Conversation) -> list[tuple[str, str]]:
        with self.database.read() as session:
            return [(m.author.value, m.text) for m in self.conversations.messages(session, conversation.id)]

    def notes(self, escalation: Escalation) -> list[str]:
        with self.database.read() as session:
            history = self.queue.history(session, escalation.id)
        return [entry.data["text"] for entry in history if entry.happening == "noted"]

    def letter(self, talked: tuple[Conversation, Escalation], text: str = "It is on its way.") -> EmailMessage:
        """An agent's line that has been mailed."""
        self.reply(talked[1], text)
        self.later()
        return self.server.letters[-1]

    def mailbox(self, server: ImapServer, scheme: str = "imap+plain") -> ImapMailbox:
        account = ImapAccount(scheme, "127.0.0.1", server.port, server.user, server.password, "INBOX")
        return ImapMailbox(account)


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def answer_to(letter: EmailMessage, text: str, sender: str = ANN, **headers: str) -> bytes:
    """What the customer's mail program makes of "Reply"."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = sender
    made["To"] = letter["Reply-To"]
    made["Subject"] = f"Re: {letter['Subject']}"
    made["In-Reply-To"] = letter["Message-ID"]
    made["Message-ID"] = headers.pop("message_id", f"<{abs(hash(text))}@customer.example>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()

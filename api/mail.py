"""Puts the parts of mail together from settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from answering.conversations.attachments import AttachmentStore
from answering.conversations.store import ConversationStore
from api.origins import OriginRule
from core.clock import Clock
from core.db import Database
from core.errors import AppError, Misconfigured
from core.settings import Settings
from escalation.delivery.handoff import HandoffTarget
from escalation.delivery.outbox import Outbox
from escalation.delivery.targets import Target, TargetKind
from escalation.desk import Desk
from escalation.mail.address import named_address
from escalation.mail.imap import ImapFetcher, ImapWatch
from escalation.mail.inbound import InboundMail
from escalation.mail.letters import Letters
from escalation.mail.mailbox import ImapAccount, ImapMailbox
from escalation.mail.replies import ReplyMail
from escalation.mail.sender import SmtpAccount, SmtpMailer
from escalation.mail.store import MailStore
from escalation.mail.target import MAIL, LetterWriter, MailTarget
from escalation.mail.threads import MailThreads
from escalation.mail.tokens import ReplyTokens
from escalation.mail.transcripts import Transcripts

NOWHERE = "nobody@localhost.localdomain"
"""Stands in Message-IDs where no address is set up; nothing is sent then."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What routes and background work with."""

    target: Target | None
    """Sends letters; None: no mail server is set up."""
    replies: ReplyMail
    transcripts: Transcripts
    inbound: InboundMail
    store: MailStore
    watch: ImapWatch | None
    """Fetches mail; None: no mailbox is set up."""

    def start(self) -> None:
        """Begin fetching mail."""
        if self.watch is not None:
            self.watch.start()

    def stop(self) -> None:
        """End it."""
        if self.watch is not None:
            self.watch.stop()

    def mail_replies(self) -> int:
        """Leave letters for customers who left, where letters can be sent; returns how many."""
        return self.replies.run() if self.target is not None else 0


def make_mail(
    settings: Settings,
    clock: Clock,
    key: bytes,
    database: Database,
    conversations: ConversationStore,
    desk: Desk,
    outbox: Outbox,
    attachments: AttachmentStore,
    notify: Callable[[], None],
    others: Mapping[str, LetterWriter] | None = None,
) -> Mail:
    """All parts; raises Misconfigured when settings contradict each other. `others`: see `MailTarget`."""
    tokens = ReplyTokens(key, reply_address(settings))
    threads, store = MailThreads(tokens), MailStore(attachments, clock)
    wait = timedelta(seconds=settings.mail_reply_after)
    replies = ReplyMail(database, conversations, threads, outbox, clock, wait)
    inbound = InboundMail(database, conversations, desk, threads, tokens, store, clock, notify)
    letters = Letters(conversations, threads, tokens, replies, own_pages(settings), takes_answers(settings))
    mailer = make_mailer(settings, clock)
    mailbox = make_mailbox(settings)
    return Mail(
        target=mail_target(settings, MailTarget(database, letters, mailer, desk, others)) if mailer else None,
        replies=replies,
        transcripts=Transcripts(threads, outbox, clock),
        inbound=inbound,
        store=store,
        watch=ImapWatch(ImapFetcher(mailbox, inbound), settings.imap_seconds) if mailbox else None,
    )


def make_mailer(settings: Settings, clock: Clock) -> SmtpMailer | None:
    """What sends letters, or None; raises Misconfigured."""
    if settings.smtp_url is None:
        return None
    if not settings.mail_from:
        raise Misconfigured("ASKWELL_SMTP_URL needs ASKWELL_MAIL_FROM, the sender of letters, which is not set.")
    account = SmtpAccount.parsed(settings.smtp_url.get_secret_value())
    return SmtpMailer(account, _address(settings.mail_from, "ASKWELL_MAIL_FROM"), clock)


def make_mailbox(settings: Settings) -> ImapMailbox | None:
    """Where mail is fetched from, or None; raises Misconfigured."""
    if settings.imap_url is None:
        return None
    return ImapMailbox(ImapAccount.parsed(settings.imap_url.get_secret_value()))


def mail_target(settings: Settings, taker: HandoffTarget) -> Target:
    """The target of letters as deliveries show it."""
    account = SmtpAccount.parsed(settings.smtp_url.get_secret_value() if settings.smtp_url else "")
    return Target(MAIL, TargetKind.MAIL, account.host, taker)


def takes_answers(settings: Settings) -> bool:
    """Whether answers to letters come back: an address for them, and a way in."""
    return settings.mail_reply_to is not None and (
        settings.imap_url is not None or settings.inbound_mail_secret is not None
    )


def own_pages(settings: Settings) -> Callable[[str], bool]:
    """Whether a page belongs to this site: customers' browsers name pages, and letters must not link to others'."""
    # A star allows every site to carry the widget; it says nothing about whose pages are whose.
    named = [origin for origin in settings.allowed_origins if origin != "*"]
    rule = OriginRule(named, settings.public_url)

    def is_own(url: str) -> bool:
        parts = urlsplit(url)
        return bool(parts.netloc) and rule.allows(f"{parts.scheme}://{parts.netloc}", "")

    return is_own


def reply_address(settings: Settings) -> str:
    """What reply addresses are made from; raises Misconfigured."""
    if (settings.imap_url or settings.inbound_mail_secret) and not settings.mail_reply_to:
        raise Misconfigured("Mail can come in, but ASKWELL_MAIL_REPLY_TO, where answers go, is not set.")
    if settings.mail_reply_to:
        return _address(settings.mail_reply_to, "ASKWELL_MAIL_REPLY_TO")[1]
    return _address(settings.mail_from, "ASKWELL_MAIL_FROM")[1] if settings.mail_from else NOWHERE


def _address(text: str, name: str) -> tuple[str, str]:
    try:
        return named_address(text)
    except AppError as error:
        raise Misconfigured(f"{name}: {error.message}") from error

"""Mail that comes in: each e-mail is taken once, and becomes the customer's words only if it is theirs.

What became of it is kept under its Message-ID, in the transaction that stores the message: whoever brings the same
e-mail again, another process or a mail server that lost our answer, finds it taken.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from answering.conversations.store import ConversationStore
from core.clock import Clock, timestamp
from core.db import Database, Session
from core.errors import Unavailable
from core.model import Conversation
from escalation.desk import Desk
from escalation.mail.address import same_address
from escalation.mail.automatic import BOUNCE
from escalation.mail.letters import STOP_WORD
from escalation.mail.outcomes import Outcome, Receipt
from escalation.mail.parse import MAX_MAIL, ParsedMail, mail_id, parsed
from escalation.mail.quotes import without_quotes
from escalation.mail.store import MailStore
from escalation.mail.threads import MailThreads
from escalation.mail.tokens import ReplyTokens

_log = logging.getLogger("askwell.mail")
MAX_NOTE = 4_000
"""Characters of a stranger's e-mail in a note."""


class InboundMail:
    """Takes e-mails. Safe in several threads and processes."""

    def __init__(
        self,
        database: Database,
        conversations: ConversationStore,
        desk: Desk,
        threads: MailThreads,
        tokens: ReplyTokens,
        store: MailStore,
        clock: Clock,
        notify: Callable[[], None],
    ) -> None:
        """`notify` is called after each message that clients can see."""
        self._database = database
        self._conversations = conversations
        self._desk = desk
        self._threads = threads
        self._tokens = tokens
        self._store = store
        self._clock = clock
        self._notify = notify

    def take(self, raw: bytes) -> Receipt:
        """Take one e-mail; raises nothing but Unavailable, when the database cannot be used: bring it again then."""
        if len(raw) > MAX_MAIL:
            return self.refuse(mail_id(raw), Outcome.TOO_LARGE)
        mail = parsed(raw)
        if mail is None:
            return self.refuse(mail_id(raw), Outcome.MALFORMED)
        try:
            return self._take(mail)
        except Unavailable:
            raise
        except Exception:  # one e-mail that we cannot cope with must not hold up those behind it
            _log.exception("An e-mail could not be taken")
            return self.refuse(mail.id, Outcome.FAILED)

    def refuse(self, identifier: str, outcome: Outcome) -> Receipt:
        """Note an e-mail that is not read."""
        receipt = Receipt(outcome)
        with self._database.write() as session:
            if self._store.is_known(session, identifier):
                return Receipt(Outcome.DUPLICATE)
            self._store.keep(session, identifier, receipt)
        _log.warning("An e-mail could not be taken: %s", outcome)
        return receipt

    # Inside

    def _take(self, mail: ParsedMail) -> Receipt:
        with self._database.write() as session:
            if self._store.is_known(session, mail.id):
                return Receipt(Outcome.DUPLICATE)
            receipt = self._settle(session, mail)
            self._store.keep(session, mail.id, receipt)
        self._notify()
        _log.info("An e-mail came in: %s", receipt.outcome)
        return receipt

    def _settle(self, session: Session, mail: ParsedMail) -> Receipt:
        if mail.automatic == BOUNCE:
            return self._bounced(session, mail)
        if mail.automatic or (mail.sender and self._tokens.is_own(mail.sender)):
            return Receipt(Outcome.AUTOMATIC, detail=mail.automatic or "from our own address")
        conversation = self._conversation(session, mail)
        if conversation is None:
            return Receipt(Outcome.UNKNOWN)
        known = self._threads.address_on_file(session, conversation.id)
        if mail.forged or mail.sender is None or known is None or not same_address(mail.sender, known):
            return self._from_elsewhere(session, mail, conversation)
        if mail.subject.strip().lower() == STOP_WORD:
            self._threads.stop(session, conversation.id, timestamp(self._clock()))
            self._desk.remark(session, conversation.id, "The customer wants no more e-mails about this conversation.")
            return Receipt(Outcome.UNSUBSCRIBED, conversation.id)
        return self._taken(session, mail, conversation)

    def _conversation(self, session: Session, mail: ParsedMail) -> Conversation | None:
        token = self._tokens.find(mail.recipients) or self._tokens.find(mail.related)
        found = self._threads.conversation_of(session, token) if token else None
        return self._conversations.get(session, found) if found else None

    def _taken(self, session: Session, mail: ParsedMail, conversation: Conversation) -> Receipt:
        text = self._store.worded(without_quotes(mail.text), conversation.lang)
        kept, left_out = self._store.files(session, conversation, mail.files)
        text = "\n\n".join(part for part in (text, left_out) if part)
        if not text and not kept:
            return Receipt(Outcome.EMPTY, conversation.id)
        message = self._desk.accept(
            session,
            conversation.id,
            text,
            author_id=conversation.visitor_id,
            attachments=[file.id for file in kept],
        )
        return Receipt(Outcome.TAKEN, conversation.id, message.id)

    def _from_elsewhere(self, session: Session, mail: ParsedMail, conversation: Conversation) -> Receipt:
        why = "may not come from who it says" if mail.forged else "came from another address"
        said = without_quotes(mail.text)[:MAX_NOTE]
        note = f"An e-mail about this conversation {why} ({mail.sender or 'unknown'}). It was not sent on:\n\n{said}"
        self._desk.remark(session, conversation.id, note)
        return Receipt(Outcome.OTHER_ADDRESS, conversation.id, detail=mail.sender)

    def _bounced(self, session: Session, mail: ParsedMail) -> Receipt:
        conversation = self._conversation(session, mail)
        if conversation is not None and mail.failure:
            note = f"An e-mail to the customer did not arrive: {mail.failure}"
            self._desk.remark(session, conversation.id, note)
        return Receipt(Outcome.BOUNCE, conversation.id if conversation else None, detail=mail.failure or None)

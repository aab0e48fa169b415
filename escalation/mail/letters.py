"""Letters as they are written: replies, transcripts, links to sign in. Written when they are sent, in the customer's
language, from what is stored: the outbox holds only which lines they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from answering.conversations.store import ConversationStore
from core.clock import parse_timestamp
from core.db import Session
from core.model import Author, Conversation, Message
from escalation.mail.body import Body
from escalation.mail.enclosures import enclosures_of
from escalation.mail.message import Letter, one_line
from escalation.mail.replies import ReplyMail
from escalation.mail.threads import MailThreads
from escalation.mail.tokens import ReplyTokens
from escalation.mail.words import MailWords, mail_words

QUESTION_SHOWN = 70
"""Characters of a question in a subject."""
STOP_WORD = "unsubscribe"
"""The subject that stops letters about a conversation."""
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Headers of letters that nobody wrote by hand."""


class Letters:
    """Writes letters; methods take the caller's open session and give None when there is nothing to send any more."""

    def __init__(
        self,
        conversations: ConversationStore,
        threads: MailThreads,
        tokens: ReplyTokens,
        replies: ReplyMail,
        may_link: Callable[[str], bool],
        takes_answers: bool,
    ) -> None:
        """`may_link`: whether a page belongs to this site; `takes_answers`: whether mail that comes in is read."""
        self._conversations = conversations
        self._threads = threads
        self._tokens = tokens
        self._replies = replies
        self._may_link = may_link
        self._takes_answers = takes_answers

    def reply(self, session: Session, facts: Mapping[str, Any], key: str) -> Letter | None:
        """What an agent wrote while the customer was away."""
        conversation = self._conversations.get(session, facts["conversation_id"])
        to = self._threads.address_on_file(session, conversation.id)
        lines = self._replies.lines(session, conversation.id, facts["after_seq"], facts["until_seq"])
        if to is None or not lines or not self._threads.wants_letters(session, conversation.id):
            return None
        words = mail_words(lines[-1].lang or conversation.lang)
        body = self._reply_body(session, words, conversation, lines)
        automatic = all(line.author is Author.ASSISTANT for line in lines)
        return Letter(
            to,
            self._subject(session, words, conversation),
            body.text,
            body.html,
            headers=self._stop_header(session, conversation.id)
            | {"X-Auto-Response-Suppress": "OOF, AutoReply"}
            | ({"Auto-Submitted": "auto-replied"} if automatic else {}),
            enclosures=enclosures_of(session, lines),
            **self._thread(session, conversation.id, key),
        )

    def transcript(self, session: Session, facts: Mapping[str, Any], key: str) -> Letter | None:
        """The whole conversation, for the customer who asked for it."""
        conversation = self._conversations.get(session, facts["conversation_id"])
        lines = self._conversations.transcript(session, conversation.id)
        words = mail_words(conversation.lang or facts.get("lang"))
        body = Body(words.lang)
        body.say(words.transcript_intro)
        for line in lines:
            if line.message.seq <= facts["until_seq"]:
                self._quote(body, words, line.message, line.answer, timed=True)
        date = parse_timestamp(conversation.created_at).date().isoformat()
        return Letter(
            facts["to"],
            words.transcript_subject.format(date=date),
            body.text,
            body.html,
            message_id=self._tokens.message_id(None, key),
            headers=AUTOMATIC,
        )

    def sign_in(self, facts: Mapping[str, Any], key: str) -> Letter:
        """A one-time link for a member of staff."""
        words = mail_words(facts.get("lang"))
        body = Body(words.lang)
        body.say(words.sign_in_hello.format(name=one_line(facts["name"])))
        body.link(words.sign_in_text, facts["link"])
        until = parse_timestamp(facts["expires_at"]).strftime("%Y-%m-%d %H:%M")
        body.say(words.sign_in_end.format(time=until))
        body.small(words.sign_in_ignore)
        message_id = self._tokens.message_id(None, key)
        return Letter(
            facts["to"], words.sign_in_subject, body.text, body.html, message_id=message_id, headers=AUTOMATIC
        )

    def message_id(self, key: str) -> str:
        """The Message-ID of a letter that belongs to no conversation: the same each time it is sent."""
        return self._tokens.message_id(None, key)

    # Inside

    def _thread(self, session: Session, conversation_id: str, key: str) -> dict[str, Any]:
        token = self._threads.known_token(session, conversation_id)
        return {
            "message_id": self._tokens.message_id(token, key),
            "references": self._threads.references(session, conversation_id),
            "reply_to": self._tokens.address(token) if token and self._takes_answers else None,
        }

    def _stop_header(self, session: Session, conversation_id: str) -> dict[str, str]:
        token = self._threads.known_token(session, conversation_id)
        if not (token and self._takes_answers):
            return {}
        return {"List-Unsubscribe": f"<mailto:{self._tokens.address(token)}?subject={STOP_WORD}>"}

    def _subject(self, session: Session, words: MailWords, conversation: Conversation) -> str:
        """The same for every letter of a conversation, or mail programs would tear the thread apart."""
        asked = session.execute(
            "SELECT question FROM escalations WHERE conversation_id = ? ORDER BY created_at LIMIT 1", (conversation.id,)
        ).fetchone()
        question = one_line(asked["question"]) if asked else ""
        if not question:
            return words.reply_subject_plain
        short = question if len(question) <= QUESTION_SHOWN else question[: QUESTION_SHOWN - 1].rstrip() + "…"
        return words.reply_subject.format(question=short)

    def _reply_body(
        self, session: Session, words: MailWords, conversation: Conversation, lines: tuple[Message, ...]
    ) -> Body:
        answers = {line.message.id: line.answer for line in self._conversations.transcript(session, conversation.id)}
        body = Body(words.lang)
        for line in lines:
            self._quote(body, words, line, answers.get(line.id))
        body.rule()
        if self._takes_answers:
            body.small(words.answer_here)
        page = conversation.page_url or ""
        if urlsplit(page).scheme in {"http", "https"} and self._may_link(page):
            body.link(words.back, page)
        if self._takes_answers:
            body.small(words.stop)
        return body

    def _quote(
        self, body: Body, words: MailWords, line: Message, answer: Mapping[str, Any] | None, *, timed: bool = False
    ) -> None:
        names = {Author.VISITOR: words.customer, Author.ASSISTANT: words.assistant, Author.SYSTEM: words.notice}
        head = one_line(names.get(line.author) or line.author_name or words.agent)
        if timed:
            moment = parse_timestamp(line.created_at).strftime("%Y-%m-%d %H:%M UTC")
            body.quote(f"{head}, {moment}", line.text)
        else:
            body.quote(words.wrote.format(name=head), line.text)
        cited = answer["citations"] if answer else [asdict(citation) for citation in line.citations]
        if cited:
            body.quote(words.sources, "\n".join(_source(found) for found in cited))


def _source(citation: Mapping[str, Any]) -> str:
    """A line of the list of sources; in angle brackets an address becomes a link."""
    url = str(citation["url"] or "")
    where = f" <{url}>" if url.startswith(("http://", "https://")) else ""
    return f"- [{citation['id']}] {one_line(citation['title'])}{where}"

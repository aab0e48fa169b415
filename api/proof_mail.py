"""Puts the parts together that tell customers of answers by e-mail."""

from __future__ import annotations

from dataclasses import replace

from api.mail import Mail, make_mailer, reply_address
from core.clock import Clock
from core.db import Database
from core.settings import Settings
from escalation.delivery.outbox import Outbox
from escalation.mail.tokens import ReplyTokens
from insights.proof.letters import AnswerLetters
from insights.proof.refusals import Refusals
from insights.proof.telling import Telling


def make_telling(settings: Settings, clock: Clock, key: bytes, outbox: Outbox) -> Telling:
    """Decides who is told; nobody is unless letters can be sent, and refused at an address of this server."""
    can_write = settings.smtp_url is not None and settings.public_url is not None
    return Telling(Refusals(key, clock), outbox, clock, can_write=can_write)


def with_answer_letters(
    mail: Mail, settings: Settings, clock: Clock, key: bytes, database: Database, telling: Telling
) -> Mail:
    """The same mail, which writes these letters too."""
    mailer = make_mailer(settings, clock)
    if mail.target is None or mailer is None or settings.public_url is None:
        return mail
    tokens = ReplyTokens(key, reply_address(settings))
    taker = AnswerLetters(
        mail.target.taker,
        mailer,
        database,
        telling,
        lambda name: tokens.message_id(None, name),
        settings.public_url,
        clock,
    )
    return replace(mail, target=replace(mail.target, taker=taker))

"""What has to be said in letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailWords:
    """Every sentence of our letters in one language; names in braces are filled in."""

    lang: str
    reply_subject: str
    """With `question`."""
    reply_subject_plain: str
    wrote: str
    """With `name`."""
    agent: str
    """In the place of the name of an agent who has none."""
    assistant: str
    customer: str
    notice: str
    """Who speaks in notices of the system."""
    sources: str
    answer_here: str
    back: str
    """Before the link to the page of the conversation."""
    stop: str
    transcript_subject: str
    """With `date`."""
    transcript_intro: str
    sign_in_subject: str
    sign_in_hello: str
    """With `name`."""
    sign_in_text: str
    sign_in_end: str
    """With `time`."""
    sign_in_ignore: str
    left_out: str
    """With `names`: files of an e-mail that were not taken over."""
    cut: str
    """Behind the words of an e-mail that was too long."""

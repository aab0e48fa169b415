"""A question as it arrives, and the language that it is taken to be in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from answering.conversations.customer_facts import Attributes
from api.idempotency import Ticket
from core.language import primary, tell
from core.model import Author, Turn
from retrieval.question_language import language_after


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it arrives."""

    text: str
    trace_id: str
    conversation_id: str | None = None
    lang: str | None = None
    page_url: str | None = None
    page_title: str | None = None
    page_lang: str | None = None
    """Decides where neither the text nor what was said before tells a language."""
    attributes: Attributes = field(default_factory=dict)
    """What the page says of the customer and itself."""
    attachments: tuple[str, ...] = ()
    """Ids of files that were uploaded before."""
    ticket: Ticket | None = None
    told: tuple[Turn, ...] = ()
    """What was said before, as a client tells it that keeps its conversations itself; only without a conversation."""


def language_of(
    text: str,
    lang: str | None,
    page_lang: str | None,
    known: Callable[[], Collection[str]],
    said: Callable[[], Sequence[Turn]] = tuple,
) -> str | None:
    """The language of a question as it is declared, or that of its page unless the words show another.

    None where what was `said` before tells it, and for a page in a language that is none of the `known`.
    """
    if lang or not page_lang:
        return lang
    page, langs = primary(page_lang), known()
    before = "\n".join(turn.text for turn in said() if turn.author is Author.VISITOR)
    if page not in langs or tell(before, langs):
        return None
    return language_after(text, page, langs)

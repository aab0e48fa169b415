"""A first text out of what agents wrote, by rule: the fullest reply, and what others say beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.evidence.sentences import split_sentences
from core.language import primary
from insights.drafts.cleaning import cleaned_reply
from insights.drafts.model import Origin, OriginKind, Sentence
from retrieval.analysis import analyse

SAID_ALREADY = 0.75
"""Share of a line's words in the text so far, from which on it says nothing new."""
MOST_REPLIES = 50
_STRUCTURE = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)]|#{1,6}|\||```)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class AgentReply:
    """A line of an agent."""

    message_id: str
    text: str
    lang: str | None
    names: tuple[str, ...] = ()
    """Of the customer and of the agents: they are taken out."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A text with where each line of it comes from."""

    text: str
    sentences: tuple[Sentence, ...]


def assembled(replies: Sequence[AgentReply], lang: str) -> Assembled:
    """The replies as one text; empty where nothing but courtesies was said."""
    cleaned = [(reply, cleaned_reply(reply.text, reply.lang or lang, reply.names)) for reply in replies]
    known: set[str] = set()
    parts, sentences = [], list[Sentence]()
    # The fullest first: it is the one that others only add to.
    for reply, text in sorted(cleaned, key=lambda pair: -len(pair[1])):
        fresh = _beyond(text, known, lang)
        known |= _words(fresh, lang)
        if fresh:
            parts.append(fresh)
            sentences += _from(fresh, reply)
    return Assembled("\n\n".join(parts) + "\n" if parts else "", tuple(sentences))


def _beyond(text: str, known: set[str], lang: str) -> str:
    """The paragraphs of `text` that hold words not said already; lists and code stay whole."""
    if not known:
        return text
    fresh = [_new_part(part, known, lang) for part in text.split("\n\n")]
    return "\n\n".join(part for part in fresh if part)


def _new_part(part: str, known: set[str], lang: str) -> str:
    if not _is_new(part, known, lang):
        return ""
    if _STRUCTURE.search(part):
        return part
    sentences = [part[span.start : span.end] for span in split_sentences(part)]
    return " ".join(one for one in sentences if _is_new(one, known, lang))


def _is_new(part: str, known: set[str], lang: str) -> bool:
    words = _words(part, lang)
    return bool(words) and len(words & known) / len(words) < SAID_ALREADY


def _words(text: str, lang: str) -> set[str]:
    return set(analyse(text, primary(lang)))


def _from(text: str, reply: AgentReply) -> Iterable[Sentence]:
    origins = (Origin(OriginKind.REPLY, reply.message_id),)
    for line in text.split("\n"):
        for span in split_sentences(line):
            if line[span.start : span.end].strip():
                yield Sentence(line[span.start : span.end].strip(), origins)

"""Topics that the operator names: recognised by words, by the page, or by the tag of a document. Pure.

A topic may be sensitive, which hands every question under it to a person; it may have a route, and points of priority.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from escalation.fields import KNOWN_ONLY, Name, PointCount, Text, Texts
from escalation.similarity import Analyse

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject, and what is to happen to questions under it."""

    __pydantic_config__ = KNOWN_ONLY

    name: Name
    words: Texts = ()
    """Words or phrases of the question, in any of their forms."""
    pages: Texts = ()
    """Addresses of the page the customer is on, with `*` for anything: `/checkout/*`, `https://shop.example/*`."""
    tags: Texts = ()
    """Tags of documents that the answer quotes, or of the best one found."""
    sensitive: bool = True
    """Whether a person is to deal with it, whatever the assistant has found."""
    route: Text | None = None
    """The group, or the e-mail address of the agent, that it is for."""
    points: PointCount = 0
    """Added to the priority."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, as far as topics are recognised by it."""

    question: str
    lang: str
    page_url: str | None = None
    tags: frozenset[str] = frozenset()
    """Of the documents that answer it best."""


class TopicRules:
    """Finds the topic of a question."""

    def __init__(self, analyse: Analyse) -> None:
        self._analyse = analyse

    def find(self, topics: Iterable[Topic], subject: Subject) -> Topic | None:
        """The first sensitive topic that fits, else the first that fits."""
        fitting = [topic for topic in topics if self._fits(topic, subject)]
        return next((topic for topic in fitting if topic.sensitive), fitting[0] if fitting else None)

    def holds(self, question: str, lang: str, words: Iterable[str]) -> bool:
        """Whether the question holds one of these words or phrases."""
        folded, terms = fold(question), list(self._analyse(question, lang))
        return any(self._holds(folded, terms, word, lang) for word in words)

    def _fits(self, topic: Topic, subject: Subject) -> bool:
        tags = {fold(tag) for tag in subject.tags}
        if any(fold(tag) in tags for tag in topic.tags):
            return True
        if subject.page_url and any(page_matches(pattern, subject.page_url) for pattern in topic.pages):
            return True
        return bool(topic.words) and self.holds(subject.question, subject.lang, topic.words)

    def _holds(self, folded: str, terms: Sequence[str], word: str, lang: str) -> bool:
        needle = fold(word)
        if _UNSPACED.search(needle):
            return needle in folded
        wanted = list(self._analyse(word, lang))
        size = len(wanted)
        return size > 0 and any(list(terms[start : start + size]) == wanted for start in range(len(terms) - size + 1))


def page_matches(pattern: str, url: str) -> bool:
    """Whether an address, without query and fragment, fits a pattern; one that begins with `/` is for every host."""
    parts = urlsplit(url)
    path = parts.path or "/"
    subject = path if pattern.startswith("/") else f"{parts.scheme}://{parts.netloc}{path}"
    return _pattern(pattern).fullmatch(subject) is not None


def fold(text: str) -> str:
    """`text` without differences of case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> re.Pattern[str]:
    # Runs of `*` are one: nested repetition would take time without end.
    pieces = re.split(r"\*+", pattern.strip())
    return re.compile(".*".join(re.escape(piece) for piece in pieces), re.IGNORECASE | re.DOTALL)

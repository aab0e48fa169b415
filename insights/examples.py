"""Questions that many customers have asked on a page, to offer to the next ones.

Nothing that only one customer wrote may come out: several different visitors must have asked the same, everybody may
see the answer, no personal data was masked, and public content holds every word.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from core.clock import Clock, timestamp
from core.db import Session
from core.language import primary
from insights.masking import mask
from retrieval.public_words import PublicWords
from retrieval.titles import title_words

LEAST_VISITORS = 3
"""Different visitors who have asked the same; guests do not count, for nobody knows whether they are different."""
PERIOD = timedelta(days=90)
SHORTEST, LONGEST = 4, 120
"""Characters of a question that is offered."""
_LEAST_WORDS = 2
"""Or characters of scripts without spaces."""
_LOOKED_AT = 2_000
"""The latest questions of a page that are looked at."""
_GUESTS = "gst_*"
_UNFIT = re.compile(r"[\n\r@<>\[\]{}|\\]|://|www\.|\d{5}")
_GAPS = re.compile(r"[^\S\r\n]+")
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
# The page with any query or fragment, which pages of older widgets still have: `?` sorts before `@`, `#` before `$`.
_QUESTIONS = """SELECT q.text, q.visitor_id, q.documents, q.helpful, q.lang, m.text AS written
    FROM questions q JOIN messages m ON m.id = q.message_id JOIN conversations c ON c.id = q.conversation_id
    WHERE q.decision = 'answer' AND q.created_at >= :since AND c.audiences = '[]' AND q.visitor_id NOT GLOB :guests
    AND (q.page_url = :page OR (q.page_url >= :page || '?' AND q.page_url < :page || '@')
      OR (q.page_url >= :page || '#' AND q.page_url < :page || '$'))
    ORDER BY q.created_at DESC LIMIT :limit"""


@dataclass
class _Asked:
    """The same question by several people."""

    visitors: set[str] = field(default_factory=set)
    wordings: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    votes: int = 0
    lang: str | None = None


class Examples:
    """Reads the log of questions."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._words = PublicWords()

    def of(self, session: Session, url: str, lang: str | None = None, limit: int = 4) -> tuple[str, ...]:
        """At most `limit` questions asked on that page, whatever its query, in `lang` if given; most asked first."""
        page = page_of(url)
        if page is None:
            return ()
        asked = self._asked(session, page, primary(lang) if lang else None)
        often = sorted(
            (one for one in asked if len(one.visitors) >= LEAST_VISITORS and one.votes >= 0),
            key=lambda one: -len(one.visitors),
        )
        found: list[str] = []
        for one in often:
            wording = one.wordings.most_common(1)[0][0]
            if len(found) < limit and self._is_fit(session, wording, one):
                found.append(wording)
        return tuple(found)

    def _asked(self, session: Session, page: str, lang: str | None) -> Sequence[_Asked]:
        since = timestamp(self._clock() - PERIOD)
        values = {"page": page, "since": since, "guests": _GUESTS, "limit": _LOOKED_AT}
        found: defaultdict[str, _Asked] = defaultdict(_Asked)
        for row in session.execute(_QUESTIONS, values):
            if row["text"] != row["written"] or (lang and primary(row["lang"] or "") != lang):
                continue
            one = found[_alike(row["text"])]
            one.visitors.add(row["visitor_id"])
            one.wordings[_GAPS.sub(" ", row["text"]).strip()] += 1
            one.documents.update(json.loads(row["documents"]))
            one.votes += 0 if row["helpful"] is None else 1 if row["helpful"] else -1
            one.lang = row["lang"]
        return list(found.values())

    def _is_fit(self, session: Session, text: str, asked: _Asked) -> bool:
        whole = SHORTEST <= len(text) <= LONGEST and len(title_words(text)) >= _LEAST_WORDS
        plain = whole and not _UNFIT.search(text) and mask(text) == text
        return plain and _are_public(session, asked.documents) and self._words.hold(session, text, asked.lang)


def page_of(url: str) -> str | None:
    """Origin and path of an address, None when it is none of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or "@" in parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"


def _alike(text: str) -> str:
    """The same for questions that differ in capitals, spaces and the signs around them only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_ENDS.sub("", folded).split())


def _are_public(session: Session, documents: set[str]) -> bool:
    """Whether everybody may see all documents that the question was answered from, and they are still there."""
    marks = ",".join("?" * len(documents))
    row = session.execute(
        f"""SELECT count(*) FROM documents
            WHERE id IN ({marks}) AND audiences = '[]' AND removed_at IS NULL""",  # noqa: S608 - marks only
        sorted(documents),
    ).fetchone()
    return bool(documents) and int(row[0]) == len(documents)

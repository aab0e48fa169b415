"""Which questions of a gap are asked again: in each language some, distinct customers first, the latest first."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict

from core.db import Session
from insights.reports.returning import KEY_PREFIX

MOST_LANGUAGES = 12
"""Languages of one gap that are asked in, the commonest first."""
_LATEST = 2_000
_QUESTIONS = """SELECT g.message_id, g.text, q.lang, q.decision, q.confidence, q.visitor_id, q.conversation_id,
        c.audiences
    FROM gap_questions g JOIN questions q ON q.message_id = g.message_id
    JOIN conversations c ON c.id = q.conversation_id
    WHERE g.gap_id = ? ORDER BY q.created_at DESC, q.message_id DESC LIMIT ?"""


def sample(session: Session, gap_id: str, a_language: int) -> list[sqlite3.Row]:
    """At most `a_language` questions in each language; the same words for the same audience only once."""
    by_lang: dict[str, list[sqlite3.Row]] = defaultdict(list)
    seen: set[tuple[str, str, str]] = set()
    for row in session.execute(_QUESTIONS, (gap_id, _LATEST)):
        same = (row["lang"] or "", " ".join(row["text"].casefold().split()), row["audiences"])
        if same not in seen:
            seen.add(same)
            by_lang[row["lang"] or ""].append(row)
    commonest = sorted(by_lang, key=lambda lang: (-len(by_lang[lang]), lang))[:MOST_LANGUAGES]
    return [row for lang in commonest for row in _spread(by_lang[lang])[:a_language]]


def _spread(rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """First one question of each customer, then a second one of each, and so on."""
    asked: Counter[str] = Counter()
    turns = list[int]()
    for row in rows:
        customer = row["conversation_id"] if row["visitor_id"].startswith(KEY_PREFIX) else row["visitor_id"]
        turns.append(asked[customer])
        asked[customer] += 1
    return [rows[place] for place in sorted(range(len(rows)), key=lambda place: (turns[place], place))]


def audiences_of(text: str) -> frozenset[str]:
    """Who asked, as it is stored."""
    return frozenset(json.loads(text))

"""The figures of documents, counted from what is noted, and kept so that lists need not count."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from core.clock import parse_timestamp, timestamp
from core.db import Session
from core.language import primary
from core.model import Reason
from insights.gaps.facts import NOT_FOR_CONTENT
from insights.health.definitions import DAYS, FEWEST_FOUND, OLD_DAYS, PROBLEMS, SETTLED_DAYS
from insights.health.model import LinkState, PairKind, Problem

BATCH = 50
_IDLE = ", ".join(f"'{reason}'" for reason in sorted(NOT_FOR_CONTENT))
CHANGED = """coalesce(d.updated_at, (SELECT v.created_at FROM document_versions v
    WHERE v.document_id = d.id AND v.version = d.version), d.as_of)"""
"""SQL for when a document of `documents d` last changed."""
CHECKED = "(SELECT max(c.created_at) FROM document_checks c WHERE c.document_id = d.id)"
"""SQL for when it was last checked."""
_DOCUMENTS = f"""SELECT d.id, d.lang, d.created_at, {CHANGED} AS changed_at, {CHECKED} AS checked_at
    FROM document_health h JOIN documents d ON d.id = h.document_id"""  # noqa: S608 - fixed names
# `nearest` only where nothing was shown: a document that stands beside the one shown failed nobody.
_USE = f"""SELECT count(*) AS found, coalesce(sum(f.cited), 0) AS cited, max(q.created_at) AS last_found_at,
        coalesce(sum(f.cited AND g.message_id IS NULL), 0) AS served,
        coalesce(sum(f.cited AND g.message_id IS NOT NULL), 0) AS failed,
        coalesce(sum(f.cited AND g.message_id IS NOT NULL AND q.created_at > :checked), 0) AS failed_new,
        coalesce(sum(f.place = 1 AND q.documents = '[]' AND g.message_id IS NOT NULL), 0) AS nearest,
        coalesce(sum(f.place = 1 AND q.documents = '[]' AND g.message_id IS NOT NULL
            AND q.created_at > :checked), 0) AS nearest_new,
        coalesce(sum(f.cited AND q.helpful = 1), 0) AS helpful,
        coalesce(sum(f.cited AND q.helpful = 0), 0) AS unhelpful
    FROM question_documents f JOIN questions q ON q.message_id = f.message_id
    LEFT JOIN gap_questions g ON g.message_id = f.message_id
    WHERE f.document_id = :id AND q.created_at >= :since AND coalesce(q.reason, '') NOT IN ({_IDLE})"""  # noqa: S608
_LANGS = f"""SELECT q.lang, count(*) AS questions FROM question_documents f
    JOIN questions q ON q.message_id = f.message_id
    WHERE f.document_id = :id AND q.created_at >= :since AND q.lang IS NOT NULL AND (f.cited OR f.place = 1)
    AND coalesce(q.reason, '') NOT IN ('{Reason.NO_CONTENT}', {_IDLE}) GROUP BY q.lang"""  # noqa: S608 - fixed names
_TRANSLATED = """SELECT o.lang FROM translations t JOIN documents o ON o.id = t.translation_id
    WHERE t.document_id = ? AND o.removed_at IS NULL"""
_PAIRS = """SELECT p.kind, count(*) AS pairs FROM document_pairs p WHERE (p.document_id = :id OR p.other_id = :id)
    AND p.print NOT IN (SELECT print FROM pair_dismissals) GROUP BY p.kind"""
_LINKS = f"""SELECT l.kind, count(*) AS broken FROM link_places l LEFT JOIN link_checks c ON c.url = l.url
    WHERE l.document_id = ? AND (l.state = '{LinkState.BROKEN}' OR c.state = '{LinkState.BROKEN}')
    GROUP BY l.kind"""  # noqa: S608 - fixed names


def count_stale(session: Session, now: datetime) -> int:
    """Count the figures of some documents anew; returns how many there were."""
    rows = session.execute(f"{_DOCUMENTS} WHERE h.stale LIMIT ?", (BATCH,)).fetchall()
    for row in rows:
        count(session, row, now)
    return len(rows)


def count_these(session: Session, documents: Sequence[str], now: datetime) -> None:
    """Count the figures of these documents anew."""
    for name in documents:
        for row in session.execute(f"{_DOCUMENTS} WHERE d.id = ?", (name,)).fetchall():
            count(session, row, now)


def age(session: Session) -> None:
    """Have everything counted anew, because days move on."""
    session.execute("UPDATE document_health SET stale = 1")


def count(session: Session, document: sqlite3.Row, now: datetime) -> None:
    """Count one document's figures, from a row as `_DOCUMENTS` gives it."""
    name, since = document["id"], timestamp(now - timedelta(days=DAYS))
    use = session.execute(_USE, {"id": name, "since": since, "checked": document["checked_at"] or ""}).fetchone()
    wanted = _wanted(session, name, document["lang"], since)
    pairs = dict(session.execute(_PAIRS, {"id": name}).fetchall())
    links = dict(session.execute(_LINKS, (name,)).fetchall())
    problems = _problems(document, use, wanted, pairs, links, now)
    session.execute(
        """UPDATE document_health SET stale = 0, served = ?, failed = ?, nearest = ?, helpful = ?, unhelpful = ?,
            found = ?, cited = ?, last_found_at = ?, wanted = ?, duplicates = ?, contradictions = ?, broken_links = ?,
            broken_images = ?, problems = ?, points = ?, counted_at = ? WHERE document_id = ?""",
        (
            use["served"], use["failed"], use["nearest"], use["helpful"], use["unhelpful"], use["found"], use["cited"],
            use["last_found_at"], json.dumps(wanted), pairs.get(PairKind.DUPLICATE, 0),
            pairs.get(PairKind.CONTRADICTION, 0), links.get("link", 0), links.get("image", 0),
            json.dumps(problems), points_of(problems), timestamp(now), name,
        ),
    )  # fmt: skip


def points_of(problems: Mapping[Problem, int]) -> float:
    """What ranks a document."""
    return float(sum(PROBLEMS[problem].worth(often) for problem, often in problems.items()))


def _wanted(session: Session, document_id: str, lang: str, since: str) -> dict[str, int]:
    """Questions by the language they came in that this document does not exist in."""
    asked: Counter[str] = Counter()
    for row in session.execute(_LANGS, {"id": document_id, "since": since}):
        asked[primary(row["lang"])] += row["questions"]
    there = {primary(lang), *(primary(row["lang"]) for row in session.execute(_TRANSLATED, (document_id,)))}
    return {name: questions for name, questions in asked.most_common() if name not in there}


def _problems(
    document: sqlite3.Row, use: sqlite3.Row, wanted: Mapping[str, int], pairs: Mapping[str, int],
    links: Mapping[str, int], now: datetime,
) -> dict[Problem, int]:  # fmt: skip
    settled = document["created_at"] < timestamp(now - timedelta(days=SETTLED_DAYS))
    fresh = max(document["changed_at"], document["checked_at"] or "")
    counts = {
        Problem.FAILING: use["failed_new"],
        Problem.NOT_SHOWN: use["nearest_new"],
        Problem.CONTRADICTED: pairs.get(PairKind.CONTRADICTION, 0),
        Problem.BROKEN_LINKS: links.get("link", 0),
        Problem.BROKEN_IMAGES: links.get("image", 0),
        Problem.DUPLICATED: pairs.get(PairKind.DUPLICATE, 0),
        Problem.TRANSLATION_WANTED: sum(wanted.values()),
        Problem.NEVER_FOUND: int(settled and not use["found"]),
        Problem.NEVER_CITED: int(use["found"] >= FEWEST_FOUND and not use["cited"]),
        Problem.OLD: int(now - parse_timestamp(fresh) > timedelta(days=OLD_DAYS)),
    }
    return {problem: often for problem, often in counts.items() if often}

"""Documents' health as it is read: lists, one document, what it has with others. Methods take the caller's session."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from core.db import Session
from core.errors import NotFound
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from core.spreadsheet import safe_cell
from insights.health.counting import CHANGED, CHECKED
from insights.health.definitions import PROBLEMS
from insights.health.model import Check, DocumentHealth, HealthFilter, Problem, Progress
from retrieval.meta import read_state

COLUMNS = (
    "document_id", "title", "lang", "source", "points", "problems", "served", "failed", "nearest", "helpful", "votes",
    "found", "cited", "last_found_at", "changed_at", "checked_at", "wanted", "duplicates", "contradictions",
    "broken_links", "broken_images",
)  # fmt: skip
"""What a CSV file has of each document."""
_HEALTH = f"""SELECT h.*, d.title, d.lang, d.version, s.name AS source,
        {CHANGED} AS changed_at, {CHECKED} AS checked_at,
        (SELECT p.name FROM document_checks c JOIN staff p ON p.id = c.staff_id WHERE c.document_id = d.id
            ORDER BY c.id DESC LIMIT 1) AS checked_by
    FROM document_health h JOIN documents d ON d.id = h.document_id JOIN sources s ON s.id = d.source_id
    WHERE d.removed_at IS NULL"""  # noqa: S608 - fixed names


class HealthStore:
    """Reads documents' health."""

    def list(
        self, session: Session, chosen: HealthFilter | None = None, *, limit: int = 50, cursor: str | None = None
    ) -> Page[DocumentHealth]:
        """Documents, the worst first."""
        where, values = _condition(chosen or HealthFilter())
        if cursor is not None:
            points, last = decode_cursor(cursor, (str, str))
            where += " AND (h.points, h.document_id) < (?, ?)"
            values += [float(points), last]
        rows = session.execute(
            f"{_HEALTH}{where} ORDER BY h.points DESC, h.document_id DESC LIMIT ?",
            (*values, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(_health(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(items, encode_cursor(repr(items[-1].points), items[-1].document_id) if more else None)

    def get(self, session: Session, document_id: str) -> DocumentHealth:
        """One document; raises NotFound, also while it has not been looked at yet."""
        row = session.execute(f"{_HEALTH} AND d.id = ?", (document_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such document, or it was published just now and has not been looked at yet.")
        return _health(row)

    def counts(self, session: Session) -> dict[Problem, int]:
        """How many documents have each problem, zeros included."""
        rows = session.execute(
            """SELECT j.key, count(*) FROM document_health h JOIN documents d ON d.id = h.document_id,
                json_each(h.problems) j WHERE d.removed_at IS NULL AND h.points > 0 GROUP BY j.key"""
        )
        found = {str(name): int(count) for name, count in rows}
        return {problem: found.get(problem, 0) for problem in PROBLEMS}

    def totals(self, session: Session) -> tuple[int, int]:
        """How many documents there are, and how many have a problem."""
        row = session.execute(
            """SELECT count(*), coalesce(sum(h.points > 0), 0) FROM document_health h
                JOIN documents d ON d.id = h.document_id WHERE d.removed_at IS NULL"""
        ).fetchone()
        return int(row[0]), int(row[1])

    def sources(self, session: Session) -> Sequence[str]:
        """Names of the sources that have documents."""
        rows = session.execute(
            """SELECT name FROM sources s WHERE EXISTS (SELECT 1 FROM documents d WHERE d.source_id = s.id
                AND d.removed_at IS NULL) ORDER BY name"""
        )
        return [str(row["name"]) for row in rows]

    def checks(self, session: Session, document_id: str, limit: int = 20) -> Sequence[Check]:
        """Who checked a document, latest first."""
        rows = session.execute(
            """SELECT c.created_at, c.staff_id, s.name, c.version, c.note FROM document_checks c
                LEFT JOIN staff s ON s.id = c.staff_id WHERE c.document_id = ? ORDER BY c.id DESC LIMIT ?""",
            (document_id, limit),
        )
        return [Check(*row) for row in rows]

    def failing_questions(self, session: Session, document_id: str, limit: int = 10) -> Sequence[sqlite3.Row]:
        """The latest questions it failed or was the nearest to: id, masked text, language, why, moment and whether
        it was shown."""
        return session.execute(
            """SELECT g.message_id, g.text, q.lang, g.why, q.created_at, f.cited FROM question_documents f
                JOIN gap_questions g ON g.message_id = f.message_id JOIN questions q ON q.message_id = f.message_id
                WHERE f.document_id = ? AND (f.cited OR (f.place = 1 AND q.documents = '[]'))
                ORDER BY q.created_at DESC LIMIT ?""",
            (document_id, limit),
        ).fetchall()

    def progress(self, session: Session, now: str) -> Progress:
        """What is left to be done."""
        generation = read_state(session).generation

        def counted(query: str, *values: Any) -> int:
            return int(session.execute(f"SELECT count(*) FROM {query}", values).fetchone()[0])  # noqa: S608 - fixed below

        return Progress(
            questions=counted("health_pending"),
            compare=counted(
                """documents d LEFT JOIN document_health h ON h.document_id = d.id
                    WHERE d.removed_at IS NULL AND h.compared_version IS NOT d.version"""
            ),
            links=counted("document_health WHERE linked_generation < ?", generation),
            count=counted("document_health WHERE stale"),
            addresses=counted(
                "link_checks c WHERE next_at <= ? AND EXISTS (SELECT 1 FROM link_places l WHERE l.url = c.url)", now
            ),
        )

    def rows(self, session: Session, chosen: HealthFilter | None = None) -> Iterator[tuple[str, ...]]:
        """The documents as rows of text for a CSV file, the worst first; the first row names the columns."""
        yield COLUMNS
        where, values = _condition(chosen or HealthFilter())
        for row in session.execute(f"{_HEALTH}{where} ORDER BY h.points DESC, h.document_id DESC", values):
            found = _health(row)
            yield tuple(_cell(getattr(found, name)) for name in COLUMNS)


def _condition(chosen: HealthFilter) -> tuple[str, list[Any]]:
    conditions, values = [""], list[Any]()
    for condition, value in (("d.lang = ?", chosen.lang), ("s.name = ?", chosen.source)):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if chosen.problem is not None:
        conditions.append("json_extract(h.problems, ?) > 0")
        values.append(f"$.{chosen.problem.value}")
    if chosen.troubled:
        conditions.append("h.points > 0")
    if chosen.text:
        escaped = chosen.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append("(d.title LIKE ? ESCAPE '\\' OR d.id LIKE ? ESCAPE '\\')")
        values += [f"%{escaped}%"] * 2
    return " AND ".join(conditions), values


def _health(row: sqlite3.Row) -> DocumentHealth:
    return DocumentHealth(
        document_id=row["document_id"],
        title=row["title"],
        lang=row["lang"],
        source=row["source"],
        version=row["version"],
        points=row["points"],
        problems={Problem(name): often for name, often in json.loads(row["problems"]).items()},
        served=row["served"],
        failed=row["failed"],
        nearest=row["nearest"],
        helpful=row["helpful"],
        votes=row["helpful"] + row["unhelpful"],
        found=row["found"],
        cited=row["cited"],
        last_found_at=row["last_found_at"],
        changed_at=row["changed_at"],
        checked_at=row["checked_at"],
        checked_by=row["checked_by"],
        wanted=json.loads(row["wanted"]),
        duplicates=row["duplicates"],
        contradictions=row["contradictions"],
        broken_links=row["broken_links"],
        broken_images=row["broken_images"],
        counted_at=row["counted_at"],
    )


def _cell(value: object) -> str:
    if isinstance(value, dict):
        value = " ".join(f"{name}:{often}" for name, often in value.items())
    return safe_cell("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))

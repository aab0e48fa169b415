"""What became of documents one publication after the other: who published which version, and when."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run

# Who published own documents stands in the audit log, once for each time; SQLite takes the actor of that very row.
_WHO = """SELECT subject, json_extract(data, '$.version') AS version, actor, {which}(id) FROM audit_log
    WHERE action = 'document.published' GROUP BY 1, 2"""
_KNOWN = f"""WITH who AS MATERIALIZED ({_WHO.format(which="min")})
    INSERT INTO document_publications (document_id, number, version, markdown, by, created_at)
    SELECT v.document_id, row_number() OVER (PARTITION BY v.document_id ORDER BY v.created_at, v.rowid), v.version,
        m.text, w.actor, v.created_at
    FROM document_versions v LEFT JOIN who w ON w.subject = v.document_id AND w.version = v.version
    LEFT JOIN document_markdown m ON m.document_id = v.document_id AND m.version = v.version"""  # noqa: S608 - fixed
_CAME_BACK = f"""WITH who AS MATERIALIZED ({_WHO.format(which="max")})
    INSERT INTO document_publications (document_id, number, version, markdown, by, created_at)
    SELECT d.id, p.number + 1, d.version, m.text, w.actor, d.as_of
    FROM documents d JOIN document_publications p ON p.document_id = d.id AND p.version <> d.version
        AND p.number = (SELECT max(number) FROM document_publications WHERE document_id = d.id)
    LEFT JOIN who w ON w.subject = d.id AND w.version = d.version
    LEFT JOIN document_markdown m ON m.document_id = d.id AND m.version = d.version"""  # noqa: S608 - fixed


@migrations()
def m030_publications(db: Database) -> None:
    """Publications in order, each with its text as it was written, which until now was kept of the latest only."""
    run(
        db,
        # `markdown`: of own documents; `by`: null where a sync brought it; `restores`: the number it took up again.
        """CREATE TABLE document_publications (
            document_id TEXT NOT NULL REFERENCES documents, number INTEGER NOT NULL, version TEXT NOT NULL,
            markdown TEXT, by TEXT, restores INTEGER, created_at TEXT NOT NULL, PRIMARY KEY (document_id, number))""",
        _KNOWN,
        _CAME_BACK,
        "DROP TABLE document_markdown",
    )

"""Follows the links of documents as far as the content itself tells: which document they lead to, and which place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.db import Session
from core.model import Link
from insights.health.addresses import (
    absolute,
    files_meant,
    fragment_of,
    is_absolute,
    is_elsewhere,
    is_page,
    names_place,
    same_file,
    same_page,
)
from insights.health.model import LinkState
from retrieval.links import load_links

BATCH = 200
OUTSIDE = "outside"
Places = Callable[[str], tuple[str, ...] | None]
"""Gives the names of places in a document; None where they are not known."""
_DOCUMENTS = """SELECT d.id, d.url, d.source_id, d.source_key, s.kind FROM documents d
    JOIN sources s ON s.id = d.source_id WHERE d.removed_at IS NULL"""
_OWN_PATHS = frozenset({"folder", "api"})
"""Kinds of sources whose relative links lead to documents of the same source."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a link leads."""

    state: str
    """A `LinkState`, or `OUTSIDE`."""
    problem: str | None = None
    url: str | None = None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Every document by what links call it."""

    documents: Mapping[str, sqlite3.Row]
    by_url: Mapping[str, str]
    by_file: Mapping[tuple[int, str], str]

    @classmethod
    def read(cls, session: Session) -> Site:
        """The documents as they are now."""
        rows = session.execute(_DOCUMENTS).fetchall()
        return cls(
            {row["id"]: row for row in rows},
            {same_page(row["url"]): row["id"] for row in rows if row["url"]},
            {(row["source_id"], same_file(row["source_key"])): row["id"] for row in rows},
        )

    def meant(self, document: sqlite3.Row, target: str) -> tuple[str | None, str | None]:
        """The document that a link leads to, and its address outside when it is none of ours."""
        if not is_absolute(target):
            for name in files_meant(document["source_key"], target):
                if found := self.by_file.get((document["source_id"], name)):
                    return found, None
        url = absolute(document["url"] or "", target)
        return (self.by_url.get(same_page(url)) if url else None), url


class Linking:
    """Follows links; what it knows of the content is read anew for each generation."""

    def __init__(self) -> None:
        self._site: tuple[int, Site] | None = None

    def follow(self, session: Session, generation: int, now: str) -> int:
        """Follow the links of some documents since the content changed; returns how many documents it was."""
        rows = session.execute(
            """SELECT h.document_id, l.links FROM document_health h
                LEFT JOIN document_links l ON l.document_id = h.document_id
                WHERE h.linked_generation < ? ORDER BY h.document_id LIMIT ?""",
            (generation, BATCH),
        ).fetchall()
        if not rows:
            self._site = None
            return 0
        site = self._known(session, generation)
        places = lru_cache(maxsize=1_000)(lambda name: _anchors(session, name))
        for row in rows:
            document = site.documents.get(row["document_id"])
            if document is not None:
                links = load_links(row["links"] or "[]")
                _put(
                    session, row["document_id"], [(link, _follow(site, document, link, places)) for link in links], now
                )
        session.executemany(
            "UPDATE document_health SET linked_generation = ? WHERE document_id = ?",
            [(generation, row["document_id"]) for row in rows],
        )
        return len(rows)

    def _known(self, session: Session, generation: int) -> Site:
        if self._site is None or self._site[0] != generation:
            self._site = (generation, Site.read(session))
        return self._site[1]


def _follow(site: Site, document: sqlite3.Row, link: Link, places: Places) -> Found:
    if is_elsewhere(link.target):
        return Found(LinkState.OK)
    if link.target.startswith("#"):
        return _place(document["id"], link, places)
    found, url = site.meant(document, link.target)
    if found is not None:
        return _place(found, link, places)
    if url is not None:
        return Found(OUTSIDE, url=url)
    if link.is_image or not is_page(link.target) or document["kind"] not in _OWN_PATHS or link.target.startswith("/"):
        return Found(LinkState.UNKNOWN, "It is relative to an address that is not known.")
    return Found(LinkState.BROKEN, "No document is at that path.")


def _place(document_id: str, link: Link, places: Places) -> Found:
    anchors = places(document_id)
    fragment = fragment_of(link.target)
    if fragment and anchors is not None and not names_place(fragment, anchors):
        return Found(LinkState.BROKEN, f"The page has no place called “{fragment[:80]}”.", leads_to=document_id)
    return Found(LinkState.OK, leads_to=document_id)


def _anchors(session: Session, document_id: str) -> tuple[str, ...] | None:
    row = session.execute("SELECT anchors FROM document_links WHERE document_id = ?", (document_id,)).fetchone()
    return None if row is None else tuple(json.loads(row["anchors"]))


def _put(session: Session, document_id: str, found: Iterable[tuple[Link, Found]], now: str) -> None:
    """Store where the links lead, and have the document counted anew where that has changed."""
    rows = list(_rows(document_id, found))
    before = session.execute("SELECT * FROM link_places WHERE document_id = ? ORDER BY ordinal", (document_id,))
    if rows == [tuple(row) for row in before]:
        return
    session.execute("DELETE FROM link_places WHERE document_id = ?", (document_id,))
    session.executemany("INSERT INTO link_places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    session.executemany(
        "INSERT OR IGNORE INTO link_checks (url, kind, next_at) VALUES (?, ?, ?)",
        [(row[7], row[2], now) for row in rows if row[7]],
    )
    session.execute("UPDATE document_health SET stale = 1 WHERE document_id = ?", (document_id,))


def _rows(document_id: str, found: Iterable[tuple[Link, Found]]) -> Iterator[tuple[object, ...]]:
    for place, (link, where) in enumerate(found):
        kind = "image" if link.is_image else "link"
        yield document_id, place, kind, link.target, link.text, where.state, where.problem, where.url, where.leads_to

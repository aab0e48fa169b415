"""The rows of drafts' texts and their versions; what may be done to them is decided in `desk`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from core.clock import Clock, parse_timestamp, timestamp
from core.db import Session
from core.errors import InvalidInput
from insights.drafts.model import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Base,
    DraftText,
    DraftVersion,
    Sentence,
    VersionKind,
    Wording,
)
from insights.drafts.store import DraftStore

ONE_VERSION = timedelta(minutes=5)
"""Autosaves of one person within this time are one version."""
_LOOKED_AT = 20
"""Versions among which one that was sent before is looked for."""


@dataclass(frozen=True, slots=True)
class FirstText:
    """A text as a draft begins with it."""

    lang: str
    wording: Wording
    base: Base | None = None
    sentences: tuple[Sentence, ...] = ()


class TextRows:
    """Writes texts; every write leaves a version. Methods take the caller's open session and the id of who acts."""

    def __init__(self, store: DraftStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put(self, session: Session, draft_id: str, first: FirstText, kind: VersionKind, by: str) -> None:
        """Add a text; raises InvalidInput when it is too long."""
        wording, base, at = checked(first.wording), first.base, self._now()
        session.execute(
            "INSERT INTO draft_texts (draft_id, lang, document_id, base_version, base_title, base_text, title, url,"
            " text, sentences, updated_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                draft_id, first.lang, base and base.document_id, base and base.version, base.title if base else "",
                base.text if base else "", wording.title, wording.url, wording.text,
                json.dumps([asdict(sentence) for sentence in first.sentences], ensure_ascii=False), by, at,
            ),
        )  # fmt: skip
        self._keep(session, draft_id, first.lang, 1, kind, wording, by)

    def write(
        self, session: Session, draft_id: str, now: DraftText, wording: Wording, kind: VersionKind, by: str
    ) -> DraftText:
        """Replace a text under the next revision."""
        revision = now.revision + 1
        session.execute(
            "UPDATE draft_texts SET title = ?, url = ?, text = ?, revision = ?, updated_by = ?, updated_at = ?"
            " WHERE draft_id = ? AND lang = ?",
            (wording.title, wording.url, wording.text, revision, by, self._now(), draft_id, now.lang),
        )
        if kind is not VersionKind.AUTOSAVED or not self._goes_on(session, draft_id, now.lang, revision, wording, by):
            self._keep(session, draft_id, now.lang, revision, kind, wording, by)
        return self._store.text(session, draft_id, now.lang)

    def clash(
        self, session: Session, draft_id: str, lang: str, wording: Wording, revision: int, by: str
    ) -> DraftVersion:
        """Keep what was written on top of an older `revision` beside the text, once however often it is sent."""
        for known in self._store.versions(session, draft_id, lang, _LOOKED_AT):
            same = (known.title, known.text, known.url) == (wording.title, wording.text, wording.url)
            if known.kind is VersionKind.CLASHED and known.actor == by and same:
                return known
        kept = self._keep(session, draft_id, lang, revision, VersionKind.CLASHED, wording, by)
        return self._store.version(session, draft_id, kept)

    def became(self, session: Session, draft_id: str, lang: str, base: Base) -> None:
        """Note what a text was published as; further changes are compared with that."""
        session.execute(
            "UPDATE draft_texts SET document_id = ?, base_version = ?, published_version = ?, base_title = ?,"
            " base_text = ?, merges = '[]' WHERE draft_id = ? AND lang = ?",
            (base.document_id, base.version, base.version, base.title, base.text, draft_id, lang),
        )

    def _goes_on(self, session: Session, draft_id: str, lang: str, revision: int, wording: Wording, by: str) -> bool:
        """Put an autosave in the place of the one before it, if the same person began that a moment ago."""
        since = timestamp(parse_timestamp(self._now()) - ONE_VERSION)
        changed = session.execute(
            "UPDATE draft_versions SET revision = ?, title = ?, url = ?, text = ?"
            " WHERE id = (SELECT max(id) FROM draft_versions WHERE draft_id = ? AND lang = ?)"
            " AND kind = ? AND actor = ? AND created_at > ?",
            (
                revision, wording.title, wording.url, wording.text, draft_id, lang, VersionKind.AUTOSAVED, by, since,
            ),
        )  # fmt: skip
        return changed.rowcount > 0

    def _keep(
        self, session: Session, draft_id: str, lang: str, revision: int, kind: VersionKind, wording: Wording, by: str
    ) -> int:
        row = session.execute(
            "INSERT INTO draft_versions (draft_id, lang, revision, kind, title, url, text, actor, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (draft_id, lang, revision, kind, wording.title, wording.url, wording.text, by, self._now()),
        ).fetchone()
        return int(row["id"])

    def _now(self) -> str:
        return timestamp(self._clock())


def checked(wording: Wording) -> Wording:
    """What can be stored; raises InvalidInput when it is too long."""
    title, text = " ".join(wording.title.split()), wording.text.replace("\r\n", "\n")
    if len(title) > LONGEST_TITLE:
        raise InvalidInput(f"The title has {len(title)} characters: at most {LONGEST_TITLE} are allowed.")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(f"The text has {len(text):,} characters: at most {LONGEST_TEXT:,} are allowed. Split it.")
    return Wording(title, text, (wording.url or "").strip() or None)

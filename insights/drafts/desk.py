"""What people do to drafts: begin, write, restore, translate, merge, hand in, discard.

A text is saved on top of the revision it was written on. If somebody else has saved meanwhile, both texts are kept:
theirs where it is, this one among the versions as `clashed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from core.clock import Clock, new_id, parse_timestamp, timestamp
from core.db import Session
from core.errors import Conflict, DraftChanged, InvalidInput
from insights.drafts.model import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_LANGUAGES,
    OPEN,
    Base,
    Draft,
    DraftEvent,
    DraftState,
    DraftText,
    DraftVersion,
    Sentence,
    VersionKind,
    Wording,
)
from insights.drafts.store import DraftStore

ONE_VERSION = timedelta(minutes=5)
"""Autosaves of one person within this time are one version."""


@dataclass(frozen=True, slots=True)
class FirstText:
    """A text as a draft begins with it."""

    lang: str
    wording: Wording
    base: Base | None = None
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft to begin."""

    texts: tuple[FirstText, ...]
    gap_id: str | None = None
    audiences: frozenset[str] = frozenset()
    origin: frozenset[str] | None = None
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Message ids of the replies that went into it."""
    state: DraftState = DraftState.WRITING
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text that was sent."""

    text: DraftText
    """As it stands now."""
    clash: DraftVersion | None = None
    """What was sent, when somebody else's text stands there instead."""


class DraftDesk:
    """Changes of drafts; methods take the caller's open session and the id of who acts."""

    def __init__(self, store: DraftStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def begin(self, session: Session, new: NewDraft, by: str) -> str:
        """Begin a draft and return its id; raises InvalidInput for a text that is too long."""
        made, at = new_id("drf"), self._now()
        origin = None if new.origin is None else _names(new.origin)
        session.execute(
            "INSERT INTO drafts (id, state, gap_id, audiences, origin, tags, created_by, updated_by, created_at,"
            " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (made, new.state, new.gap_id, _names(new.audiences), origin, _dump(new.tags), by, by, at, at),
        )
        for text in new.texts:
            self._put_first(session, made, text, VersionKind.CREATED, by, at)
        session.executemany(
            "INSERT OR IGNORE INTO draft_sources (draft_id, message_id) VALUES (?, ?)",
            [(made, source) for source in new.sources],
        )
        self.record(session, made, DraftEvent.CREATED, by, **new.facts)
        return made

    def save(
        self,
        session: Session,
        draft_id: str,
        lang: str,
        wording: Wording,
        revision: int,
        by: str,
        *,
        auto: bool = False,
    ) -> Saved:
        """Save a text that was written on top of `revision`; raises NotFound, InvalidInput, and Conflict when closed."""
        now = self._open_text(session, draft_id, lang)
        checked = _checked(wording)
        if checked == now.wording:
            return Saved(now)
        if revision != now.revision:
            return Saved(now, self._clashed(session, draft_id, lang, checked, revision, by))
        kind = VersionKind.AUTOSAVED if auto else VersionKind.SAVED
        return Saved(self._write(session, draft_id, now, checked, kind, by))

    def add(self, session: Session, draft_id: str, first: FirstText, by: str) -> DraftText:
        """Add a text in another language; raises Conflict when there is one already, or the draft is closed."""
        self._open(session, draft_id)
        there = [text.lang for text in self._store.texts(session, draft_id)]
        if first.lang in there:
            raise Conflict("This draft has a text in that language already.")
        if len(there) >= MOST_LANGUAGES:
            raise InvalidInput(f"A draft may have {MOST_LANGUAGES} languages at most.")
        at = self._now()
        self._put_first(session, draft_id, first, VersionKind.TRANSLATED, by, at)
        self._touch(session, draft_id, by, at)
        return self._store.text(session, draft_id, first.lang)

    def restore(self, session: Session, draft_id: str, version_id: int, revision: int, by: str) -> DraftText:
        """Let a text be again as one of its versions was; raises NotFound, and DraftChanged on another revision."""
        version = self._store.version(session, draft_id, version_id)
        now = self._open_text(session, draft_id, version.lang)
        self._require(now, revision)
        back = Wording(version.title, version.text, version.url)
        return self._write(session, draft_id, now, back, VersionKind.RESTORED, by)

    def merge(self, session: Session, draft_id: str, lang: str, other: Base, revision: int, by: str) -> DraftText:
        """Add another document's text under a heading; it is removed when the draft is published."""
        now = self._open_text(session, draft_id, lang)
        self._require(now, revision)
        if other.document_id in {now.document_id, *now.merges}:
            raise Conflict("This draft holds that document already.")
        joined = f"{now.text.rstrip()}\n\n## {other.title}\n\n{other.text.strip()}\n".lstrip()
        merges = _dump((*now.merges, other.document_id))
        session.execute("UPDATE draft_texts SET merges = ? WHERE draft_id = ? AND lang = ?", (merges, draft_id, lang))
        wording = _checked(Wording(now.title or other.title, joined, now.url))
        return self._write(session, draft_id, now, wording, VersionKind.MERGED, by)

    def change(
        self,
        session: Session,
        draft_id: str,
        revision: int,
        by: str,
        *,
        audiences: Iterable[str],
        tags: Iterable[str],
        gap_id: str | None,
    ) -> Draft:
        """Change what is not text; raises NotFound, and DraftChanged when somebody else did meanwhile."""
        draft = self._open(session, draft_id)
        wanted = (frozenset(audiences), tuple(tags), gap_id)
        if wanted == (draft.audiences, draft.tags, draft.gap_id):
            return draft
        if revision != draft.revision:
            raise DraftChanged("Somebody else has changed who sees this draft, its tags or its gap. Reload the page.")
        session.execute(
            "UPDATE drafts SET audiences = ?, tags = ?, gap_id = ?, revision = revision + 1 WHERE id = ?",
            (_names(wanted[0]), _dump(wanted[1]), gap_id, draft_id),
        )
        self._touch(session, draft_id, by, self._now())
        self.record(session, draft_id, DraftEvent.DETAILS_CHANGED, by, audiences=sorted(wanted[0]), gap=gap_id)
        return self._store.get(session, draft_id)

    def move(
        self, session: Session, draft_id: str, state: DraftState, by: str, before: DraftState | None = None
    ) -> Draft:
        """Let a draft be in `state`; raises NotFound, and Conflict when it is no longer in the state `before`."""
        draft = self._store.get(session, draft_id)
        if before is not None and draft.state is not before:
            raise Conflict(f"Somebody else has changed this draft meanwhile: it is {draft.state} now.")
        if draft.state in {DraftState.APPROVED, DraftState.PUBLISHED} and state is DraftState.REVIEW:
            raise Conflict("This draft was approved already.")
        if draft.state is state:
            return draft
        session.execute("UPDATE drafts SET state = ? WHERE id = ?", (state, draft_id))
        self._touch(session, draft_id, by, self._now())
        self.record(session, draft_id, DraftEvent.STATE_CHANGED, by, before=draft.state, after=state)
        return self._store.get(session, draft_id)

    def record(self, session: Session, draft_id: str, event: DraftEvent, by: str, **data: object) -> None:
        """Note that something happened. `data` holds ids and facts, never words."""
        session.execute(
            "INSERT INTO draft_events (draft_id, type, actor, data, created_at) VALUES (?, ?, ?, ?, ?)",
            (draft_id, event, by, json.dumps(data, ensure_ascii=False), self._now()),
        )

    def _put_first(
        self, session: Session, draft_id: str, first: FirstText, kind: VersionKind, by: str, at: str
    ) -> None:
        wording, base = _checked(first.wording), first.base
        session.execute(
            "INSERT INTO draft_texts (draft_id, lang, document_id, base_version, base_title, base_text, title, url,"
            " text, sentences, updated_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                draft_id, first.lang, base and base.document_id, base and base.version, base.title if base else "",
                base.text if base else "", wording.title, wording.url, wording.text,
                _dump([asdict(sentence) for sentence in first.sentences]), by, at,
            ),
        )  # fmt: skip
        self._keep(session, draft_id, first.lang, 1, kind, wording, by, at)

    def _write(
        self, session: Session, draft_id: str, now: DraftText, wording: Wording, kind: VersionKind, by: str
    ) -> DraftText:
        at, revision = self._now(), now.revision + 1
        session.execute(
            "UPDATE draft_texts SET title = ?, url = ?, text = ?, revision = ?, updated_by = ?, updated_at = ?"
            " WHERE draft_id = ? AND lang = ?",
            (wording.title, wording.url, wording.text, revision, by, at, draft_id, now.lang),
        )
        if kind is VersionKind.AUTOSAVED:
            self._fold(session, draft_id, now.lang, by, at)
        self._keep(session, draft_id, now.lang, revision, kind, wording, by, at)
        self._touch(session, draft_id, by, at)
        return self._store.text(session, draft_id, now.lang)

    def _fold(self, session: Session, draft_id: str, lang: str, by: str, at: str) -> None:
        """Take away the autosave just before, if the same person made it a moment ago."""
        since = timestamp(parse_timestamp(at) - ONE_VERSION)
        session.execute(
            "DELETE FROM draft_versions WHERE id = (SELECT max(id) FROM draft_versions WHERE draft_id = ? AND lang = ?)"
            " AND kind = ? AND actor = ? AND created_at > ?",
            (draft_id, lang, VersionKind.AUTOSAVED, by, since),
        )

    def _clashed(
        self, session: Session, draft_id: str, lang: str, wording: Wording, revision: int, by: str
    ) -> DraftVersion:
        latest = next(
            (v for v in self._store.versions(session, draft_id, lang, 20)
             if v.kind is VersionKind.CLASHED and v.actor == by and v.revision == revision),
            None,
        )  # fmt: skip
        if latest is not None and (latest.title, latest.text, latest.url) == (wording.title, wording.text, wording.url):
            return latest  # sent twice
        kept = self._keep(session, draft_id, lang, revision, VersionKind.CLASHED, wording, by, self._now())
        return self._store.version(session, draft_id, kept)

    def _keep(
        self, session: Session, draft_id: str, lang: str, revision: int, kind: VersionKind, wording: Wording, by: str,
        at: str,
    ) -> int:  # fmt: skip
        row = session.execute(
            "INSERT INTO draft_versions (draft_id, lang, revision, kind, title, url, text, actor, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (draft_id, lang, revision, kind, wording.title, wording.url, wording.text, by, at),
        ).fetchone()
        return int(row["id"])

    def _touch(self, session: Session, draft_id: str, by: str, at: str) -> None:
        # A proposal that somebody of the content team works on is one no longer.
        session.execute("UPDATE drafts SET updated_by = ?, updated_at = ? WHERE id = ?", (by, at, draft_id))

    def _open(self, session: Session, draft_id: str) -> Draft:
        draft = self._store.get(session, draft_id)
        if draft.state not in OPEN:
            raise Conflict(f"This draft is {draft.state} and cannot be changed. Take it up again first.")
        return draft

    def _open_text(self, session: Session, draft_id: str, lang: str) -> DraftText:
        self._open(session, draft_id)
        return self._store.text(session, draft_id, lang)

    @staticmethod
    def _require(now: DraftText, revision: int) -> None:
        if now.revision != revision:
            raise DraftChanged("Somebody else has changed this text meanwhile. Look at it before you go on.")

    def _now(self) -> str:
        return timestamp(self._clock())


def _checked(wording: Wording) -> Wording:
    title, text = " ".join(wording.title.split()), wording.text.replace("\r\n", "\n")
    if len(title) > LONGEST_TITLE:
        raise InvalidInput(f"The title has {len(title)} characters: at most {LONGEST_TITLE} are allowed.")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(f"The text has {len(text):,} characters: at most {LONGEST_TEXT:,} are allowed. Split it.")
    return Wording(title, text, (wording.url or "").strip() or None)


def _names(names: Iterable[str]) -> str:
    return _dump(sorted(set(names)))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

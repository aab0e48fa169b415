"""What people do to drafts: begin, write, restore, translate, merge, hand in, discard.

A text is saved on top of the revision it was written on. If somebody else has saved meanwhile, both texts are kept:
theirs where it is, this one among the versions as `clashed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import Conflict, DraftChanged, InvalidInput
from insights.drafts.model import (
    MOST_LANGUAGES,
    OPEN,
    Base,
    Draft,
    DraftEvent,
    DraftState,
    DraftText,
    DraftVersion,
    VersionKind,
    Wording,
)
from insights.drafts.store import DraftStore
from insights.drafts.texts import FirstText, TextRows, checked


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
class Details:
    """What belongs to a draft beside its texts."""

    audiences: frozenset[str]
    tags: tuple[str, ...] = ()
    gap_id: str | None = None


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
        self.rows = TextRows(store, clock)

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
            self.rows.put(session, made, text, VersionKind.CREATED, by)
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
        """Save a text written on top of `revision`; raises NotFound, InvalidInput, and Conflict for a closed draft.

        The same text again changes nothing. What clashes is kept even when the draft was closed meanwhile.
        """
        now, sent = self._store.text(session, draft_id, lang), checked(wording)
        if sent == now.wording:
            return Saved(now)
        if revision != now.revision or self._store.get(session, draft_id).state not in OPEN:
            return Saved(now, self.rows.clash(session, draft_id, lang, sent, revision, by))
        kind = VersionKind.AUTOSAVED if auto else VersionKind.SAVED
        return Saved(self._write(session, draft_id, now, sent, kind, by))

    def add(self, session: Session, draft_id: str, first: FirstText, by: str) -> DraftText:
        """Add a text in another language; raises Conflict when there is one already, or the draft is closed."""
        self._open(session, draft_id)
        there = [text.lang for text in self._store.texts(session, draft_id)]
        if first.lang in there:
            raise Conflict("This draft has a text in that language already.")
        if len(there) >= MOST_LANGUAGES:
            raise InvalidInput(f"A draft may have {MOST_LANGUAGES} languages at most.")
        self.rows.put(session, draft_id, first, VersionKind.TRANSLATED, by)
        self._touch(session, draft_id, by)
        return self._store.text(session, draft_id, first.lang)

    def restore(self, session: Session, draft_id: str, version_id: int, revision: int, by: str) -> DraftText:
        """Let a text be again as one of its versions was; raises NotFound, and DraftChanged on another revision."""
        version = self._store.version(session, draft_id, version_id)
        now = self._open_text(session, draft_id, version.lang, revision)
        back = Wording(version.title, version.text, version.url)
        return self._write(session, draft_id, now, back, VersionKind.RESTORED, by)

    def merge(self, session: Session, draft_id: str, lang: str, other: Base, revision: int, by: str) -> DraftText:
        """Add another document's text under a heading; it is removed when the draft is published."""
        now = self._open_text(session, draft_id, lang, revision)
        if other.document_id in {now.document_id, *now.merges}:
            raise Conflict("This draft holds that document already.")
        joined = f"{now.text.rstrip()}\n\n## {other.title}\n\n{other.text.strip()}\n".lstrip()
        session.execute(
            "UPDATE draft_texts SET merges = ? WHERE draft_id = ? AND lang = ?",
            (_dump((*now.merges, other.document_id)), draft_id, lang),
        )
        wording = checked(Wording(now.title or other.title, joined, now.url))
        return self._write(session, draft_id, now, wording, VersionKind.MERGED, by)

    def change(self, session: Session, draft_id: str, wanted: Details, revision: int, by: str) -> Draft:
        """Change what is not text; raises NotFound, and DraftChanged when somebody else did meanwhile."""
        draft = self._open(session, draft_id)
        if wanted == Details(draft.audiences, draft.tags, draft.gap_id):
            return draft
        if revision != draft.revision:
            raise DraftChanged("Somebody else has changed who sees this draft, its tags or its gap. Reload the page.")
        session.execute(
            "UPDATE drafts SET audiences = ?, tags = ?, gap_id = ?, revision = revision + 1 WHERE id = ?",
            (_names(wanted.audiences), _dump(wanted.tags), wanted.gap_id, draft_id),
        )
        self._touch(session, draft_id, by)
        facts = {"audiences": sorted(wanted.audiences), "gap": wanted.gap_id}
        self.record(session, draft_id, DraftEvent.DETAILS_CHANGED, by, **facts)
        return self._store.get(session, draft_id)

    def move(
        self, session: Session, draft_id: str, state: DraftState, by: str, before: DraftState | None = None
    ) -> Draft:
        """Let a draft be in `state`; raises NotFound, and Conflict when it is no longer in the state `before`."""
        draft = self._store.get(session, draft_id)
        if before is not None and draft.state is not before:
            raise Conflict(f"Somebody else has changed this draft meanwhile: it is {draft.state} now.")
        if draft.state not in OPEN and state is DraftState.REVIEW:
            raise Conflict(f"This draft is {draft.state} already.")
        if draft.state is state:
            return draft
        session.execute("UPDATE drafts SET state = ? WHERE id = ?", (state, draft_id))
        self._touch(session, draft_id, by)
        self.record(session, draft_id, DraftEvent.STATE_CHANGED, by, before=draft.state, after=state)
        return self._store.get(session, draft_id)

    def approved(self, session: Session, draft_id: str, by: str, *, elsewhere: bool, documents: Iterable[str]) -> None:
        """Note who approved a draft and what became of it."""
        at = self._now()
        state = DraftState.APPROVED if elsewhere else DraftState.PUBLISHED
        session.execute(
            "UPDATE drafts SET state = ?, elsewhere = ?, approved_by = ?, approved_at = ?, updated_by = ?,"
            " updated_at = ? WHERE id = ?",
            (state, elsewhere, by, at, by, at, draft_id),
        )
        event = DraftEvent.APPROVED if elsewhere else DraftEvent.PUBLISHED
        self.record(session, draft_id, event, by, documents=list(documents))

    def record(self, session: Session, draft_id: str, event: DraftEvent, by: str, **data: object) -> None:
        """Note that something happened. `data` holds ids and facts, never words."""
        session.execute(
            "INSERT INTO draft_events (draft_id, type, actor, data, created_at) VALUES (?, ?, ?, ?, ?)",
            (draft_id, event, by, _dump(data), self._now()),
        )

    def _write(
        self, session: Session, draft_id: str, now: DraftText, wording: Wording, kind: VersionKind, by: str
    ) -> DraftText:
        written = self.rows.write(session, draft_id, now, wording, kind, by)
        self._touch(session, draft_id, by)
        return written

    def _touch(self, session: Session, draft_id: str, by: str) -> None:
        session.execute("UPDATE drafts SET updated_by = ?, updated_at = ? WHERE id = ?", (by, self._now(), draft_id))

    def _open(self, session: Session, draft_id: str) -> Draft:
        draft = self._store.get(session, draft_id)
        if draft.state not in OPEN:
            raise Conflict(f"This draft is {draft.state} and cannot be changed. Take it up again first.")
        return draft

    def _open_text(self, session: Session, draft_id: str, lang: str, revision: int) -> DraftText:
        self._open(session, draft_id)
        now = self._store.text(session, draft_id, lang)
        if now.revision != revision:
            raise DraftChanged("Somebody else has changed this text meanwhile. Look at it before you go on.")
        return now

    def _now(self) -> str:
        return timestamp(self._clock())


def _names(names: Iterable[str]) -> str:
    return _dump(sorted(set(names)))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

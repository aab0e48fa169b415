"""Everything around drafts, in one place for routes and pages."""

from __future__ import annotations

import json
from collections.abc import Callable

from api.drafting.beginning import Beginning, Wanted, proposed
from api.drafting.bodies import draft_detail
from api.drafting.looking import Looking
from api.drafting.publishing import Publishing
from api.idempotency import Idempotency, Ticket
from core.db import Database, Session
from core.errors import DraftChanged, InvalidInput
from insights.drafts.bases import Bases
from insights.drafts.desk import Details, DraftDesk
from insights.drafts.model import BY_HAND, OPEN, DraftState, DraftText, Wording
from insights.drafts.store import DraftStore


class DraftBoard:
    """What people do with drafts; each method is one act."""

    def __init__(
        self,
        database: Database,
        store: DraftStore,
        desk: DraftDesk,
        bases: Bases,
        beginning: Beginning,
        looking: Looking,
        publishing: Publishing,
        idempotency: Idempotency,
    ) -> None:
        self._database = database
        self.store = store
        self.desk = desk
        self.bases = bases
        self.beginning = beginning
        self.looking = looking
        self.publishing = publishing
        self._idempotency = idempotency

    def begin(self, wanted: Wanted, by: str, paper: Ticket | None = None, *, propose: bool = False) -> str:
        """Begin a draft and return its id; `propose`: for the content team to take up."""
        with self._database.read() as session:
            known = self._idempotency.recall(session, paper)
        if known is not None:
            return str(json.loads(known))
        new = self.beginning.look(wanted)
        made = proposed(new) if propose else new
        return self._once(paper, lambda session: self.beginning.begin(session, made, by))

    def save(
        self, draft_id: str, lang: str, wording: Wording, revision: int, by: str, *, auto: bool = False
    ) -> DraftText:
        """Save a text; raises DraftChanged when somebody else's stands there, with both texts kept."""
        with self._database.write() as session:
            saved = self.desk.save(session, draft_id, lang, wording, revision, by, auto=auto)
            self._taken_up(session, draft_id, by)
        if saved.clash is not None:
            raise DraftChanged(current=saved.text.revision, version=saved.clash.id, lang=lang)
        return saved.text

    def change(self, draft_id: str, wanted: Details, revision: int, by: str) -> None:
        """Change audiences, tags or the gap."""
        with self._database.write() as session:
            self.desk.change(session, draft_id, wanted, revision, by)
            if wanted.gap_id:
                self.beginning.take_up(session, wanted.gap_id, by)

    def translate(self, draft_id: str, source: str, target: str, by: str) -> DraftText:
        """Add a language: by the model, or empty beside the original."""
        with self._database.read() as session:
            text = self.store.text(session, draft_id, source)
        first = self.beginning.translated(text, target)
        with self._database.write() as session:
            return self.desk.add(session, draft_id, first, by)

    def merge(self, draft_id: str, lang: str, document_id: str, revision: int, by: str) -> DraftText:
        """Add another document to a text."""
        found = self.bases.find(document_id)
        if found.document.lang != lang:
            raise InvalidInput(
                f"{document_id} is in {found.document.lang}: only documents in {lang} can be added here."
            )
        with self._database.write() as session:
            draft = self.store.get(session, draft_id)
            if found.document.audiences and not (draft.audiences and draft.audiences <= found.document.audiences):
                raise InvalidInput(
                    f"Only {', '.join(sorted(found.document.audiences))} may see {document_id}. Let the draft be seen "
                    "by the same, then add it."
                )
            return self.desk.merge(session, draft_id, lang, found.base, revision, by)

    def restore(self, draft_id: str, version_id: int, revision: int, by: str) -> DraftText:
        """Let a text be again as a version of it was."""
        with self._database.write() as session:
            return self.desk.restore(session, draft_id, version_id, revision, by)

    def move(self, draft_id: str, state: DraftState, by: str, before: DraftState | None = None) -> None:
        """Hand in, take up again, or discard; raises InvalidInput for states that follow from other acts."""
        if state not in BY_HAND:
            raise InvalidInput("Choose writing, review or discarded: the other states follow from approval.")
        with self._database.write() as session:
            draft = self.desk.move(session, draft_id, state, by, before)
            if draft.gap_id and state is DraftState.DISCARDED:
                self.beginning.let_go(session, draft.gap_id, by)
            elif draft.gap_id:
                self.beginning.take_up(session, draft.gap_id, by)

    def _taken_up(self, session: Session, draft_id: str, by: str) -> None:
        draft = self.store.get(session, draft_id)
        if draft.state is DraftState.PROPOSED:
            self.desk.move(session, draft_id, DraftState.WRITING, by)
            if draft.gap_id:
                self.beginning.take_up(session, draft.gap_id, by)

    def _once(self, paper: Ticket | None, write: Callable[[Session], str]) -> str:
        with self._database.write() as session:
            known = self._idempotency.recall(session, paper)
            if known is not None:
                return str(json.loads(known))
            made = write(session)
            self._idempotency.keep(session, paper, json.dumps(made))
        return made


def is_open(state: DraftState) -> bool:
    """Whether a draft can be changed."""
    return state in OPEN


__all__ = ["DraftBoard", "draft_detail", "is_open"]

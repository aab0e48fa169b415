"""What people do to gaps: split, merge, take them on, note, and say where the work stands."""

from __future__ import annotations

from collections.abc import Sequence

from core.clock import Clock, new_id
from core.db import Session
from core.errors import Conflict, InvalidInput, NotFound
from insights.gaps.events import now, record
from insights.gaps.model import GapEvent, GapState
from insights.gaps.store import GapStore

LONGEST_NOTE = 2_000
MOST_AT_ONCE = 500
"""Questions split off at once."""


class GapHands:
    """Changes of gaps by people; methods take the caller's open session and the id of who acts.

    Questions that people put somewhere are pinned: no regrouping moves them again.
    """

    def __init__(self, store: GapStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def split(self, session: Session, gap_id: str, message_ids: Sequence[str], by: str) -> str:
        """Move these questions into a new gap and return its id; those that stay are kept apart from them for good.

        Raises NotFound for a question that is not in the gap, InvalidInput when none or all are named.
        """
        gap, chosen = self._store.get(session, gap_id), list(dict.fromkeys(message_ids))
        if not chosen or len(chosen) > MOST_AT_ONCE:
            raise InvalidInput(f"Choose 1 to {MOST_AT_ONCE} questions to split off.")
        inside = {
            str(row["message_id"])
            for row in session.execute("SELECT message_id FROM gap_questions WHERE gap_id = ?", (gap.id,))
        }
        if not inside.issuperset(chosen):
            raise NotFound("A question you chose is no longer in this gap. Reload the page.")
        if len(chosen) == len(inside):
            raise InvalidInput("Leave at least one question in the gap: to keep all together, do not split it.")
        made, at = new_id("gap"), now(self._clock)
        session.execute(
            "INSERT INTO gaps (id, state, by_hand, created_at, updated_at) VALUES (?, ?, 1, ?, ?)",
            (made, GapState.OPEN, at, at),
        )
        session.execute("UPDATE gap_questions SET pinned = 1 WHERE gap_id = ?", (gap.id,))
        session.executemany(
            "UPDATE gap_questions SET gap_id = ? WHERE message_id = ?", [(made, message_id) for message_id in chosen]
        )
        session.execute("UPDATE gaps SET by_hand = 1, stale = 1, updated_at = ? WHERE id = ?", (at, gap.id))
        record(session, gap.id, GapEvent.SPLIT, by, at, questions=len(chosen), into=made)
        record(session, made, GapEvent.OPENED, by, at, size=len(chosen), out_of=gap.id)
        return made

    def merge(self, session: Session, gap_id: str, other_id: str, by: str) -> str:
        """Move the questions and notes of `other_id` into `gap_id` and return its id; they stay together for good.

        Raises NotFound, and InvalidInput for a gap and itself. Old addresses of the other lead to the one that is left.
        """
        gap, other = self._store.get(session, gap_id), self._store.get(session, other_id)
        if gap.id == other.id:
            raise InvalidInput("A gap cannot be merged with itself. Choose another one.")
        at = now(self._clock)
        session.execute("UPDATE gap_questions SET pinned = 1, gap_id = ?1 WHERE gap_id IN (?1, ?2)", (gap.id, other.id))
        leave(session, other.id, gap.id, at)
        session.execute("UPDATE gaps SET by_hand = 1, updated_at = ? WHERE id = ?", (at, gap.id))
        record(session, gap.id, GapEvent.MERGED, by, at, questions=other.size, other=other.id)
        return gap.id

    def set_state(
        self, session: Session, gap_id: str, state: GapState, by: str, before: GapState | None = None
    ) -> None:
        """Let the gap be in `state`; raises NotFound, and Conflict when it is no longer in the state `before`."""
        gap, at = self._store.get(session, gap_id), now(self._clock)
        if before is not None and gap.state is not before:
            raise Conflict(f"Somebody else has changed this gap meanwhile: it is {gap.state.replace('_', ' ')} now.")
        if gap.state is state:
            return
        session.execute("UPDATE gaps SET state = ?, updated_at = ? WHERE id = ?", (state, at, gap.id))
        event = GapEvent.REOPENED if state is GapState.REOPENED else GapEvent.STATE_CHANGED
        record(session, gap.id, event, by, at, before=gap.state, after=state)

    def set_owner(self, session: Session, gap_id: str, owner_id: str | None, by: str) -> None:
        """Give the gap to a member of the staff, or to nobody; raises NotFound for either."""
        gap, at = self._store.get(session, gap_id), now(self._clock)
        if owner_id is not None and not _is_staff(session, owner_id):
            raise NotFound("There is no such member of the staff.")
        if gap.owner_id == owner_id:
            return
        session.execute("UPDATE gaps SET owner_id = ?, updated_at = ? WHERE id = ?", (owner_id, at, gap.id))
        record(session, gap.id, GapEvent.OWNER_CHANGED, by, at, before=gap.owner_id, after=owner_id)

    def note(self, session: Session, gap_id: str, text: str, by: str, staff_id: str | None) -> None:
        """Write something about the gap for colleagues; raises NotFound, and InvalidInput for an empty or long text."""
        gap, at, plain = self._store.get(session, gap_id), now(self._clock), text.strip()
        if not plain or len(plain) > LONGEST_NOTE:
            raise InvalidInput(f"A note needs 1 to {LONGEST_NOTE:,} characters.")
        session.execute(
            "INSERT INTO gap_notes (gap_id, staff_id, text, created_at) VALUES (?, ?, ?, ?)",
            (gap.id, staff_id, plain, at),
        )
        session.execute("UPDATE gaps SET updated_at = ? WHERE id = ?", (at, gap.id))
        record(session, gap.id, GapEvent.NOTED, by, at)


def leave(session: Session, gap_id: str, into: str, at: str) -> None:
    """Have `gap_id` end in `into`: what people wrote goes along, its address leads there."""
    session.execute("UPDATE gap_notes SET gap_id = ? WHERE gap_id = ?", (into, gap_id))
    session.execute(
        "UPDATE gaps SET owner_id = coalesce(owner_id, (SELECT owner_id FROM gaps WHERE id = ?)) WHERE id = ?",
        (gap_id, into),
    )
    session.execute("DELETE FROM gap_names WHERE gap_id = ?", (gap_id,))
    session.execute(
        "UPDATE gaps SET merged_into = ?, vector = NULL, size = 0, stale = 0, updated_at = ? WHERE id = ?",
        (into, at, gap_id),
    )
    session.execute("UPDATE gaps SET stale = 1 WHERE id = ?", (into,))


def _is_staff(session: Session, staff_id: str) -> bool:
    found = session.execute("SELECT 1 FROM staff WHERE id = ? AND disabled_at IS NULL", (staff_id,)).fetchone()
    return found is not None

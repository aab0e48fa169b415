"""Who is where on the desk, and for how long that is believed."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import NotFound
from core.model import Reason
from escalation.presence import Doing, Presence


@pytest.fixture
def escalation_id(parts: Any) -> str:
    conversation = parts.conversation()
    with parts.database.write() as session:
        return str(parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "Why?").id)


def test_colleagues_see_each_other_and_not_themselves(parts: Any, escalation_id: str) -> None:
    """Who writes comes first; who has closed it is gone at once, who went silent after ten seconds."""
    ana, ben, presence = parts.agent("Ana"), parts.agent("Ben"), Presence(parts.clock)
    with parts.database.write() as session:
        presence.seen(session, ana.id, escalation_id)
        presence.seen(session, ben.id, escalation_id, Doing.TYPING)
        assert [(one.name, one.doing) for one in presence.others(session, escalation_id, ana.id)] == [("Ben", "typing")]
        assert [one.name for one in presence.everywhere(session)] == ["Ben", "Ana"]
        presence.left(session, ben.id, escalation_id)
        assert presence.others(session, escalation_id, ana.id) == ()
        parts.clock.forward(seconds=9)
        assert [one.name for one in presence.others(session, escalation_id, ben.id)] == ["Ana"]
        parts.clock.forward(seconds=1)
        assert presence.others(session, escalation_id, ben.id) == ()


def test_being_at_the_desk_is_noted_without_writing_each_time(parts: Any) -> None:
    """`seen_at` is at most twenty seconds old while somebody is there."""
    ana, presence, seen = parts.agent("Ana"), Presence(parts.clock), set()
    with parts.database.write() as session:
        for _ in range(10):
            presence.seen(session, ana.id, None)
            seen.add(session.execute("SELECT seen_at FROM staff WHERE id = ?", [ana.id]).fetchone()[0])
            parts.clock.forward(seconds=4)
    assert sorted(seen) == ["2026-11-21T10:00:00.000Z", "2026-11-21T10:00:20.000Z"]


def test_nobody_is_in_what_does_not_exist(parts: Any) -> None:
    ana = parts.agent("Ana")
    with pytest.raises(NotFound), parts.database.write() as session:
        Presence(parts.clock).seen(session, ana.id, "esc_unknown")

"""What the names around drafts mean, for people."""

from __future__ import annotations

from collections.abc import Mapping

from insights.drafts.model import DraftEvent, DraftHappening, DraftState, VersionKind
from insights.gaps.events import SYSTEM

STATES = {
    DraftState.PROPOSED: ("Proposed", "An agent made it out of a reply; nobody has taken it up."),
    DraftState.WRITING: ("Writing", "Somebody works on it."),
    DraftState.REVIEW: ("To approve", "It is ready, and waits for somebody to approve it."),
    DraftState.APPROVED: ("Approved", "Handed to where its content lives; the next sync brings it."),
    DraftState.PUBLISHED: ("Published", "Answers use it."),
    DraftState.DISCARDED: ("Discarded", "Put away. It can be taken up again."),
}
VERSIONS = {
    VersionKind.CREATED: "began it",
    VersionKind.SAVED: "saved",
    VersionKind.AUTOSAVED: "wrote",
    VersionKind.RESTORED: "restored an earlier text",
    VersionKind.TRANSLATED: "added the language",
    VersionKind.MERGED: "took in another document",
    VersionKind.CLASHED: "wrote this while somebody else saved; it never stood here",
}
_EVENTS = {
    DraftEvent.CREATED: "began it",
    DraftEvent.STATE_CHANGED: "changed its state",
    DraftEvent.DETAILS_CHANGED: "changed who sees it, its tags or its gap",
    DraftEvent.APPROVED: "approved it for content elsewhere",
    DraftEvent.PUBLISHED: "approved and published it",
}


def who(actor: str, people: Mapping[str, str]) -> str:
    """Who acted, by name."""
    return "Askwell" if actor == SYSTEM else people.get(actor, "An API key")


def happening(entry: DraftHappening, people: Mapping[str, str]) -> str:
    """An entry of the history in words."""
    words = f"{who(entry.actor, people)} {_EVENTS[entry.type]}"
    if entry.type is DraftEvent.STATE_CHANGED:
        before, after = (STATES[DraftState(str(entry.data[name]))][0] for name in ("before", "after"))
        return f"{words}: {before} → {after}"
    return words

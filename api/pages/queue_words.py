"""What the words of the queue mean."""

from __future__ import annotations

from api.pages.definitions import STATUSES
from escalation.desk_filter import SlaState, View
from escalation.tickets import Status

VIEW_NAMES = {
    View.OPEN: "Open",
    View.UNASSIGNED: "Unclaimed",
    View.FOR_YOU: "For you",
    View.MINE: "Mine",
    View.SNOOZED: "Snoozed",
    View.RESOLVED: "Resolved",
}
VIEWS = {
    View.OPEN: "Everything somebody still has to act on.",
    View.UNASSIGNED: "Open, and nobody has it.",
    View.FOR_YOU: "Unclaimed, in a language you read, and of no topic that is for others.",
    View.MINE: "Open, and you have it.",
    View.SNOOZED: STATUSES[Status.SNOOZED],
    View.RESOLVED: STATUSES[Status.RESOLVED],
}
NOTHING = {
    View.OPEN: "Nobody is waiting",
    View.UNASSIGNED: "Everything is claimed",
    View.FOR_YOU: "Nothing for you just now",
    View.MINE: "You have nothing open",
    View.SNOOZED: "Nothing is put aside",
    View.RESOLVED: "Nothing resolved yet",
}
COMES = {
    View.OPEN: "New questions appear here by themselves.",
    View.UNASSIGNED: "New questions appear here by themselves.",
    View.FOR_YOU: "New questions that suit you appear here by themselves.",
    View.MINE: "What you claim, or are given, appears here.",
    View.SNOOZED: "What you put off until later waits here, and comes back by itself.",
    View.RESOLVED: "What is settled is kept here, to be searched and opened again.",
}
"""When something appears in a view that is empty."""
SLA_STATES = {
    SlaState.BREACHED: "Late",
    SlaState.DUE_SOON: "Due soon",
    SlaState.ON_TIME: "On time",
    SlaState.UNTIMED: "No deadline",
}
DEADLINE = "When the next clock of the service levels runs out: first reply, next reply or resolution, in office hours."
ORDER = "By priority first, then by what is due first, then by who has waited longest."
SEARCH = (
    "Searches what customers, agents and the assistant wrote, internal notes, customers' names and e-mail addresses, "
    "and ids."
)
KEYS = (
    ("j or ↓", "Next conversation in the list"),
    ("k or ↑", "Previous conversation in the list"),
    ("Enter", "Open the chosen conversation"),
    ("c", "Claim the opened conversation"),
    ("r", "Write a reply"),
    ("n", "Write an internal note"),
    ("/", "Search conversations"),
    ("Esc", "Leave a field, close a window, or go back to the list"),
    ("?", "Show this list"),
    ("Ctrl + Enter", "Send what is written"),
    ("/ in an empty line", "Macros, while you write a reply; also Alt + M"),
    ("Alt + K", "Quote an article"),
    ("Alt + P", "Preview the reply, and back"),
)

"""What the names on the board of gaps mean, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from api.pages.cause_words import CAUSES
from api.pages.routing import Reader
from insights.gaps.events import SYSTEM
from insights.gaps.model import Cause, GapEvent, GapHappening, GapOrder, GapState, Why

STATES = {
    GapState.OPEN: ("Open", "Nobody works on it yet."),
    GapState.IN_PROGRESS: ("In progress", "Somebody works on it."),
    GapState.DRAFTED: ("Drafted", "A draft waits for approval."),
    GapState.WAITING: ("Waiting", "Published or approved; its questions are asked again once it is there."),
    GapState.CLOSED: ("Closed", "Its questions were asked again and are answered."),
    GapState.FAILING: ("Still failing", "Something was published, and questions still get no good answer."),
    GapState.REOPENED: ("Reopened", "It was closed, and its questions are no longer answered."),
    GapState.DISMISSED: ("Dismissed", "Not for the content to answer. New questions still join it."),
}
REASONS = {
    Why.UNANSWERED: ("Not answered", "It was handed to a person."),
    Why.UNSURE: ("Unsure", "The closest text was shown as uncertain, and nobody said that it helped."),
    Why.UNCLEAR: ("Unclear", "A question was asked back, and no answer followed."),
    Why.DISLIKED: ("Disliked", "The customer said that the answer did not help."),
    Why.HANDED_OVER: ("Handed over", "The answer was followed by a hand-over to a person."),
    Why.REPHRASED: ("Asked again", "The customer asked the same in other words within half an hour."),
}
ORDERS = {
    GapOrder.HARM: "Most harmful first",
    GapOrder.CUSTOMERS: "Most customers first",
    GapOrder.RECENT: "Latest first",
}
_EVENTS = {
    GapEvent.OPENED: "opened it",
    GapEvent.GROWN: "saw it grow",
    GapEvent.MERGED: "merged another gap into it",
    GapEvent.SPLIT: "split it",
    GapEvent.STATE_CHANGED: "changed its state",
    GapEvent.REOPENED: "reopened it",
    GapEvent.OWNER_CHANGED: "gave it to",
    GapEvent.NOTED: "wrote a note",
    GapEvent.CAUSE_CORRECTED: "said what the cause is",
    GapEvent.DOCUMENTS_CHANGED: "said which documents are right for it",
    GapEvent.PROVEN: "asked its questions again, and they are answered",
    GapEvent.NOT_PROVEN: "asked its questions again, and too few are answered",
    GapEvent.TOLD: "told customers of the answer",
    GapEvent.PUBLISHED: "published a draft for it",
    GapEvent.EXPORTED: "approved a draft for content elsewhere",
}
_BAR, _SPACE, _HIGH = 9, 3, 30


def language_of(reader: Reader) -> str:
    """The language that a reader is shown names of gaps in, where there are such names."""
    return reader.member.languages[0] if reader.member.languages else "en"


def weeks_chart(weeks: Sequence[int], name: str) -> Markup:
    """Questions of each week as bars, told in words for those who do not see them."""
    most = max((*weeks, 1))
    bars = Markup("").join(
        Markup('<rect x="{}" y="{:.1f}" width="{}" height="{:.1f}" rx="1.5"/>').format(
            place * (_BAR + _SPACE), _HIGH - max(_HIGH * count / most, 1.5), _BAR, max(_HIGH * count / most, 1.5)
        )
        for place, count in enumerate(weeks)
    )
    width = len(weeks) * (_BAR + _SPACE)
    told = f"Questions a week, the latest last, {name}: {', '.join(str(count) for count in weeks) or 'none yet'}"
    return Markup(
        '<svg class="weeks" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">{3}</svg>'
    ).format(width, _HIGH, told, bars)


def happening(entry: GapHappening, people: Mapping[str, str]) -> str:
    """An entry of the history in words: who did what."""
    who = "Askwell" if entry.actor == SYSTEM else people.get(entry.actor, "An API key")
    return f"{who} {_EVENTS[entry.type]}{_details(entry, people)}"


def _details(entry: GapHappening, people: Mapping[str, str]) -> str:
    data = entry.data
    if entry.type is GapEvent.STATE_CHANGED:
        return f": {_state(data['before'])} → {_state(data['after'])}"
    if entry.type is GapEvent.OWNER_CHANGED:
        return f" {people.get(str(data['after']), 'nobody')}"
    if entry.type is GapEvent.GROWN:
        return f" to {data['size']} questions"
    if entry.type is GapEvent.CAUSE_CORRECTED:
        return f": {CAUSES[Cause(str(data['after']))][0]}" if data["after"] else ": as Askwell thinks"
    if entry.type in {GapEvent.SPLIT, GapEvent.MERGED} and "questions" in data:
        return f": {data['questions']} {'question' if data['questions'] == 1 else 'questions'}"
    return ""


def _state(name: object) -> str:
    return STATES[GapState(str(name))][0]

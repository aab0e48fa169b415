"""Service levels: by when a customer is to have what, in office hours. Pure.

The clocks of an escalation follow from its history and the rules alone, so they can be computed anew at any time: after
a change of the rules as well as after each happening. A clock stands still while the customer's turn is awaited, while
the escalation is put aside, and while it is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from escalation.clocks.hours import OfficeHours
from escalation.fields import KNOWN_ONLY, Minutes, Name, PointCount, Texts
from escalation.states import ANSWERS, CALLS, Happening, Status, find


class SlaClock(StrEnum):
    """What is timed."""

    FIRST_REPLY = "first_reply"
    """From the hand-over to an agent's first line."""
    NEXT_REPLY = "next_reply"
    """From a customer's later message to the agent's next line."""
    RESOLUTION = "resolution"
    """From the hand-over until it is settled."""


class Level(StrEnum):
    """How a clock stands."""

    OK = "ok"
    NEAR = "near"
    """Most of the time is gone."""
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class SlaPolicy:
    """Targets in minutes of office hours (None: not timed), and whom they are for. An empty list means everybody."""

    __pydantic_config__ = KNOWN_ONLY

    name: Name
    first_reply: Minutes | None = None
    next_reply: Minutes | None = None
    resolution: Minutes | None = None
    plans: Texts = ()
    languages: Texts = ()
    topics: Texts = ()
    least_priority: PointCount | None = None
    """Only for those with that many points at the hand-over, or more."""

    def target(self, clock: SlaClock) -> timedelta | None:
        """The time allowed."""
        minutes = {
            SlaClock.FIRST_REPLY: self.first_reply,
            SlaClock.NEXT_REPLY: self.next_reply,
            SlaClock.RESOLUTION: self.resolution,
        }[clock]
        return None if minutes is None else timedelta(minutes=minutes)


UNTIMED = SlaPolicy("none")
"""What holds where no policy applies."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to an escalation, and when."""

    happening: Happening
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """One clock: when its time is up, and whether it runs."""

    due: datetime | None = None
    """None while it stands still with time left; once it has ended, when its time would have been up."""
    running: bool = False
    near: datetime | None = None
    """From when on most of the time is gone; while it runs."""
    missed: bool = False
    """Whether it stands still with no time left."""


def choose(policies: Iterable[SlaPolicy], *, plan: str, lang: str, topic: str | None, priority: int) -> SlaPolicy:
    """The first policy that is for this customer and case."""
    for policy in policies:
        for_plan = not policy.plans or plan.casefold() in {name.casefold() for name in policy.plans}
        for_lang = not policy.languages or lang in policy.languages
        for_topic = not policy.topics or topic in policy.topics
        enough = policy.least_priority is None or priority >= policy.least_priority
        if for_plan and for_lang and for_topic and enough:
            return policy
    return UNTIMED


def due(clock_start: datetime, minutes: float, hours: OfficeHours) -> datetime | None:
    """When that many minutes of office hours have passed; None when the office never is open that long."""
    return hours.add(clock_start, timedelta(minutes=minutes))


def readings(
    history: Sequence[Moment], policy: SlaPolicy, hours: OfficeHours, near_share: float
) -> Mapping[SlaClock, Reading]:
    """All clocks after what has happened, oldest first; the history begins with the hand-over."""
    clocks = {clock: _Stopwatch(policy.target(clock), hours, near_share) for clock in SlaClock}
    state = _State()
    for moment in history:
        state = state.after(moment.happening)
        for clock, watch in clocks.items():
            if moment.happening in _ENDS[clock]:
                watch.end(moment.at)
            elif clock is SlaClock.NEXT_REPLY and not state.waiting:
                watch.reset()
            else:
                watch.turn(clock in state.active, moment.at)
    return {clock: watch.reading() for clock, watch in clocks.items()}


def level(reading: Reading, now: datetime) -> Level:
    """How a clock stands at `now`."""
    if reading.missed or (reading.running and reading.due is not None and reading.due <= now):
        return Level.BREACHED
    return Level.NEAR if reading.running and reading.near is not None and reading.near <= now else Level.OK


_ENDS: Mapping[SlaClock, frozenset[Happening]] = {
    SlaClock.FIRST_REPLY: frozenset({Happening.REPLIED}),
    SlaClock.NEXT_REPLY: frozenset(),
    SlaClock.RESOLUTION: frozenset({Happening.RESOLVED, Happening.HANDED_BACK}),
}
_AGENTS_TURN = frozenset({Status.QUEUED, Status.CLAIMED})


@dataclass(frozen=True, slots=True)
class _State:
    """Where an escalation stands, as far as clocks care."""

    status: Status | None = None
    replied: bool = False
    waiting: bool = False
    """Whether the customer waits for a person."""

    def after(self, happening: Happening) -> _State:
        row = find(self.status, happening)
        return _State(
            row.target if row else self.status,
            self.replied or happening is Happening.REPLIED,
            happening in CALLS or (self.waiting and happening not in ANSWERS),
        )

    @property
    def active(self) -> frozenset[SlaClock]:
        """The clocks that run."""
        if self.status not in _AGENTS_TURN:
            return frozenset()
        reply = (SlaClock.NEXT_REPLY if self.replied else SlaClock.FIRST_REPLY,) if self.waiting else ()
        return frozenset((SlaClock.RESOLUTION, *reply))


class _Stopwatch:
    """Adds up the open time during which it runs."""

    def __init__(self, target: timedelta | None, hours: OfficeHours, near_share: float) -> None:
        self._target = target
        self._hours = hours
        self._near_share = near_share
        self._spent = timedelta(0)
        self._since: datetime | None = None
        self._due: datetime | None = None

    def turn(self, on: bool, at: datetime) -> None:
        if self._target is None or on == (self._since is not None):
            return
        if on:
            self._since = at
            self._due = self._due_if_run_from(at)
        elif self._since is not None:
            self._spent += self._hours.between(self._since, at)
            self._since = None
            self._due = self._due if self._missed else None

    def end(self, at: datetime) -> None:
        self.turn(False, at)
        self._due = self._due_if_run_from(at)

    def reset(self) -> None:
        self._spent, self._since, self._due = timedelta(0), None, None

    def reading(self) -> Reading:
        if self._target is None or self._since is None:
            return Reading(self._due, missed=self._due is not None and self._missed)
        near = self._hours.add(self._since, self._target * self._near_share - self._spent)
        return Reading(self._due, running=True, near=near)

    @property
    def _missed(self) -> bool:
        return self._target is not None and self._spent >= self._target

    def _due_if_run_from(self, at: datetime) -> datetime | None:
        """What was missed stays missed at its moment."""
        if self._target is None or self._missed:
            return self._due
        return self._hours.add(at, self._target - self._spent)

"""The circuit breaker: whatever happens in whatever order, it spares a failing model and never locks a good one out."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from answering.model.breaker import (
    FIRST_REST,
    LONGEST_REST,
    TOLERATED,
    WINDOW,
    Breaker,
    BreakerState,
    Passage,
)
from answering.model.chat import ModelFailure


class Watch:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def failing(watch: Watch) -> Breaker:
    """A breaker that has just opened."""
    breaker = Breaker(watch)
    for _ in range(TOLERATED):
        breaker.enter().failed()
    return breaker


def is_shut(breaker: Breaker) -> bool:
    try:
        breaker.enter().abandoned()
    except ModelFailure as failure:
        return failure.kind == "open_circuit"
    return False


def test_it_opens_at_the_tolerated_number_of_failures_among_the_last_requests() -> None:
    breaker = Breaker(Watch())
    for number in range(TOLERATED):
        assert breaker.state is BreakerState.CLOSED, number
        breaker.enter().succeeded()
        breaker.enter().failed()
    assert breaker.state is BreakerState.OPEN


def test_failures_that_are_far_apart_are_forgotten() -> None:
    breaker = Breaker(Watch())
    for _ in range(TOLERATED * 3):
        breaker.enter().failed()
        for _ in range(WINDOW // (TOLERATED - 1)):
            breaker.enter().succeeded()
    assert breaker.state is BreakerState.CLOSED


def test_after_the_rest_one_request_is_on_trial_and_its_success_lets_all_pass() -> None:
    watch = Watch()
    breaker = failing(watch)
    watch.now += FIRST_REST - 0.001
    assert is_shut(breaker)
    watch.now += 0.001
    trial = breaker.enter()
    assert is_shut(breaker)
    trial.succeeded()
    assert [breaker.enter() is not None for _ in range(3)] == [True] * 3


def test_each_failed_trial_doubles_the_rest_up_to_the_longest() -> None:
    watch = Watch()
    breaker, rest = failing(watch), FIRST_REST
    for _ in range(10):
        watch.now += rest
        breaker.enter().failed()
        rest = min(2 * rest, LONGEST_REST)
        watch.now += rest - 0.001
        assert is_shut(breaker)
        watch.now += 0.001


def test_a_trial_that_was_called_off_is_followed_by_another() -> None:
    watch = Watch()
    breaker = failing(watch)
    watch.now += FIRST_REST
    breaker.enter().abandoned()
    breaker.enter().succeeded()
    assert breaker.state is BreakerState.CLOSED


def test_a_server_that_asks_for_a_pause_gets_it_at_once() -> None:
    watch = Watch()
    breaker = Breaker(watch)
    breaker.enter().failed(rest=30.0)
    watch.now += 29.9
    assert is_shut(breaker)
    watch.now += 0.1
    breaker.enter().succeeded()
    assert breaker.state is BreakerState.CLOSED


def test_a_request_from_before_it_opened_has_no_say_any_more() -> None:
    watch = Watch()
    breaker = Breaker(watch)
    early = [breaker.enter() for _ in range(2)]
    for _ in range(TOLERATED):
        breaker.enter().failed()
    early[0].succeeded()
    assert is_shut(breaker)
    watch.now += FIRST_REST
    trial = breaker.enter()
    early[1].failed()
    trial.succeeded()
    assert breaker.state is BreakerState.CLOSED


def test_the_listener_is_told_each_new_state() -> None:
    watch, told = Watch(), list[BreakerState]()
    breaker = Breaker(watch, told.append)
    for _ in range(TOLERATED):
        breaker.enter().failed()
    watch.now += FIRST_REST
    breaker.enter().succeeded()
    assert told == [BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED]


class AnyOrder(RuleBasedStateMachine):
    """Requests begin, end and are called off while time passes, in any order."""

    under_way = Bundle("under_way")

    def __init__(self) -> None:
        super().__init__()
        self.watch = Watch()
        self.breaker = Breaker(self.watch)
        self.opened_at = 0.0

    @rule(target=under_way)
    def begin(self) -> Passage | None:
        before = self.breaker.state
        try:
            passage = self.breaker.enter()
        except ModelFailure:
            assert before is not BreakerState.CLOSED
            return None
        if self.breaker.state is BreakerState.HALF_OPEN:
            assert before is BreakerState.OPEN, "only one at a time is on trial"
            assert self.watch.now >= self.opened_at + FIRST_REST
        return passage

    @rule(passage=consumes(under_way), outcome=st.sampled_from(["ok", "failed", "paused", "off"]))
    def end(self, passage: Passage | None, outcome: str) -> None:
        if passage is None:
            return
        before = self.breaker.state
        if outcome == "ok":
            passage.succeeded()
        elif outcome == "off":
            passage.abandoned()
        else:
            passage.failed(60.0 if outcome == "paused" else None)
        passage.succeeded()  # only the first end counts
        if self.breaker.state is BreakerState.OPEN and before is not BreakerState.OPEN and outcome != "off":
            self.opened_at = self.watch.now

    @rule(seconds=st.floats(0.0, 2 * LONGEST_REST))
    def time_passes(self, seconds: float) -> None:
        self.watch.now += seconds

    @invariant()
    def nobody_is_locked_out_for_good(self) -> None:
        if self.breaker.state is not BreakerState.OPEN:
            return
        now = self.watch.now
        self.watch.now += LONGEST_REST
        self.breaker.enter().abandoned()
        self.watch.now = now
        assert self.breaker.state is BreakerState.OPEN


def test_in_any_order_one_request_at_a_time_is_on_trial_and_nobody_is_locked_out_for_good() -> None:
    run_state_machine_as_test(AnyOrder, settings=settings(max_examples=30, stateful_step_count=40, deadline=None))

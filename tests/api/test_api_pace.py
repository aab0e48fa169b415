"""Work in the background gives way to people who wait."""

from __future__ import annotations

import threading
import time

import pytest

from api.pace import CALM_S, MOST_S, Pace
from api.step_worker import StepWorker
from core.errors import Unavailable


class Counting:
    """Work that never ends."""

    def __init__(self) -> None:
        self.steps = 0
        self.moved = threading.Event()

    def step(self) -> int:
        """One more."""
        self.steps += 1
        self.moved.set()
        return 1


class Failing(Counting):
    """Work that fails at each step."""

    def step(self) -> int:
        """Count it, and fail."""
        super().step()
        raise Unavailable("not now")


def follow(pace: Pace, went_on: threading.Event) -> None:
    """Give way, and say when that is over."""
    pace.give_way()
    went_on.set()


def test_nobody_waits_so_nothing_is_held_up() -> None:
    times = iter(range(1000))
    Pace(now=lambda: float(next(times))).give_way()
    assert next(times) <= 4, "a look or two at the clock, and no pause"


def test_work_waits_for_the_end_of_an_answer_and_a_moment_longer() -> None:
    pace, went_on = Pace(), threading.Event()
    with pace.waiting():
        thread = threading.Thread(target=follow, args=(pace, went_on))
        thread.start()
        assert not went_on.wait(CALM_S)
        ended = time.monotonic()
    assert went_on.wait(MOST_S + 10)
    assert time.monotonic() - ended >= CALM_S - 0.1
    thread.join()


def test_on_a_server_that_is_always_asked_work_goes_on_now_and_then() -> None:
    times = iter(range(1000))
    pace = Pace(now=lambda: float(next(times)))
    with pace.waiting():
        pace.give_way()
    assert next(times) >= MOST_S


def test_the_worker_of_the_board_stands_still_while_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.step_worker.PAUSE_S", 0.01)
    pace, work = Pace(), Counting()
    worker = StepWorker(pace, work, name="test")
    with pace.waiting():
        worker.start()
        assert not work.moved.wait(CALM_S)
    assert work.moved.wait(20.0)
    worker.stop()


def test_work_that_fails_keeps_no_other_from_going_on_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAUSE_S", "TROUBLE_S"):
        monkeypatch.setattr(f"api.step_worker.{name}", 0.01)
    failing, work, ended = Failing(), Counting(), threading.Event()
    worker = StepWorker(Pace(), failing, work, name="test", at_end=ended.set)
    worker.start()
    assert work.moved.wait(20.0)
    alone = StepWorker(Pace(), again := Failing(), name="test")
    alone.start()
    deadline = time.monotonic() + 20
    while again.steps < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    alone.stop()
    worker.stop()
    assert ended.is_set()

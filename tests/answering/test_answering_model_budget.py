"""The tokens of a day: never overdrawn, by however many at once, and never lost for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering.model.budget import Taken, TokenBudget
from answering.model.chat import ChatMessage, ModelFailure
from answering.model.counting import estimate, estimate_prompt
from answering.model.ledger import DatabaseLedger
from answering.model.observer import Ended, Tokens
from answering.model.usage import FAILING_FROM, ModelUsage
from core.db import Database

KEY = b"k" * 32
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Day:
    """A clock that is moved by hand."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


def ended(read: int = 0, written: int = 0, *, failure: str | None = None, trouble: bool = False) -> Ended:
    return Ended("answer", failure, Tokens(read, written), 1.0, None, trouble)  # type: ignore[arg-type]


def test_a_visitor_and_everybody_have_so_many_tokens_a_day(database: Database) -> None:
    day = Day()
    budget = TokenBudget(KEY, day, in_all=100, a_visitor=60)
    with database.write() as session:
        budget.take(session, "ana", 60)
        for visitor, tokens in (("ana", 1), ("ben", 41)):
            with pytest.raises(ModelFailure) as refused:
                budget.take(session, visitor, tokens)
            assert refused.value.kind == "budget"
        budget.take(session, "ben", 40)
        assert budget.today(session) == 100
        day.now += timedelta(days=1)
        budget.take(session, "ana", 60)
        assert budget.today(session) == 60


def test_who_was_counted_cannot_be_read_from_the_database(database: Database) -> None:
    with database.write() as session:
        TokenBudget(KEY, Day(), a_visitor=60).take(session, "vis_ana", 10)
        names = [row["name"] for row in session.execute("SELECT name FROM model_tokens")]
    assert len(names) == 2
    assert not any("ana" in name for name in names)


def test_tokens_taken_yesterday_are_not_given_back_today(database: Database) -> None:
    day = Day()
    budget = TokenBudget(KEY, day, in_all=100)
    with database.write() as session:
        taken = budget.take(session, None, 90)
        day.now += timedelta(days=1)
        budget.settle(session, taken, 10)
        assert budget.today(session) == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 500),
    st.integers(0, 300),
    st.lists(
        st.tuples(st.sampled_from(["ana", "ben", None]), st.integers(1, 200), st.floats(0, 1), st.booleans()),
        max_size=25,
    ),
)
def test_whatever_is_taken_and_used_no_limit_is_passed_and_the_sums_are_right(
    database: Database, in_all: int, a_visitor: int, requests: list[tuple[str | None, int, float, bool]]
) -> None:
    budget = TokenBudget(KEY, Day(), in_all=in_all, a_visitor=a_visitor)
    open_ones: list[tuple[Taken, str | None, int]] = []
    used: dict[str | None, int] = {"ana": 0, "ben": 0, None: 0}
    with database.write() as session:
        session.execute("DELETE FROM model_tokens")
        for visitor, tokens, share, ends_first in requests:
            if ends_first and open_ones:
                taken, whose, spent = open_ones.pop(0)
                budget.settle(session, taken, spent)
                used[whose] += spent
            promised = sum(taken.tokens for taken, _, _ in open_ones) + sum(used.values())
            theirs = sum(taken.tokens for taken, whose, _ in open_ones if whose == visitor) + used[visitor]
            fits = promised + tokens <= in_all
            fits_visitor = not a_visitor or visitor is None or theirs + tokens <= a_visitor
            try:
                open_ones.append((budget.take(session, visitor, tokens), visitor, int(tokens * share)))
                assert fits
                assert fits_visitor
            except ModelFailure:
                assert not (fits and fits_visitor)
            assert budget.today(session) <= in_all
        for taken, whose, spent in open_ones:
            budget.settle(session, taken, spent)
            used[whose] += spent
        assert budget.today(session) == sum(used.values())


def test_many_processes_at_once_do_not_overdraw(database: Database) -> None:
    books = [
        DatabaseLedger(Database(database.path), "m", TokenBudget(KEY, Day(), in_all=1_000), ModelUsage(Day()))
        for _ in range(4)
    ]
    prompt = [ChatMessage("user", "x" * 64)]
    each = estimate_prompt(prompt) + 80

    def ask(number: int) -> bool:
        ledger = books[number % 4]
        try:
            taken = ledger.open(prompt, 80, None)
        except ModelFailure:
            return False
        ledger.close(taken, ended(20, 80))
        return True

    with ThreadPoolExecutor(8) as pool:
        answered = sum(pool.map(ask, range(40)))
    for ledger in books:
        ledger._database.close()
    with database.read() as session:
        spent = TokenBudget(KEY, Day()).today(session)
    assert each == 100
    assert (answered, spent) == (10, 1_000)


def test_without_limits_nothing_is_taken_but_all_is_counted(database: Database) -> None:
    usage = ModelUsage(Day())
    ledger = DatabaseLedger(database, "openai:m", TokenBudget(KEY, Day()), usage)
    for outcome in (ended(10, 5), ended(20, 0, failure="down", trouble=True)):
        ledger.close(ledger.open([ChatMessage("user", "x")], 100, "ana"), outcome)
    with database.read() as session:
        (found,) = usage.days(session, "2026-11-22")
    assert (found.requests, found.failures, found.tokens_read, found.tokens_written) == (2, 1, 30, 5)


def test_a_model_is_said_to_fail_after_several_failures_and_well_again_after_an_answer(database: Database) -> None:
    day = Day()
    usage = ModelUsage(day)
    with database.write() as session:
        for number in range(FAILING_FROM):
            assert not usage.health(session, "m").is_failing, number
            usage.note(session, "m", ended(failure="slow", trouble=True))
            usage.note(session, "m", ended(failure="cancelled"))  # says nothing of the model
            day.now += timedelta(minutes=1)
        health = usage.health(session, "m")
        assert (health.is_failing, health.last_failure) == (True, "slow")
        assert health.failing_since == "2026-11-22T12:00:00.000Z"
        assert not usage.health(session, "another").is_failing
        usage.note(session, "m", ended(5, 5))
        assert usage.health(session, "m").failing_since is None


def test_estimates_are_rather_too_high_in_every_script() -> None:
    assert estimate("") == 0
    assert estimate("Open Settings and choose Security.") in range(7, 13)
    assert estimate("打开设置，选择安全。") == 10
    assert estimate("é" * 8 + "abcd") == 9

"""The daily budget: questions are counted once, wherever they arrive, and a person is reachable when it is spent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.budget import DailyBudget
from api.callers import Caller
from api.services import Services
from core.db import Database
from core.errors import BudgetSpent
from core.settings import Settings

QUESTION = {"question": "How do I reset my password?"}
Headers = dict[str, str]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Four questions a day, two of them for one visitor."""
    return settings.model_copy(update={"daily_budget": 4, "daily_budget_visitor": 2})


def test_a_visitor_has_some_questions_a_day_and_everybody_together_too(
    client: TestClient, visitor: Callable[..., Headers], key: Callable[..., Headers]
) -> None:
    for headers, expected in ((visitor(), [200, 200, 429]), (visitor(), [200, 200, 429]), (visitor(), [429])):
        assert [client.post("/v1/ask", json=QUESTION, headers=headers).status_code for _ in expected] == expected
    refused = client.post("/v1/ask", json=QUESTION, headers=visitor())
    problem = refused.json()
    assert problem["code"] == "daily_budget_spent"
    assert 1 <= int(refused.headers["retry-after"]) == problem["retry_after"] <= 86_400
    assert "/v1/conversations" in problem["detail"]
    metrics = client.get("/metrics", headers=key("admin")).text
    assert "askwell_questions_today 4.0" in metrics
    assert "askwell_daily_budget 4.0" in metrics


def test_a_person_is_reachable_when_nothing_is_left(client: TestClient, visitor: Callable[..., Headers]) -> None:
    headers = visitor()
    asked = [client.post("/v1/ask", json=QUESTION, headers=headers).json() for _ in range(2)]
    path = f"/v1/conversations/{asked[0]['conversation_id']}"
    assert client.post(f"{path}/messages", json={"text": "And by e-mail?"}, headers=headers).status_code == 429
    typed = client.post("/v1/ask", json={"question": "I want to talk to a person"}, headers=headers)
    assert typed.json()["decision"] == "escalate"
    assert client.post("/v1/conversations", json={"person": True, "text": "Help"}, headers=headers).status_code == 200
    assert client.post(f"{path}/escalate", headers=headers).json()["escalation"]["status"] == "queued"
    # While a person is waited for, what is written is kept for them, and the assistant is silent.
    more = client.post(f"{path}/messages", json={"text": "It says error 5."}, headers=headers)
    assert (more.status_code, more.json()["answer"]) == (200, None)
    again = client.post("/v1/ask", json=QUESTION | {"conversation_id": asked[0]["conversation_id"]}, headers=headers)
    assert again.json()["reason"] == "person_in_charge"
    assert "waiting for a person" in again.json()["text"]
    lines = [line["text"] for line in client.get(path, headers=headers).json()["messages"]]
    assert "It says error 5." in lines
    assert "And by e-mail?" not in lines


def test_a_repeated_request_counts_once(client: TestClient, visitor: Callable[..., Headers]) -> None:
    headers = visitor() | {"Idempotency-Key": "one"}
    assert {client.post("/v1/ask", json=QUESTION, headers=headers).status_code for _ in range(4)} == {200}


def test_keys_have_no_budget(client: TestClient, key: Callable[..., Headers]) -> None:
    headers = key("ask")
    assert {client.post("/v1/ask", json=QUESTION, headers=headers).status_code for _ in range(6)} == {200}
    assert "askwell_questions_today 0.0" in client.get("/metrics", headers=key("admin")).text


def test_a_refused_question_leaves_nothing_behind(client: TestClient, services: Services) -> None:
    for _ in range(4):
        client.post("/v1/ask", json=QUESTION)
    with services.database.read() as session:
        count = "SELECT (SELECT count(*) FROM conversations), (SELECT count(*) FROM messages WHERE author = 'visitor')"
        assert tuple(session.execute(count).fetchone()) == (2, 2)
        names = [row["name"] for row in session.execute("SELECT name FROM questions_a_day")]
    assert not any("testclient" in name for name in names)


def test_processes_share_one_count(database: Database) -> None:
    """Each budget below stands for a process of its own: what they have in common is the database."""
    now = datetime(2026, 11, 22, 23, 59, 30, tzinfo=UTC)
    budgets = [DailyBudget(b"key", lambda: now, in_all=50, a_visitor=0) for _ in range(4)]

    def ask(number: int) -> bool:
        try:
            with database.write() as session:
                budgets[number % 4].spend(session, Caller("192.0.2.1"))
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(80))) == 50


def test_a_new_day_begins_at_midnight_and_the_old_one_is_forgotten(database: Database) -> None:
    moment = [datetime(2026, 11, 22, 23, 59, 30, tzinfo=UTC)]
    budget = DailyBudget(b"key", lambda: moment[0], in_all=0, a_visitor=1)
    with database.write() as session:
        budget.spend(session, Caller("192.0.2.1"))
        with pytest.raises(BudgetSpent) as caught:
            budget.spend(session, Caller("192.0.2.1"))
        assert caught.value.retry_after == 30
        moment[0] += timedelta(seconds=31)
        budget.spend(session, Caller("192.0.2.1"))
        assert {row["day"] for row in session.execute("SELECT day FROM questions_a_day")} == {"2026-11-23"}


def test_a_new_token_for_every_question_meets_a_limit_too(database: Database) -> None:
    budget = DailyBudget(b"key", lambda: datetime(2026, 11, 22, tzinfo=UTC), in_all=0, a_visitor=2)
    with database.write() as session:
        for number in range(20):
            budget.spend(session, Caller("192.0.2.1", visitor_id=f"vis_{number}"))
        with pytest.raises(BudgetSpent):
            budget.spend(session, Caller("192.0.2.1", visitor_id="vis_new"))
        budget.spend(session, Caller("192.0.2.2", visitor_id="vis_new"))

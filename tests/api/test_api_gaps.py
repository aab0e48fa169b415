"""Gaps over HTTP and as pages: who may read and change them, what is refused, what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas.gaps import GapDetail, GapList, GapQuestionList
from api.services import Services
from core.settings import Settings

Headers = Callable[..., dict[str, str]]
REFUNDS = ["How long does a refund to my credit card take?", "How long does a refund to my gift card take?"]
PARCEL = "Where is the parcel that I sent to Iceland?"


@pytest.fixture
def gaps(client: TestClient, services: Services) -> dict[str, str]:
    """Three questions that nothing answers, looked at; gives the id of each gap by one of its questions."""
    for question in [*REFUNDS, PARCEL]:
        client.post("/v1/ask", json={"question": question, "lang": "en"})
    settle(services)
    with services.database.read() as session:
        store = services.gaps.store
        found = store.list(session).items
        return {row.text: gap.id for gap in found for row in store.questions(session, gap.id).items}


def settle(services: Services) -> None:
    while services.gaps.placing.run():
        pass


def test_gaps_are_listed_and_read_as_described(client: TestClient, key: Headers, gaps: dict[str, str]) -> None:
    content = key("content")
    body = client.get("/v1/gaps", headers=content).json()
    assert GapList.model_validate(body).items[0].id == gaps[REFUNDS[0]] == gaps[REFUNDS[1]]
    assert (body["counts"]["open"], body["pending"]) == (2, 0)
    first = client.get("/v1/gaps?limit=1", headers=content).json()
    second = client.get(f"/v1/gaps?limit=1&cursor={first['next_cursor']}", headers=content).json()
    assert [one["id"] for one in first["items"] + second["items"]] == [one["id"] for one in body["items"]]
    assert second["next_cursor"] is None
    for order in ("customers", "recent"):
        page = client.get(f"/v1/gaps?limit=1&order={order}", headers=content).json()
        rest = client.get(f"/v1/gaps?limit=1&order={order}&cursor={page['next_cursor']}", headers=content).json()
        assert {one["id"] for one in page["items"] + rest["items"]} == set(gaps.values())
    detail = GapDetail.model_validate(client.get(f"/v1/gaps/{gaps[PARCEL]}", headers=content).json())
    assert detail.names == {"en": PARCEL}
    questions = client.get(f"/v1/gaps/{gaps[REFUNDS[0]]}/questions?limit=1", headers=content).json()
    assert len(GapQuestionList.model_validate(questions).items) == 1
    rest = client.get(
        f"/v1/gaps/{gaps[REFUNDS[0]]}/questions?cursor={questions['next_cursor']}", headers=content
    ).json()
    assert {row["text"] for row in questions["items"] + rest["items"]} == set(REFUNDS)


def test_a_question_is_not_embedded_again_for_its_gap(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded: list[str] = []
    embed = services.embedder.embed_queries
    monkeypatch.setattr(services.embedder, "embed_queries", lambda texts: embedded.extend(texts) or embed(texts))
    with_address = f"{PARCEL} Write to me@example.com."
    for question in [*REFUNDS, with_address]:
        client.post("/v1/ask", json={"question": question, "lang": "en"})
    settle(services)
    assert [embedded.count(text) for text in [*REFUNDS, with_address]] == [1, 1, 1]
    # What is kept of a question has no personal data, so that one with an address is another text.
    assert sum(text.startswith(PARCEL) for text in embedded) == 2


def test_filters_of_the_list(client: TestClient, key: Headers, gaps: dict[str, str]) -> None:
    content = key("content")

    def found(query: str) -> set[str]:
        return {one["id"] for one in client.get(f"/v1/gaps?{query}", headers=content).json()["items"]}

    assert found("lang=en") == set(gaps.values())
    assert found("lang=fr") == found("state=closed") == found("owner=stf_x") == found("text=100%25") == set()
    assert found("text=Iceland") == {gaps[PARCEL]}


@pytest.mark.parametrize("role", ["agent", "escalations", None])
def test_only_those_who_work_on_content_see_or_change_gaps(
    client: TestClient, key: Headers, signed_in: Headers, gaps: dict[str, str], role: str | None
) -> None:
    headers = {} if role is None else signed_in(role) if role == "agent" else key(role)
    expected = 401 if role is None else 403
    gap = gaps[PARCEL]
    for path in ("/v1/gaps", f"/v1/gaps/{gap}", f"/v1/gaps/{gap}/questions", "/v1/gaps/regroup", "/v1/gaps/weights"):
        assert client.get(path, headers=headers).status_code == expected
    for path in (f"/v1/gaps/{gap}/{act}" for act in ("state", "owner", "notes", "split", "merge")):
        body = {"state": "open", "owner": None, "text": "x", "questions": ["x"], "other": "x"}
        assert client.post(path, headers=headers, json=body).status_code == expected
    assert client.post("/v1/gaps/regroup", headers=headers).status_code == expected


def test_work_on_a_gap_is_kept_with_who_did_it(
    client: TestClient, key: Headers, signed_in: Headers, gaps: dict[str, str]
) -> None:
    writer, content = signed_in("content"), key("content")
    address = f"/v1/gaps/{gaps[PARCEL]}"
    changed = client.post(f"{address}/state", json={"state": "in_progress", "before": "open"}, headers=writer).json()
    assert changed["state"] == "in_progress"
    taken = client.post(f"{address}/owner", json={"owner": "content@example.com"}, headers=content).json()
    assert taken["owner"] == "content"
    once = {**writer, "Idempotency-Key": "k1"}
    for _ in range(2):
        noted = client.post(f"{address}/notes", json={"text": "Ask the carrier."}, headers=once).json()
    assert [note["text"] for note in noted["notes"]] == ["Ask the carrier."]
    assert [entry["type"] for entry in noted["history"]] == ["noted", "owner_changed", "state_changed", "opened"]
    mine = client.get(f"/v1/gaps?owner={taken['owner_id']}&state=in_progress", headers=content).json()
    assert [one["id"] for one in mine["items"]] == [gaps[PARCEL]]


def test_splitting_and_merging(client: TestClient, key: Headers, gaps: dict[str, str]) -> None:
    content, refunds = key("content"), gaps[REFUNDS[0]]
    rows = client.get(f"/v1/gaps/{refunds}/questions", headers=content).json()["items"]
    split = {**content, "Idempotency-Key": "k2"}
    made = [
        client.post(f"/v1/gaps/{refunds}/split", json={"questions": [rows[0]["message_id"]]}, headers=split).json()[
            "id"
        ]
        for _ in range(2)
    ]
    assert made[0] == made[1] != refunds
    merged = client.post(f"/v1/gaps/{gaps[PARCEL]}/merge", json={"other": made[0]}, headers=content).json()
    assert merged["id"] == gaps[PARCEL]
    assert client.get(f"/v1/gaps/{made[0]}", headers=content).json()["id"] == gaps[PARCEL]


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("state", {"state": "closed"}, 422),
        ("state", {"state": "in_progress", "before": "drafted"}, 409),
        ("state", {"state": "gone"}, 422),
        ("owner", {"owner": "nobody@example.com"}, 404),
        ("notes", {"text": "  "}, 422),
        ("notes", {"text": "x" * 2_001}, 422),
        ("split", {"questions": []}, 422),
        ("split", {"questions": ["msg_elsewhere"]}, 404),
        ("merge", {"other": "gap_nowhere"}, 404),
    ],
)
def test_what_cannot_be_done_is_said(
    client: TestClient, key: Headers, gaps: dict[str, str], act: str, body: dict[str, Any], status: int
) -> None:
    content = key("content")
    before = client.get(f"/v1/gaps/{gaps[PARCEL]}", headers=content).json()
    refused = client.post(f"/v1/gaps/{gaps[PARCEL]}/{act}", json=body, headers=content)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert client.get(f"/v1/gaps/{gaps[PARCEL]}", headers=content).json() == before


def test_a_regrouping_is_asked_for_once_and_told_of(client: TestClient, services: Services, key: Headers) -> None:
    content = key("content")
    assert client.get("/v1/gaps/regroup", headers=content).json() in ({"run": None},)
    asked = [client.post("/v1/gaps/regroup", headers=content).json()["run"]["id"] for _ in range(2)]
    assert asked[0] == asked[1]
    services.gaps.regrouping.run()
    assert client.get("/v1/gaps/regroup", headers=content).json()["run"]["state"] in {"done", "running"}


def test_weights_change_the_ranking_at_once_and_are_kept_in_the_audit_log(
    client: TestClient, services: Services, key: Headers, gaps: dict[str, str]
) -> None:
    content = key("content")
    weights = {"customers": 0, "repeat": 0, "agent_minutes": 0, "trend": 0}
    assert client.put("/v1/gaps/weights", json=weights, headers=content).status_code == 200
    assert {one["harm"] for one in client.get("/v1/gaps", headers=content).json()["items"]} == {1.0}
    assert client.get("/v1/gaps/weights", headers=content).json() == weights
    assert client.put("/v1/gaps/weights", json={"trend": 2.1}, headers=content).status_code == 422
    with services.database.read() as session:
        (row,) = session.execute("SELECT data FROM audit_log WHERE action = 'settings.changed'").fetchall()
    assert '"trend": 0' in row["data"]


def test_the_server_looks_at_questions_by_itself(settings: Settings) -> None:
    """What is asked reaches the board without anybody doing anything."""
    with TestClient(create_app(settings)) as client:
        client.post("/v1/ask", json={"question": PARCEL, "lang": "en"})
        parts: Services = client.app.state.services  # type: ignore[attr-defined]
        for _ in range(200):
            with parts.database.read() as session:
                if parts.gaps.store.list(session).items:
                    return
            parts.background._stop.wait(0.05)
    pytest.fail("no gap appeared")


def test_pages_show_gaps_and_take_forms(client: TestClient, signed_in: Headers, gaps: dict[str, str]) -> None:
    writer = signed_in("content")
    board = client.get("/content/gaps", headers=writer).text
    assert PARCEL in board
    assert REFUNDS[0] in board or REFUNDS[1] in board
    address = f"/content/gaps/{gaps[PARCEL]}"
    shown = client.get(address, headers=writer).text
    assert "/desk/conversations/" not in shown
    token = re.search(r'name="form_token" value="([^"]+)"', shown)
    assert token
    form = {"form_token": token[1], "state": "dismissed", "before": "open", "owner": ""}
    assert client.post(f"{address}/work", data={**form, "form_token": "x"}, headers=writer).status_code == 403
    assert client.post(f"{address}/work", data=form, headers=writer, follow_redirects=False).status_code == 303
    assert client.post(f"{address}/work", data={**form, "state": "in_progress"}, headers=writer).status_code == 409
    assert PARCEL not in client.get("/content/gaps", headers=writer).text
    assert PARCEL in client.get("/content/gaps?state=dismissed", headers=writer).text
    merge = {"form_token": token[1], "address": f"https://help.example{address}"}
    refunds = f"/content/gaps/{gaps[REFUNDS[0]]}"
    merged = client.post(f"{refunds}/merge", data=merge, headers=writer, follow_redirects=False)
    assert merged.headers["location"] == refunds
    moved = client.get(address, headers=writer, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (303, refunds)
    wrong = {"form_token": token[1], "customers": "much", "repeat": "1", "agent_minutes": "1", "trend": "1"}
    refused = client.post("/content/gaps/weights", data=wrong, headers=writer)
    assert refused.status_code == 422
    assert 'value="much"' in refused.text


def test_agents_with_both_roles_are_led_to_conversations_and_hostile_text_stays_text(
    client: TestClient, services: Services, signed_in: Headers
) -> None:
    client.post("/v1/ask", json={"question": "Where is <script>window.hacked = 1</script> the parcel?", "lang": "en"})
    settle(services)
    admin = signed_in("admin")
    with services.database.read() as session:
        (gap,) = services.gaps.store.list(session).items
    for path in ("/content/gaps", f"/content/gaps/{gap.id}"):
        page = client.get(path, headers=admin).text
        assert "<script>window" not in page
        assert "&lt;script&gt;window" in page
    assert "/desk/conversations/" in client.get(f"/content/gaps/{gap.id}", headers=admin).text
    assert client.get("/content/gaps", headers=signed_in("agent")).status_code == 403

"""Causes of gaps over HTTP and as pages: found in the background, corrected by people, filtered by, kept as labels."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.schemas.gaps import GapDetail
from api.services import Services
from insights.causes import work
from insights.causes.fits import Judging
from insights.causes.judging import shipped_causes
from insights.causes.labels import labels_of
from insights.gaps.model import Cause
from tests.cause_labels import covered_is_not_found, say

Headers = Callable[..., dict[str, str]]
PARCEL = "Where is the parcel that I sent to Iceland?"


@pytest.fixture
def gap(client: TestClient, services: Services) -> str:
    """The id of a gap of one question, its cause not looked at yet."""
    client.post("/v1/ask", json={"question": PARCEL, "lang": "en"})
    while services.gaps.placing.run():
        pass
    with services.database.read() as session:
        (found,) = services.gaps.store.list(session).items
    return found.id


def test_the_cause_is_found_with_evidence_that_names_what_it_saw(
    client: TestClient, services: Services, key: Headers, gap: str
) -> None:
    content = key("content")
    before = client.get(f"/v1/gaps/{gap}", headers=content).json()
    assert (before["cause"], before["why"]["cause"], before["why"]["is_stale"]) == (None, None, True)
    assert services.causes.step() == 1
    assert services.causes.step() == 0
    found = client.get(f"/v1/gaps/{gap}", headers=content).json()
    GapDetail.model_validate(found)
    assert found["cause"] == found["why"]["guessed"]
    assert found["cause_probability"] == pytest.approx(found["why"]["probability"])
    assert sum(found["why"]["chances"].values()) == pytest.approx(1, abs=0.01)
    assert set(found["why"]["chances"]) == set(Cause)
    assert any(PARCEL in exhibit["said"] for exhibit in found["why"]["evidence"])
    assert client.get("/v1/gaps", headers=content).json()["items"][0]["cause"] == found["cause"]


def test_what_people_say_wins_is_kept_with_who_and_can_be_taken_back(
    client: TestClient, services: Services, key: Headers, signed_in: Headers, gap: str
) -> None:
    services.causes.step()
    writer, content = signed_in("content"), key("content")
    guessed = client.get(f"/v1/gaps/{gap}", headers=content).json()["cause"]
    said = next(cause for cause in Cause if cause != guessed)
    body = client.post(f"/v1/gaps/{gap}/cause", json={"cause": said}, headers=writer).json()
    assert (body["cause"], body["cause_probability"], body["why"]["guessed"]) == (said, None, guessed)
    assert body["why"]["corrected"] is True
    assert body["history"][0]["type"] == "cause_corrected"
    listed = [
        [one["id"] for one in client.get(f"/v1/gaps?cause={cause}", headers=content).json()["items"]]
        for cause in (said, guessed)
    ]
    assert listed == [[gap], []]
    with services.database.read() as session:
        (label,) = labels_of(session, services.embedder.id)
        (row,) = session.execute("SELECT actor, predicted FROM cause_labels").fetchall()
    assert (label.cause, label.predicted, row["predicted"]) == (said, guessed, guessed)
    assert row["actor"].startswith("stf_")
    assert label.features
    back = client.post(f"/v1/gaps/{gap}/cause", json={"cause": None}, headers=writer).json()
    assert (back["cause"], back["why"]["corrected"]) == (guessed, False)
    with services.database.read() as session:
        assert labels_of(session, services.embedder.id) == []


def test_questions_and_content_that_change_have_the_gap_looked_at_again(
    client: TestClient, services: Services, key: Headers, gap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "QUIET_S", 0.0)
    assert (services.causes.step(), services.causes.step()) == (1, 0)
    client.post("/v1/ask", json={"question": PARCEL, "lang": "en"})
    while services.gaps.placing.run():
        pass
    assert client.get(f"/v1/gaps/{gap}", headers=key("content")).json()["why"]["is_stale"] is True
    assert (services.causes.step(), services.causes.step()) == (1, 0)
    services.content.write("parcels", Draft("Parcels to Iceland", "A parcel to Iceland takes 9 days.", lang="en"))
    assert (services.causes.step(), services.causes.step()) == (1, 0)


def test_an_answer_that_comes_too_late_is_dropped(client: TestClient, services: Services, gap: str) -> None:
    """A question that joins while the gap is looked at is not lost."""
    store = services.causes.store
    with services.database.read() as session:
        turn = store.next_gap(session, 0)
    assert turn is not None
    client.post("/v1/ask", json={"question": PARCEL, "lang": "en"})
    while services.gaps.placing.run():
        pass
    services.causes._look_at(turn, 0, Judging(0, shipped_causes().full))
    with services.database.read() as session:
        assert store.get(session, gap).cause is None
        assert store.next_gap(session, 0) is not None


@pytest.mark.parametrize("role", ["agent", "escalations", None])
def test_only_those_who_work_on_content_say_what_a_cause_is(
    client: TestClient, key: Headers, signed_in: Headers, gap: str, role: str | None
) -> None:
    headers = {} if role is None else signed_in(role) if role == "agent" else key(role)
    refused = client.post(f"/v1/gaps/{gap}/cause", json={"cause": "missing"}, headers=headers)
    assert refused.status_code == (401 if role is None else 403)


def test_what_is_no_cause_or_no_gap_is_refused(client: TestClient, key: Headers, gap: str) -> None:
    content = key("content")
    assert client.post(f"/v1/gaps/{gap}/cause", json={"cause": "bad"}, headers=content).status_code == 422
    assert client.post("/v1/gaps/gap_x/cause", json={"cause": "missing"}, headers=content).status_code == 404
    assert client.get("/v1/gaps?cause=bad", headers=content).status_code == 422


def test_the_page_shows_the_cause_and_takes_a_correction(
    client: TestClient, services: Services, signed_in: Headers, gap: str
) -> None:
    writer, address = signed_in("content"), f"/content/gaps/{gap}"
    assert "being asked again" in client.get(address, headers=writer).text
    services.causes.step()
    shown = client.get(address, headers=writer).text
    assert "% probable" in shown
    assert "What speaks for it" in shown
    token = re.search(r'name="form_token" value="([^"]+)"', shown)
    assert token
    form = {"form_token": token[1], "cause": "outdated"}
    assert client.post(f"{address}/cause", data={**form, "form_token": "x"}, headers=writer).status_code == 403
    done = client.post(f"{address}/cause", data=form, headers=writer, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"{address}#cause")
    shown = client.get(address, headers=writer).text
    assert "Cause: outdated" in shown
    change = re.search(r'href="(/content/drafts/new\?gap=[^"]+document=[^"]+)"', shown)
    assert change, "the document that should have answered can be changed from its evidence"
    assert f'name="gap" value="{gap}"' in client.get(html.unescape(change[1]), headers=writer).text
    assert "Said by content" in client.get(address, headers=writer).text
    assert PARCEL in client.get("/content/gaps?cause=outdated", headers=writer).text
    assert PARCEL not in client.get("/content/gaps?cause=missing", headers=writer).text


def test_evidence_goes_with_the_question_it_was_made_from(client: TestClient, services: Services, gap: str) -> None:
    services.causes.step()
    with services.database.write() as session:
        assert services.causes.store.get(session, gap).evidence
        session.execute("DELETE FROM gap_questions WHERE gap_id = ?", (gap,))
        assert services.causes.store.get(session, gap).evidence == ()


def token_of(page: str) -> dict[str, str]:
    """What a form of the page sends back."""
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return {"form_token": found[1]}


def test_the_team_can_say_that_a_cause_is_right(
    client: TestClient, services: Services, signed_in: Headers, gap: str
) -> None:
    services.causes.step()
    writer, address = signed_in("content"), f"/content/gaps/{gap}"
    shown = client.get(address, headers=writer).text
    offered = re.search(r'name="cause" value="(\w+)"><button[^>]*>.*?That is right', shown)
    assert offered
    client.post(f"{address}/cause", data={**token_of(shown), "cause": offered[1]}, headers=writer)
    assert "Askwell thinks so too" in client.get(address, headers=writer).text
    with services.database.read() as session:
        (label,) = labels_of(session, services.embedder.id)
    assert label.agrees


def test_what_is_learned_is_shown_then_used_then_taken_back(
    client: TestClient, services: Services, signed_in: Headers, gap: str
) -> None:
    """The board says what is missing, what a fit would change, and the worker judges by the fit that is used."""
    services.causes.step()
    writer, address = signed_in("content"), "/content/gaps/causes"
    shown = client.get(address, headers=writer).text
    assert "0 gaps whose cause somebody has said, and 30 are needed" in shown
    form, shipped = token_of(shown), shipped_causes().model_for(services.embedder.id)
    assert "Too few labels" in client.post(f"{address}/learn", data=form, headers=writer).text
    with services.database.write() as session:
        before = services.causes.store.get(session, gap).cause
        say(session, shipped, services.embedder.id, covered_is_not_found, 60)
        session.execute("""UPDATE gap_causes SET features = '{"coverage": 0.9}'""")
    client.post(f"{address}/learn", data=form, headers=writer)
    shown = client.get(address, headers=writer).text
    assert PARCEL in shown
    assert "→ Not found" in shown
    assert "The model as shipped." in shown
    with services.database.read() as session:
        assert services.causes.store.get(session, gap).cause == before
    assert client.post(f"{address}/1/use", data={"form_token": "x"}, headers=writer).status_code == 403
    client.post(f"{address}/1/use", data=form, headers=writer)
    assert services.causes.step() == 1
    with services.database.read() as session:
        assert services.causes.store.get(session, gap).guessed is Cause.NOT_FOUND
    assert "Fit 1, learned from your team" in client.get(address, headers=writer).text
    client.post(f"{address}/shipped", data=form, headers=writer)
    assert "The model as shipped." in client.get(address, headers=writer).text
    audited = client.get("/desk/audit", headers=signed_in("admin")).text
    assert audited.count("how causes of gaps are told") == 2


@pytest.mark.parametrize("role", ["agent", None])
def test_only_those_who_work_on_content_see_what_is_learned(
    client: TestClient, signed_in: Headers, role: str | None
) -> None:
    answer = client.get("/content/gaps/causes", headers=signed_in(role) if role else {}, follow_redirects=False)
    assert answer.status_code == (403 if role else 303)


def test_a_fit_that_is_not_there_is_refused(client: TestClient, signed_in: Headers) -> None:
    writer = signed_in("content")
    form = token_of(client.get("/content/gaps/causes", headers=writer).text)
    assert client.post("/content/gaps/causes/7/use", data=form, headers=writer).status_code == 404

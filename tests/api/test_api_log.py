"""The log over HTTP and as a page: what is filtered is what is listed, counted, exported and saved as a view."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.schemas.log_views import LogViewBody, LogViewList
from api.schemas.staffing import QuestionList
from api.services import Services

Headers = Callable[..., dict[str, str]]


@pytest.fixture
def asked(client: TestClient, services: Services) -> None:
    for text in ("Where is the parcel that I sent to Iceland?", "=1+1 Which vitamins do you sell?", "hello"):
        client.post("/v1/ask", json={"question": text, "lang": "en", "page": {"url": "https://shop.example/Cart"}})
    while services.log.upkeep.run():
        pass


@pytest.mark.usefixtures("asked")
def test_questions_say_what_happened_next_and_how_sure_that_is(client: TestClient, key: Headers) -> None:
    body = client.get("/v1/questions", headers=key("content")).json()
    found = {item.text: item for item in QuestionList.model_validate(body).items}
    assert (found["hello"].outcome, found["hello"].certainty) == ("no_question", "open")
    assert {item.audiences == [] for item in found.values()} == {True}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("outcome=no_question", {"hello"}),
        ("outcome=no_question&outcome=left", {"hello"}),
        ("text=iceland PARCEL", {"Where is the parcel that I sent to Iceland?"}),
        ("feedback=yes", set()),
        ("audience=vip", set()),
        ("page=/cart&reason=small_talk", {"hello"}),
        ("document=none.md", set()),
        ("least=1&most=0", set()),
    ],
)
@pytest.mark.usefixtures("asked")
def test_the_csv_file_holds_exactly_what_is_filtered(
    client: TestClient, key: Headers, query: str, texts: set[str]
) -> None:
    headers = key("content")
    listed = client.get(f"/v1/questions?{query}", headers=headers).json()["items"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/v1/questions?{query}&format=csv", headers=headers).text)))
    assert {item["text"] for item in listed} == texts
    assert [row["message_id"] for row in rows] == [item["message_id"] for item in listed]


@pytest.mark.usefixtures("asked")
def test_cells_are_safe_in_a_spreadsheet(client: TestClient, key: Headers) -> None:
    text = client.get("/v1/questions?text=vitamins&format=csv", headers=key("content")).text
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["text"].startswith("'=1+1")
    assert row["certainty"] in {"confirmed", "open"}


@pytest.mark.parametrize("query", ["outcome=happy", "least=2", "reason=x", "feedback=maybe", "since=yesterday"])
def test_a_filter_that_cannot_be_is_refused(client: TestClient, key: Headers, signed_in: Headers, query: str) -> None:
    assert client.get(f"/v1/questions?{query}", headers=key("content")).status_code == 422
    assert client.get(f"/content?{query}", headers=signed_in("content")).status_code == 422


@pytest.mark.usefixtures("asked")
def test_the_page_links_to_the_csv_file_of_what_it_lists(client: TestClient, key: Headers, signed_in: Headers) -> None:
    page = client.get("/content?show=all&outcome=open&page=cart&least=&reason=", headers=signed_in("content"))
    address = re.search(r'href="(/v1/questions[^"]+)" download>CSV of (?:these )?(\d+|this)', page.text)
    assert address is not None
    rows = list(csv.reader(io.StringIO(client.get(html.unescape(address[1]), headers=key("content")).text)))
    assert address[2] == (str(len(rows) - 1) if len(rows) > 2 else "this")
    assert "hello" in page.text


@pytest.mark.usefixtures("asked")
def test_views_are_saved_renamed_and_deleted_by_their_owner(client: TestClient, signed_in: Headers) -> None:
    ana, bea = signed_in("content", "ana@example.com"), signed_in("content", "bea@example.com")

    def send(who: dict[str, str], path: str, **form: str) -> str:
        token = re.search(r'name="form_token" value="([^"]+)"', client.get("/content", headers=who).text)
        assert token is not None
        answer = client.post(
            f"/content/views{path}", headers=who, data={"form_token": token[1], **form}, follow_redirects=False
        )
        return answer.headers.get("location", f"{answer.status_code} {answer.text}")

    went = send(ana, "", name="Chat", query="show=all&outcome=no_question", shared="yes")
    view = re.search(r"view=(view_\w+)", went)
    assert view is not None
    assert "Chat" in client.get("/content", headers=bea).text
    assert "You have a view of that name" in send(ana, "", name="chat", query="")
    assert send(bea, f"/{view[1]}", name="Mine", query="").startswith("403")
    assert "done=changed" in send(ana, f"/{view[1]}", name="Talk", query="show=all", update="yes", shared="yes")
    assert "Talk" in client.get(f"/content?view={view[1]}", headers=ana).text
    assert send(bea, f"/{view[1]}/delete").startswith("403")
    assert send(ana, f"/{view[1]}/delete") == "/content?done=deleted"
    assert client.post("/content/views", headers=ana, data={"name": "x"}).status_code == 403


@pytest.mark.usefixtures("asked")
def test_views_are_saved_listed_and_deleted_over_http(client: TestClient, key: Headers, signed_in: Headers) -> None:
    reports, other, ana = key("content"), key("content"), signed_in("content", "ana@example.com")
    paper = {**reports, "Idempotency-Key": "once"}
    wanted = {"name": "All of it", "query": "show=all&period=all&lang=", "shared": True}
    made = [client.post("/v1/questions/views", json=wanted, headers=paper) for _ in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    view = LogViewBody.model_validate(made[0].json())
    assert made[1].json()["id"] == view.id
    assert (view.query, view.page) == ("period=all&show=all", f"/content?period=all&show=all&view={view.id}")
    assert view.questions == "/v1/questions"
    everything = client.get("/v1/questions", headers=reports).json()["items"]
    assert client.get(view.questions, headers=other).json()["items"] == everything
    private = client.post("/v1/questions/views", json={"name": "Mine"}, headers=ana).json()

    def listed(who: dict[str, str]) -> list[tuple[str, bool]]:
        items = LogViewList.model_validate(client.get("/v1/questions/views", headers=who).json()).items
        return [(item.name, item.own) for item in items]

    assert (listed(reports), listed(other)) == ([("All of it", True)], [("All of it", False)])
    assert listed(ana) == [("Mine", True), ("All of it", False)]
    assert "All of it" in client.get(view.page, headers=ana).text
    path = f"/v1/questions/views/{view.id}"
    assert client.delete(f"/v1/questions/views/{private['id']}", headers=other).status_code == 404
    assert [client.delete(path, headers=who).status_code for who in (other, ana)] == [403, 403]
    assert [client.delete(path, headers=key("admin")).status_code, client.get(path).status_code] == [204, 405]
    assert listed(reports) == []


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"name": "x", "query": "color=red"},
        {"name": "x", "query": "period=8"},
        {"name": "x", "query": f"text={'x' * 2_000}"},
        {"query": "show=all"},
    ],
)
def test_views_that_cannot_be_used(client: TestClient, key: Headers, body: dict[str, str]) -> None:
    refused = client.post("/v1/questions/views", json=body, headers=key("content"))
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert client.get("/v1/questions/views", headers=key("ask")).status_code == 403
    assert client.get("/v1/questions/views").status_code == 401


@pytest.mark.usefixtures("asked")
def test_only_those_who_work_on_content_see_the_log(client: TestClient, signed_in: Headers) -> None:
    assert client.get("/content", headers=signed_in("agent")).status_code == 403


def test_a_follow_up_is_listed_with_what_it_means(
    client: TestClient, signed_in: Callable[..., Headers], visitor: Callable[..., Headers]
) -> None:
    """What leans on nothing stands alone; personal data of what was said before is masked."""
    headers, first = visitor(), "How do I reset my password for eva@example.com?"
    asked = client.post("/v1/ask", json={"question": first, "lang": "en"}, headers=headers).json()
    more = {"question": "and on the phone?", "lang": "en", "conversation_id": asked["conversation_id"]}
    client.post("/v1/ask", json=more, headers=headers)
    page = client.get("/content?show=all", headers=signed_in("content")).text
    assert page.count("Understood as: ") == 1
    understood = page.partition("Understood as: ")[2].partition("</small>")[0]
    assert "password" in understood
    assert "phone" in understood
    assert "eva@example.com" not in page

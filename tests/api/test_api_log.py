"""The log over HTTP and as a page: what is filtered is what is listed, counted, exported and saved as a view."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

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
def test_only_those_who_work_on_content_see_the_log(client: TestClient, signed_in: Headers) -> None:
    assert client.get("/content", headers=signed_in("agent")).status_code == 403

"""Reports over HTTP and as a page: who may read them, which periods, what files hold."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.schemas.reports import BODIES
from api.services import Services
from insights.reports.definitions import COLUMNS
from insights.reports.names import CONTENT_REPORTS, DESK_REPORTS, ReportName

Headers = Callable[..., dict[str, str]]
NAMES = [name.value for name in ReportName]


def ask(client: TestClient, question: str = "How do I reset my password?") -> dict[str, Any]:
    return dict(client.post("/v1/ask", json={"question": question, "lang": "en"}).json())


@pytest.mark.parametrize("name", NAMES)
def test_every_report_keeps_to_its_schema_and_defines_each_figure(client: TestClient, key: Headers, name: str) -> None:
    ask(client)
    ask(client, "I want to talk to a person")
    for by in ("day", "lang"):
        body = client.get(f"/v1/reports/{name}?by={by}", headers=key("reports")).json()
        BODIES[ReportName(name)].model_validate(body)
        assert body["definitions"].keys() == body["total"]["figures"].keys()
        assert all(len(text) > 10 for text in body["definitions"].values())
        assert len(body["rows"]) == (28 if by == "day" else len({row["group"] for row in body["rows"]}))


def test_figures_are_described_in_the_description_of_the_interface(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    schema = document["components"]["schemas"]["ResolutionFigures"]["properties"]
    for column in COLUMNS[ReportName.RESOLUTION]:
        assert schema[column.name]["description"].startswith(column.definition)
    assert document["paths"]["/v1/reports/volume"]["get"]["security"] == [{"staff": []}, {"key": []}]


def test_what_was_asked_is_counted_at_once(client: TestClient, key: Headers) -> None:
    asked = [ask(client), ask(client, "I want to talk to a person")]
    body = client.get("/v1/reports/volume", headers=key("admin")).json()
    figures = body["total"]["figures"]
    assert figures["conversations"] == figures["questions"] == 2
    assert figures["handed_over"] == sum(one["escalation"] is not None for one in asked) >= 1
    assert body["rows"][-1]["figures"] == figures
    assert body["period"]["zone"] == "UTC"


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-02-02&to=2026-02-01",
        "to=2999-01-01",
        "from=2020-01-01&to=2025-01-01",
        "from=yesterday",
        "by=hour",
        "lang=!!",
        "format=xml",
        "by=agent",
    ],
)
def test_what_cannot_be_is_a_problem(client: TestClient, key: Headers, query: str) -> None:
    answer = client.get(f"/v1/reports/resolution?{query}", headers=key("reports"))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_input"


def test_only_staff_and_keys_with_the_scope_read_reports(client: TestClient, key: Headers, signed_in: Headers) -> None:
    visitor = client.post("/v1/sessions", json={}).json()["token"]
    for name in NAMES:
        address = f"/v1/reports/{name}"
        assert client.get(address).status_code == 401
        assert client.get(address, headers={"Authorization": f"Bearer {visitor}"}).status_code == 401
        assert client.get(address, headers=key("ask", "search", "escalations", "content")).status_code == 403
    for role in ("agent", "content", "admin"):
        assert client.get("/v1/reports/volume", headers=signed_in(role)).status_code == 200


def handed_over_to(client: TestClient, headers: dict[str, str]) -> None:
    escalation = ask(client, "I want to talk to a person")["escalation"]["id"]
    assert client.post(f"/v1/escalations/{escalation}/claim", headers=headers).status_code == 200


def test_agents_read_their_own_figures_administrators_all(
    client: TestClient, services: Services, key: Headers, signed_in: Headers
) -> None:
    ana, bo, boss = signed_in("agent", "ana@example.com"), signed_in("agent", "bo@example.com"), signed_in("admin")
    handed_over_to(client, ana)
    handed_over_to(client, bo)
    ids = {name: services.staff.find(f"{name}@example.com").id for name in ("ana", "bo")}
    address = "/v1/reports/volume?by=agent"
    own = client.get(address, headers=ana).json()
    assert [(row["group"], row["figures"]["handed_over"]) for row in own["rows"]] == [(ids["ana"], 1)]
    assert own["total"]["figures"]["handed_over"] == 2
    for headers in (boss, key("reports")):
        assert {row["name"] for row in client.get(address, headers=headers).json()["rows"]} == {"ana", "bo"}
    assert client.get(f"/v1/reports/times?agent={ids['bo']}", headers=ana).status_code == 403
    content = signed_in("content")
    assert client.get(address, headers=content).status_code == 403
    assert ids["bo"] not in client.get("/desk/reports?by=agent", headers=ana).text
    assert client.get("/desk/reports?by=agent", headers=content).status_code == 403


def test_a_file_has_a_line_for_each_row_and_runs_nothing(
    client: TestClient, services: Services, key: Headers, signed_in: Headers
) -> None:
    """An agent's name may look like a formula; nothing that customers wrote is in any report."""
    ana = signed_in("agent", "ana@example.com")
    handed_over_to(client, ana)
    member = services.staff.find("ana@example.com")
    with services.database.write() as session:
        session.execute("UPDATE staff SET name = '=HYPERLINK(1)' WHERE id = ?", (member.id,))
    answer = client.get("/v1/reports/volume?by=agent&format=csv", headers=key("reports"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.search(r'filename="askwell-volume-[\d-]+\.csv"', answer.headers["content-disposition"])
    head, row, total = csv.reader(io.StringIO(answer.text))
    assert head == ["agent", "name", *(column.name for column in COLUMNS[ReportName.VOLUME])]
    assert row[:2] == [member.id, "'=HYPERLINK(1)"]
    assert row[head.index("handed_over")] == total[head.index("handed_over")] == "1"
    assert (row[head.index("questions")], total[head.index("questions")]) == ("", "1")


def test_reports_hold_nothing_of_what_customers_wrote(client: TestClient, key: Headers) -> None:
    ask(client, "Zanzibarine widgets for carol@example.com, please")
    for name in NAMES:
        for form in ("json", "csv"):
            text = client.get(f"/v1/reports/{name}?by=lang&format={form}", headers=key("reports")).text
            assert "carol" not in text
            assert "anzibar" not in text


def test_the_page_has_each_report_with_chart_definition_table_and_file(client: TestClient, signed_in: Headers) -> None:
    handed_over_to(client, signed_in("agent", "ana@example.com"))
    page = client.get("/desk/reports", headers=signed_in("admin")).text
    for name in (ReportName.VOLUME, ReportName.RESOLUTION, ReportName.REASONS):
        part = page.partition(f'<section class="report-part" id="{name}"')[2].partition("</section>")[0]
        assert '<svg class="chart"' in part
        assert "<table>" in part
        assert f"/v1/reports/{name}?" in part
    assert "No deadline was met or missed" in page
    assert "Conversations put into the queue for a person." in page
    assert "<script>" not in page


def test_the_page_of_the_content_board_has_its_own_reports_and_tells_nothing_of_agents(
    client: TestClient, signed_in: Headers
) -> None:
    ask(client)
    writer = signed_in("content")
    page = client.get("/content/reports", headers=writer).text
    for name in CONTENT_REPORTS:
        part = page.partition(f'<section class="report-part" id="{name}"')[2].partition("</section>")[0]
        assert f"/v1/reports/{name}?" in part
    assert '<svg class="chart"' in page
    assert "The customer said that the answer helped." in page
    assert not any(f'id="{name}"' in page for name in DESK_REPORTS)
    assert client.get("/content/reports", headers=signed_in("agent")).status_code == 403
    assert client.get("/content/reports?by=agent", headers=writer).status_code == 422
    assert "by=lang" in client.get("/content/reports?by=lang", headers=writer).text
    desk = client.get("/desk/reports", headers=writer).text
    assert not any(f'id="{name}"' in desk for name in CONTENT_REPORTS)


def test_the_page_takes_the_dates_that_were_changed_and_refuses_what_cannot_be(
    client: TestClient, signed_in: Headers
) -> None:
    """Without a script: a period chosen anew wins over the dates beside it, dates changed win over the old period."""
    admin = signed_in("admin")

    def about(query: str) -> str:
        found = re.search(
            r'<p class="fine about">(.*?), (\d+) day', client.get(f"/desk/reports?{query}", headers=admin).text
        )
        assert found
        return f"{found[1]}: {found[2]}"

    assert about("from=2026-01-01&to=2026-01-03") == "1 Jan to 3 Jan 2026: 3"
    assert about("period=28&was=28&from=2026-01-01&to=2026-01-03").endswith(": 3")
    assert about("period=7&was=28&from=2026-01-01&to=2026-01-03").endswith(": 7")
    for query in ("period=5", "from=2026-02-02&to=2026-02-01", "from=x", "by=hour"):
        assert client.get(f"/desk/reports?{query}", headers=admin).status_code == 422
    empty = client.get("/desk/reports?from=2020-01-01&to=2020-01-02", headers=admin).text
    assert "Nobody wrote in this period." in empty

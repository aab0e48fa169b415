"""Traces over HTTP and as pages: then and now, what changed, who may see them, and that nothing is left behind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.schemas.tracing import TraceBody
from api.services import Services
from retrieval.translations import put_translations

Headers = Callable[..., dict[str, str]]
PASSWORD = "How do I reset my password?"
REFUND = "How long does a refund take?"
REFUNDS = Draft("How long a refund takes", "A refund takes five working days.\n\nIt goes to the same card.", lang="en")
TABLES = (
    "messages", "answers", "questions", "conversations", "escalations", "outbox", "events", "feedback", "audit_log",
)  # fmt: skip


def ask(client: TestClient, question: str, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
    found = client.post("/v1/ask", json={"question": question, "lang": "en", **body}, headers=headers or {})
    assert found.status_code == 200, found.text
    return found.json()  # type: ignore[no-any-return]


def traced(client: TestClient, answer: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    found = client.get(f"/v1/questions/{answer['message_id']}/trace", headers=headers)
    assert found.status_code == 200, found.text
    TraceBody.model_validate(found.json())
    return found.json()  # type: ignore[no-any-return]


def kinds(trace: dict[str, Any]) -> dict[str, str]:
    return {change["kind"]: change["text"] for change in trace["changes"]}


def test_an_answer_is_replayed_as_it_was(client: TestClient, services: Services, key: Headers) -> None:
    answer = ask(client, "How do I reset my pasword?")
    trace = traced(client, answer, key("content"))
    then, now = trace["then"], trace["now"]
    assert (then["decision"], then["confidence"] if "confidence" in then else then["judgement"]["confidence"]) == (
        answer["decision"],
        answer["confidence"],
    )
    assert then["reading"]["corrections"] == {"pasword": "password"}
    assert (then["reading"]["kind"], then["reading"]["asks_for"], then["reading"]["lang_given"]) == (
        "question",
        "how_to",
        True,
    )
    best = then["candidates"][0]
    assert best["document_id"] == "password"
    assert best["chosen"]
    assert {"dense", "lexical", "title", "translations", "tokens", "fused", "reranker"} == set(best["parts"])
    assert then["evidence"][0]["text"] in services.documents.version("password", None, None).text  # type: ignore[union-attr]
    signals = {one["name"]: one for one in then["judgement"]["signals"]}
    added = sum(one["log_odds"] or 0.0 for one in signals.values()) + then["judgement"]["intercept"]
    assert 1 / (1 + 2.718281828**-added) == pytest.approx(answer["confidence"], abs=0.005)
    assert then["judgement"]["thresholds"]["answer"] > then["judgement"]["thresholds"]["clarify"] > 0
    assert then["versions"]["embedder"] == services.embedder.id
    assert then["missing"] == trace["changes"] == []
    for name in ("decision", "reason", "text", "reading", "candidates", "evidence", "versions"):
        assert now[name] == then[name], name
    assert trace["summary_now"].startswith("Now: the same")


def test_a_document_published_since_is_named_and_proved(client: TestClient, services: Services, key: Headers) -> None:
    services.content.write("shipping", Draft("Shipping", "Parcels leave every morning at nine.", lang="en"))
    answer = ask(client, REFUND)
    services.content.write("refunds", REFUNDS)
    trace = traced(client, answer, key("content"))
    published = next(change for change in trace["changes"] if change["kind"] == "published")
    assert published["document_id"] == "refunds"
    assert published["decisive"]
    assert trace["summary_now"].startswith("Now: ")
    assert "because it was published on" in trace["summary_now"]
    assert trace["then"]["versions"]["generation"] < trace["now"]["versions"]["generation"]


def test_translations_that_came_along_are_named_with_the_document(
    client: TestClient, services: Services, key: Headers, signed_in: Headers
) -> None:
    services.content.write("shipping", Draft("Shipping", "Parcels leave every morning at nine.", lang="en"))
    answer = ask(client, REFUND)
    services.content.write("refunds", REFUNDS)
    for lang in ("es", "fr", "zh"):  # more than the trace looks at by itself
        services.content.write(f"refunds-{lang}", Draft(f"{REFUNDS.title} ({lang})", REFUNDS.text, lang=lang))
    with services.database.write() as session:
        put_translations(session, [("refunds", f"refunds-{lang}") for lang in ("es", "fr", "zh")])
    trace = traced(client, answer, key("content"))
    decisive = {change["document_id"]: change["translation_of"] for change in trace["changes"] if change["decisive"]}
    assert decisive == {"refunds": None, **{f"refunds-{lang}": "refunds" for lang in ("es", "fr", "zh")}}
    assert "because it was published on" in trace["summary_now"]
    told = trace["summary_now"].partition(", and so were its translations ")[2]
    assert set(re.findall(r"\((\w\w)\)”", told)) == {"es", "fr", "zh"}
    assert re.fullmatch("“[^”]+”, “[^”]+” and “[^”]+”\\.", told)
    page = client.get(f"/content/questions/{trace['question_id']}/trace", headers=signed_in("content")).text
    assert page.count("Asked without all that are marked so, the outcome is the same as then.") == 4


def test_an_edit_and_a_removal_since_are_named(client: TestClient, services: Services, key: Headers) -> None:
    answer, content = ask(client, PASSWORD), key("content")
    before = answer["citations"][0]["document_version"]
    services.content.write("password", Draft("Reset your password", "Ask your administrator for a new one.", lang="en"))
    edited = traced(client, answer, content)["changes"][0]
    assert (edited["kind"], edited["before"]) == ("edited", before)
    assert edited["after"] not in (None, before)
    services.content.remove("password")
    trace = traced(client, answer, content)
    assert "removed" in kinds(trace)
    assert "was removed on" in trace["summary_now"]
    assert trace["then"]["evidence"][0]["text"] == answer["citations"][0]["quote"]


def test_asking_now_leaves_nothing_behind(client: TestClient, services: Services, key: Headers) -> None:
    answers, content = [ask(client, PASSWORD), ask(client, "I want to talk to a person")], key("content")

    def stored() -> dict[str, int]:
        with services.database.read() as session:
            return {table: session.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}  # noqa: S608

    before = stored()
    for answer in answers:
        traced(client, answer, content)
    assert stored() == before


def test_now_sees_only_what_the_customer_saw(
    client: TestClient, services: Services, key: Headers, visitor: Headers
) -> None:
    members = key("ask", audiences=("members",))
    services.content.write("refunds", Draft(REFUNDS.title, REFUNDS.text, "en", audiences=frozenset({"members"})))
    guest, member = ask(client, REFUND), ask(client, REFUND, members)
    found = [traced(client, answer, key("content")) for answer in (guest, member)]
    assert [trace["audiences"] for trace in found] == [[], ["members"]]
    documents = [{one["document_id"] for one in trace["now"]["candidates"]} for trace in found]
    assert "refunds" not in documents[0]
    assert "refunds" in documents[1]
    services.content.write("refunds", Draft(REFUNDS.title, REFUNDS.text, "en", audiences=frozenset({"staff"})))
    assert "closed" in kinds(traced(client, member, key("content")))


def test_a_follow_up_takes_the_conversation_before_it_into_account(client: TestClient, key: Headers) -> None:
    first = ask(client, PASSWORD)
    second = ask(client, "And how long does it take?", conversation_id=first["conversation_id"])
    ask(client, "Where are my invoices?", conversation_id=first["conversation_id"])
    trace = traced(client, second, key("content"))
    assert trace["now"]["reading"]["turns"] == trace["then"]["reading"]["turns"] == 1
    assert "password" in trace["now"]["reading"]["standalone"]
    assert trace["now"]["reading"] == trace["then"]["reading"]


def test_an_answer_from_before_snapshots_says_what_is_missing(
    client: TestClient, services: Services, key: Headers, signed_in: Headers
) -> None:
    answer = ask(client, PASSWORD)
    with services.database.write() as session:
        session.execute("UPDATE answers SET trace = json_remove(trace, '$.snapshot')")
    trace = traced(client, answer, key("content"))
    assert "the thresholds" in trace["then"]["missing"]
    assert trace["then"]["candidates"][0]["document_id"] == "password"
    assert trace["then"]["evidence"][0]["text"] == answer["citations"][0]["quote"]
    assert trace["then"]["judgement"]["thresholds"] is None
    page = client.get(f"/content/questions/{trace['question_id']}/trace", headers=signed_in("content"))
    assert "from before more was kept" in page.text


def test_what_customers_wrote_is_masked(client: TestClient, key: Headers, signed_in: Headers) -> None:
    answer = ask(client, "How do I reset the password of jane.doe@example.com, error E1024?")
    trace = traced(client, answer, key("content"))
    assert "[email]" in trace["question"]
    page = client.get(f"/content/questions/{trace['question_id']}/trace", headers=signed_in("content")).text
    for text in (json.dumps(trace), page):
        assert "jane" not in text
        assert "example.com" not in text.replace("content@example.com", "")


def test_what_is_no_question_for_the_content_is_traced_too(client: TestClient, key: Headers) -> None:
    for question, start in (
        ("I want to talk to a person", "Then: handed over, because the customer asked for a person"),
        ("Thanks!", "Then: answered without the articles, because it is no question"),
    ):
        trace = traced(client, ask(client, question), key("content"))
        assert trace["summary_then"].startswith(start)
        assert trace["summary_now"].startswith("Now: the same")


def test_a_message_that_went_to_a_person_has_no_answer_to_compare_with(
    client: TestClient, services: Services, key: Headers, signed_in: Headers
) -> None:
    answer, agent = ask(client, "I want to talk to a person"), signed_in("agent")
    case = client.get("/v1/escalations", headers=agent).json()["items"][0]["id"]
    client.post(f"/v1/escalations/{case}/claim", headers=agent)
    message = ask(client, PASSWORD, conversation_id=answer["conversation_id"])
    assert message["reason"] == "person_in_charge"
    trace = traced(client, message, agent)
    assert trace["then"] is None
    assert trace["now"]["candidates"][0]["document_id"] == "password"
    assert client.get(f"/content/questions/{message['message_id']}/trace", headers=agent).status_code == 200
    assert client.get(f"/v1/questions/{message['message_id']}/trace", headers=key("content")).status_code == 404


def test_who_may_trace_what(client: TestClient, services: Services, key: Headers, signed_in: Headers) -> None:
    path = f"/v1/questions/{ask(client, PASSWORD)['message_id']}/trace"
    expected = {"content": 200, "escalations": 200, "ask": 403, "search": 403}
    assert {scope: client.get(path, headers=key(scope)).status_code for scope in expected} == expected
    assert client.get(path).status_code == 401
    for role in ("agent", "content", "admin"):
        assert client.get(path, headers=signed_in(role)).status_code == 200
    assert client.get("/v1/questions/msg_nothing/trace", headers=key("content")).status_code == 404
    with services.database.write() as session:
        session.execute("DELETE FROM questions")
    assert client.get(path, headers=key("content")).status_code == 404
    assert client.get(path, headers=key("escalations")).status_code == 200


def test_the_page_tells_in_short_and_links_to_what_changed(
    client: TestClient, services: Services, signed_in: Headers
) -> None:
    answer, content = ask(client, PASSWORD), signed_in("content")
    services.content.write("password", Draft("Reset your password", "Ask your administrator for a new one.", lang="en"))
    with services.database.read() as session:
        question = services.conversations.question_of(session, answer["message_id"]).id
    page = client.get(f"/content/questions/{question}/trace", headers=content)
    assert page.status_code == 200
    assert "was changed on" in page.text
    assert (
        f'href="/content/questions/{question}/trace"'
        in client.get(f"/content/questions/{question}", headers=content).text
    )
    address = page.text.partition('<a href="/documents/password?version=')[2].partition('"')[0]
    assert "since=" in address
    compared = client.get("/documents/password?version=" + address.replace("&amp;", "&"), headers=content)
    assert "<del>" in compared.text
    assert "administrator" in compared.text


def test_a_follow_up_carries_nothing_personal_of_the_talk(client: TestClient, services: Services, key: Headers) -> None:
    """Single words of an address or a card number are no longer known by their form."""
    said = (
        "My email is bob.miller@acmecorp.test and my card 4111 1111 1111 1111 is refused, how long does a refund take?"
    )
    first = ask(client, said)
    second = ask(client, "and to Spain?", conversation_id=first["conversation_id"])
    trace = traced(client, second, key("content"))
    told = json.dumps([trace, client.get("/v1/gaps", headers=key("content")).json()])
    assert "refund" in trace["then"]["reading"]["standalone"]
    for word in ("bob", "miller", "acmecorp", "4111", "1111"):
        assert word not in told, word
    with services.database.read() as session:
        assert "acmecorp" not in json.dumps(services.conversations.trace(session, second["message_id"])["standalone"])

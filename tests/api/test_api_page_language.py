"""An answer is in the language of its question; where words tell none, in that of the talk, else of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from answering.phrases import Phrase, say
from api.content import Draft
from api.services import Services

Headers = dict[str, str]
WIFI = {
    "en": "Wifi is found under Settings > Network. Choose your network and type its password.",
    "es": "La wifi está en Ajustes > Red. Elija su red y escriba la contraseña.",
    "de": "Das WLAN (wifi) steht unter Einstellungen > Netzwerk. Wählen Sie Ihr Netz und geben Sie das Kennwort ein.",
}


@pytest.fixture(autouse=True)
def articles(services: Services) -> None:
    """About wifi in three languages, one of them not among those that customers are expected to write in."""
    for lang, text in WIFI.items():
        services.content.write(f"wifi-{lang}", Draft("Wifi", text, lang=lang))


def ask(
    client: TestClient, question: str, page_lang: Any, headers: Headers | None = None, **body: Any
) -> dict[str, Any]:
    asked = {"question": question, "page": {"url": "https://shop.example/", "lang": page_lang}, **body}
    response = client.post("/v1/ask", json=asked, headers=headers)
    assert response.status_code == 200, response.text
    return dict(response.json())


@pytest.mark.parametrize(
    ("text", "lang", "phrase"),
    [
        ("danke", "de", Phrase.THANKS),
        ("Ich möchte mit einem Menschen sprechen", "de", Phrase.ASKED_FOR_PERSON),
        ("vorrei parlare con un operatore", "it", Phrase.ASKED_FOR_PERSON),
        ("muito obrigada pela ajuda", "pt", Phrase.THANKS),
        ("xkcdqw zrtpl", "en", Phrase.GIBBERISH),
    ],
)
def test_courtesies_are_returned_in_their_own_language(
    client: TestClient, text: str, lang: str, phrase: Phrase
) -> None:
    """Also where nobody expects the language and no article is in it; what only looks like one is none."""
    answer = ask(client, text, "en")
    assert (answer["lang"], answer["text"].startswith(say(phrase, lang))) == (lang, True), answer


def test_a_talk_stays_in_a_language_that_only_the_content_is_in(
    client: TestClient, visitor: Callable[..., Headers]
) -> None:
    headers = visitor()
    first = ask(client, "Wo finde ich das WLAN?", "de", headers)
    assert {citation["document_id"] for citation in first["citations"]} == {"wifi-de"}
    for text in ("und das Kennwort?", "wifi", "ok danke", "ja"):
        assert ask(client, text, None, headers, conversation_id=first["conversation_id"])["lang"] == "de", text


def test_a_question_in_a_language_without_articles_is_answered_from_the_others_and_says_so(client: TestClient) -> None:
    answer = ask(client, "Dove trovo le impostazioni del wifi?", "en")
    assert answer["lang"] == "it"
    asked_back = answer["text"] == say(Phrase.CLARIFY_LANGUAGE, "it") and "inglese" in answer["choices"]
    assert asked_back or answer["decision"] == "escalate" or "soltanto in" in answer["text"]


@pytest.mark.parametrize("tag", ["es", "es-MX", "ES_es"])
def test_the_page_decides_where_the_words_do_not(client: TestClient, tag: str) -> None:
    answer = ask(client, "wifi", tag)
    assert answer["lang"] == "es"
    assert {citation["document_id"] for citation in answer["citations"]} == {"wifi-es"}


def test_a_language_that_there_is_content_in_counts_whatever_is_expected(client: TestClient) -> None:
    assert ask(client, "wifi", "de-AT")["lang"] == "de"


@pytest.mark.parametrize("lang", ["pt", "xx", None, "", "klingon!", "en " * 200, 7, ["es"]])
def test_a_page_without_a_language_that_serves_changes_nothing(client: TestClient, lang: Any) -> None:
    assert ask(client, "wifi", lang)["lang"] == "en"


@pytest.mark.parametrize(
    ("query", "page_lang", "found"),
    [("wifi", "es-MX", "es"), ("wifi", "de", "de"), ("wifi", "klingon!", "en"), ("Where is the wifi?", "es", "en")],
)
def test_search_goes_by_the_page_as_well(client: TestClient, query: str, page_lang: str, found: str) -> None:
    response = client.get("/v1/search", params={"q": query, "page_lang": page_lang})
    assert (response.status_code, response.json()["lang"]) == (200, found)
    assert response.json()["results"][0]["document_id"] == f"wifi-{found}"


def test_a_language_that_search_is_told_comes_first(client: TestClient) -> None:
    response = client.get("/v1/search", params={"q": "wifi", "lang": "en", "page_lang": "es"})
    assert response.json()["lang"] == "en"


def test_content_that_the_asker_may_not_see_does_not_count(client: TestClient, services: Services) -> None:
    services.content.write("wifi-it", Draft("Wifi", "La rete wifi.", lang="it", audiences=frozenset({"staff"})))
    assert ask(client, "wifi", "it")["lang"] == "en"


def test_words_that_tell_and_a_declared_language_come_first(client: TestClient) -> None:
    assert ask(client, "Where do I find the wifi?", "es")["lang"] == "en"
    assert ask(client, "¿Dónde está la wifi?", "en")["lang"] == "es"
    assert ask(client, "wifi", "es", lang="en")["lang"] == "en"


def test_what_was_said_before_comes_before_the_page(client: TestClient, visitor: Callable[..., Headers]) -> None:
    headers = visitor()
    first = ask(client, "¿Dónde está la contraseña de mi cuenta?", "en", headers)
    assert ask(client, "wifi", "en", headers, conversation_id=first["conversation_id"])["lang"] == "es"
    first = ask(client, "wifi", "es", headers)
    assert ask(client, "VPN", "es", headers, conversation_id=first["conversation_id"])["lang"] == "es"


def test_what_is_no_question_is_answered_in_the_language_of_the_page(client: TestClient) -> None:
    assert ask(client, "ok", "es")["lang"] == "es"


def test_openai_clients_may_say_it_too(client: TestClient) -> None:
    body = {"messages": [{"role": "user", "content": "wifi"}], "askwell": {"page": {"lang": "es"}}}
    assert client.post("/v1/chat/completions", json=body).json()["askwell"]["lang"] == "es"


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ({"page": {"lang": "es-MX"}}, "persona"),
        ({"page": {"lang": "es"}, "text": "VPN"}, "persona"),
        ({"page": {"lang": "it"}}, "persona"),
        ({"page": {"lang": "en"}, "text": "Ich finde meine Rechnung vom März nicht."}, "Team"),
        ({"page": {"lang": "es"}, "text": "I cannot find my invoice of March."}, "person"),
        ({"page": {"lang": "ja"}}, "person"),
    ],
    ids=["no text", "any language", "a page in one that we speak", "nobody expects it", "it tells", "a page in none"],
)
def test_who_wants_a_person_at_once_is_told_in_the_language_of_the_page(
    client: TestClient, begun: dict[str, Any], words: str
) -> None:
    made = client.post("/v1/conversations", json={"person": True, **begun}).json()
    assert words in made["text"].replace(".", " ").split(), made["text"]

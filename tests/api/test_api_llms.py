"""Documents for programs that read: only public ones, put in sections, bounded, and kept no longer than they are so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.content import Draft
from api.llms.sections import Section, folder_of, sections
from api.llms.writing import as_markdown, index, whole
from api.services import Services
from core.settings import Settings
from retrieval.public_documents import PublicDocument, PublicText
from tests.api.conftest import PASSWORD

Headers = dict[str, str]
SECRET = "The partner price is seven coins."
BOTH = ("/llms.txt", "/llms-full.txt")


@pytest.fixture
def closed(services: Services) -> Services:
    """Adds a document for partners, and one in Spanish with a page of its own."""
    write = services.content.write
    write("price", Draft("Partner price", SECRET, lang="en", audiences=frozenset({"partners"})))
    write(
        "es/alta.md", Draft("Darse de [alta]", "# Alta\n\nElija **Alta**.", lang="es", url="https://example.com/alta")
    )
    return services


def linked(text: str) -> list[str]:
    """The addresses of Markdown documents named in a text."""
    return re.findall(r"\]\((\S+?\.md)\)", text)


def test_the_list_names_every_public_document_and_each_can_be_read(client: TestClient, closed: Services) -> None:
    response = client.get("/llms.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text.startswith("# Help content\n\n> 3 public documents in English, Spanish.\n")
    assert "## English: askwell\n\n- [Download an invoice](/llms/invoice.md): Open Billing" in response.text
    assert r"- [Darse de \[alta\]](/llms/es/alta.md.md): " in response.text
    assert len(linked(response.text)) == 3
    for address in linked(response.text):
        found = client.get(address)
        assert found.status_code == 200
        assert found.headers["content-type"] == "text/markdown; charset=utf-8"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.text.startswith("# ")


def test_all_in_one_file_has_every_public_text_and_its_page(client: TestClient, closed: Services) -> None:
    text = client.get("/llms-full.txt").text
    assert PASSWORD in text
    assert "# Alta\n\nSource: https://example.com/alta\nLanguage: es\n\nElija" in text
    assert "Source: /llms/password.md\n" in text


@pytest.mark.parametrize("address", BOTH)
def test_nobody_finds_a_closed_document_in_the_lists_whoever_asks(
    client: TestClient, closed: Services, key: Callable[..., Headers], signed_in: Callable[..., Headers], address: str
) -> None:
    for headers in ({}, key("ask", "search", audiences=("partners",)), key("admin"), signed_in("admin")):
        text = client.get(address, headers=headers).text
        assert "Partner" not in text
        assert "price" not in text
        assert "seven coins" not in text


def test_a_closed_document_is_read_by_its_audience_alone_and_kept_by_no_cache(
    client: TestClient, closed: Services, key: Callable[..., Headers], signed_in: Callable[..., Headers]
) -> None:
    for headers in ({}, key("ask"), key("ask", audiences=("guests",))):
        refused = client.get("/llms/price.md", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    for headers in (key("ask", audiences=("partners",)), signed_in("agent")):
        found = client.get("/llms/price.md", headers=headers)
        assert found.text == f"# Partner price\n\n{SECRET}\n"
        assert found.headers["cache-control"] == "private, no-cache"
        assert {"Authorization", "Cookie"} <= set(found.headers["vary"].split(", "))
    assert client.get("/llms/price.md", headers={"Authorization": "Bearer ask_wrong"}).status_code == 401


def test_a_public_document_may_be_kept_and_says_which_page_it_is_of(client: TestClient, closed: Services) -> None:
    found = client.get("/llms/es/alta.md.md")
    assert found.headers["cache-control"] == "public, max-age=300"
    assert found.headers["content-language"] == "es"
    assert found.headers["link"] == '<https://example.com/alta>; rel="canonical"'
    known = {"If-None-Match": f'"other", {found.headers["etag"]}'}
    assert client.get("/llms/es/alta.md.md", headers=known).status_code == 304
    closed.content.write("es/alta.md", Draft("Alta", "Otra cosa.", lang="es"))
    assert client.get("/llms/es/alta.md.md", headers=known).status_code == 200


@pytest.mark.parametrize("address", BOTH)
def test_a_list_is_new_when_content_is_and_only_then(client: TestClient, closed: Services, address: str) -> None:
    first = client.get(address)
    assert first.headers["cache-control"] == "public, max-age=300"
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{address}?lang=es", headers=known).status_code == 200
    closed.content.write("invoice", Draft("Partner invoices", "Now for partners.", audiences=frozenset({"partners"})))
    changed = client.get(address, headers=known)
    assert changed.status_code == 200
    assert "nvoice" not in changed.text
    closed.content.remove("password")
    assert "password" not in client.get(address).text.lower()


@pytest.mark.parametrize("address", BOTH)
def test_one_language_can_be_asked_for(client: TestClient, closed: Services, address: str) -> None:
    text = client.get(address, params={"lang": "es-MX"}).text
    assert "1 public document in Spanish." in text
    assert "nvoice" not in text
    assert client.get(address, params={"lang": "not a language"}).status_code == 422


def test_addresses_are_whole_where_the_server_knows_its_own(services: Services, settings: Settings) -> None:
    services.content.write("a b/é (1).md", Draft("Odd name", "It can be read.", lang="en"))
    with TestClient(create_app(services=services)) as client:
        odd = next(address for address in linked(client.get("/llms.txt").text) if "%20" in address)
        assert "It can be read." in client.get(odd).text


def test_it_can_be_switched_off(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"llms_txt": False}))) as client:
        for address in (*BOTH, "/llms/password.md"):
            assert client.get(address).status_code == 404


def test_nobody_reads_more_than_a_reader_can_use(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"rate_limit": "30/minute"}))) as client:
        statuses = [client.get("/llms-full.txt").status_code for _ in range(11)]
        assert statuses == [200] * 10 + [429]
        refused = client.get("/llms/nothing.md")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1


# Pure


def document(identifier: str, lang: str = "en", source: str = "help") -> PublicDocument:
    return PublicDocument(identifier, identifier, lang, source)


@pytest.mark.parametrize(
    ("identifier", "lang", "folder"),
    [
        ("plain", "en", ""),
        ("guide/a.md", "en", "guide"),
        ("en/guide/deep/a.md", "en", "guide"),
        ("pt-BR/guide/a.md", "pt-BR", "guide"),
        ("https://example.com/fr/aide/a", "fr", "aide"),
        ("https://example.com/", "fr", ""),
    ],
)
def test_the_folder_of_a_document(identifier: str, lang: str, folder: str) -> None:
    assert folder_of(identifier, lang) == folder


def test_sections_follow_the_languages_of_the_server() -> None:
    found = [
        document("b/2", "fr"),
        document("a/1"),
        document("b/1"),
        document("x", "de"),
        document("a/2", source="faq"),
    ]
    assert [(one.title, one.ids) for one in sections(found, ("fr", "en"))] == [
        ("French: help / b", ("b/2",)),
        ("English: faq / a", ("a/2",)),
        ("English: help / a", ("a/1",)),
        ("English: help / b", ("b/1",)),
        ("German: help", ("x",)),
    ]


def test_a_text_that_begins_with_its_title_gets_no_other() -> None:
    assert as_markdown("Alta", "# Alta\n\nElija.\n\n") == "# Alta\n\nElija.\n"
    assert as_markdown("Alta", "Elija.") == "# Alta\n\nElija.\n"


def reader(size: int, gone: Sequence[str] = ()) -> Callable[[Sequence[str], int | None], dict[str, PublicText]]:
    def read(ids: Sequence[str], characters: int | None) -> dict[str, PublicText]:
        text = ("word " * size)[:characters]
        return {one: PublicText(one, one, "en", None, text) for one in ids if one not in gone}

    return read


@pytest.mark.parametrize("write", [index, whole])
def test_what_does_not_fit_is_left_out_and_counted(write: Callable[..., Iterator[bytes]]) -> None:
    ids = tuple(f"d{number:04}" for number in range(1_000))
    everything = b"".join(write([Section("All", ids)], reader(40), "", 1_000_000))
    assert everything.count(b"/llms/d") == 1_000
    cut = b"".join(write([Section("All", ids)], reader(40), "", 20_000))
    assert len(cut) < 20_200
    left = re.search(rb"(\d+) more documents do not fit", cut)
    assert left is not None
    assert cut.count(b"/llms/d") + int(left[1]) == 1_000
    assert everything.startswith(cut.partition(b"\n---\n\n%b more" % left[1])[0])


def test_texts_are_read_while_they_are_sent_and_what_is_closed_meanwhile_is_left_out() -> None:
    ids = tuple(f"d{number:04}" for number in range(1_000))
    asked: list[str] = []

    def read(some: Sequence[str], characters: int | None) -> dict[str, PublicText]:
        asked.extend(some)
        return reader(2_000, gone=("d0001",))(some, characters)

    pieces = whole([Section("All", ids)], read, "")
    first = next(pieces)
    assert len(asked) < len(ids)
    assert b"d0000" in first
    assert b"d0001" not in first

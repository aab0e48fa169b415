"""Suggestions while somebody types: beginnings, in any order, in four languages, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.content import Draft
from api.services import Services
from api.wiring import build
from core.settings import Settings
from retrieval.title_search import TitleSearch
from retrieval.titles import MissingTitles

DOCUMENTS = {
    "password": ("en", "Reset your password", "Open Settings.\n\n## How do I change my e-mail address?\n\nAsk us."),
    "wifi": ("en", "Connect to Wi-Fi", "Choose the network."),
    "contraseña": ("es", "Cambiar la contraseña", "Abra los ajustes."),
    "facture": ("fr", "Télécharger une facture d’œuvre", "Ouvrez la facturation."),
    "密码": ("zh", "重置密码", "打开设置。"),
    "發票": ("zh", "下载发票", "打开账单。"),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A store with documents in four languages, one of them only for some."""
    parts = build(Settings(_env_file=None, data=tmp_path_factory.mktemp("titles"), embedder="hashing"))
    for name, (lang, title, text) in DOCUMENTS.items():
        parts.content.write(name, Draft(title, text, lang=lang, url=f"/help/{name}"))
    gold = Draft("Passphrases for partners", "Only for them.", lang="en", audiences=frozenset({"gold"}))
    parts.content.write("partners", gold)
    yield parts
    parts.close()


def find(services: Services, text: str, lang: str | None = None, *audiences: str) -> list[str]:
    return [one.document_id for one in TitleSearch(services.database).find(text, frozenset(audiences), lang)]


@pytest.mark.parametrize(
    ("typed", "lang", "expected"),
    [
        ("pa", "en", "password"),
        ("RESET pas", "en", "password"),
        ("password res", "en", "password"),
        ("how do i reset my p", "en", "password"),
        ("passwords", "en", "password"),
        ("ｐａｓｓ", "en", "password"),
        ("email addr", "en", "password"),
        ("wifi", "en", "wifi"),
        ("wi-f", "en", "wifi"),
        ("contrasen", "es", "contraseña"),
        ("la CONTRASEÑA", "es", "contraseña"),
        ("contraseña", "en", "contraseña"),
        ("telech", "fr", "facture"),
        ("d'oeuv", "fr", "facture"),
        ("factures", "fr", "facture"),
        ("密码", "zh", "密码"),
        ("重置密", "zh", "密码"),
        ("怎么重置密码", "zh", "密码"),
        ("怎么改密码", None, "密码"),
    ],
)
def test_what_is_typed_so_far_finds_the_article(services: Services, typed: str, lang: str, expected: str) -> None:
    assert find(services, typed, lang) == [expected]


@pytest.mark.parametrize("typed", ["pasword", "pasw", "passwrod", "passwrd reset"])
def test_slips_of_the_fingers_are_forgiven(services: Services, typed: str) -> None:
    assert find(services, typed, "en") == ["password"]


@pytest.mark.parametrize(
    "typed", ["", " ", "p", "x" * 201, "zebra", '"*) OR (', "scope:s1", "NEAR(", "🙂🙂", "\x00\x01"]
)
def test_what_says_nothing_finds_nothing(services: Services, typed: str) -> None:
    assert find(services, typed, "en") == []


def test_half_of_the_words_of_a_long_question_are_enough(services: Services) -> None:
    assert find(services, "change the email on my phone", "en") == ["password"]
    assert find(services, "paint the phone address green today", "en") == []


def test_nobody_is_suggested_what_they_may_not_see(services: Services) -> None:
    assert find(services, "passphr", "en") == []
    assert find(services, "passphrazes", "en") == []
    assert find(services, "passphr", "en", "gold") == ["partners"]
    # What is hidden does not stand in the way of what is not.
    assert find(services, "passphord", "en") == find(services, "passphord", "en", "silver")


def test_the_wanted_language_comes_first(services: Services) -> None:
    services.content.write("wifi-es", Draft("Wi-Fi en casa", "Elija la red.", lang="es"))
    assert find(services, "wifi", "es") == ["wifi-es", "wifi"]
    assert find(services, "wifi", "en") == ["wifi", "wifi-es"]
    services.content.remove("wifi-es")
    assert find(services, "wifi", "es") == ["wifi"]


def test_a_new_title_takes_the_place_of_the_old(services: Services) -> None:
    services.content.write("moving", Draft("Move house", "Tell us.", lang="en"))
    services.content.write("moving", Draft("Change address", "Tell us.", lang="en", audiences=frozenset({"gold"})))
    assert find(services, "move ho", "en", "gold") == []
    assert find(services, "change addr", "en", "gold")[0] == "moving"
    assert "moving" not in find(services, "change addr", "en")
    services.content.remove("moving")


def test_documents_of_an_earlier_version_are_entered_afterwards(services: Services) -> None:
    with services.database.write() as session:
        session.execute("DELETE FROM titles_fts")
        session.execute("DELETE FROM titles")
    assert find(services, "reset pas", "en") == []
    assert MissingTitles(services.database).refresh() == len(DOCUMENTS) + 1
    assert MissingTitles(services.database).refresh() == 0
    assert find(services, "reset pas", "en") == find(services, "email addr", "en") == ["password"]


def test_a_copy_of_the_store_finds_the_same(services: Services, tmp_path: Path) -> None:
    """Row numbers of documents may change when the file is written anew."""
    services.database.backup(tmp_path / "askwell.db")
    copy = build(Settings(_env_file=None, data=tmp_path, embedder="hashing"))
    assert find(copy, "telech", "fr") == ["facture"]
    copy.close()

"""The languages that staff may choose from: those expected, those of the content, and for writing the common ones."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.services import Services

SignedIn = Callable[..., dict[str, str]]


def options(page: str) -> list[str]:
    """The codes of the field for a language."""
    field = re.search(r'<select name="lang">(.*?)</select>', page, re.DOTALL)
    assert field, page
    return re.findall(r'<option value="([^"]+)"', field[1])


@pytest.mark.parametrize(
    "path", ["/content/documents", "/content/gaps", "/content/drafts", "/content/health", "/content/reports"]
)
def test_a_language_that_only_the_content_is_in_can_be_filtered_by(
    client: TestClient, services: Services, signed_in: SignedIn, path: str
) -> None:
    staff = signed_in("admin")
    assert "de" not in options(client.get(path, headers=staff).text)
    services.content.write("wlan", Draft("WLAN", "Das WLAN steht unter Einstellungen.", lang="de"))
    page = client.get(path, headers=staff).text
    assert options(page) == ["en", "es", "fr", "zh", "de"]
    assert ">German<" in page
    assert 'value="pt" selected' in client.get(f"{path}?lang=pt", headers=staff).text


def test_a_draft_may_be_written_in_any_common_language(client: TestClient, signed_in: SignedIn) -> None:
    listed = options(client.get("/content/drafts/new", headers=signed_in("content")).text)
    assert listed[:4] == ["en", "es", "fr", "zh"]
    assert {"de", "it", "nl", "pt", "ja"} <= set(listed)

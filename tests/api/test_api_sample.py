from __future__ import annotations

from pathlib import Path

import pytest

from api.sample import ADMINISTRATOR, SOURCE, first_administrator, load_sample
from api.services import Services
from api.staff import Role
from api.wiring import build
from core.settings import Settings
from ingest.report import SyncProgress


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A server with an address of its own."""
    return settings.model_copy(update={"public_url": "https://help.example.com/"})


def titles(parts: Services) -> set[str]:
    return {document.id for document in parts.documents.documents(limit=500, source=SOURCE)}


def test_the_sample_is_loaded_once_in_four_languages(settings: Settings) -> None:
    """What somebody removes afterwards does not come back."""
    parts = build(settings)
    assert load_sample(parts, lambda _: None) is True
    loaded = titles(parts)
    assert {name.split("/")[0] for name in loaded} == {"en", "es", "fr", "zh"}
    document = parts.documents.document("en/sign-in.md", frozenset())
    assert document is not None
    assert document.url == "https://help.example.com/help/en/sign-in"
    with parts.database.read() as session:
        source_id = session.execute("SELECT id FROM sources WHERE name = ?", [SOURCE]).fetchone()["id"]
    parts.documents.remove(source_id, ["en/sign-in.md"])
    assert load_sample(parts, lambda _: None) is False
    assert titles(parts) == loaded - {"en/sign-in.md"}
    parts.close()


def test_a_load_that_was_interrupted_is_taken_up_again(settings: Settings) -> None:
    parts = build(settings)

    def interrupt(progress: SyncProgress) -> None:
        if progress.done > 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_sample(parts, interrupt)
    begun = titles(parts)
    assert load_sample(parts, lambda _: None) is True
    assert begun < titles(parts)
    parts.close()


def test_every_article_has_a_page_at_its_address() -> None:
    """The addresses in citations are those of `/help`."""
    folder = Path(__file__).parents[2] / "api" / "help"
    for path in folder.rglob("*.md"):
        assert f"\nslug: {path.stem}\n" in path.read_text(encoding="utf-8")


def test_the_first_administrator_is_made_when_there_is_none(services: Services) -> None:
    made = first_administrator(services.staff)
    assert (made.email, made.role) == (ADMINISTRATOR, Role.ADMIN)
    assert first_administrator(services.staff) == made
    services.staff.add("ana@example.com", Role.ADMIN)
    services.staff.set_disabled(ADMINISTRATOR, True)
    assert first_administrator(services.staff).email == "ana@example.com"

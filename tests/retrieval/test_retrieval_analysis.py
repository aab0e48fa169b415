"""Terms: what counts as the same word, in any script."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import analyse, fold, language_free_terms, query_terms


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "connecting printers", "connect printer"),
        ("es", "contraseñas", "contrasena"),
        ("es", "impresoras", "impresora"),
        ("fr", "l'imprimante", "imprimantes"),
        ("fr", "réseaux", "reseau"),
        ("de", "Drucker", "DRUCKERS"),
        ("pl", "drukarki", "drukarkę"),
        ("pl", "hasła", "hasło"),
        ("cs", "tiskárny", "tiskárnu"),
        ("ca", "contrasenyes", "contrasenya"),
        ("hi", "फ़ाइलें", "फ़ाइल"),
        ("id", "mencetak", "dicetak"),
        ("en", "Wi-Fi", "wi fi"),
        ("zh", "Ｗｉ－Ｆｉ", "wi-fi"),
        ("und", "ﬁle", "file"),
    ],
)
def test_forms_of_a_word_share_a_term(lang: str, one: str, other: str) -> None:
    assert set(analyse(one, lang)) & set(analyse(other, lang))


def test_chinese_is_cut_into_characters_and_pairs() -> None:
    assert analyse("更改密码", "zh") == ["更", "改", "密", "码", "更改", "改密", "密码"]
    assert analyse("车", "zh") == ["车"]


@pytest.mark.parametrize(
    ("lang", "text"), [("th", "รหัสผ่านใหม่"), ("ja", "パスワードを変更"), ("ko", "비밀번호를"), ("zh", "密码")]
)
def test_scripts_without_spaces_match_on_a_part(lang: str, text: str) -> None:
    assert set(query_terms(text[:4], lang)) <= set(analyse(text, lang))


def test_vowel_signs_stay_in_their_word() -> None:
    assert analyse("हिन्दी भाषा", "und") == ["हिन्दी", "भाषा"]


@pytest.mark.parametrize("spelling", ["ERR-1234", "err1234", "ERR_1234", "Err.1234"])
def test_a_code_is_found_however_it_is_joined(spelling: str) -> None:
    assert "err1234" in analyse(f"What does {spelling} mean?", "en")


def test_a_code_also_gives_its_parts() -> None:
    assert {"err", "1234", "err1234"} <= set(analyse("ERR-1234", "en"))


@pytest.mark.parametrize(
    ("lang", "question", "terms"),
    [
        ("en", "How do I reset my password?", ("reset", "password")),
        ("nl", "Hoe kan ik mijn wachtwoord veranderen?", ("wachtwoord", "verander")),
        ("pl", "Jak mogę zmienić swoje hasło?", ("zmien", "hasł")),
        ("ru", "Как мне изменить мой пароль?", ("измен", "парол")),
        ("sv", "Hur kan jag ändra mitt lösenord?", ("andr", "losenord")),
        ("da", "Hvordan kan jeg ændre min adgangskode?", ("ændr", "adgangskod")),
        ("no", "Hvordan kan jeg endre passordet mitt?", ("endr", "passord")),
        ("tr", "Parolamı nasıl değiştiririm?", ("parola", "degistirir")),
        ("es", "¿Cómo puedo cambiar la contraseña?", ("cambi", "contrasen")),
        ("fr", "Qu'est-ce que l'écran d'accueil ?", ("ecran", "accueil")),
        ("zh", "如何更改密码？", ("何更", "更改", "改密", "密码")),
        ("en", "who is it", ("who", "is", "it")),
        ("en", "password, Password", ("password",)),
        ("en", "?!", ()),
    ],
)
def test_a_question_is_reduced_to_its_telling_words(lang: str, question: str, terms: tuple[str, ...]) -> None:
    assert query_terms(question, lang) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("¿Qué significa ERR-1234?", {"err", "1234", "err1234"}),
        ("Comment activer le Wi-Fi en WPA2 ?", {"wi", "fi", "wifi", "wpa2"}),
        ("如何设置VPN连接？", {"vpn"}),
        ("在Ubuntu上安装", {"ubuntu"}),
        ("HOW DO I RESET IT", set()),
        ("¿Cómo cambio los 3 pasos de Ana?", set()),
    ],
)
def test_codes_and_abbreviations_need_no_language(text: str, terms: set[str]) -> None:
    assert set(language_free_terms(text)) == terms


@given(st.text(max_size=200), st.sampled_from(["en", "es", "fr", "zh", "ja", "th", "ru", "und", ""]))
def test_terms_are_letters_and_digits_whatever_the_text(text: str, lang: str) -> None:
    """So they can be quoted in a full-text query and joined by spaces without being cut again."""
    terms = analyse(text, lang)
    assert set(query_terms(text, lang)) <= set(terms)
    for term in terms:
        assert term
        assert not any(character.isspace() or character in "\"'()*:^-+." for character in term)
        assert all(not character.isascii() or character.isalnum() for character in term)


def test_accents_are_folded_but_marks_that_spell_are_kept() -> None:
    assert fold("Ångström café") == "Angstrom cafe"
    assert fold("й") == "и"
    assert fold("ガ") == "ガ"


def test_threads_do_not_disturb_each_other() -> None:
    words = [f"running{n} connections{n} happily" + "abcdefghij"[n % 10] for n in range(500)]
    alone = [analyse(word + " settings", "en") for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: analyse(word + " settings", "en"), words)) == alone

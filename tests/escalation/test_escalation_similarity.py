"""When two questions count as the same in other words."""

from __future__ import annotations

import pytest

from escalation.similarity import Similarity
from retrieval.analysis import analyse


@pytest.fixture(scope="module")
def similarity() -> Similarity:
    return Similarity(analyse)


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "How do I reset my password?", "password reset not working"),
        ("en", "Where can I find my invoices?", "I still can't find the invoice!"),
        ("en", "How do I cancel my subscription?", "Cancelling a subscription"),
        ("en", "ERR-1234 on the router", "what is err-1234 router"),
        ("es", "¿Cómo cambio mi contraseña?", "quiero cambiar la contraseña"),
        ("es", "¿Dónde están mis facturas?", "no encuentro las facturas"),
        ("fr", "Comment réinitialiser mon mot de passe ?", "réinitialisation du mot de passe"),
        ("fr", "Où sont mes factures ?", "je veux voir les factures"),
        ("zh", "如何重置密码？", "密码怎么重置"),
        ("zh", "怎么退款", "我要退款"),
        ("de", "Wo finde ich meine Rechnungen?", "ich kann die Rechnung immer noch nicht finden"),
        ("it", "Dove trovo le mie fatture?", "non riesco a trovare la fattura, mi aiutate?"),
        ("nl", "Hoe kan ik mijn abonnement opzeggen?", "abonnement opzeggen lukt nog steeds niet"),
        ("pt", "Como altero a minha senha?", "ainda não consigo alterar a senha"),
        ("en", "thanks", "Thanks "),
    ],
)
def test_the_same_in_other_words(similarity: Similarity, lang: str, one: str, other: str) -> None:
    assert similarity.same(one, other, lang)
    assert similarity.same(other, one, lang)


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "How do I reset my password?", "How do I export my data?"),
        ("en", "How long must the password be?", "I forgot my password"),
        ("en", "Can I get a refund?", "Can I get an invoice?"),
        ("es", "¿Cómo cambio mi contraseña?", "¿Cómo exporto mis datos?"),
        ("fr", "Comment changer de langue ?", "Comment changer de forfait ?"),
        ("zh", "如何重置密码？", "如何导出数据？"),
        ("zh", "忘记密码怎么办", "密码可以多长"),
        ("de", "Wie kann ich mein Passwort ändern?", "Wie kann ich meine Daten exportieren?"),
        ("it", "Come posso cambiare la lingua?", "Come posso cambiare il piano?"),
        ("nl", "Hoe kan ik mijn factuur vinden?", "Hoe kan ik mijn gegevens verwijderen?"),
        ("pt", "Como posso ver as minhas faturas?", "Como posso ver os meus dados?"),
        ("en", "hello", "what?"),
        ("en", "", "How do I export my data?"),
    ],
)
def test_different_questions(similarity: Similarity, lang: str, one: str, other: str) -> None:
    assert not similarity.same(one, other, lang)
    assert not similarity.same(other, one, lang)


def test_an_unknown_language_still_compares_words(similarity: Similarity) -> None:
    assert similarity.same("Passwort zurücksetzen", "zurücksetzen passwort", "de")

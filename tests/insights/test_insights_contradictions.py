"""What counts as two texts disagreeing, and what does not."""

from __future__ import annotations

import pytest

from insights.contradictions import ABOUT_THE_SAME, Difference, contradictions, firm_contradictions, statements


def differences(one: str, other: str, lang: str, **how: bool | float) -> list[Difference]:
    found = contradictions(statements(one, lang), statements(other, lang), **how)  # type: ignore[arg-type]
    return [contradiction.difference for contradiction in found]


@pytest.mark.parametrize(
    ("lang", "one", "other", "difference"),
    [
        ("en", "Refunds arrive on your card within 5 days.", "Refunds arrive on your card within 14 days.", "number"),
        ("en", "Invoices are kept for ten years.", "Invoices are kept for seven years.", "number"),
        ("en", "Guests can open shared folders.", "Guests cannot open shared folders.", "negation"),
        ("en", "Always unplug the charger first.", "Never unplug the charger first.", "negation"),
        ("es", "El reembolso llega a la tarjeta en 5 días.", "El reembolso llega a la tarjeta en 9 días.", "number"),
        ("es", "Los invitados pueden abrir carpetas.", "Los invitados no pueden abrir carpetas.", "negation"),
        ("fr", "Le remboursement arrive sous 5 jours.", "Le remboursement arrive sous 9 jours.", "number"),
        (
            "fr",
            "Les invités peuvent ouvrir les dossiers.",
            "Les invités ne peuvent pas ouvrir les dossiers.",
            "negation",
        ),
        ("zh", "退款将在5天内到账。", "退款将在14天内到账。", "number"),
        ("zh", "访客可以打开共享文件夹。", "访客不可以打开共享文件夹。", "negation"),
    ],
)
def test_another_number_or_a_not_is_found(lang: str, one: str, other: str, difference: str) -> None:
    assert differences(one, other, lang) == [difference]
    assert differences(other, one, lang) == [difference]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Refunds arrive within 5 days.", "Refunds arrive within 5 days."),
        ("1. Press Settings in the menu.", "4. Press Settings in the menu."),
        ("Refunds arrive within 5 days.", "Parcels to Iceland leave our warehouse after 9 days."),
        # The other text says the same as well: two places of one table, not a disagreement.
        ("Plan Small has 5 seats included.", "Plan Small has 5 seats included.\nPlan Small has 9 seats included."),
    ],
)
def test_what_says_the_same_or_something_else_contradicts_nothing(one: str, other: str) -> None:
    assert differences(one, other, "en") == []


def test_a_persons_words_are_compared_loosely() -> None:
    article = "Refunds to a credit card arrive within 5 days."
    reply = "Hello Ann, since spring refunds to your credit card take about 14 days to arrive, I am afraid."
    assert differences(article, reply, "en") == []
    assert differences(article, reply, "en", least=ABOUT_THE_SAME, loosely=True) == [Difference.NUMBER]


def test_sentences_are_slices_of_their_text() -> None:
    text = "# Refunds\n\n- They arrive within 5 working days on cards. Ask us about vouchers after a week.\n"
    found = statements(text, "en")
    assert found
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "Added in Parcel Studio 4.1.0.", "Added in Parcel Studio 4.2.0."),
        ("en", "You can enter a code of 6 digits.", "You can never enter a code of 6 digits here, only outside."),
        (
            "fr",
            "De plus, les invités peuvent ouvrir les dossiers.",
            "En outre, les invités peuvent ouvrir les dossiers.",
        ),
        (
            "en",
            "Plan Small has 5 seats included.\nPlan Large has 5 seats included.",
            "Plan Small has 9 seats included.\nPlan Small has 7 seats included.",
        ),
    ],
)
def test_remarks_lists_and_steps_for_another_case_are_no_firm_contradictions(lang: str, one: str, other: str) -> None:
    assert firm_contradictions(statements(one, lang), statements(other, lang)) == []


def test_what_contradicts_firmly_is_kept() -> None:
    one, other = (f"The trial of our studio ends after {days} days for everybody." for days in (14, 30))
    assert len(firm_contradictions(statements(one, "en"), statements(other, "en"))) == 1

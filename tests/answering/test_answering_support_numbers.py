"""Numbers agree by value, whatever they are written like, and only at their own place."""

from __future__ import annotations

import pytest

from answering.support.han_numbers import value_of_han
from answering.support.number_index import NumberIndex
from answering.support.number_words import value_of_words
from answering.support.numbers import numbers_of
from answering.support.source import normal


def disagreeing(sentence: str, source: str) -> list[str]:
    return NumberIndex(normal(source)).disagreeing(normal(sentence))


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("It costs 1,234.50 dollars.", "Cuesta 1.234,50 dólares."),
        ("Il y a 1 234 567 habitants.", "There are 1,234,567 inhabitants."),
        ("About 5 million people use it.", "Five million people use it."),
        ("Unos 5 millones de personas lo usan.", "About 5,000,000 people use it."),
        ("约有1.2万人使用。", "About 12,000 people use it."),
        ("总收入157亿元。", "总收入15700000000元。"),
        ("共有三百二十一个座位。", "共有321个座位。"),
        ("建于二〇〇八年。", "建于2008年。"),
        ("Plus de quatre-vingt-dix pages.", "Plus de 90 pages."),
        ("It was built in the 19th century.", "Il date du XIXe siècle."),
        ("On 8 October 1975 it opened.", "It opened on 1975-10-08."),
        ("The link is valid for 24 hours.", "El enlace es válido durante 24 horas."),
        ("Rows 1, 3, 5 and 7 are printed.", "Enter “1,3,5-7” to print these rows."),
        ("30 % of users agreed.", "El 30 por ciento de los usuarios."),
        ("百分之三十的用户同意。", "30% of users agreed."),
        ("Version ２．１ is needed.", "Version 2.1 is needed."),
        ("One of the settings is hidden.", "Some settings are hidden."),
        ("You may sign in twice.", "You can sign in again."),
    ],
)
def test_equal_numbers_agree_in_every_notation(sentence: str, source: str) -> None:
    assert disagreeing(sentence, source) == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The link is valid for 48 hours.", "The link is valid for 24 hours."),
        ("The link is valid for 24 days.", "The link is valid for 24 hours."),
        ("It costs $39.", "It costs €39."),
        ("Cuesta 3,5 euros.", "Cuesta 3,4 euros."),
        ("Il compte 12 345 habitants.", "Il compte 12 354 habitants."),
        ("总收入1.3亿元。", "总收入1.2亿元。"),
        ("共有三百二十二个座位。", "共有321个座位。"),
        ("Seven people use it.", "Five people use it."),
        ("It opened on 8 November 1975.", "It opened on 8 October 1975."),
        ("Needs version 2.2.1.", "Needs version 2.1.1."),
    ],
)
def test_other_numbers_units_and_dates_disagree(sentence: str, source: str) -> None:
    assert disagreeing(sentence, source)


def test_a_number_that_stands_elsewhere_in_the_source_is_missed_at_its_own_place() -> None:
    source = "Trials last for 14 days after you sign up. Refunds are possible within 30 days of the first payment."
    assert disagreeing("Refunds are possible within 14 days of the first payment.", source) == ["14"]
    assert disagreeing("Refunds are possible within 30 days of the first payment.", source) == []


def test_every_sentence_agrees_with_itself() -> None:
    source = "n, 1, 2, n-1, n-2, 3, 4 ... Il coûte 1 200,50 € (soit 20%) le 3 mars 2020 à 14:30. 该方案约12.5万元。"
    assert disagreeing(source, source) == []


def test_words_and_characters_are_read_as_numbers() -> None:
    assert value_of_words(["two", "hundred", "five"]) == 205
    assert value_of_words(["three", "million", "two", "hundred", "thousand"]) == 3_200_000
    assert value_of_words(["quatre", "vingt", "dix", "sept"]) == 97
    assert [value_of_han(text) for text in ("十二", "三百二十一", "二〇〇八", "一万五千", "三亿")] == [
        12, 321, 2008, 15_000, 300_000_000,
    ]  # fmt: skip


def test_chinese_characters_that_count_nothing_are_not_sure_to_be_numbers() -> None:
    assert not any(number.is_certain for number in numbers_of("十分重要，千万不要一起使用。"))

"""Messages become the same hints in every language."""

from __future__ import annotations

from answering.understanding.cues import en, es, fr, zh
from answering.understanding.hints import SINGLE_WORD, hints_of, plain_hints


def test_every_language_has_the_same_cues() -> None:
    assert set(en.CUES) == set(es.CUES) == set(fr.CUES) == set(zh.CUES)


def test_the_same_request_gives_the_same_cues_in_four_languages() -> None:
    for text in ("Cancel my order!", "¡CANCELE mi pedido!", "Annulez ma commande !", "取消我的订单！"):
        assert {"cancel", "my", "thing", "!", "^cancel", "cancel+my"} <= set(hints_of(text)), text


def test_a_courtesy_inside_a_longer_phrase_is_none() -> None:
    assert "thanks" in hints_of("Thanks for the help")
    assert "thanks" not in hints_of("Thanks for nothing")


def test_stems_numbers_and_marks_are_seen() -> None:
    assert {"refund", "number", "?"} <= set(hints_of("Refunding order A-7731?"))


def test_what_holds_no_cue_says_so() -> None:
    assert {"no cue", "unknown 3"} <= set(hints_of("dlkfj sldkfj"))
    assert hints_of("")


def test_plain_hints_need_no_words() -> None:
    assert plain_hints("Где мой заказ 12345؟") == ["?", "number", "characters 1"]
    assert SINGLE_WORD in plain_hints("Rücksendung")
    assert plain_hints("")

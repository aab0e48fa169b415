"""What is shown of prose keeps to its words, and the sentence that answers is never the one that is left out."""

from __future__ import annotations

import pytest

from answering.evidence.choosing import ChoiceLimits, Chooser
from answering.evidence.scoring import (
    FOR_FACTS_BY_WORDS,
    FOR_HELP_BY_WORDS,
    Scored,
    probabilities,
    score_passages,
    weights_for,
)
from answering.understanding.asked import ask
from core.model import Block, BlockKind, Passage
from retrieval.retriever import Hit

IDF: dict[str, float] = {}


def hit(text: str, document_id: str = "d", rank: int = 1, score: float = 0.9, lang: str = "en") -> Hit:
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    passage = Passage(rank, document_id, "v", 0, "Title", None, lang, (), 0, len(text), text, (block,), "")
    return Hit(passage, score, score, 0.5, rank)


def chosen(
    question: str, *hits: Hit, words: int = 60, lang: str = "en", limits: ChoiceLimits | None = None
) -> list[str]:
    """The sentences that are chosen, the likeliest first."""
    asked = ask(question, lang, IDF)
    likely = probabilities(score_passages(asked, hits, hits[0].score, weights_for(asked, hits)))
    best = max(likely, key=lambda one: likely[one])
    return [one.unit.text for one in Chooser(asked, likely, limits or ChoiceLimits()).choose(best, words)]


@pytest.mark.parametrize("words", [14, 25, 40, 60])
def test_the_words_in_all_keep_to_their_limit(words: int) -> None:
    text = " ".join(f"The pump of hall {i} was built in 19{i + 10} by the works in Lyon." for i in range(8))
    found = chosen("when was the pump of hall 3 built", hit(text), words=words)
    assert sum(len(one.split()) for one in found) <= words
    assert "hall 3 " in found[0]


def test_what_comes_before_does_not_push_out_the_sentence_that_answers() -> None:
    before = "The works had many owners, among them two families from the north and a bank, " + "and others " * 20 + "."
    text = f"{before} They sold the pump in 1931."
    found = chosen("when did the works sell the pump", hit(text), words=30)
    assert found == ["They sold the pump in 1931."]


def test_pronouns_are_followed_back_as_far_as_there_is_room() -> None:
    text = "Ada Brown ran the mill. She bought a pump. It was sold in 1931 to the town council."
    assert chosen("when was the pump sold to the council", hit(text)) == [
        "It was sold in 1931 to the town council.",
        "She bought a pump.",
        "Ada Brown ran the mill.",
    ]


def test_a_fact_may_come_from_two_documents_when_either_may_hold_it() -> None:
    one, two = hit("The pump was sold in 1931."), hit("The pump was sold again in 1950.", "other", 2, 0.89)
    assert len(chosen("when was the pump sold", one, two)) == 2
    assert len(chosen("when was the pump sold", one, hit("The cat sleeps.", "other", 2, 0.89))) == 1


def test_advice_stays_with_its_document() -> None:
    one, two = (
        hit("Press the red key to stop the pump."),
        hit("To stop the pump, press the blue key.", "other", 2, 0.89),
    )
    assert chosen("how do I stop the pump", one, two) == ["Press the red key to stop the pump."]


def test_no_sentence_is_said_twice() -> None:
    copies = [hit("The pump was sold in 1931.", f"d{i}", i + 1, 0.9 - 0.001 * i) for i in range(3)]
    assert chosen("when was the pump sold", *copies) == ["The pump was sold in 1931."]


@pytest.mark.parametrize(
    ("question", "lang", "right", "wrong"),
    [
        ("How many people work in the mill?", "en", "In the mill 340 people work.", "People work hard in the mill."),
        (
            "¿Cuántas personas trabajan en el molino?",
            "es",
            "En el molino trabajan 340 personas.",
            "En el molino las personas trabajan mucho.",
        ),
        (
            "Combien de personnes travaillent au moulin ?",
            "fr",
            "Au moulin travaillent 340 personnes.",
            "Au moulin travaillent des personnes.",
        ),
        ("工厂有多少名工人？", "zh", "工厂的工人共有340名。", "工厂的工人们都很努力。"),
    ],
)
def test_a_question_for_a_number_prefers_the_sentence_with_one(
    question: str, lang: str, right: str, wrong: str
) -> None:
    asked = ask(question, lang, IDF)
    both = f"{wrong} {right}" if lang != "zh" else wrong + right
    likely = probabilities(score_passages(asked, [hit(both, lang=lang)], 0.9, FOR_FACTS_BY_WORDS))
    assert max(likely, key=lambda one: likely[one]).unit.text == right


def test_probabilities_add_up_to_one() -> None:
    scored = score_passages(
        ask("pump", "en", IDF), [hit("The pump runs. The cat sleeps. It rains.")], 0.9, FOR_HELP_BY_WORDS
    )
    likely = probabilities(scored)
    assert sum(likely.values()) == pytest.approx(1.0)
    assert likely[scored[0]] == max(likely.values())
    assert probabilities(list[Scored]()) == {}


REMEDY = "The white screen is a known problem of version 5.4.0. Update to 5.4.1."


def test_a_short_paragraph_of_help_is_read_to_its_end() -> None:
    assert chosen("white screen after the update", hit(REMEDY)) == REMEDY.replace(". U", ".|U").split("|")
    long = f"{REMEDY} " + " ".join(
        f"Hall {i} has a lamp of its own, and a door that leads to the yard." for i in range(6)
    )
    assert "Hall 5 has a lamp of its own, and a door that leads to the yard." not in chosen("white screen", hit(long))
    assert chosen("which version has the white screen", hit(REMEDY))[0].startswith("The white screen")


@pytest.mark.parametrize(
    ("question", "text", "first"),
    [
        ("Can I charge a fee for a missed visit?", "Yes, with a card. Open the visit and select Charge fee.", "Yes"),
        ("¿Puedo cobrar la visita perdida?", "Sí, con tarjeta. Abra la visita perdida y elija Cobrar.", "Sí"),
        ("Puis-je facturer la visite manquée ?", "Oui, par carte. Ouvrez la visite manquée et facturez.", "Oui"),
        ("Kann ich den verpassten Besuch berechnen?", "Ja, mit Karte. Öffnen Sie den verpassten Besuch.", "Ja"),
        ("可以收取爽约费吗？", "可以，需要绑定银行卡。打开预约并收取爽约费。", "可以"),
    ],
)
def test_a_yes_or_no_comes_with_what_follows_it(question: str, text: str, first: str) -> None:
    lang = {"Yes": "en", "Sí": "es", "Oui": "fr", "Ja": "de", "可以": "zh"}[first]
    limits = ChoiceLimits(paragraph=0, likely_help=1.0)
    assert any(one.startswith(first) for one in chosen(question, hit(text, lang=lang), lang=lang, limits=limits))


def test_the_yes_to_another_question_is_no_further_help() -> None:
    one = hit("Each confirmation of a visit has a link to cancel the visit.")
    other = hit("Yes, when the client left a card.", rank=2)
    assert chosen("cancel a visit of a client", one, other) == [one.passage.text]
    other = hit("The client has left a card.", rank=2)
    assert chosen("cancel a visit of a client", one, other) == [one.passage.text, other.passage.text]


@pytest.mark.parametrize(
    "second",
    ["If you do not, the order did not go through.", "After that the order is shut.", "If it can't, write to us."],
)
def test_what_was_left_out_is_looked_up_in_the_sentence_before(second: str) -> None:
    text = f"You receive a letter within an hour. {second}"
    limits = ChoiceLimits(paragraph=0)
    assert "You receive a letter within an hour." in chosen(second, hit(text), limits=limits)

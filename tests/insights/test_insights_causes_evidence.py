"""What is shown for a cause: on real content, asked again by the parts that answer customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.content import Draft
from insights.causes.evidence import Exhibit, evidence_for
from insights.causes.features import features_of
from insights.causes.model import Asked, Cause, Reply, Shown
from insights.gaps.model import Why

if TYPE_CHECKING:
    from tests.insights.conftest import World

QUESTION = "How long does a refund to a credit card take?"
REFUND = "A refund to a credit card takes five days. The money goes back to the card that you paid with."
VOUCHER = "Vouchers can be exchanged for money at any counter of the shop, with the receipt and within a year."


def shown_for(world: World, cause: Cause, **asked: Any) -> tuple[Exhibit, ...]:
    one = Asked(QUESTION, "en", **{"why": Why.UNSURE, **asked})
    return evidence_for(cause, [world.parts.causes._observer.observe(one)])


def write(world: World, **texts: str) -> None:
    for name, text in texts.items():
        world.parts.content.write(name, Draft(name.capitalize(), text, lang="en"))


def test_of_two_documents_that_disagree_both_sentences_are_quoted(world: World) -> None:
    write(world, refund=REFUND, money=REFUND.replace("five", "nine"))
    (exhibit,) = shown_for(world, Cause.CONTRADICTORY)
    assert exhibit.said.startswith("Two documents name different numbers")
    quotes = {quote.document_id: quote.text for quote in exhibit.quotes}
    assert "five days" in quotes["refund"]
    assert "nine days" in quotes["money"]


def test_a_document_that_was_not_found_is_shown_with_its_place_and_why_it_was_not_higher(world: World) -> None:
    write(world, refund=REFUND, voucher=VOUCHER)
    (exhibit,) = shown_for(world, Cause.NOT_FOUND, replies=(Reply(VOUCHER, ("voucher",)),))
    assert "it came second. Why not higher: it holds" in exhibit.said
    assert "of the question's words, by rarity, the first one" in exhibit.said
    assert [quote.document_id for quote in exhibit.quotes] == ["voucher", "refund"]


def test_words_that_a_document_lacks_are_those_of_the_question(world: World) -> None:
    write(world, voucher=VOUCHER)
    asked = Asked("Which vitamins are served by the canteens of Reykjavik?", "en", why=Why.UNSURE)
    (exhibit,) = evidence_for(Cause.MISSING, [world.parts.causes._observer.observe(asked)])
    lacks = exhibit.said.partition("It lacks ")[2]
    assert {word in lacks for word in ("“vitamins”", "“served”", "“canteens”", "“Reykjavik”")} == {True}, exhibit.said


def test_what_an_agent_said_otherwise_stands_beside_the_outdated_sentence(world: World) -> None:
    write(world, refund=REFUND)
    said = "A refund to a credit card takes twelve days."
    (exhibit,) = shown_for(world, Cause.OUTDATED, replies=(Reply(said),))
    assert [quote.title for quote in exhibit.quotes] == ["Refund", "An agent's reply"]
    assert ("five days" in exhibit.quotes[0].text, "twelve days" in exhibit.quotes[1].text) == (True, True)


def test_a_document_without_a_translation_is_named_with_its_language(world: World) -> None:
    text = "Le remboursement sur la carte bancaire prend trois jours ouvrables."
    world.parts.content.write("argent", Draft("Remboursement", text, lang="fr"))
    (exhibit,) = shown_for(world, Cause.WRONG_LANGUAGE)
    assert "has no translation in the question's language" in exhibit.said
    assert [(quote.document_id, quote.lang) for quote in exhibit.quotes] == [("argent", "fr")]


def test_an_article_named_as_its_translation_is_not_missing_in_the_language(world: World) -> None:
    content = world.parts.content
    content.write(
        "help/de/refund", Draft("Erstattung", "Eine Erstattung dauert fünf Tage, auch auf eine Karte.", lang="de")
    )
    asked = Asked(QUESTION, "en", why=Why.UNSURE)
    observer = world.parts.causes._observer
    assert features_of(observer.observe(asked))["untranslated"] == 1
    content.write("help/refund", Draft("Refund", REFUND, lang="en"))
    assert features_of(observer.observe(asked))["untranslated"] == 0


def test_a_bad_answer_is_shown_with_what_the_customer_said_and_what_was_cited(world: World) -> None:
    write(world, refund=REFUND)
    asked = {"why": Why.DISLIKED, "feedback_reason": "incomplete", "shown": (Shown("refund", "1"),)}
    (exhibit,) = shown_for(world, Cause.ANSWERED_BADLY, **asked)
    assert "was answered and disliked. The customer called it incomplete." in exhibit.said
    assert [quote.document_id for quote in exhibit.quotes] == ["refund"]


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Cause.MISSING, "the nearest document does not answer it"),
        (Cause.OUT_OF_SCOPE, "even the nearest document is about something else"),
        (Cause.ABOUT_ONE_ACCOUNT, "worded like a request about the customer's own"),
    ],
)
def test_every_cause_has_evidence_that_repeats_the_question(world: World, cause: Cause, said: str) -> None:
    write(world, voucher=VOUCHER)
    exhibits = shown_for(world, cause)
    assert any(QUESTION in exhibit.said and said in exhibit.said for exhibit in exhibits)

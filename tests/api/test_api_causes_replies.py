"""What agents wrote tells whether the content has it: one document holds its words, or all hold a few."""

from __future__ import annotations

import pytest

from api.services import Services
from insights.causes.features import features_of
from insights.causes.model import Asked, Reply
from insights.gaps.model import Why

HELD = "Choose Reset password under Security in Settings. A link arrives by e-mail within a minute."
NOT_HELD = "Our canteen serves vitamins on Mondays, and the soup of the day by half past eleven."


@pytest.mark.parametrize(("reply", "apart"), [(HELD, True), (NOT_HELD, False)])
def test_a_reply_that_one_document_holds_stands_out(services: Services, reply: str, apart: bool) -> None:
    asked = Asked("I cannot get in any more", "en", Why.UNANSWERED, replies=(Reply(reply),))
    found = features_of(services.causes._observer.observe(asked))
    assert (found["reply_words_ahead"] > 0.4) is apart
    assert (found["reply_words_apart"] > 0.4) is apart
    assert found["reply_words_apart"] >= found["reply_words_ahead"] >= 0.0


def test_a_reply_in_a_language_without_documents_stands_out_by_nothing(services: Services) -> None:
    asked = Asked("Je ne peux plus entrer", "fr", Why.UNANSWERED, replies=(Reply("Choisissez le lien."),))
    found = features_of(services.causes._observer.observe(asked))
    assert (found["reply_words"], found["reply_words_ahead"], found["reply_words_apart"]) == (0.0, 0.0, 0.0)

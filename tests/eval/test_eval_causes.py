"""How constructed causes are made and judged, in small."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from core.errors import Misconfigured
from eval.cause_centres import PAGE, Centre
from eval.cause_figures import as_lines
from eval.cause_fitting import fit_causes
from eval.cause_parts import Case
from eval.cause_planting import altered, sentences_of
from eval.cause_replies import in_fewer_words
from eval.causes import Judged, accuracy, figures_of
from eval.dataset import CorpusDocument, DataSet, Query, QueryFile
from insights.causes.judging import CauseModels, shipped_causes
from insights.causes.model import Asked, Cause
from insights.contradictions import contradictions, statements
from insights.gaps.model import Why

ARTICLES = {
    "en": "# Refunds\n\nA refund to a credit card arrives within 5 days. Vouchers can be exchanged at any time.",
    "es": "# Reembolsos\n\nEl reembolso a la tarjeta llega en 5 días. El vale puede cambiarse por dinero siempre.",
    "fr": "# Argent\n\nLe remboursement sur la carte arrive sous 5 jours. Le bon peut être échangé contre de l'argent.",
    "zh": "# 退款\n\n退到信用卡的款项将在5天内到账。代金券可以随时兑换成现金。",
}


@pytest.mark.parametrize("lang", ARTICLES)
def test_what_is_planted_contradicts_the_article(lang: str) -> None:
    for seed in range(4):
        pair = altered(ARTICLES[lang], lang, random.Random(seed))
        assert pair is not None
        sentence, other = pair
        assert sentence in ARTICLES[lang]
        copy = ARTICLES[lang].replace(sentence, other)
        assert contradictions(statements(ARTICLES[lang], lang), statements(copy, lang))


def test_headings_code_and_tables_are_never_altered() -> None:
    text = "# Port 8000\n\n```\nport = 8000\n```\n\n| port | 8000 |\n\nNothing to turn around here, thanks."
    assert sentences_of(text) == ["Nothing to turn around here, thanks."]
    assert altered(text, "en", random.Random(0)) is None


def judged(cause: Cause, found: Cause) -> Judged:
    case = Case(cause, "help", "q", (Asked("Where?", "en", Why.UNSURE),), frozenset())
    return Judged(case, found, 0.5, 1)


def test_figures_of_causes() -> None:
    runs = [
        judged(Cause.MISSING, Cause.MISSING),
        judged(Cause.MISSING, Cause.NOT_FOUND),
        judged(Cause.NOT_FOUND, Cause.NOT_FOUND),
    ]
    figures = figures_of(runs)
    assert accuracy(runs) == pytest.approx(2 / 3)
    assert (figures[Cause.MISSING].precision, figures[Cause.MISSING].recall) == (1.0, 0.5)
    assert (figures[Cause.NOT_FOUND].precision, figures[Cause.NOT_FOUND].recall) == (0.5, 1.0)
    lines = "\n".join(as_lines(runs, misses=True))
    assert "accuracy 0.667 of 3 cases" in lines
    assert "draw 1: 0.667 of 3" in lines
    assert "missing taken for not_found" in lines


def only(cause: Cause) -> dict[str, float]:
    return {other.value: float(other is cause) for other in Cause}


def test_a_fit_tells_causes_apart_and_survives_its_file(tmp_path: Path) -> None:
    rows = [{**only(cause), "nearness": place / 10} for place, cause in enumerate(Cause) for _ in range(3)]
    models = fit_causes("e5", rows, [cause for cause in Cause for _ in range(3)], {"made_by": "a test"})
    models.dump(tmp_path / "causes.json")
    read = CauseModels.load(tmp_path / "causes.json")
    for cause in Cause:
        for embedder in ("e5", "another"):
            verdict = read.model_for(embedder).judge(only(cause))
            assert verdict.cause is cause
            assert sum(verdict.chances.values()) == pytest.approx(1.0)
    assert "nearness" in read.full.features
    assert "nearness" not in read.portable.features
    (tmp_path / "causes.json").write_text('{"version": 1, "embedder": "e5"}')
    with pytest.raises(Misconfigured):
        CauseModels.load(tmp_path / "causes.json")


def test_the_shipped_models_know_every_cause() -> None:
    shipped = shipped_causes()
    for model in (shipped.full, shipped.portable):
        assert set(model.judge({}).chances) == set(Cause)


def centre(texts: dict[str, tuple[str, str]]) -> Centre:
    """A help centre of these articles by id, each with its language and a question."""
    corpus = tuple(
        CorpusDocument(name, lang, json.dumps({"id": name, "title": name, "text": text, PAGE: name.split("/")[1]}))
        for name, (lang, text) in texts.items()
    )
    queries = tuple(
        Query(f"q-{name}", "Where?", lang, True, (), frozenset([name]), "how-to") for name, (lang, _) in texts.items()
    )
    return Centre(DataSet("help", corpus, (QueryFile("queries", queries),), "0"), 1)


def test_a_language_is_no_cause_where_everything_near_is_in_it() -> None:
    model = shipped_causes().full
    likeliest = max(
        model.features, key=lambda name: abs(model.features[name].weights[list(Cause).index(Cause.WRONG_LANGUAGE)])
    )
    one = model.features[likeliest]
    weight = one.weights[list(Cause).index(Cause.WRONG_LANGUAGE)]
    pushed = {likeliest: one.mean + 40 * one.scale * (1 if weight > 0 else -1)}
    assert model.judge({**pushed, "untranslated": 1.0}).cause is Cause.WRONG_LANGUAGE
    otherwise = model.judge({**pushed, "untranslated": 0.0})
    assert otherwise.chances[Cause.WRONG_LANGUAGE] == 0
    assert otherwise.cause is not Cause.WRONG_LANGUAGE
    assert sum(otherwise.chances.values()) == pytest.approx(1.0)


def test_questions_whose_article_was_never_translated_are_left_out() -> None:
    refunds = ARTICLES["en"]
    found = centre({"en/refunds": ("en", refunds), "zh/refunds": ("zh", refunds), "fr/refunds": ("fr", ARTICLES["fr"])})
    assert {query.lang for query in found.queries} == {"en", "fr"}
    assert set(found.pages) == {"refunds"}


def test_a_page_that_another_says_as_well_is_a_twin() -> None:
    parcels = " ".join(f"The parcel to {place} travels {days} days." for days, place in enumerate("ABCDEFGHIJ", 20))
    more = f"{ARTICLES['en']} {parcels}"
    found = centre(
        {"en/refunds": ("en", ARTICLES["en"]), "en/all": ("en", more), "en/tea": ("en", "Tea is served at four.")}
    )
    assert found.twins == {"refunds"}


@pytest.mark.parametrize("lang", ARTICLES)
def test_agents_leave_out_words_and_never_letters(lang: str) -> None:
    said = in_fewer_words(f"{ARTICLES[lang]} Parcel Studio 4", lang, random.Random(1))
    assert 10 < len(said) < len(ARTICLES[lang])
    words = said.split() if lang != "zh" else [said[place : place + 1] for place in range(len(said))]
    assert all(word in f"{ARTICLES[lang]} Parcel Studio 4" for word in words)


def test_agents_answer_in_the_language_of_the_question() -> None:
    assert in_fewer_words(ARTICLES["en"], "zh", random.Random(1)) == ""

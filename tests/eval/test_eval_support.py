"""The measures of the support check: pairs are read, made, fitted and judged by sets that the fit has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from answering.support.checker import Support
from answering.support.fit import Cuts, SupportFit
from answering.support.signals import SignalReader
from core.errors import InvalidInput
from eval.cli import evaluation
from eval.support_figures import as_lines, figures_of
from eval.support_fitting import best_cuts, cases_of, fit_all, held_out, judge
from eval.support_pair import Pair
from eval.support_pairs import HALF_OF_ANOTHER, SENTENCE_OF_ANOTHER, load_pairs, made_pairs
from retrieval.embedder import HashingEmbedder

_THINGS = (
    ("printer", "the tray beside the window", "Tuesday"),
    ("scanner", "the shelf behind the door", "Friday"),
    ("router", "a cabinet under the stairs", "Sunday"),
    ("camera", "some drawer near the lift", "Monday"),
)


def rows() -> list[dict[str, object]]:
    """Short passages about things, each with a right and a wrong answer, a sentence and one with another number."""
    found: list[dict[str, object]] = []
    for place, (thing, where, day) in enumerate(_THINGS * 3):
        part, number = f"part{place % 2}", 10 + place
        sentence = f"The {thing} of floor {number} stands on {where} and is cleaned by the night porter."
        source = f"{sentence} On {day} an engineer from the maker looks after its spare parts and its cables."
        asked = f"On which day does the engineer look after the spare parts of the {thing}?"
        base = {"lang": "en", "from": part, "source": source}
        found += [
            {**base, "message": asked, "response": day, "supported": True, "kind": "right answer"},
            {**base, "message": asked, "response": "night porter", "supported": False, "kind": "other answer"},
            {**base, "message": "", "response": sentence, "supported": True, "kind": "sentence of the source"},
            {
                **base,
                "message": "",
                "response": sentence.replace(str(number), str(number + 40)),
                "supported": False,
                "kind": "number changed",
            },
        ]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "things"
    place.mkdir()
    lines = (json.dumps({"id": str(number), **row}) for number, row in enumerate(rows()))
    (place / "pairs.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def test_pairs_are_read_with_what_is_known_of_them(folder: Path) -> None:
    pairs = load_pairs(folder)
    assert len(pairs) == 48
    assert {pair.group for pair in pairs} == {"things/part0", "things/part1"}
    assert pairs[0].question == pairs[0].message
    with (folder / "pairs.jsonl").open("w", encoding="utf-8") as file:
        file.write(
            json.dumps({"lang": "en", "source": "s", "message": "m", "response": "r", "supported": 1, "label": "x"})
        )
    marked = load_pairs(folder)[0]
    assert (marked.by_people, marked.question, marked.message) == (True, "", "m")


def test_a_pair_without_a_verdict_is_refused_with_its_line(folder: Path) -> None:
    with (folder / "pairs.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"lang": "en", "source": "s", "response": "r"}))
    with pytest.raises(InvalidInput, match=r"pairs\.jsonl:49"):
        load_pairs(folder)


def test_answers_in_own_words_are_pairs_too(tmp_path: Path) -> None:
    place = tmp_path / "written"
    place.mkdir()
    text = "The tray holds two hundred sheets. It stands beside the window of the second floor."
    document = {"id": "d", "title": "Tray", "text": text, "lang": "en", "url": ""}
    (place / "corpus.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    base = {"lang": "en", "answerable": True, "relevant": ["d"], "kind": "long-answer", "text": "How much fits in?"}
    answers = ["Two hundred sheets fit into the tray on the second floor.", "The tray holds two hundred sheets."]
    lines = (json.dumps({**base, "id": str(at), "answers": [answer]}) for at, answer in enumerate(answers))
    (place / "queries.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = load_pairs(place)
    assert [(pair.source, pair.response, pair.is_supported) for pair in found] == [(text, answers[0], True)]


def test_made_pairs_are_the_same_every_time_and_keep_the_figures(folder: Path) -> None:
    pairs = load_pairs(folder)
    made = list(made_pairs(pairs, 7))
    assert made == list(made_pairs(pairs, 7))
    wrong = {SENTENCE_OF_ANOTHER, HALF_OF_ANOTHER}
    assert {pair.kind in wrong for pair in made if not pair.is_supported} == {True}
    assert all(any(c.isdigit() for c in pair.response) for pair in made if pair.is_supported)


def test_a_fit_tells_unseen_pairs_apart(folder: Path) -> None:
    pairs = load_pairs(folder)
    reader = SignalReader(HashingEmbedder())
    cases = cases_of(reader, [*pairs, *made_pairs(pairs, 7)])
    unseen = held_out(cases, lambda pair: pair.group)
    assert len(unseen) == len(cases)
    judged = judge(unseen, best_cuts(unseen))
    by_kind = {kind: [one for one in judged if one[0].kind == kind] for kind in {one[0].kind for one in judged}}
    assert all(not support.borne for _, support in by_kind["number changed"])
    assert all(support.borne for _, support in by_kind["sentence of the source"])
    answers = figures_of([*by_kind["right answer"], *by_kind["other answer"]])
    assert answers.balanced_accuracy is not None
    assert answers.balanced_accuracy > 0.8
    assert fit_all(cases).answering.full.terms["asked_near"].weight > 0


def test_figures_say_nothing_where_only_one_verdict_occurs() -> None:
    pair = Pair("set", "set/all", "en", "s", "", "r", True, "kind", False)
    found = figures_of([(pair, Support(True, 0.9, ()))])
    assert (found.supported, found.others, found.balanced_accuracy, found.auroc) == (1, 0, None, None)
    assert any("kind, en" in line for line in as_lines([(pair, Support(True, 0.9, ()))]))


def test_best_cuts_stay_in_the_middle_without_pairs() -> None:
    assert best_cuts([]) == Cuts(0.5, 0.5)


def test_the_command_measures_the_fit_in_use_and_writes_a_new_one(folder: Path, tmp_path: Path) -> None:
    runner, output = CliRunner(), tmp_path / "fit.json"
    cache = ["--cache", str(tmp_path / "cache")]
    result = runner.invoke(evaluation, ["support", str(folder), *cache, "--timing"])
    assert result.exit_code == 0, result.output
    assert "number changed" in result.output
    assert "p95" in result.output
    result = runner.invoke(evaluation, ["support", str(folder), *cache, "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert "by fits without the set" in result.output
    assert SupportFit.load(output).provenance.data == {"things": 48, "made of things": 36}

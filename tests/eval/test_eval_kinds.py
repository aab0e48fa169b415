"""The measurement of kinds: honest folds, plain figures, a model that can be refitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from answering.understanding.kinds import KINDS, KindModel
from cli.main import main
from core.errors import InvalidInput
from eval.kind_figures import as_lines, figures_of, macro_f1
from eval.kinds import FURTHER, Fitting, Labelled, fingerprint, load_labelled
from retrieval.embedder import HashingEmbedder

PERSONAS = ("terse", "polite", "angry", "plain", "old", "young")


@pytest.fixture(scope="module")
def fitting() -> Fitting:
    """Three kinds in six patterns, whose words tell them apart."""
    texts = {
        "question": "how do i change the language of page",
        "complaint": "terrible worst useless service",
        "account_action": "cancel my order number",
    }
    rows = [
        Labelled(f"{text} {place}{number}", "en", kind, pattern)
        for kind, text in texts.items()
        for place, pattern in enumerate(PERSONAS)
        for number in range(3)
    ]
    sets = {"shop": ["where are the opening hours", "which sizes are there"]}
    return Fitting(rows, HashingEmbedder().embed_queries, sets, {"bank": ["cancel my order 17"]})


def test_the_shipped_messages_cover_four_languages_and_all_kinds() -> None:
    rows = load_labelled()
    langs = Counter(row.lang for row in rows)
    assert set(langs) == {"en", "es", "fr", "zh"}
    assert min(langs.values()) >= 160
    assert {(row.lang, row.kind) for row in rows} == {(lang, kind) for lang in langs for kind in KINDS}
    assert len({row.pattern for row in rows}) >= 12
    assert len({row.text for row in rows}) == len(rows)


def test_further_messages_are_in_other_languages_and_of_all_kinds() -> None:
    rows, known = load_labelled(FURTHER), load_labelled()
    langs = {row.lang for row in rows}
    assert len(langs) >= 2
    assert not langs & {row.lang for row in known}
    assert {(row.lang, row.kind) for row in rows} == {(lang, kind) for lang in langs for kind in KINDS}
    assert not {row.text for row in rows} & {row.text for row in known}


@pytest.mark.parametrize("line", ["{", '{"text": "hi"}', '{"text": "hi", "lang": "en", "kind": "x", "pattern": "y"}'])
def test_a_line_that_is_no_labelled_message_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(InvalidInput, match="labelled messages"):
        load_labelled(path)


def test_figures_are_precision_recall_and_their_harmonic_mean() -> None:
    figures = {f.kind: f for f in figures_of(["question"] * 3 + ["complaint"], ["question"] * 2 + ["complaint"] * 2)}
    assert (figures["question"].precision, figures["question"].recall) == (1.0, pytest.approx(2 / 3))
    assert (figures["complaint"].precision, figures["complaint"].recall) == (0.5, 1.0)
    assert macro_f1(list(figures.values())) == pytest.approx((0.8 + 2 / 3) / 2)


@pytest.mark.parametrize("full", [True, False])
def test_kinds_are_told_apart_in_patterns_that_were_left_out(fitting: Fitting, full: bool) -> None:
    found, known = fitting.held_out(full=full), [row.kind for row in fitting.rows]
    assert macro_f1(figures_of(known, found)) == 1.0
    assert "macro F1 1.000 (en 1.000)" in as_lines(["en"] * len(known), known, found)[-1]


def test_a_pattern_is_judged_by_a_model_that_has_not_seen_it() -> None:
    """Labels drawn by chance within each pattern can only be right for a model that has seen them."""
    rng = np.random.default_rng(0)
    rows = [
        Labelled(f"{pattern} word{i} thing{i}", "en", str(rng.choice(["question", "complaint"])), pattern)
        for pattern in PERSONAS
        for i in range(10)
    ]
    found = Fitting(rows, HashingEmbedder().embed_queries, {}, {}).held_out(full=True)
    right = np.mean([row.kind == kind for row, kind in zip(rows, found, strict=True)])
    assert right < 0.75


def test_a_language_is_judged_by_a_head_that_has_not_seen_it(fitting: Fitting) -> None:
    """Labels that mean the opposite in the other language are all wrong for who has seen that one only."""
    swapped = {"question": "complaint", "complaint": "question", "account_action": "account_action"}
    others = [Labelled(row.text, "xx", swapped[row.kind], row.pattern) for row in fitting.rows]
    both = Fitting(fitting.rows, HashingEmbedder().embed_queries, {}, {}, others)
    found = both.held_out_languages()
    kinds = [row.kind for row in both.every]
    right = {kind for kind, known in zip(found, kinds, strict=True) if kind == known}
    assert right == {"account_action"}


def test_false_alarms_are_counted_by_set(fitting: Fitting) -> None:
    alarms = fitting.false_alarms(full=False)
    assert alarms["shop"] == []
    assert alarms["bank"] == [("cancel my order 17", "account_action")]


def test_a_refitted_model_carries_its_origin_and_works(fitting: Fitting, tmp_path: Path) -> None:
    fitting.model("hashing", {"full": 0.98765}).dump(tmp_path / "kinds.json")
    model = KindModel.load(tmp_path / "kinds.json")
    assert model.embedder == "hashing"
    assert model.provenance.macro_f1 == {"full": 0.9877}
    assert list(model.provenance.questions) == ["shop"]
    assert model.provenance.data_hash == fingerprint(f"{row.text}\t{row.kind}" for row in fitting.rows)


def test_the_command_prints_figures_and_writes_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    own = tmp_path / "own.jsonl"
    own.write_text("".join(_lines()), "utf-8")
    output = tmp_path / "kinds.json"
    result = CliRunner().invoke(main, ["eval", "kinds", "--labelled", str(own), "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert "macro F1" in result.output
    assert KindModel.load(output).provenance.made_by == "askwell eval kinds"


def _lines() -> Sequence[str]:
    texts = (("question", "how do i pay"), ("greeting", "good morning dear"), ("complaint", "awful terrible app"))
    return [
        f'{{"id": "{kind}-{pattern}", "text": "{text} {pattern}", "lang": "en", "kind": "{kind}", '
        f'"pattern": "{pattern}"}}\n'
        for kind, text in texts
        for pattern in PERSONAS
    ]

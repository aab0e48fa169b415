"""A whole evaluation over small data sets, through the product's real parts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from answering.confidence import Calibration
from cli.main import main
from core.errors import InvalidInput
from core.settings import Settings
from eval.calibrate import TARGETS
from eval.dataset import load
from eval.embedding_cache import CachedEmbedder
from eval.figures import Figures
from eval.report import Report
from eval.runner import Options, Runner
from retrieval.embedder import HashingEmbedder

TOPICS = [
    ("billing", "invoice", "download", "accounts page"),
    ("printer", "paper jam", "clear", "rear tray"),
    ("wifi", "network password", "change", "router menu"),
    ("camera", "blurry lens", "clean", "soft cloth"),
    ("keyboard", "sticky shortcut", "disable", "typing panel"),
    ("backup", "old snapshot", "restore", "archive drawer"),
]
COLOURS = ["red", "green", "blue", "amber", "violet", "silver", "copper", "ivory", "coral", "teal"]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def make_set(folder: Path, colours: list[str]) -> Path:
    """Sixty articles or fewer, one question for each, and some questions that none answers."""
    folder.mkdir()
    documents, queries = [], []
    for colour in colours:
        for topic, thing, verb, place in TOPICS:
            name = f"{colour}-{topic}"
            text = f"To {verb} the {thing} of the {colour} {topic}, open the {place} and choose {colour} {verb}.\n"
            documents.append({"id": name, "title": f"{colour} {topic}", "text": text, "lang": "en", "url": None})
            queries.append(
                {
                    "id": name,
                    "text": f"How do I {verb} the {thing} of my {colour} {topic}?",
                    "lang": "en",
                    "answerable": True,
                    "answers": [place],
                    "relevant": [name],
                    "kind": "how-to",
                }
            )
    strange = [f"Which {colour} bird migrates to the distant moon?" for colour in colours]
    queries += [
        {"id": f"no-{i}", "text": text, "lang": "en", "answerable": False, "kind": "off-topic"}
        for i, text in enumerate(strange)
    ]
    write(folder / "corpus.jsonl", documents)
    write(folder / "queries.jsonl", queries)
    return folder


@pytest.fixture
def help_set(tmp_path: Path) -> Path:
    return make_set(tmp_path / "help", COLOURS[:3])


def quiet(label: str, done: int, total: int) -> None:
    assert 0 <= done <= max(total, done), label


def run(settings: Settings, *folders: Path, limit: int | None = None) -> Report:
    runner = Runner(settings, CachedEmbedder(HashingEmbedder()), Options(limit=limit), quiet)
    return runner.run([load(folder) for folder in folders])


def first_group(report: Report) -> Figures:
    return report.sets[0].blocks[0].groups[0]


def test_a_set_is_measured_from_file_to_figure(settings: Settings, help_set: Path) -> None:
    """Documents are ingested, questions answered, quotes checked, and every line of rankings is there."""
    report = run(settings, help_set)
    assert report.problems == []
    part = report.sets[0]
    assert part.ingest[0].documents == 18
    found = first_group(report)
    assert found.questions == 21
    assert list(found.retrieval) == ["BM25", "dense", "plain fusion", "Askwell"]
    for line in found.retrieval.values():
        assert line["recall@5"] is not None
        assert line["recall@5"].value > 0.9
        assert line["recall@5"].n == 18
    quotes = found.answers["quotes verified"]
    assert quotes is None or quotes.value == 1.0
    assert found.doubt["AUROC, article missing"] is not None
    assert found.time is not None
    assert report.embedding is not None


def test_the_missing_article_test_takes_the_article_away(settings: Settings, help_set: Path) -> None:
    """With its document withheld, a question is never answered from that document."""
    runner = Runner(settings, CachedEmbedder(HashingEmbedder()), Options(), quiet)
    ((_, _, outcomes),) = runner.collect([load(help_set)])
    withheld = [outcome for outcome in outcomes if outcome.variant == "withheld"]
    assert len(withheld) == 18
    assert not any(outcome.best in outcome.relevant for outcome in withheld)
    assert not any(outcome.right for outcome in withheld)
    assert all(outcome.best in outcome.relevant for outcome in outcomes if outcome.variant == "as is" and outcome.right)


def test_questions_of_other_sets_are_off_topic(settings: Settings, help_set: Path, tmp_path: Path) -> None:
    """They appear under their own name and only count as false answers."""
    bank = tmp_path / "bank"
    bank.mkdir()
    write(bank / "queries.jsonl", [{"id": "b", "text": "Where is my bank card?", "lang": "en", "answerable": False}])
    report = run(settings, help_set, bank)
    assert [part.name for part in report.sets] == ["help"]
    block = report.sets[0].blocks[1]
    assert block.file == "bank/queries"
    assert block.groups[0].retrieval == {}
    assert block.groups[0].doubt["false answers"] is not None


def test_crosslingual_questions_search_the_other_language(settings: Settings, tmp_path: Path) -> None:
    """The document in the asker's language is not there to be found."""
    folder = tmp_path / "pair"
    folder.mkdir()
    texts = {"en": "The wifi router code is 4711.", "es": "El código del router wifi es 4711."}
    write(
        folder / "corpus.jsonl",
        [{"id": f"{lang}/wifi", "title": "wifi", "text": text, "lang": lang} for lang, text in texts.items()],
    )
    query = {"id": "x", "text": "¿Código del router wifi?", "lang": "es", "relevant": ["en/wifi"], "answers": ["4711"]}
    write(folder / "queries_crosslingual.jsonl", [query])
    report = run(settings, folder)
    ours = first_group(report).retrieval["Askwell"]["recall@1"]
    assert ours is not None
    assert ours.value == 1.0
    assert report.sets[0].ingest[0].documents == 1


def test_a_limit_samples_each_file(settings: Settings, help_set: Path) -> None:
    """Fewer questions, the same corpus."""
    report = run(settings, help_set, limit=5)
    assert first_group(report).questions == 5
    assert report.sets[0].ingest[0].documents == 18


def test_questions_alone_are_refused(settings: Settings, tmp_path: Path) -> None:
    """Without any corpus there is nothing to measure."""
    write(tmp_path / "queries.jsonl", [{"id": "b", "text": "Where is my card?", "lang": "en", "answerable": False}])
    with pytest.raises(InvalidInput, match="No corpus to ask"):
        run(settings, tmp_path)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_command_prints_and_writes(cli: CliRunner, help_set: Path, tmp_path: Path) -> None:
    """Tables on standard output, JSON and HTML in files, embeddings in the cache, nothing in the data folder."""
    args = ["eval", "run", str(help_set), "--limit", "4", "--json", "out.json", "--html", "out.html", "--cache", "kept"]
    result = cli.invoke(main, args)
    assert result.exit_code == 0, result.output
    assert "plain fusion" in result.stdout
    assert json.loads((tmp_path / "out.json").read_text())["sets"][0]["name"] == "help"
    assert "<html" in (tmp_path / "out.html").read_text()
    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert not (tmp_path / "data").exists()


def test_json_on_standard_output_is_alone(cli: CliRunner, help_set: Path) -> None:
    """`--json -` can be piped."""
    result = cli.invoke(main, ["eval", "run", str(help_set), "--limit", "3", "--no-withheld", "--json", "-"])
    assert json.loads(result.stdout)["about"]["sample"] == "3 a file"


def test_wrong_use_is_one_line_and_exit_code_2(cli: CliRunner, tmp_path: Path) -> None:
    """A folder that is no data set."""
    result = cli.invoke(main, ["eval", "run", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "is not a folder" in result.stderr
    assert cli.invoke(main, ["eval", "run"]).exit_code == 2


def test_a_field_that_no_document_has_is_refused(cli: CliRunner, help_set: Path) -> None:
    """A typing error in `--translations` does not pass unseen."""
    result = cli.invoke(main, ["eval", "run", str(help_set), "--translations", "nothing"])
    assert result.exit_code == 2
    assert "nothing" in result.stderr


def test_a_document_that_cannot_be_read_is_a_failure(cli: CliRunner, help_set: Path) -> None:
    """Exit code 1, and the document is named."""
    with (help_set / "corpus.jsonl").open("a") as file:
        file.write(json.dumps({"id": "x" * 600, "title": "too long an id", "text": "x", "lang": "en"}) + "\n")
    result = cli.invoke(main, ["eval", "run", str(help_set), "--limit", "2"])
    assert result.exit_code == 1
    assert "could not be ingested" in result.stdout


def test_calibration_is_fitted_and_written(cli: CliRunner, tmp_path: Path) -> None:
    """The file loads, belongs to the embedder, and its confidence tells right from wrong."""
    first, second = make_set(tmp_path / "one", COLOURS[:5]), make_set(tmp_path / "two", COLOURS[5:])
    result = cli.invoke(main, ["eval", "calibrate", str(first), str(second), "--output", "fit.json"])
    assert result.exit_code == 0, result.output
    assert "set left out" in result.stdout
    fitted = Calibration.load(tmp_path / "fit.json")
    assert fitted.embedder == HashingEmbedder().id
    assert set(fitted.provenance.data) == {"one", "two"}
    assert sorted(fitted.full.thresholds) == list(TARGETS)
    assert fitted.provenance.auroc is not None
    assert fitted.provenance.auroc > 0.8


def test_too_little_to_fit_is_said(cli: CliRunner, help_set: Path) -> None:
    """Three questions make no calibration."""
    result = cli.invoke(main, ["eval", "calibrate", str(help_set), "--limit", "3"])
    assert result.exit_code == 2
    assert "Too little to fit on" in result.stderr


def test_gates_decide_the_exit_code(cli: CliRunner, help_set: Path) -> None:
    """0 when all are kept, 1 with the failed ones listed, 2 before anything is run when one cannot be meant."""
    run_it = ["eval", "run", str(help_set), "--limit", "6", "--no-withheld"]
    kept = cli.invoke(main, [*run_it, "--gate", "recall@5[set=help] >= 0.5", "--gate", "quotes-verified >= 1"])
    assert kept.exit_code == 0, kept.output
    failed = cli.invoke(main, [*run_it, "--gate", "recall@5 >= 0.5", "--gate", "words > 900"])
    assert failed.exit_code == 1
    assert [line for line in failed.stderr.splitlines() if line.startswith("FAILED")] == [
        line for line in failed.stdout.splitlines() if line.startswith("FAILED")
    ]
    assert "words > 900" in failed.stderr
    for wrong in ("recall@5 => 0.5", "recall@5[set=hlep] >= 0.5"):
        refused = cli.invoke(main, [*run_it, "--gate", wrong])
        assert refused.exit_code == 2
        assert "asking" not in refused.stderr


def test_a_run_is_compared_with_an_earlier_one(cli: CliRunner, help_set: Path, tmp_path: Path) -> None:
    """The same settings, twice: nothing changes, and all three forms say so."""
    run_it = ["eval", "run", str(help_set), "--limit", "6", "--json", "a.json"]
    assert cli.invoke(main, run_it).exit_code == 0
    result = cli.invoke(main, [*run_it[:-1], "b.json", "--html", "b.html", "--compare", "a.json"])
    assert result.exit_code == 0, result.output
    assert "0 questions changed" in result.stdout
    data = json.loads((tmp_path / "b.json").read_text())
    assert {row["verdict"] for row in data["comparison"]["figures"]} == {"unchanged"}
    assert "Compared with a.json" in (tmp_path / "b.html").read_text()


def test_each_set_can_be_judged_by_a_fit_on_the_others(cli: CliRunner, tmp_path: Path) -> None:
    """Another confidence than the one in use, with decisions that follow from it; one set alone cannot be."""
    first, second = make_set(tmp_path / "one", COLOURS[:3]), make_set(tmp_path / "two", COLOURS[3:6])
    both = ["eval", "run", str(first), str(second), "--json"]
    assert cli.invoke(main, [*both, "own.json"]).exit_code == 0
    result = cli.invoke(main, [*both, "out.json", "--leave-one-out"])
    assert result.exit_code == 0, result.output
    own, out = (json.loads((tmp_path / name).read_text()) for name in ("own.json", "out.json"))
    assert "fit on the other sets" in out["about"]["confidence"]
    before, after = (
        {
            (record["set"], record["id"], record["variant"]): record
            for part in found["sets"]
            for record in part["records"]
        }
        for found in (own, out)
    )
    assert before.keys() == after.keys()
    assert any(before[key]["confidence"] != after[key]["confidence"] for key in before)
    assert all(before[key]["rank"] == after[key]["rank"] for key in before)
    alone = cli.invoke(main, ["eval", "run", str(first), "--limit", "3", "--leave-one-out"])
    assert alone.exit_code == 2
    assert "at least two sets" in alone.stderr


def test_a_fit_in_a_file_judges_a_run(cli: CliRunner, help_set: Path, tmp_path: Path) -> None:
    """Here one that is never sure: nothing is answered plainly."""
    unsure = replace(Calibration.load().portable, intercept=-30.0)
    replace(Calibration.load(), full=unsure, portable=unsure).dump(tmp_path / "fit.json")
    args = ["eval", "run", str(help_set), "--limit", "6", "--calibration", "fit.json", "--json", "-"]
    result = cli.invoke(main, args)
    data = json.loads(result.stdout)
    assert data["about"]["confidence"] == "fit from fit.json"
    assert not any(record["answered"] for part in data["sets"] for record in part["records"])


@pytest.mark.parametrize("extra", [["--golden"], ["--leave-one-out", "--calibration", "fit.json"]])
def test_options_that_contradict_each_other_are_refused(
    cli: CliRunner, help_set: Path, tmp_path: Path, extra: list[str]
) -> None:
    (tmp_path / "fit.json").write_text("{}")
    assert cli.invoke(main, ["eval", "run", str(help_set), *extra]).exit_code == 2
    assert cli.invoke(main, ["eval", "run"]).exit_code == 2


def test_bars_are_measured_on_the_sets_that_are_there(cli: CliRunner, tmp_path: Path) -> None:
    """The others are named as missing; a missed bar gives exit code 1; without any set it is wrong use."""
    make_set(tmp_path / "gnome-help", COLOURS[:3])
    make_set(tmp_path / "fastapi-docs", COLOURS[3:6])
    result = cli.invoke(main, ["eval", "bars", ".", "--no-kinds", "--json", "bars.json", "--html", "bars.html"])
    assert result.exit_code == 1, result.output
    assert "clapnq-en is not in" in result.stderr
    rows = {row["measure"]: row for row in json.loads((tmp_path / "bars.json").read_text())["bars"]}
    assert rows["recall_5"]["verdict"] in {"bar", "aim"}
    assert rows["auroc_help"]["found"] is not None
    assert rows["gain_over_fusion"]["verdict"] == "missed"
    assert rows["gold_xquad"]["verdict"] == rows["question_kinds"]["verdict"] == "not measured"
    assert "not measured" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 120
    assert "Bar met" in (tmp_path / "bars.html").read_text()
    nothing = cli.invoke(main, ["eval", "bars", "bars.json"])
    assert nothing.exit_code == 2
    assert "holds none of the data sets" in nothing.stderr

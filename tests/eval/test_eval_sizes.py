"""The same questions are asked of stores of several sizes; what fills them up answers none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.main import main
from core.errors import InvalidInput
from core.settings import Settings
from eval.dataset import DataSet, load
from eval.embedding_cache import CachedEmbedder
from eval.runner import Options, Runner
from eval.sizes import SizeFigures, measure_sizes
from retrieval.embedder import HashingEmbedder

THINGS = ["invoice", "printer", "camera", "router", "keyboard", "backup", "calendar", "contract", "parcel", "voucher"]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Ten articles with a question each, and ten essays about something else."""
    help_centre, essays = tmp_path / "help", tmp_path / "essays"
    for folder in (help_centre, essays):
        folder.mkdir()
    texts = {thing: f"To replace the {thing}, open the {thing} menu and choose the new {thing}." for thing in THINGS}
    write(
        help_centre / "corpus.jsonl",
        [{"id": thing, "title": f"The {thing}", "text": text, "lang": "en"} for thing, text in texts.items()],
    )
    question = {"lang": "en", "answerable": True, "answers": [], "kind": "how-to"}
    write(
        help_centre / "queries.jsonl",
        [{**question, "id": t, "text": f"How do I replace my {t}?", "relevant": [t]} for t in THINGS],
    )
    essay = "The glacier number {0} moved slowly through the valley for many centuries. Its ice was {0} metres thick."
    write(
        essays / "corpus.jsonl",
        [{"id": f"e{n}", "title": f"Glacier {n}", "text": essay.format(n), "lang": "en"} for n in range(10)],
    )
    write(essays / "queries.jsonl", [{**question, "id": "q", "text": "How thick was the ice?", "relevant": ["e1"]}])
    return help_centre, essays


def measured(settings: Settings, sets: list[DataSet], lang: str, *sizes: int) -> list[SizeFigures]:
    runner = Runner(settings, CachedEmbedder(HashingEmbedder()), Options(), lambda label, done, total: None)
    return list(measure_sizes(runner, sets[0], sets[1:], lang, sizes))


def test_every_size_asks_every_question(settings: Settings, folders: tuple[Path, Path]) -> None:
    """Small ones in several stores, large ones in one; with words that no other article has, the right one is found."""
    small, whole, large = measured(settings, [load(folder) for folder in folders], "en", 4, 10, 40)
    assert (small.documents, whole.documents, large.documents) == (4, 10, 40)
    assert (small.stores, whole.stores, large.stores) == (5, 1, 1)
    for one in (small, whole, large):
        assert one.questions == len(THINGS)
        assert one.found is not None
        assert one.found.value == 1.0
        assert one.auroc is not None
        assert one.auroc.value > 0.9


def test_what_cannot_be_measured_is_said(settings: Settings, folders: tuple[Path, Path]) -> None:
    """No questions in that language; nothing to fill a larger store with."""
    sets = [load(folder) for folder in folders]
    with pytest.raises(InvalidInput, match="no answerable questions in fr"):
        measured(settings, sets, "fr", 4)
    with pytest.raises(InvalidInput, match="fill up"):
        measured(settings, sets[:1], "en", 40)


def test_the_command_prints_a_line_a_size(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    result = CliRunner().invoke(main, ["eval", "sizes", *map(str, folders), "--size", "12", "--size", "4"])
    assert result.exit_code == 0, result.output
    _head, *lines = result.stdout.strip().splitlines()
    assert [line.split()[0] for line in lines] == ["4", "12"]

"""`askwell eval sentences` says how much of what customers need stands in the answers they get."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from cli.main import main

PAGES = {
    "print": "# Print\n\nPrinting needs a printer.\n\n1. Choose File, then Print.\n2. Choose a printer.\n3. Press OK.",
    "scan": "# Scan\n\nPut the page on the glass. Press Scan to read it in.\n\nA scan can be saved as a picture.",
    "mail": "# Send by mail\n\nChoose File, then Send. Your mail program opens with the document attached.",
}
ASKED = {
    "print": ("my report has to come out on paper", ["Choose File, then Print.", "Press OK."]),
    "scan": ("read a page in from the glass", ["Press Scan to read it in."]),
    "mail": ("send the document to a friend by mail", ["Choose File, then Send."]),
}


def data_set(folder: Path) -> Path:
    """Three pages and a question about each, with the sentences marked that answer it."""
    folder.mkdir()
    pages = [{"id": name, "title": name, "text": text, "lang": "en"} for name, text in PAGES.items()]
    asked = [
        {"id": f"q-{name}", "text": text, "lang": "en", "relevant": [name], "needed": needed}
        for name, (text, needed) in ASKED.items()
    ]
    for name, rows in (("corpus.jsonl", pages), ("queries.jsonl", asked)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_what_is_needed_is_measured_and_fitted(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["eval", "sentences", str(data_set(tmp_path / "office"))])
    assert done.exit_code == 0, done.output
    shown = done.output.split("from the right document")[1]
    (row,) = [line.split() for line in shown.splitlines() if line.startswith("office ")]
    answers, needed, everything = int(row[1]), float(row[2]), float(row[3])
    assert answers == 3
    assert 0.6 < needed <= 1.0
    assert everything <= needed
    assert "tasks and problems: first holds" in done.output
    assert "match_context=" in done.output


def test_marks_that_are_no_texts_are_refused(tmp_path: Path) -> None:
    folder = data_set(tmp_path / "office")
    line = {"id": "q", "text": "print", "lang": "en", "relevant": ["print"], "needed": [[0, 5]]}
    (folder / "queries.jsonl").write_text(json.dumps(line), encoding="utf-8")
    done = CliRunner().invoke(main, ["eval", "sentences", str(folder)])
    assert done.exit_code != 0
    assert '"needed" is not a list of texts' in str(done.output) + str(done.exception)

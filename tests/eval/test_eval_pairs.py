"""Two questions of a set in one message."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from cli.main import main


def test_both_questions_are_counted(tmp_path: Path) -> None:
    things = {"invoice": "Billing", "printer": "Devices", "backup": "Safety", "calendar": "Planning"}
    corpus = [
        {"id": thing, "lang": "en", "title": f"Replace the {thing}", "text": f"Open {menu}. Choose the new {thing}."}
        for thing, menu in things.items()
    ]
    question = {"lang": "en", "answerable": True, "answers": [], "kind": "how-to"}
    queries = [
        {**question, "id": thing, "text": f"How do I replace my {thing}", "relevant": [thing]} for thing in things
    ]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = CliRunner().invoke(main, ["eval", "pairs", str(tmp_path), "--pairs", "6"], catch_exceptions=False)
    assert result.exit_code == 0
    name, messages, both, one, plain, _, alone = result.stdout.splitlines()[-1].split()
    assert (name, messages) == (tmp_path.name, "6")
    assert float(both) == float(alone) > 0.5
    assert float(both) + float(one) <= 1
    assert 0 <= float(plain) <= 1

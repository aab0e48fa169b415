"""Prompts: a changed text has a new version, and the texts can be filled in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from answering.model.prompts import VERSIONS, Prompt, prompt, prompts


@pytest.mark.parametrize("one", prompts(), ids=lambda one: one.name)
def test_a_changed_prompt_has_a_new_version(one: Prompt) -> None:
    """Count the version in the first line up and add what `python -m answering.model.prompts` prints."""
    known = json.loads(VERSIONS.read_text())
    assert known.get(one.id) == one.fingerprint


def test_the_versions_of_a_prompt_are_all_kept_and_different() -> None:
    known: dict[str, str] = json.loads(VERSIONS.read_text())
    for one in prompts():
        kept = [known[f"{one.name}@{number}"] for number in range(1, one.version + 1)]
        assert len(set(kept)) == one.version


def test_a_prompt_is_filled_in() -> None:
    one = Prompt("x", 1, 'Reply in $language with {"a": "$$5"}.')
    assert one.filled(language="French") == 'Reply in French with {"a": "$5"}.'
    with pytest.raises(KeyError):
        one.filled()


def test_a_prompt_without_a_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answering.model.prompts.FOLDER", tmp_path)
    (tmp_path / "bare.txt").write_text("Do this.")
    with pytest.raises(ValueError, match="version"):
        prompt("bare")

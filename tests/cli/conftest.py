"""The command line, run in this process on a data folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main

ARTICLES = {
    "password.md": "# Reset your password\n\nOpen Settings > Security and choose Reset password.\n",
    "invoice.md": "# Download an invoice\n\nOpen Billing and choose Download invoice.\n",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that does not exist yet; no other setting comes from outside."""
    for name in list(os.environ):
        if name.startswith("ASKWELL_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "data"
    monkeypatch.setenv("ASKWELL_DATA", str(folder))
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def askwell(data: Path) -> Callable[..., Result]:
    """Runs one command."""

    def run(*arguments: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=answer, catch_exceptions=False)

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def ingested(askwell: Callable[..., Result], articles: Path) -> Path:
    """The folder, ingested."""
    assert askwell("ingest", str(articles)).exit_code == 0
    return articles

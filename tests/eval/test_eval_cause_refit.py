"""`askwell eval causes-refit`: learns, says what it would change, uses it only when told to, and takes it back."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from core.clock import system_clock
from core.db import Database
from core.settings import Settings
from insights.causes.fits import CauseFits
from insights.causes.judging import shipped_causes
from retrieval.embedder import HashingEmbedder
from tests.cause_labels import Rule, as_judged_by, covered_is_not_found, say

EMBEDDER = HashingEmbedder().id
SHIPPED = shipped_causes().model_for(EMBEDDER)


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Settings:
    """An operator's data folder, named by the environment."""
    monkeypatch.setenv("ASKWELL_DATA", str(settings.data))
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    return settings


def refit(*options: str) -> Result:
    return CliRunner().invoke(main, ["eval", "causes-refit", *options])


def label(data: Settings, rule: Rule, count: int) -> None:
    database = Database(data.database_path)
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, rule, count)
    database.close()


def fit_in_use(data: Settings) -> int:
    """Its number; 0 for the one shipped."""
    database = Database(data.database_path)
    with database.read() as session:
        found = CauseFits(system_clock).judging(session, EMBEDDER).fit
    database.close()
    return found


def test_a_better_fit_is_reported_then_used_then_taken_back(data: Settings) -> None:
    label(data, covered_is_not_found, 60)
    told = refit()
    assert told.exit_code == 0, told.output
    assert "60 labels were given on purpose" in told.output
    assert "Fit 1 judges labels left out better" in told.output
    assert fit_in_use(data) == 0
    assert "Fit 2 is used from now on" in refit("--use").output
    assert fit_in_use(data) == 2
    assert "Fit 2 is no longer used" in refit("--take-back").output
    assert "as shipped already" in refit("--take-back").output
    assert fit_in_use(data) == 0


def test_a_fit_that_is_no_better_is_not_used(data: Settings) -> None:
    label(data, as_judged_by(SHIPPED), 120)
    told = refit("--use")
    assert told.exit_code == 1
    assert "or only by chance" in told.output
    assert fit_in_use(data) == 0


def test_too_few_labels_are_said_in_one_line(data: Settings) -> None:
    label(data, covered_is_not_found, 3)
    told = refit()
    assert told.exit_code == 2
    assert "3 gaps whose cause somebody has said, and 30 are needed" in told.output
    assert "Traceback" not in told.output
    assert refit("--use", "--take-back").exit_code == 2

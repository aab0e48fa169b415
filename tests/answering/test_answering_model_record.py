"""What a model says of the evidence counts for as much as its record: learnt without labels, kept, relearnt."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.model.record import DECLARES_ON_WRONG, LARGEST, MOST_FOUND, ModelRecord, ModelRecords
from core.db import Database

SHARES = st.floats(0, 1)
FOUND = st.floats(0, 1e4)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "askwell.db")
    yield database
    database.close()


@given(FOUND, SHARES)
def test_a_declaration_never_speaks_for_an_answer_nor_its_lack_against_one(found: float, share: float) -> None:
    record = ModelRecord(found, found * share)
    assert -LARGEST <= record.worth(declares=True) < 0 < record.worth(declares=False) <= LARGEST


@given(FOUND, SHARES, SHARES)
def test_the_more_a_model_declares_on_right_finds_the_less_either_verdict_counts(
    found: float, one: float, other: float
) -> None:
    strong, weak = (ModelRecord(found, found * share) for share in sorted((one, other)))
    for declares in (True, False):
        assert abs(weak.worth(declares=declares)) <= abs(strong.worth(declares=declares)) + 1e-12


@given(st.floats(30, 1e4))
def test_a_model_that_always_declares_says_as_good_as_nothing(found: float) -> None:
    record = ModelRecord(found, found)
    for declares in (True, False):
        assert abs(record.worth(declares=declares)) < 0.005


@given(st.floats(200, 1e4))
def test_the_declaration_of_a_model_that_never_declares_on_right_finds_counts_much(found: float) -> None:
    assert ModelRecord(found, 0.0).worth(declares=True) < -2


def test_the_word_of_a_model_nobody_knows_counts_for_nothing() -> None:
    for declares in (True, False):
        assert abs(ModelRecord().worth(declares=declares)) < 0.005


def test_the_share_that_is_told_is_what_was_seen() -> None:
    assert ModelRecord().share == 0.0
    assert ModelRecord(20.0, 5.0).share == 0.25


def test_a_run_of_a_few_verdicts_does_not_count_for_much() -> None:
    at_most = 1 - (0.05 / 11) ** (1 / 10)
    assert ModelRecord(10.0, 0.0).worth(declares=True) == pytest.approx(math.log(at_most / 0.6), abs=1e-3)
    assert ModelRecord(10.0, 0.0).worth(declares=False) == pytest.approx(math.log((1 - at_most) / 0.4), abs=1e-3)


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.6])
def test_a_model_that_is_watched_for_long_is_seldom_taken_for_better_than_it_is(truth: float) -> None:
    """The bound holds after every question of 150 at once, in all but a twentieth of 100 models."""
    chance, deceived = random.Random(3), 0
    for _ in range(100):
        declared, ever = 0, False
        for found in range(1, 151):
            declared += chance.random() < truth
            ever |= ModelRecord(found, declared).declares_at_most < truth
        deceived += ever
    assert deceived <= 5


@given(st.floats(0.1, 60))
def test_a_record_that_chance_explains_counts_for_nothing(found: float) -> None:
    for declares in (True, False):
        assert abs(ModelRecord(found, found / 2).worth(declares=declares)) < 0.005


@pytest.mark.parametrize(("truth", "least", "most"), [(0.6, -0.15, 0.0), (0.0, -2.0, -0.6)])
def test_models_are_told_apart_by_questions_without_labels(
    database: Database, truth: float, least: float, most: float
) -> None:
    """Finds whose confidence is true, judged by a model that declares on a share `truth` of the right ones."""
    records, chance, worth = ModelRecords(database), random.Random(5), 0.0
    for _ in range(200):
        confidence = chance.uniform(0.3, 0.98)
        share = truth if chance.random() < confidence else DECLARES_ON_WRONG
        worth = records.take("one", confidence, declares=chance.random() < share)
    worth = records.of("one").worth(declares=True)
    assert least <= worth <= most


def test_models_have_records_of_their_own_that_survive_a_restart(tmp_path: Path) -> None:
    database = Database(tmp_path / "askwell.db")
    ModelRecords(database).take("one", 0.8, declares=True)
    database.close()
    database = Database(tmp_path / "askwell.db")
    records = ModelRecords(database)
    assert records.take("one", 0.5, declares=False) == ModelRecord(0.8, 0.8).worth(declares=False)
    assert records.of("one") == ModelRecord(1.3, 0.8)
    assert records.of("another") == ModelRecord()
    database.close()


def test_processes_share_a_record_and_lose_nothing(tmp_path: Path) -> None:
    databases = [Database(tmp_path / "askwell.db") for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        for number in range(40):
            pool.submit(ModelRecords(databases[number % 2]).take, "one", 0.5, declares=number % 4 == 0)
    assert ModelRecords(databases[0]).of("one") == ModelRecord(20.0, 5.0)
    for database in databases:
        database.close()


def test_another_model_behind_the_same_name_is_learnt_anew(database: Database) -> None:
    records, judged = ModelRecords(database), int(MOST_FOUND)
    with database.write() as session:
        session.execute("INSERT INTO model_records VALUES ('one', ?, 0)", (MOST_FOUND,))
    trusted = records.of("one").worth(declares=True)
    for _ in range(judged):
        records.take("one", 1.0, declares=True)
    assert records.of("one").found <= MOST_FOUND
    assert trusted == -LARGEST
    assert records.of("one").worth(declares=True) > -0.005


def test_a_database_that_cannot_be_written_to_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("core.db.BUSY_TIMEOUT_MS", 10)
    database, other = Database(tmp_path / "askwell.db"), Database(tmp_path / "askwell.db")
    with other.write():
        assert ModelRecords(database).take("one", 0.8, declares=True) == ModelRecord().worth(declares=True)
    assert "could not be written down" in caplog.text
    database.close()
    other.close()

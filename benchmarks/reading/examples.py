"""What is learnt from: a passage with its questions, what is left of it without their answers, and its rivals.

Near misses are only measured on: how a request is worded tells most of them from questions, whatever the passage says
(docs/decisions/0019-a-reading-model-tried.md). A question asked of the passage less its answer is worded the same.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.embedder import Embedder, Vectors
from retrieval.passages import passage_text

RIVALS = 10
"""Passages of the same documentation nearest to a question."""
_SAME = 0.6
"""Share of the words of the shorter of two passages from which on they say the same."""
_LEAST_LEFT = 0.35
"""Share of a passage that has to be left without an answer, for it to be a passage still."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a passage answers."""

    text: str
    marked: Sequence[tuple[int, int]]
    """From and to characters of the passage's text as it is read."""
    rivals: Sequence[str]
    without: str
    """The passage less the sentences that answer; empty where too little is left."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage, what it answers and what it does not."""

    package: str
    passage: str
    asked: Sequence[Asked]
    near_misses: Sequence[str]


def load(folder: Path, embedder: Embedder) -> list[Example]:
    """The examples of FOLDER/passages.jsonl; embeds them all, in about twenty minutes on two cores."""
    lines = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()]
    sites: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        sites[line["package"], line["lang"]].append(line)
    return [example for site in sites.values() for example in _of_site(site, embedder)]


def _of_site(lines: Sequence[Mapping[str, Any]], embedder: Embedder) -> list[Example]:
    texts = [passage_text(line["title"], line["heading"], line["text"]) for line in lines]
    words = [frozenset(re.findall(r"\w+", text.lower())) for text in texts]
    vectors = embedder.embed_passages(texts)
    found = []
    for at, line in enumerate(lines):
        if not line.get("asked"):
            continue
        near = embedder.embed_queries([one["text"] for one in line["asked"]]) @ vectors.T
        head = len(texts[at]) - len(line["text"])
        asked = []
        for one, scores in zip(line["asked"], near, strict=True):
            marked = [(head + start, head + end) for start, end in one["marked"]]
            rivals = [texts[other] for other in _rivals(scores, at, words)]
            asked.append(Asked(one["text"], marked, rivals, without(texts[at], marked, head)))
        found.append(Example(line["package"], texts[at], asked, line["near_misses"]))
    return found


def without(passage: str, marked: Sequence[tuple[int, int]], head: int = 0) -> str:
    """`passage` less the stretches `marked`, and less the items that held nothing else.

    Empty where nothing is marked, or too little would be left of what follows the first `head` characters.
    """
    left, start = "", 0
    for first, last in sorted(marked):
        left += passage[start : max(start, first)]
        start = max(start, last)
    left += passage[start:]
    left = re.sub(r"^[ \t]*(?:[-*]|\d+\.)[ \t]*$\n?", "", left, flags=re.MULTILINE)
    left = re.sub(r"(?<=\n) (?=\S)", "", re.sub(r"[ \t]{2,}", " ", left))
    left = re.sub(r"\n{3,}", "\n\n", left).strip()
    enough = len(left) - head >= _LEAST_LEFT * (len(passage) - head)
    return left if marked and enough else ""


def _rivals(scores: Vectors, own: int, words: Sequence[frozenset[str]]) -> list[int]:
    """The nearest passages that do not say the same as the one asked about."""
    order = (int(other) for other in np.argsort(-scores)[: 2 * RIVALS])
    shared = ((other, len(words[other] & words[own]), min(len(words[other]), len(words[own]))) for other in order)
    return [other for other, common, least in shared if other != own and common < _SAME * least][:RIVALS]

"""Measures how well kinds of messages are told apart, and refits the model that does it.

The labelled messages (`kinds.jsonl` beside this module) carry the author pattern they are written in: a persona or a
register. One pattern at a time is left out, so each message is judged by a model that has not seen its way of phrasing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.model_selection import LeaveOneGroupOut

from answering.understanding.hints import hints_of
from answering.understanding.intents import Intent, by_rule
from answering.understanding.kinds import KINDS, SMALL_TALK, Head, KindModel, KindsProvenance
from core.clock import system_clock
from core.errors import InvalidInput
from eval.kind_fitting import Vectors, fit_head

SHIPPED = Path(__file__).with_name("kinds.jsonl")
SEED = 0
QUESTIONS_A_SET = 300

_SMALL_TALK = {"greeting", "thanks", "goodbye", "how_are_you", "who_are_you", "chat"}
Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message whose kind is known."""

    text: str
    lang: str
    kind: str
    """One of `KINDS`."""
    pattern: str


def load_labelled(path: Path = SHIPPED) -> list[Labelled]:
    """The labelled messages; raises InvalidInput for a line that is none."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [Labelled(row["text"], row["lang"], merged(row["kind"]), row["pattern"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"{path} does not hold labelled messages ({error!r}).") from error


def merged(kind: str) -> str:
    """`small_talk` for the kinds of small talk, others as they are; raises ValueError for what is no kind."""
    found = SMALL_TALK if kind in _SMALL_TALK else kind
    if found not in KINDS:
        raise ValueError(f"{kind} is no kind")
    return found


def fingerprint(texts: Iterable[str]) -> str:
    """A short hash of the texts in their order."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Background:
    """Questions of one data set, that teach what a question is."""

    name: str
    texts: tuple[str, ...]
    vectors: Vectors
    learnt: bool = True
    """Whether these are surely questions; otherwise they are only measured."""


class Fitting:
    """The labelled messages and background questions, embedded once."""

    def __init__(
        self,
        rows: Sequence[Labelled],
        embed: Embed,
        learnt: Mapping[str, Sequence[str]],
        measured: Mapping[str, Sequence[str]],
    ) -> None:
        """`learnt`: real questions by data set, a sample of each is learnt from; `measured`: only to be judged."""
        self.rows = list(rows)
        self._vectors = embed([row.text for row in rows])
        self._sets = [Background(name, tuple(texts), embed(texts)) for name, texts in learnt.items()]
        self._sets += [Background(name, tuple(texts), embed(texts), False) for name, texts in measured.items()]

    def head(self, rows: Sequence[int], *, full: bool, without: str | None = None) -> Head:
        """A head fitted to these labelled messages and to all sets but `without` and those of its source."""
        used = [s for s in self._sets if s.learnt and s.name != without]
        texts = [self.rows[i].text for i in rows] + [t for s in used for t in s.texts[:QUESTIONS_A_SET]]
        kinds = [self.rows[i].kind for i in rows] + ["question"] * (len(texts) - len(rows))
        vectors = np.concatenate([self._vectors[list(rows)], *(s.vectors[:QUESTIONS_A_SET] for s in used)])
        return fit_head(texts, kinds, vectors if full else None)

    def held_out(self, *, full: bool) -> list[str]:
        """The kind of each labelled message, by rules and a head that has not seen its pattern."""
        found = [""] * len(self.rows)
        patterns = [row.pattern for row in self.rows]
        for rest, own in LeaveOneGroupOut().split(patterns, groups=patterns):
            head = self.head(rest.tolist(), full=full)
            for i in own.tolist():
                found[i] = judged(head, self.rows[i].text, self._vectors[i])
        return found

    def false_alarms(self, *, full: bool) -> dict[str, list[tuple[str, str]]]:
        """By data set the questions taken for something else, with what, by a head that has not seen the set."""
        everything = range(len(self.rows))
        found = {}
        for data in self._sets:
            head = self.head(everything, full=full, without=data.name)
            kinds = [judged(head, text, vector) for text, vector in zip(data.texts, data.vectors, strict=True)]
            found[data.name] = [(t, kind) for t, kind in zip(data.texts, kinds, strict=True) if kind != "question"]
        return found

    def sizes(self) -> dict[str, int]:
        """How many questions each data set has."""
        return {data.name: len(data.texts) for data in self._sets}

    def model(self, embedder: str, figures: Mapping[str, float], today: date | None = None) -> KindModel:
        """Both heads, fitted to everything."""
        everything = range(len(self.rows))
        provenance = KindsProvenance(
            made_by="askwell eval kinds",
            date=(today or system_clock().date()).isoformat(),
            data_hash=fingerprint(row.text + "\t" + row.kind for row in self.rows),
            questions={s.name: fingerprint(s.texts[:QUESTIONS_A_SET]) for s in self._sets if s.learnt},
            seed=SEED,
            macro_f1={name: round(value, 4) for name, value in figures.items()},
        )
        heads = (self.head(everything, full=True), self.head(everything, full=False))
        return KindModel(embedder, *heads, provenance)


def judged(head: Head, text: str, vector: Vectors) -> str:
    """The kind of a message: by rule, else by the head."""
    intent = by_rule(text)
    if intent is not Intent.QUESTION:
        return merged(intent.value)
    return head.kind_of(hints_of(text), vector if len(head.vector) else None)

"""Measures how well kinds of messages are told apart, and refits the model that does it.

The labelled messages (`kinds.jsonl` beside this module) carry the author pattern they are written in: a persona or a
register. One pattern at a time is left out, so each message is judged by a model that has not seen its way of phrasing.
The head that serves languages without cues is judged by leaving a language out; messages in some of them
(`kinds_further.jsonl`) are learnt from by that head only.
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

from answering.understanding.hints import hints_of, plain_hints
from answering.understanding.intents import Intent, by_rule, has_no_cues
from answering.understanding.kinds import KINDS, SMALL_TALK, Head, KindModel, KindsProvenance
from core.clock import system_clock
from core.errors import InvalidInput
from eval.kind_fitting import CAUTION_BY_MEANING, CAUTION_WITH_VECTOR, CAUTION_WITHOUT, Vectors, fit_head

SHIPPED = Path(__file__).with_name("kinds.jsonl")
FURTHER = Path(__file__).with_name("kinds_further.jsonl")
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
        further: Sequence[Labelled] = (),
    ) -> None:
        """`learnt`: real questions by data set, a sample of each is learnt from; `measured`: only to be judged.

        `further`: messages in languages without cues.
        """
        self.rows = list(rows)
        self.every = [*rows, *further]
        self._every_vector = embed([row.text for row in self.every])
        self._vectors = self._every_vector[: len(self.rows)]
        self._sets = [Background(name, tuple(texts), embed(texts)) for name, texts in learnt.items()]
        self._sets += [Background(name, tuple(texts), embed(texts), False) for name, texts in measured.items()]

    def head(self, rows: Sequence[int], *, full: bool, without: str | None = None) -> Head:
        """A head fitted to these labelled messages and to all sets but `without` and those of its source."""
        used = [s for s in self._sets if s.learnt and s.name != without]
        texts = [self.rows[i].text for i in rows] + [t for s in used for t in s.texts[:QUESTIONS_A_SET]]
        kinds = [self.rows[i].kind for i in rows] + ["question"] * (len(texts) - len(rows))
        vectors = np.concatenate([self._vectors[list(rows)], *(s.vectors[:QUESTIONS_A_SET] for s in used)])
        return (
            fit_head(texts, kinds, vectors, CAUTION_WITH_VECTOR)
            if full
            else fit_head(texts, kinds, None, CAUTION_WITHOUT)
        )

    def meaning(self, rows: Sequence[int], *, without: str | None = None) -> Head:
        """A head that goes by the embedding and marks, fitted to these of `every` message and to the sets."""
        used = [s for s in self._sets if s.learnt and s.name != without]
        texts = [self.every[i].text for i in rows] + [t for s in used for t in s.texts[:QUESTIONS_A_SET]]
        kinds = [self.every[i].kind for i in rows] + ["question"] * (len(texts) - len(rows))
        vectors = np.concatenate([self._every_vector[list(rows)], *(s.vectors[:QUESTIONS_A_SET] for s in used)])
        return fit_head(texts, kinds, vectors, CAUTION_BY_MEANING, plain_hints)

    def held_out_languages(self) -> list[str]:
        """The kind of `every` message, by the head for languages without cues that has not seen its language."""
        found = [""] * len(self.every)
        langs = [row.lang for row in self.every]
        for rest, own in LeaveOneGroupOut().split(langs, groups=langs):
            head = self.meaning(rest.tolist())
            for i in own.tolist():
                found[i] = head.kind_of(plain_hints(self.every[i].text), self._every_vector[i])
        return found

    def held_out(self, *, full: bool) -> list[str]:
        """The kind of each labelled message, by rules and a head that has not seen its pattern."""
        found = [""] * len(self.rows)
        patterns = [row.pattern for row in self.rows]
        for rest, own in LeaveOneGroupOut().split(patterns, groups=patterns):
            head = self.head(rest.tolist(), full=full)
            unseen = [*rest.tolist(), *range(len(self.rows), len(self.every))]
            meaning = self.meaning(unseen) if full else None
            for i in own.tolist():
                found[i] = judged(head, meaning, self.rows[i].text, self._vectors[i])
        return found

    def false_alarms(self, *, full: bool) -> dict[str, list[tuple[str, str]]]:
        """By data set the questions taken for something else, with what, by a head that has not seen the set."""
        everything = range(len(self.rows))
        found = {}
        for data in self._sets:
            head = self.head(everything, full=full, without=data.name)
            meaning = self.meaning(range(len(self.every)), without=data.name) if full else None
            kinds = [judged(head, meaning, text, vector) for text, vector in zip(data.texts, data.vectors, strict=True)]
            found[data.name] = [(t, kind) for t, kind in zip(data.texts, kinds, strict=True) if kind != "question"]
        return found

    def sizes(self) -> dict[str, int]:
        """How many questions each data set has."""
        return {data.name: len(data.texts) for data in self._sets}

    def model(self, embedder: str, figures: Mapping[str, float], today: date | None = None) -> KindModel:
        """All heads, fitted to everything."""
        everything = range(len(self.rows))
        provenance = KindsProvenance(
            made_by="askwell eval kinds",
            date=(today or system_clock().date()).isoformat(),
            data_hash=fingerprint(row.text + "\t" + row.kind for row in self.every),
            questions={s.name: fingerprint(s.texts[:QUESTIONS_A_SET]) for s in self._sets if s.learnt},
            seed=SEED,
            macro_f1={name: round(value, 4) for name, value in figures.items()},
        )
        heads = (
            self.head(everything, full=True),
            self.head(everything, full=False),
            self.meaning(range(len(self.every))),
        )
        return KindModel(embedder, *heads, provenance)


def judged(head: Head, meaning: Head | None, text: str, vector: Vectors) -> str:
    """The kind of a message: by rule, else by the head that serves its language; `meaning` where there is one."""
    intent = by_rule(text)
    if intent is not Intent.QUESTION:
        return merged(intent.value)
    if meaning is not None and has_no_cues(text):
        return meaning.kind_of(plain_hints(text), vector)
    return head.kind_of(hints_of(text), vector if len(head.vector) else None)

"""A small linear model that says what kind of message it is, where the rules of `intents` do not know.

It adds up weights of hints (`hints.py`) and, where the question's embedding is at hand and the model was
fitted to that embedder, of its coordinates. `askwell eval kinds` fits it and writes the file beside this module:

    {"version": 2, "embedder": "<id>", "kinds": ["<kind>", …], "full": HEAD, "portable": HEAD, "meaning": HEAD,
     "provenance": {…}}
    HEAD = {"bias": [b, …], "hints": {"<hint>": [w, …], …}, "vector": [[w, …], …]}

one number a kind in each row, weights in hundredths; `vector` has a row a coordinate and is empty for `portable`.
The hints of `meaning` are those that need no table of phrases: cues would only tell it that a language has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answering.understanding.hints import SINGLE_WORD
from core.errors import Misconfigured
from core.files import replace_text

FORMAT = 2
SMALL_TALK = "small_talk"
"""The kind that stands for greetings, thanks, goodbyes and chat together."""
KINDS = ("question", SMALL_TALK, "gibberish", "complaint", "wants_person", "account_action", "instruction_probe")

_SHIPPED = Path(__file__).with_name("kinds.json")
_UNIT = 100.0
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """The weights of one linear model, a column a kind of `KINDS`."""

    bias: Floats
    hints: Mapping[str, Floats]
    vector: Floats
    """Shape (dimension, kinds); (0, kinds) where embeddings are not looked at."""

    def scores(self, hints: Iterable[str], vector: Floats | None = None) -> Floats:
        """Log-odds of each kind; unknown hints count for nothing."""
        rows = [row for hint in hints if (row := self.hints.get(hint)) is not None]
        total: Floats = self.bias + np.sum(rows, axis=0) if rows else self.bias.copy()
        return total + vector @ self.vector if vector is not None and len(self.vector) else total

    def kind_of(self, hints: Sequence[str], vector: Floats | None = None) -> str:
        """The likeliest kind; a single word is never nonsense here, as it may be a name or a code."""
        kind = KINDS[int(self.scores(hints, vector).argmax())]
        return "question" if kind == "gibberish" and SINGLE_WORD in hints else kind

    def as_dict(self) -> dict[str, Any]:
        """Whole hundredths, as in the file."""
        return {
            "bias": _whole(self.bias),
            "hints": {hint: _whole(row) for hint, row in sorted(self.hints.items())},
            "vector": [_whole(row) for row in self.vector],
        }


@dataclass(frozen=True, slots=True)
class KindsProvenance:
    """Where a model comes from, so that its figures can be traced."""

    made_by: str
    date: str
    data_hash: str
    """Of the labelled messages."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Further questions that it has learnt from: hash by data set."""
    seed: int = 0
    macro_f1: Mapping[str, float] = field(default_factory=dict)
    """Measured on author patterns left out of the fit, by head."""


@dataclass(frozen=True, slots=True)
class KindModel:
    """All heads: two for the embedder that it was fitted to, one for any other."""

    embedder: str
    full: Head
    portable: Head
    meaning: Head
    """For languages without cues: takes `hints.plain_hints` and always the embedding."""
    provenance: KindsProvenance

    def kind_of(self, hints: Sequence[str], vector: Floats | None = None) -> str:
        """The likeliest of `KINDS`; `vector` must come from `embedder`."""
        return (self.portable if vector is None else self.full).kind_of(hints, vector)

    def dump(self, path: Path) -> None:
        """Write the model as JSON, in place of what was there, at once."""
        data = {
            "version": FORMAT,
            "embedder": self.embedder,
            "kinds": KINDS,
            "full": self.full.as_dict(),
            "portable": self.portable.as_dict(),
            "meaning": self.meaning.as_dict(),
            "provenance": asdict(self.provenance),
        }
        replace_text(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")

    @classmethod
    def load(cls, path: Path = _SHIPPED) -> KindModel:
        """Read what `dump` wrote; without `path`, the one that ships with Askwell. Raises Misconfigured."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != FORMAT or tuple(data["kinds"]) != KINDS:
                raise ValueError("other version or kinds")
            provenance = KindsProvenance(**data["provenance"])
            full, portable, meaning = (_head(data[name]) for name in ("full", "portable", "meaning"))
            return cls(str(data["embedder"]), full, portable, meaning, provenance)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Misconfigured(f"{path} is no model of kinds ({error!r}). Make one: `askwell eval kinds`.") from error


@cache
def shipped() -> KindModel:
    """The model that ships with Askwell, read once."""
    return KindModel.load()


def _head(data: Mapping[str, Any]) -> Head:
    hints = {str(hint): _row(weights) for hint, weights in data["hints"].items()}
    vector = np.array([_row(weights) for weights in data["vector"]], dtype=np.float32).reshape(-1, len(KINDS))
    return Head(_row(data["bias"]), hints, vector)


def _row(weights: Any) -> Floats:
    row = np.array(weights, dtype=np.float32) / _UNIT
    if row.shape != (len(KINDS),) or not np.isfinite(row).all():
        raise ValueError(f"{weights} is no row of weights")
    return row


def _whole(row: Floats) -> list[int]:
    return [round(float(weight) * _UNIT) for weight in row]

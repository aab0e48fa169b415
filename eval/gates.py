"""Gates: floors and ceilings that a run must keep, written as `recall@1[set=help,lang=fr] >= 0.6`."""

from __future__ import annotations

import operator
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput
from eval.figures import ANSWERS, DOUBT, answerable, rank_figures
from eval.measures.intervals import Estimate
from eval.measures.timing import latency
from eval.outcome import Line, Outcome, Variant

_EXPRESSION = re.compile(
    r"\s*(?P<name>[^\[\]<>=]+?)\s*(?:\[(?P<where>[^\]]*)\])?\s*(?P<sign>>=|<=|>|<)\s*(?P<value>\S+)\s*"
)
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_SELECTORS: Mapping[str, Callable[[Outcome], str]] = {
    "set": lambda outcome: outcome.set_name,
    "file": lambda outcome: outcome.file,
    "lang": lambda outcome: outcome.lang,
    "kind": lambda outcome: outcome.kind,
}
_RANKED = ("recall@1", "recall@5", "MRR@10", "nDCG@10")
_TIMED = ("p50 ms", "p95 ms")


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition."""

    expression: str
    measure: str
    """A printed name."""
    where: tuple[tuple[str, str], ...]
    sign: str
    bound: float

    def chooses(self, outcome: Outcome) -> bool:
        """Whether the condition is about this question."""
        return all(_SELECTORS[name](outcome) == value for name, value in self.where)

    def check(self, outcomes: Iterable[Outcome]) -> GateResult:
        """Measure the chosen questions; without any to measure the gate is not kept."""
        found = measured(self.measure, [outcome for outcome in outcomes if self.chooses(outcome)])
        passed = found is not None and _SIGNS[self.sign](round(found.value, 9), self.bound)
        return GateResult(self.expression, found, passed)


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate and what was measured for it."""

    expression: str
    found: Estimate | None
    passed: bool

    @property
    def text(self) -> str:
        """One line."""
        value = "nothing to measure" if self.found is None else f"{self.found.value:.3f} over {self.found.n}"
        return f"{'kept  ' if self.passed else 'FAILED'}  {self.expression}: {value}"


def parse_gate(expression: str) -> Gate:
    """Read a gate; raises InvalidInput that says what is wrong and what there is."""
    match = _EXPRESSION.fullmatch(expression)
    if match is None:
        raise InvalidInput(f"The gate {expression!r} is not like `recall@1 >= 0.6` or `recall@1[set=NAME] >= 0.6`.")
    try:
        bound = float(match["value"])
    except ValueError as error:
        raise InvalidInput(f"The gate {expression!r}: {match['value']!r} is no number.") from error
    where = tuple(_selector(part, expression) for part in (match["where"] or "").split(",") if part.strip())
    return Gate(expression.strip(), _measure_named(match["name"], expression), where, match["sign"], bound)


def read_gates(path: Path) -> list[Gate]:
    """The gates of a TOML file with `gates = ["…", …]`; raises InvalidInput."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("gates")
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{path} cannot be read as TOML: {error}.") from error
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise InvalidInput(f'{path} has no list of gates: gates = ["recall@1 >= 0.6"].')
    return [parse_gate(text) for text in found]


def require_known_sets(gates: Sequence[Gate], names: Sequence[str]) -> None:
    """Raise InvalidInput for a gate on a set that is not run, before hours are spent on the others."""
    for gate in gates:
        for selector, value in gate.where:
            if selector == "set" and value not in names:
                raise InvalidInput(f"The gate {gate.expression!r} names a set that is not run: {', '.join(names)}.")


def measured(measure: str, outcomes: Sequence[Outcome]) -> Estimate | None:
    """One figure by its printed name; None when there is nothing to measure."""
    if measure in _RANKED:
        judged = [o for o in answerable(outcomes) if Line.OURS in o.rankings]
        return rank_figures(judged, Line.OURS).get(measure)
    if measure in _TIMED:
        found = latency([o.milliseconds for o in outcomes if o.variant is not Variant.WITHHELD])
        if found is None:
            return None
        value = found.p50 if measure == "p50 ms" else found.p95
        return Estimate(value, value, value, found.n)
    return {**ANSWERS, **DOUBT}[measure](outcomes)


def _selector(part: str, expression: str) -> tuple[str, str]:
    name, sign, value = (piece.strip() for piece in part.partition("="))
    if not sign or name not in _SELECTORS or not value:
        raise InvalidInput(
            f"The gate {expression!r}: {part.strip()!r} is none of {', '.join(_SELECTORS)} with a value."
        )
    return name, value


def _measure_named(name: str, expression: str) -> str:
    """The printed name, also when it is written `auroc-article-missing`."""
    names = {_slug(known): known for known in (*_RANKED, *ANSWERS, *DOUBT, *_TIMED)}
    if _slug(name) not in names:
        there = ", ".join(names)
        raise InvalidInput(f"The gate {expression!r}: there is no measure {name.strip()!r}. There are: {there}.")
    return names[_slug(name)]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9@]+", "-", name.lower()).strip("-")

"""Compares two settings on the questions that both were asked: what got better, what got worse, and is it chance."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import InvalidInput
from eval.comparison import Change, Compared, Comparison
from eval.measures import doubt, paired
from eval.measures.paired import Difference, Rows
from eval.outcome import Variant
from eval.records import Record, read_records

SHOWN = 200
"""Changed questions that a comparison keeps."""

Pairs = Sequence[tuple[Record, Record]]

_Measure = Callable[[doubt.Floats, doubt.Flags, doubt.Flags], float | None]
"""Of confidence, rightness and answerability."""


def read_report(path: Path) -> dict[str, Any]:
    """A report that `askwell eval run --json` wrote; raises InvalidInput."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{path} cannot be read as a report: {error}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("sets"), list) or not isinstance(data.get("about"), dict):
        raise InvalidInput(f"{path} is no report of `askwell eval run --json`.")
    return data


def compare(first: Mapping[str, Any], second: Mapping[str, Any], names: tuple[str, str]) -> Comparison:
    """Compare two reports; raises InvalidInput when they have no question in common."""
    before, after = _by_key(first), _by_key(second)
    pairs = [(record, after[key]) for key, record in before.items() if key in after]
    if not pairs:
        raise InvalidInput("The two reports have no question in common, so there is nothing to compare.")
    changes = [Change(early, late) for early, late in pairs if _differs(early, late)]
    order = {"lost": 0, "won": 1, "other": 2}
    return Comparison(
        first=names[0],
        second=names[1],
        settings=tuple(_settings(first["about"], second["about"])),
        questions=len(pairs),
        only_first=len(before) - len(pairs),
        only_second=len(after) - len(pairs),
        other_data=tuple(_other_data(first, second)),
        figures=tuple(_adjusted(_figures(pairs))),
        changes=tuple(sorted(changes, key=lambda change: order[change.effect])[:SHOWN]),
        changed=len(changes),
    )


def _by_key(report: Mapping[str, Any]) -> dict[tuple[str, ...], Record]:
    found = [record for part in report["sets"] for record in read_records(part.get("records", ()))]
    return {record.key: record for record in found}


def _settings(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for name in dict.fromkeys([*first, *second]):
        early, late = str(first.get(name, "–")), str(second.get(name, "–"))
        if early != late and name != "at":
            yield name, early, late


def _other_data(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterable[str]:
    prints = {part["name"]: part["fingerprint"] for part in first["sets"]}
    for part in second["sets"]:
        if prints.get(part["name"], part["fingerprint"]) != part["fingerprint"]:
            yield part["name"]


def _figures(pairs: Pairs) -> list[Compared]:
    scopes = list(dict.fromkeys(f"{early.set}/{early.file}" for early, _ in pairs))
    found = _of_scope("all", pairs)
    for scope in scopes if len(scopes) > 1 else ():
        found += _of_scope(scope, [pair for pair in pairs if f"{pair[0].set}/{pair[0].file}" == scope])
    return found


def _of_scope(scope: str, pairs: Pairs) -> list[Compared]:
    answerable = [pair for pair in pairs if pair[0].asked_as_is and pair[0].answerable]
    golds = [(a, b) for a, b in answerable if a.gold_held is not None and b.gold_held is not None]
    wrong = [pair for pair in pairs if not pair[0].answerable]
    doubted = [pair for pair in pairs if pair[0].variant == Variant.WITHHELD] and [*answerable, *wrong]
    rows = [
        ("recall@1", _share(answerable, lambda r: r.rank == 1), True),
        ("recall@5", _share(answerable, lambda r: r.rank is not None and r.rank <= 5), True),
        ("MRR@10", _mean(answerable, lambda r: r.reciprocal_rank), True),
        ("best answer is right", _share(answerable, lambda r: r.right), True),
        ("answered and right", _share(answerable, lambda r: r.answered and r.right), True),
        ("answered and wrong", _share(answerable, lambda r: r.answered and not r.right), False),
        ("best answer holds gold", _share(golds, lambda r: bool(r.gold_held)), True),
        ("false answers", _share(wrong, lambda r: r.answered), False),
        ("AUROC", _statistic(doubted, _auroc), True),
        ("coverage at .90", _statistic(doubted, _coverage), True),
        ("ECE", _statistic(doubted, _calibration_error), False),
    ]
    return [Compared(scope, name, found, up) for name, found, up in rows if found is not None]


def _share(pairs: Pairs, holds: Callable[[Record], bool]) -> Difference | None:
    return paired.shares([holds(early) for early, _ in pairs], [holds(late) for _, late in pairs])


def _mean(pairs: Pairs, value: Callable[[Record], float]) -> Difference | None:
    return paired.means([value(early) for early, _ in pairs], [value(late) for _, late in pairs])


def _statistic(pairs: Pairs, measure: _Measure) -> Difference | None:
    """A measure of confidence and rightness over answerable, withheld and unanswerable questions together."""
    if not pairs:
        return None

    def side(records: Sequence[Record]) -> Callable[[Rows], float | None]:
        confidence = np.array([record.confidence for record in records], dtype=np.float64)
        right = np.array([record.right for record in records], dtype=np.bool_)
        answerable = np.array([record.answerable for record in records], dtype=np.bool_)
        return lambda rows: measure(confidence[rows], right[rows], answerable[rows])

    first, second = side([early for early, _ in pairs]), side([late for _, late in pairs])
    return paired.statistics(first, second, [early.question for early, _ in pairs])


def _auroc(confidence: doubt.Floats, right: doubt.Flags, _: doubt.Flags) -> float | None:
    return doubt.auroc(confidence, right)


def _coverage(confidence: doubt.Floats, right: doubt.Flags, answerable: doubt.Flags) -> float | None:
    return doubt.coverage_at_precision(confidence, right, answerable, 0.9)


def _calibration_error(confidence: doubt.Floats, right: doubt.Flags, _: doubt.Flags) -> float | None:
    return doubt.expected_calibration_error(confidence, right)


def _adjusted(figures: Sequence[Compared]) -> list[Compared]:
    adjusted = paired.benjamini_hochberg([found.difference.p for found in figures])
    return [replace(found, q=q) for found, q in zip(figures, adjusted, strict=True)]


def _differs(first: Record, second: Record) -> bool:
    return (first.good, first.decision, first.best) != (second.good, second.decision, second.best)

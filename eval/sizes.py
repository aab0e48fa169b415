"""Asks the same questions of fewer and of more documents: whether confidence means the same in every size of corpus.

Below the size of a set its questions are spread over several stores, each with the documents that answer its questions
and others of the set. Beyond it, documents of other sets are added, then documents put together from their sentences.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidInput
from eval.asking import Place
from eval.dataset import CorpusDocument, DataSet, Query
from eval.measures.doubt import auroc, coverage_at_precision, expected_calibration_error
from eval.measures.intervals import Estimate, bootstrap, share_of
from eval.measures.paired import Rows
from eval.outcome import Outcome, Variant
from eval.rig import filled
from eval.runner import Runner

SIZES = (20, 100, 250, 1_000, 3_000, 10_000)

_ANSWERING = 0.5
"""Most of a small store that documents answering its questions may be."""
_SENTENCES = 3
"""Of a document put together: as short as the answers of an FAQ, and quick to embed."""
_LENGTHS = range(40, 240)
"""Characters of a sentence that says something by itself."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """What was measured with one size of corpus; a measure is None where it is not defined."""

    documents: int
    stores: int
    questions: int
    found: Estimate | None
    """Share of answerable questions whose best answer is right."""
    auroc: Estimate | None
    calibration_error: Estimate | None
    coverage: Estimate | None
    """Share of answerable questions answered at the precision wanted, if the best threshold were known."""
    precision: Estimate | None
    """Share of the answers given without a caveat that are right; half of the questions lack their documents."""
    answered: Estimate | None
    """Share of answerable questions answered without a caveat."""


def measure_sizes(
    runner: Runner, data: DataSet, others: Sequence[DataSet], lang: str, sizes: Sequence[int]
) -> Iterator[SizeFigures]:
    """The figures of each size, in order; questions and documents in `lang`, each question also asked withheld.

    Raises InvalidInput when there is nothing to ask, or nothing to fill up with.
    """
    sampled = data.sampled(runner.options.limit, runner.options.seed)
    queries = [q for file in sampled.files if not file.crosslingual for q in file.queries if _usable(q, lang)]
    if not queries:
        raise InvalidInput(f"{data.name} has no answerable questions in {lang}.")
    rng = random.Random(runner.options.seed)  # noqa: S311 - a sample, not a secret
    own = [document for document in data.corpus if document.lang == lang]
    more = _distractors(others, lang, max(sizes) - len(own), rng)
    for size in sizes:
        stores = (
            list(_stores(queries, own, size, rng)) if size < len(own) else [(queries, own + more[: size - len(own)])]
        )
        outcomes = [outcome for asked, documents in stores for outcome in _asked(runner, data, asked, documents, lang)]
        yield _figures(size, len(stores), outcomes, runner.settings.target_precision)


def _usable(query: Query, lang: str) -> bool:
    return query.lang == lang and query.answerable and not query.history


def _stores(
    queries: Sequence[Query], own: Sequence[CorpusDocument], size: int, rng: random.Random
) -> Iterator[tuple[list[Query], list[CorpusDocument]]]:
    """Questions in turn, with stores of `size` documents that hold what answers them."""
    asked: list[Query] = []
    needed: set[str] = set()
    for query in [*rng.sample(queries, len(queries)), None]:
        full = query is None or (asked and len(needed | query.relevant) > _ANSWERING * size)
        if full:
            others = [document for document in own if document.id not in needed]
            rest = rng.sample(others, min(len(others), max(0, size - len(needed))))
            yield asked, [document for document in own if document.id in needed] + rest
            asked, needed = [], set()
        if query is not None:
            asked.append(query)
            needed |= query.relevant


def _distractors(others: Sequence[DataSet], lang: str, count: int, rng: random.Random) -> list[CorpusDocument]:
    """Whole documents of other sets first; then such as are put together from their sentences."""
    if count <= 0:
        return []
    found = [_renamed(data.name, document) for data in others for document in data.corpus if document.lang == lang]
    if not found:
        raise InvalidInput(f"Larger sizes need other sets with documents in {lang} to fill up with.")
    rng.shuffle(found)
    records = [json.loads(document.line) for document in found]
    said = (sentence.strip() for record in records for sentence in _SENTENCE_END.split(record["text"]))
    sentences = [sentence for sentence in said if len(sentence) in _LENGTHS]
    titles = [record["title"] for record in records]
    for number in range(count - len(found)):
        text = "\n\n".join(rng.sample(sentences, min(_SENTENCES, len(sentences))))
        found.append(_document(f"made/{number}", " / ".join(rng.sample(titles, min(2, len(titles)))), text, lang))
    return found


def _renamed(name: str, document: CorpusDocument) -> CorpusDocument:
    record = json.loads(document.line)
    return _document(f"{name}/{document.id}", record["title"], record["text"], document.lang)


def _document(name: str, title: str, text: str, lang: str) -> CorpusDocument:
    record = {"id": name, "title": title, "text": text, "lang": lang, "url": None}
    return CorpusDocument(name, lang, json.dumps(record, ensure_ascii=False))


def _asked(
    runner: Runner, data: DataSet, queries: Sequence[Query], documents: Sequence[CorpusDocument], lang: str
) -> list[Outcome]:
    place = Place(data.name, f"{len(documents)} documents", lang)
    with filled(documents, runner.settings, runner.embedder, runner.step(f"{place.file}: reading")) as rig:
        asked = [rig.asker.ask(q, place, variant) for q in queries for variant in (Variant.AS_IS, Variant.WITHHELD)]
    return [runner.judged_one(outcome) for outcome in asked if outcome.signals]


def _figures(size: int, stores: int, outcomes: Sequence[Outcome], target: float) -> SizeFigures:
    confidence = np.array([o.confidence for o in outcomes])
    right = np.array([o.right for o in outcomes])
    answerable = np.array([o.answerable for o in outcomes])
    groups = [o.query_id for o in outcomes]

    def ranked(rows: Rows) -> float | None:
        return auroc(confidence[rows], right[rows])

    def error(rows: Rows) -> float | None:
        return expected_calibration_error(confidence[rows], right[rows])

    def covered(rows: Rows) -> float | None:
        return coverage_at_precision(confidence[rows], right[rows], answerable[rows], target)

    return SizeFigures(
        documents=size,
        stores=stores,
        questions=len(set(groups)),
        found=share_of([o.right for o in outcomes if o.answerable]),
        auroc=bootstrap(ranked, groups),
        calibration_error=bootstrap(error, groups),
        coverage=bootstrap(covered, groups),
        precision=share_of([o.right for o in outcomes if o.answered]),
        answered=share_of([o.answered for o in outcomes if o.answerable]),
    )


def sizes_text(figures: Sequence[SizeFigures]) -> str:
    """The figures as a table, with 95 % intervals."""
    head = f"{'documents':>9}{'stores':>8}{'asked':>7}" + "".join(f"{name:>21}" for name in _COLUMNS)
    lines = [head]
    for one in figures:
        cells = (one.found, one.auroc, one.calibration_error, one.coverage, one.precision, one.answered)
        lines.append(f"{one.documents:>9,}{one.stores:>8}{one.questions:>7}" + "".join(map(_cell, cells)))
    return "\n".join(lines)


_COLUMNS = ("best is right", "AUROC", "ECE", "best coverage", "precision", "answered")


def _cell(estimate: Estimate | None) -> str:
    told = f"{estimate.value:.3f} ({estimate.low:.2f}-{estimate.high:.2f})" if estimate else "-"
    return f"{told:>21}"

"""`askwell eval pairs`: what becomes of two questions that come in one message."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from answering.answerer import Question
from core.language import primary
from core.model import Answer, Decision
from core.settings import load_settings
from eval.cli_options import FOLDER, cache_option, load_sets, make_runner, seed_option
from eval.dataset import DataSet, Query
from eval.rig import filled
from eval.runner import Options, Runner

HEADS = ("messages", "both", "one", "plain", "of both", "alone both")


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer to two questions cites."""

    cited: int
    """How many of the two are answered from a right document: 0 to 2."""
    is_plain: bool
    """Whether it is shown without a caveat."""
    alone: int
    """How many are, when each is asked alone."""


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@click.option(
    "--pairs", "count", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Messages a set."
)
@seed_option
@cache_option
def pairs(folders: tuple[Path, ...], count: int, seed: int, cache: Path | None) -> None:
    """Ask two questions of a set at once, which other documents answer, and tell how many are answered.

    Columns: messages; the share with right documents cited for both questions, and for one of them; the share
    answered plainly, and how many of these cite both; the share with both cited when each is asked alone.
    """
    runner = make_runner(load_settings(), cache, Options(seed=seed))
    click.echo(f"{'two questions in a message':<32}" + "".join(f"{head:>12}" for head in HEADS))
    for data in load_sets(folders, None):
        rows = list(_told(runner, data, count, seed))
        if rows:
            plain = [row for row in rows if row.is_plain]
            figures = (
                _share(sum(row.cited == 2 for row in rows), len(rows)),
                _share(sum(row.cited == 1 for row in rows), len(rows)),
                _share(len(plain), len(rows)),
                _share(sum(row.cited == 2 for row in plain), len(plain)),
                _share(sum(row.alone == 2 for row in rows), len(rows)),
            )
            click.echo(f"{data.name:<32}{len(rows):>12}" + "".join(f"{figure:>12}" for figure in figures))


def _told(runner: Runner, data: DataSet, count: int, seed: int) -> Iterator[Told]:
    with filled(data.corpus, runner.settings, runner.embedder, runner.step(f"{data.name}: reading")) as rig:
        for first, second in _pairs(data, count, seed):
            answer = rig.answerer.answer(Question(f"{_asked(first)} {_asked(second)}")).answer
            alone = [rig.answerer.answer(Question(_asked(one))).answer for one in (first, second)]
            yield Told(
                _cites(answer, first) + _cites(answer, second),
                answer.decision is Decision.ANSWER,
                _cites(alone[0], first) + _cites(alone[1], second),
            )


def _pairs(data: DataSet, count: int, seed: int) -> Iterator[tuple[Query, Query]]:
    """Pairs in one language whose answers stand in different documents, evenly over languages."""
    chosen = random.Random(seed)  # noqa: S311 - a sample, no secret
    by_lang: dict[str, list[Query]] = defaultdict(list)
    for query in (query for file in data.files if not file.crosslingual for query in file.queries):
        if query.relevant and not query.history:
            by_lang[primary(query.lang)].append(query)
    for queries in by_lang.values():
        for _ in range(-(-count // len(by_lang)) if len(queries) > 1 else 0):
            first, second = chosen.sample(queries, 2)
            if not set(first.relevant) & set(second.relevant):
                yield first, second


def _asked(query: Query) -> str:
    """The question with a question mark, as people write two in a row."""
    return query.text.rstrip(" .?？。") + ("？" if primary(query.lang) == "zh" else "?")


def _cites(answer: Answer, query: Query) -> bool:
    return any(citation.document_id in query.relevant for citation in answer.citations)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"

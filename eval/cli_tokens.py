"""`askwell eval tokens`: fits the space that vectors of tokens live in."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

import click

from core.errors import Misconfigured
from core.language import primary
from eval.cli_options import FOLDER, limit_option, load_sets, seed_option
from eval.dataset import DataSet
from eval.token_fitting import Texts, fit_space
from retrieval.e5_engine import TokenEngine
from retrieval.e5_engines import EngineName, ingest_engine, usual_engine

TEXTS = 150
"""Texts of each language that are drawn from a set, unless another limit is given."""
_LONGEST = 1_200
"""Characters of a document that are read."""


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Write the space here.")
@limit_option
@seed_option
def tokens(folders: tuple[Path, ...], output: Path, limit: int | None, seed: int) -> None:
    """Fit means and main components of token states to the texts of data sets, none of their judgements."""
    engine = ingest_engine(EngineName.AUTO, usual_engine(EngineName.AUTO))
    if not isinstance(engine, TokenEngine):
        raise Misconfigured("No engine here shows the states of tokens: onnxruntime cannot be used.")
    passages: dict[str, list[str]] = defaultdict(list)
    questions: dict[str, list[str]] = defaultdict(list)
    for data in load_sets(folders, None):
        for found, drawn in ((passages, _passages(data)), (questions, _questions(data))):
            for lang, texts in drawn.items():
                found[lang] += random.Random(seed).sample(list(texts), min(len(texts), limit or TEXTS))  # noqa: S311
    space = fit_space(engine, passages, questions)
    space.dump(output)
    click.echo(f"{output}: {space.components.shape[1]} components, questions in {', '.join(sorted(space.questions))}")


def _passages(data: DataSet) -> Texts:
    found: dict[str, list[str]] = defaultdict(list)
    for document in data.corpus:
        row = json.loads(document.line)
        found[primary(row["lang"])].append(f"{row.get('title') or ''}\n{row['text'][:_LONGEST]}")
    return found


def _questions(data: DataSet) -> Texts:
    found: dict[str, list[str]] = defaultdict(list)
    for file in data.files:
        for query in file.queries:
            found[primary(query.lang)].append(query.text)
    return found

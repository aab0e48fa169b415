"""`askwell eval kinds`: how well kinds of messages are told apart; refits the model on request."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import click

from api.model_wiring import make_embedder
from core.settings import load_settings
from eval.cli_options import cache_option
from eval.dataset import DataSet, load
from eval.embedding_cache import CachedEmbedder
from eval.kind_figures import as_lines, figures_of, macro_f1
from eval.kinds import FURTHER, SEED, SHIPPED, Fitting, Labelled, load_labelled

_ALARMS_SHOWN = 10
_QUESTIONS_A_FILE = 600


@click.command()
@click.argument("folders", metavar="[DATASET_DIR]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--labelled",
    type=click.Path(path_type=Path, dir_okay=False),
    default=SHIPPED,
    help="Labelled messages; those that ship with Askwell by default.",
)
@cache_option
@click.option("--misses", is_flag=True, help="List the messages that were taken for something else.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the refitted model here.")
def kinds(folders: tuple[Path, ...], labelled: Path, cache: Path | None, misses: bool, output: Path | None) -> None:
    """Tell questions from small talk, complaints and the like, by author patterns left out of the fit.

    The questions of each DATASET_DIR are counted as false alarms when they are taken for something else; those of sets
    with a corpus also teach the model what a question is.
    """
    embedder = CachedEmbedder(make_embedder(load_settings()), cache)
    sets = [load(folder) for folder in folders]
    learnt = {data.name: questions_of(data) for data in sets if data.corpus}
    measured = {data.name: questions_of(data) for data in sets if not data.corpus}
    further = load_labelled(FURTHER) if labelled == SHIPPED else []
    fitting = Fitting(load_labelled(labelled), embedder.embed_queries, learnt, measured, further)
    langs, known = [row.lang for row in fitting.rows], [row.kind for row in fitting.rows]
    figures = {}
    for name, full in (("full", True), ("portable", False)):
        found = fitting.held_out(full=full)
        figures[name] = macro_f1(figures_of(known, found))
        title = f"{name}: with the embedding of {embedder.id}" if full else f"{name}: without an embedding"
        click.echo("\n".join(["", title, *as_lines(langs, known, found), *_alarms(fitting, full=full)]))
        if misses:
            click.echo("\n".join(_misses(fitting.rows, found)))
    if len({row.lang for row in fitting.every}) > 1:
        figures["meaning"] = _languages(fitting, misses=misses)
    if output:
        fitting.model(embedder.id, figures).dump(output)


def questions_of(data: DataSet) -> list[str]:
    """The questions that the corpus answers, in mixed order; all of them where there is no corpus."""
    sampled = data.sampled(_QUESTIONS_A_FILE, SEED)
    queries = [q for file in sampled.files if not file.crosslingual for q in file.queries if not q.history]
    texts = sorted({q.text for q in queries if q.answerable or not data.corpus})
    random.Random(SEED).shuffle(texts)  # noqa: S311 - an order, not a secret
    return texts


def _languages(fitting: Fitting, *, misses: bool) -> float:
    """Prints how languages without cues fare, each by a head that has not seen it; the macro F1 of all."""
    found, known = fitting.held_out_languages(), [row.kind for row in fitting.every]
    title = "meaning: by the embedding and marks alone, a language left out at a time"
    click.echo("\n".join(["", title, *as_lines([row.lang for row in fitting.every], known, found)]))
    if misses:
        click.echo("\n".join(_misses(fitting.every, found)))
    return macro_f1(figures_of(known, found))


def _alarms(fitting: Fitting, *, full: bool) -> list[str]:
    sizes, lines = fitting.sizes(), []
    for name, alarms in fitting.false_alarms(full=full).items():
        lines.append(f"false alarms {name:<24}{len(alarms):>5} of {sizes[name]:>5} {len(alarms) / sizes[name]:>8.2%}")
        lines += [f"    {kind}: {text[:100]}" for text, kind in alarms[:_ALARMS_SHOWN]]
    return lines


def _misses(rows: Sequence[Labelled], found: list[str]) -> list[str]:
    pairs = zip(rows, found, strict=True)
    return [f"{row.pattern}/{row.lang} {row.kind} -> {kind}: {row.text}" for row, kind in pairs if kind != row.kind]

"""`askwell eval sentences`: refits what makes a sentence likely to bear the answer, and says how well that goes."""

from __future__ import annotations

from pathlib import Path

import click

from answering.evidence.scoring import FITTED, FOR_FACTS, FOR_FACTS_BY_WORDS
from core.settings import load_settings
from eval.cli_options import FOLDER, cache_option, limit_option, load_sets, make_runner, seed_option
from eval.dataset import DataSet
from eval.rig import filled
from eval.runner import Options, Runner
from eval.sentence_fitting import Listed, first_holds, fit
from eval.sentences import lists_of
from retrieval.embedder import token_form


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@limit_option
@seed_option
@cache_option
def sentences(folders: tuple[Path, ...], limit: int | None, seed: int, cache: Path | None) -> None:
    """Fit the weights of sentences for questions that ask for a fact, on sets with known wordings of the answers.

    For each set: how often the likeliest sentence found holds the answer, by the weights in use, by a fit on the other
    sets, and by one on all. Then the weights fitted on all, as they stand in `answering/evidence/scoring.py`.
    """
    runner = make_runner(load_settings(), cache, Options(limit=limit, seed=seed))
    lists = {data.name: _lists(runner, data) for data in load_sets(folders, None)}
    everything = fit([one for rows in lists.values() for one in rows])
    shipped = FOR_FACTS if token_form(runner.embedder) else FOR_FACTS_BY_WORDS
    in_use = {name: getattr(shipped, name) for name in FITTED}
    click.echo(f"{'first sentence holds':<24}{'questions':>10}{'in use':>10}{'others':>10}{'all':>10}")
    for name, own in lists.items():
        rest = [one for other, rows in lists.items() if other != name for one in rows]
        shares = [first_holds(own, weights) for weights in (in_use, fit(rest) if rest else everything, everything)]
        click.echo(f"{name:<24}{len(own):>10}" + "".join(f"{share:>10.3f}" for share in shares))
    click.echo("\n" + ", ".join(f"{name}={weight:.2f}" for name, weight in everything.items()))


def _lists(runner: Runner, whole: DataSet) -> list[Listed]:
    data = whole.sampled(runner.options.limit, runner.options.seed)
    with filled(data.corpus, runner.settings, runner.embedder, runner.step(f"{data.name}: reading")) as rig:
        return list(lists_of(data, rig))

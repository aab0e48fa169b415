"""`askwell eval sentences`: refits what makes a piece of text likely to answer, and says how well that goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from answering.evidence.scoring import (
    FITTED,
    FITTED_HELP,
    FOR_FACTS,
    FOR_FACTS_BY_WORDS,
    FOR_HELP,
    FOR_HELP_BY_WORDS,
    Traits,
)
from core.settings import load_settings
from eval.cli_options import FOLDER, cache_option, limit_option, load_sets, make_runner, seed_option
from eval.dataset import DataSet
from eval.needed import Shown, shown_by
from eval.rig import filled
from eval.runner import Options, Runner
from eval.sentence_fitting import Listed, first_holds, fit
from eval.sentences import help_lists_of, lists_of
from retrieval.embedder import token_form


@dataclass(frozen=True, slots=True)
class _Found:
    """What one set gave."""

    facts: list[Listed]
    help: list[Listed]
    shown: list[Shown]


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@limit_option
@seed_option
@cache_option
def sentences(folders: tuple[Path, ...], limit: int | None, seed: int, cache: Path | None) -> None:
    """Fit what tells sentences that answer, on sets with known wordings of answers or with marked sentences.

    For each set: how often the likeliest sentence found holds the answer to a question for a fact, by the weights in
    use, by a fit on the other sets, and by one on all; then the weights fitted on all, as they stand in
    `answering/evidence/scoring.py`. The same for tasks and problems, where sets say which sentences are needed, and
    how much of that the answers from the right document show.
    """
    runner = make_runner(load_settings(), cache, Options(limit=limit, seed=seed))
    found = {data.name: _found(runner, data) for data in load_sets(folders, None)}
    matched = token_form(runner.embedder) is not None
    facts, helps = (FOR_FACTS, FOR_HELP) if matched else (FOR_FACTS_BY_WORDS, FOR_HELP_BY_WORDS)
    _tell("facts", {name: one.facts for name, one in found.items()}, facts, FITTED)
    _tell("tasks and problems", {name: one.help for name, one in found.items()}, helps, FITTED_HELP)
    _tell_shown({name: one.shown for name, one in found.items() if one.shown})


def _found(runner: Runner, whole: DataSet) -> _Found:
    data = whole.sampled(runner.options.limit, runner.options.seed)
    with filled(data.corpus, runner.settings, runner.embedder, runner.step(f"{data.name}: reading")) as rig:
        return _Found(list(lists_of(data, rig)), list(help_lists_of(data, rig)), list(shown_by(data, rig)))


def _tell(title: str, lists: Mapping[str, Sequence[Listed]], shipped: Traits, names: Sequence[str]) -> None:
    known = {name: rows for name, rows in lists.items() if rows}
    if not known:
        return
    everything = fit([one for rows in known.values() for one in rows], names)
    in_use = {name: getattr(shipped, name) for name in names}
    click.echo(f"{f'{title}: first holds':<32}{'questions':>10}{'in use':>10}{'others':>10}{'all':>10}")
    for name, own in known.items():
        rest = [one for other, rows in known.items() if other != name for one in rows]
        shares = [
            first_holds(own, weights) for weights in (in_use, fit(rest, names) if rest else everything, everything)
        ]
        click.echo(f"{name:<32}{len(own):>10}" + "".join(f"{share:>10.3f}" for share in shares))
    click.echo("\n" + ", ".join(f"{name}={weight:.2f}" for name, weight in everything.items()) + "\n")


def _tell_shown(shown: Mapping[str, Sequence[Shown]]) -> None:
    if not shown:
        return
    heads = "".join(f"{head:>10}" for head in ("answers", "needed", "all of it", "marked", "words"))
    click.echo(f"{'from the right document':<32}{heads}")
    together = [one for rows in shown.values() for one in rows]
    for name, rows in {**shown, "all": together}.items():
        needed = sum(one.needed for one in rows) / len(rows)
        whole = sum(one.needed == 1 for one in rows) / len(rows)
        marked = sum(one.everything for one in rows) / len(rows)
        words = sorted(one.words for one in rows)[len(rows) // 2]
        click.echo(f"{name:<32}{len(rows):>10}{needed:>10.3f}{whole:>10.3f}{marked:>10.3f}{words:>10}")

"""`askwell eval support`: how well the support check works on pairs with known verdicts; refits it on request."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np

from answering.support.checker import SupportChecker
from answering.support.fit import Cuts, SupportFit, SupportProvenance
from answering.support.signals import SignalReader
from api.model_wiring import make_embedder
from core.settings import load_settings
from eval.cli_options import FOLDER, cache_option, seed_option
from eval.embedding_cache import CachedEmbedder
from eval.progress import ProgressLine
from eval.support_figures import Judged, as_lines, figures_of
from eval.support_fitting import Case, best_cuts, cases_of, fit_all, held_out, judge
from eval.support_pair import Pair
from eval.support_pairs import load_pairs, made_pairs
from retrieval.embedder import Embedder

_TIMED, _STEP = 100, 50
_PARTS: dict[str, Callable[[Pair], str]] = {"set": lambda pair: pair.group, "language": lambda pair: pair.lang}


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@click.option("--limit", type=click.IntRange(min=1), help="At most this many pairs a set.")
@seed_option
@cache_option
@click.option("--leave-out", type=click.Choice(list(_PARTS)), help="Judge each set, or language, by a fit without it.")
@click.option("--timing", is_flag=True, help="Measure how long a sentence takes.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Fit on all pairs; write it here.")
def support(
    folders: tuple[Path, ...],
    limit: int | None,
    seed: int,
    cache: Path | None,
    leave_out: str | None,
    timing: bool,
    output: Path | None,
) -> None:
    """Tell sentences that their source bears from others, on folders with a `pairs.jsonl`, or with written answers.

    Prints balanced accuracy and AUROC by set, language and kind: by the fit in use, or with --leave-out by fits that
    have not seen the set or language they are judged on.
    """
    embedder = CachedEmbedder(make_embedder(load_settings()), cache)
    pairs = [pair for folder in folders for pair in sampled(load_pairs(folder), limit, seed)]
    if leave_out or output:
        every = _read(embedder, [*pairs, *made_pairs(pairs, seed)])
        unseen = held_out(every, _PARTS[leave_out or "set"])
        cuts = best_cuts(unseen)
        judged = judge(unseen, cuts)
        click.echo(f"by fits without the {leave_out or 'set'}; cuts {cuts.bearing:.2f} and {cuts.joined:.2f}")
        if output:
            _fitted(every, cuts, embedder, judged).dump(output)
    else:
        judged = _checked(embedder, pairs)
    click.echo("\n".join(as_lines(judged)))
    if timing:
        click.echo(_timing(embedder.inner, pairs))


def sampled(pairs: Sequence[Pair], limit: int | None, seed: int) -> list[Pair]:
    """At most `limit` of `pairs`, drawn by `seed`, in their old order."""
    if limit is None or limit >= len(pairs):
        return list(pairs)
    kept = set(random.Random(seed).sample(range(len(pairs)), limit))  # noqa: S311 - a sample, not a secret
    return [pair for at, pair in enumerate(pairs) if at in kept]


def _read(embedder: Embedder, pairs: Sequence[Pair]) -> list[Case]:
    progress, reader, found = ProgressLine(), SignalReader(embedder), list[Case]()
    for start in range(0, len(pairs), _STEP):
        found += cases_of(reader, pairs[start : start + _STEP])
        progress("reading pairs", len(found), len(pairs))
    return found


def _checked(embedder: Embedder, pairs: Sequence[Pair]) -> list[Judged]:
    progress, checker, found = ProgressLine(), SupportChecker(embedder), list[Judged]()
    for pair in pairs:
        found.append((pair, checker.check(pair.response, pair.source, pair.question, pair.lang)))
        if not len(found) % _STEP:
            progress("checking pairs", len(found), len(pairs))
    return found


def _fitted(cases: Sequence[Case], cuts: Cuts, embedder: Embedder, judged: Sequence[Judged]) -> SupportFit:
    counts = Counter(case.pair.data for case in cases)
    langs = sorted({pair.lang for pair, _ in judged})
    accuracy = {lang: figures_of([one for one in judged if one[0].lang == lang]).balanced_accuracy for lang in langs}
    known = {lang: round(value, 3) for lang, value in accuracy.items() if value is not None}
    today = datetime.now(UTC).date().isoformat()
    provenance = SupportProvenance("askwell eval support", today, dict(counts), known)
    return SupportFit(embedder.id, fit_all(cases), cuts, provenance)


def _timing(embedder: Embedder, pairs: Sequence[Pair]) -> str:
    """Milliseconds of checking a sentence against a passage that was seen before."""
    checker, taken = SupportChecker(embedder), []
    for pair in pairs[:: max(1, len(pairs) // _TIMED)]:
        checker.prepare(pair.source, pair.lang)
        checker.check("-", pair.source, pair.question, pair.lang)
        started = time.perf_counter()
        checker.check(pair.response, pair.source, pair.question, pair.lang)
        taken.append(1000 * (time.perf_counter() - started))
    return f"a sentence: p50 {np.percentile(taken, 50):.1f} ms, p95 {np.percentile(taken, 95):.1f} ms"

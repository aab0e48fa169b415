"""`askwell eval model`: what a chat model makes of answers, beside quoting alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from api.model_wiring import make_chat, make_embedder, make_writer
from core.db import Database
from core.errors import Misconfigured
from core.settings import Settings, load_settings
from eval.cli_options import FOLDER, cache_option, json_option, seed_option, write
from eval.dataset import DataSet, Query, load
from eval.embedding_cache import CachedEmbedder
from eval.measures.timing import latency
from eval.model import Joined, ModelAsker, Pair, drawn, figures, joined
from eval.progress import ProgressLine
from eval.rig import filled
from retrieval.documents import DocumentStore


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@click.option(
    "--answerable", type=click.IntRange(min=0), default=100, show_default=True, help="Such questions, in all."
)
@click.option("--unanswerable", type=click.IntRange(min=0), default=40, show_default=True, help="Such questions.")
@click.option("--seconds", type=float, help="What the model has for an answer; ASKWELL_LLM_TIMEOUT by default.")
@seed_option
@cache_option
@json_option
def model(
    folders: tuple[Path, ...],
    answerable: int,
    unanswerable: int,
    seconds: float | None,
    seed: int,
    cache: Path | None,
    json_file: Path | None,
) -> None:
    """Ask questions with and without the model that ASKWELL_LLM_MODEL names, evenly over sets and languages."""
    settings = load_settings()
    if not settings.llm_model:
        raise Misconfigured("There is no model to measure. Set ASKWELL_LLM_BASE_URL and ASKWELL_LLM_MODEL.")
    sets = [load(folder) for folder in folders]
    asks = drawn(sets, answerable, seed, answerable=True) + drawn(sets, unanswerable, seed, answerable=False)
    embedder = CachedEmbedder(make_embedder(settings), cache)
    with TemporaryDirectory(prefix="askwell-eval-") as folder:
        # A model has one record, whatever content it is asked about.
        records = Database(Path(folder) / "records.db")
        limit = seconds or settings.llm_timeout
        pairs = [one for data in sets for one in _asked(settings, embedder, data, asks, limit, records)]
        records.close()
    click.echo("\n".join(as_lines(pairs)))
    write(json_file, json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, indent=1) + "\n")


def _asked(
    settings: Settings,
    embedder: CachedEmbedder,
    data: DataSet,
    asks: Sequence[tuple[DataSet, Query]],
    seconds: float,
    records: Database,
) -> list[Pair]:
    """What came of the questions of one set."""
    progress, own = ProgressLine(), [query for of, query in asks if of is data]
    if not own or not data.corpus:
        return []
    with filled(
        data.corpus, settings, embedder, lambda done, total: progress(f"{data.name}: reading", done, total)
    ) as rig:
        chat = make_chat(settings, str(settings.llm_model))
        writer = make_writer(settings, chat, embedder, rig.answerer, records)
        asker = ModelAsker(DocumentStore(rig.database), rig.answerer, writer, settings.languages, seconds)
        found = []
        for number, query in enumerate(own, 1):
            found.append(asker.ask(query))
            progress(f"{data.name}: asking", number, len(own))
        chat.close()
    return found


def as_lines(pairs: Sequence[Pair]) -> list[str]:
    """The figures, by language and overall, as a table."""
    langs = sorted({pair.lang for pair in pairs})
    columns = [figures([pair for pair in pairs if pair.lang == lang]) for lang in langs] + [figures(pairs)]
    lines = [f"{'':<34}" + "".join(f"{name:>14}" for name in (*langs, "all"))]
    for name in columns[-1]:
        cells = [column[name] for column in columns]
        lines.append(f"{name:<34}" + "".join(f"{_cell(*cell):>14}" for cell in cells))
    failures = Counter(pair.failure for pair in pairs if pair.failure)
    lines.append("not shown: " + (", ".join(f"{kind} {count}" for kind, count in failures.most_common()) or "nothing"))
    lines.append(f"seconds of an answer: {_seconds([pair.seconds for pair in pairs])}")
    lines.append(f"seconds until its first sentence: {_seconds([one.first for one in pairs if one.first is not None])}")
    return [*lines, *_confidence(joined(pairs))]


def _confidence(found: Joined | None) -> list[str]:
    """What the model's signals are worth."""
    if found is None:
        return []
    before, after = ("-" if value is None else f"{value:.3f}" for value in found.auroc)
    return [
        f"confidence of {found.answers} that the model told of, quoting and joined:"
        f" AUROC {before} and {after}, log loss {found.log_loss[0]:.3f} and {found.log_loss[1]:.3f}"
    ]


def _cell(count: int, of: int) -> str:
    return f"{count}/{of} {count / of:.0%}" if of else "-"


def _seconds(values: Sequence[float]) -> str:
    times = latency([1000 * value for value in values])
    return f"p50 {times.p50 / 1000:.1f}, p95 {times.p95 / 1000:.1f}" if times else "-"

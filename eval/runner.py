"""Runs an evaluation: a store of its own for each corpus, the product's real parts, one report."""

from __future__ import annotations

import platform
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from core.clock import system_clock, timestamp
from core.settings import Settings
from eval.asking import Place
from eval.dataset import DataSet
from eval.embedding_cache import CachedEmbedder
from eval.measures.timing import Latency, latency
from eval.outcome import Outcome
from eval.plan import Ask, Store, check, stores_for
from eval.report import Ingest, Report, set_report
from eval.rig import Rig, filled

SEED = 20261121

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and of how many."""

_FRESH_QUERIES = 20
"""Questions embedded at the end to know the time of one, when all came from the cache."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to run."""

    limit: int | None = None
    """Questions a file, drawn with `seed`; None: all."""
    seed: int = SEED
    withhold: bool = True


class Runner:
    """Runs several sets in one go."""

    def __init__(self, settings: Settings, embedder: CachedEmbedder, options: Options, progress: Progress) -> None:
        self._settings = settings
        self._embedder = embedder
        self.options = options
        self._progress = progress

    @property
    def embedder_id(self) -> str:
        """Whose vectors are asked with."""
        return self._embedder.id

    def run(self, sets: Sequence[DataSet]) -> Report:
        """Measure every set that has a corpus; the others' questions are asked of each of them as off-topic ones."""
        parts = tuple(
            set_report(data.name, data.fingerprint, ingests, outcomes) for data, ingests, outcomes in self.collect(sets)
        )
        return Report(about=self.about(), sets=parts, embedding=self._embedding_time(sets), peak_mib=_peak_mib())

    def collect(self, sets: Sequence[DataSet]) -> Iterator[tuple[DataSet, list[Ingest], list[Outcome]]]:
        """For each set with a corpus, what reading it cost and what came of every question."""
        check(sets)
        sampled = [data.sampled(self.options.limit, self.options.seed) for data in sets]
        off_topic = [data for data in sampled if not data.corpus]
        for data in sampled:
            if data.corpus:
                ingests: list[Ingest] = []
                outcomes: list[Outcome] = []
                for store in stores_for(data, off_topic, self.options.withhold):
                    self._one_store(data, store, ingests, outcomes)
                yield data, ingests, outcomes

    def _one_store(self, data: DataSet, store: Store, ingests: list[Ingest], outcomes: list[Outcome]) -> None:
        with filled(store.documents, self._settings, self._embedder, self._step(f"{data.name}: reading")) as rig:
            ingests.append(rig.ingest)
            step = self._step(f"{data.name}: asking")
            for done, ask in enumerate(store.asks, start=1):
                outcomes.append(rig.asker.ask(ask.query, _place(data, ask, rig), ask.variant))
                step(done, len(store.asks))

    def _step(self, label: str) -> Callable[[int, int], None]:
        return lambda done, total: self._progress(label, done, total)

    def _embedding_time(self, sets: Sequence[DataSet]) -> Latency | None:
        fresh = self._embedder.query_seconds
        if not fresh:
            texts = [query.text for data in sets for file in data.files for query in file.queries]
            for text in texts[:: max(1, len(texts) // _FRESH_QUERIES)][:_FRESH_QUERIES]:
                self._embedder.embed_afresh(text)
        return latency([seconds * 1000 for seconds in fresh])

    def about(self) -> dict[str, Any]:
        """What is needed to repeat this run, beside the data."""
        return {
            "askwell": version("askwell"),
            "embedder": self._embedder.id,
            "target precision": self._settings.target_precision,
            "seed": self.options.seed,
            "sample": f"{self.options.limit} a file" if self.options.limit else "all",
            "python": platform.python_version(),
            "at": timestamp(system_clock()),
        }


def _place(data: DataSet, ask: Ask, rig: Rig) -> Place:
    lang = ask.query.lang if ask.strict and ask.query.lang in rig.langs else None
    return Place(data.name, ask.file, lang)


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10

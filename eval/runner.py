"""Runs an evaluation: a store of its own for each corpus, the product's real parts, one report."""

from __future__ import annotations

import os
import platform
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from answering.confidence import Calibration, Logistic
from core.clock import system_clock, timestamp
from core.settings import Settings
from eval.asking import Place
from eval.dataset import DataSet
from eval.embedding_cache import CachedEmbedder
from eval.measures.timing import latency
from eval.outcome import Outcome, Variant
from eval.plan import Ask, Store, check, stores_for
from eval.rejudging import rejudged
from eval.report import Ingest, Report, set_report
from eval.rig import Rig, filled
from eval.typos import with_typos
from retrieval.reranking import Reranking

SEED = 20261121

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and of how many."""

_TIMED = 200
"""Questions that are embedded past the cache, to know the time of a whole one."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to run."""

    limit: int | None = None
    """Questions a file, drawn with `seed`; None: all."""
    seed: int = SEED
    withhold: bool = True
    leave_one_out: bool = False
    """Whether each set is judged by a confidence fitted on the others; done by `eval.unseen`, said in the report."""
    calibration: Path | None = None
    """Judge with this fit instead of the one in use."""
    typos: str | None = None
    """Mistype each question in this way of `eval.typos`."""


@dataclass(frozen=True, slots=True)
class SetRun:
    """What came of one set."""

    data: DataSet
    ingests: tuple[Ingest, ...]
    outcomes: tuple[Outcome, ...]
    model: Logistic
    """What the confidence of the outcomes comes from."""


class Runner:
    """Runs several sets in one go."""

    def __init__(
        self,
        settings: Settings,
        embedder: CachedEmbedder,
        options: Options,
        progress: Progress,
        reranking: Reranking | None = None,
    ) -> None:
        self.settings = settings
        self.embedder = embedder
        self.reranking = reranking
        self.options = options
        self._progress = progress

    @property
    def embedder_id(self) -> str:
        """Whose vectors are asked with."""
        return self.embedder.id

    @property
    def reranker_id(self) -> str | None:
        """What reads the best passages again; None where nothing does."""
        return self.reranking.id if self.reranking else None

    def run(self, sets: Sequence[DataSet]) -> Report:
        """Measure every set that has a corpus; the others' questions are asked of each of them as off-topic ones."""
        return self.report(self.ask(sets))

    def ask(self, sets: Sequence[DataSet]) -> list[SetRun]:
        """Ask every question and judge the answers as the options say."""
        model = self.model()
        runs = [SetRun(data, tuple(ingests), tuple(found), model) for data, ingests, found in self.collect(sets)]
        return [self.judged(run) for run in runs]

    def report(self, runs: Sequence[SetRun]) -> Report:
        """Everything measured on what was asked."""
        whole = self.question_times([outcome for run in runs for outcome in run.outcomes])
        return Report(
            about=self.about(),
            sets=tuple(
                set_report(run.data.name, run.data.fingerprint, run.ingests, run.outcomes, run.model) for run in runs
            ),
            embedding=latency([seconds * 1000 for seconds in self.embedder.query_seconds]),
            whole=latency(whole),
            peak_mib=_peak_mib(),
        )

    def question_times(self, outcomes: Sequence[Outcome]) -> list[float]:
        """Milliseconds of some questions, spread over all: embedded past the cache, and answered as they were."""
        asked = [outcome for outcome in outcomes if outcome.variant is not Variant.WITHHELD]
        chosen = asked[:: max(1, len(asked) // _TIMED)][:_TIMED]
        return [self.embedder.embed_afresh(o.standalone) * 1000 + o.milliseconds for o in chosen]

    def collect(self, sets: Sequence[DataSet]) -> Iterator[tuple[DataSet, list[Ingest], list[Outcome]]]:
        """For each set with a corpus, what reading it cost and what came of every question."""
        check(sets)
        sampled = [self._mistyped(data.sampled(self.options.limit, self.options.seed)) for data in sets]
        off_topic = [data for data in sampled if not data.corpus]
        for data in sampled:
            if data.corpus:
                ingests: list[Ingest] = []
                outcomes: list[Outcome] = []
                for store in stores_for(data, off_topic, self.options.withhold):
                    self._one_store(data, store, ingests, outcomes)
                yield data, ingests, outcomes

    def _mistyped(self, data: DataSet) -> DataSet:
        return with_typos(data, self.options.typos, self.options.seed) if self.options.typos else data

    def _one_store(self, data: DataSet, store: Store, ingests: list[Ingest], outcomes: list[Outcome]) -> None:
        step = self.step(f"{data.name}: reading")
        with filled(store.documents, self.settings, self.embedder, step, self.reranking) as rig:
            ingests.append(rig.ingest)
            step = self.step(f"{data.name}: asking")
            for done, ask in enumerate(store.asks, start=1):
                outcomes.append(rig.asker.ask(ask.query, _place(data, ask, rig), ask.variant))
                step(done, len(store.asks))

    def step(self, label: str) -> Callable[[int, int], None]:
        """Tells how far one part of the work is."""
        return lambda done, total: self._progress(label, done, total)

    def model(self) -> Logistic:
        """The fit that the options name, else the one in use."""
        return Calibration.load(self.options.calibration or self.settings.calibration).model_for(
            self.embedder.id, self.reranker_id
        )

    def judged(self, run: SetRun) -> SetRun:
        """The same answers, judged by the fit that the options name, if they name one."""
        return self.rejudged(run, self.model()) if self.options.calibration else run

    def judged_one(self, outcome: Outcome) -> Outcome:
        """The same for one answer."""
        return rejudged(outcome, self.model(), self.settings.target_precision) if self.options.calibration else outcome

    def rejudged(self, run: SetRun, model: Logistic) -> SetRun:
        """The same answers, judged by `model`."""
        target = self.settings.target_precision
        return replace(run, model=model, outcomes=tuple(rejudged(outcome, model, target) for outcome in run.outcomes))

    def about(self) -> dict[str, Any]:
        """What is needed to repeat this run, beside the data."""
        return {
            "askwell": version("askwell"),
            "embedder": self.embedder.id,
            "reranker": self._reranker(),
            "target precision": self.settings.target_precision,
            "confidence": self._confidence(),
            "seed": self.options.seed,
            "sample": f"{self.options.limit} a file" if self.options.limit else "all",
            "article-missing test": "yes" if self.options.withhold else "no",
            "typos": self.options.typos or "none",
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            "at": timestamp(system_clock()),
        }

    def _reranker(self) -> str:
        if self.reranking is None:
            return "none"
        failed = self.reranking.unused
        return self.reranking.id + (f"; it failed for {failed} searches, which keep their order" if failed else "")

    def _confidence(self) -> str:
        if self.options.leave_one_out:
            return "each set judged by a fit on the other sets"
        return f"fit from {self.options.calibration.name}" if self.options.calibration else "the fit in use"


def _place(data: DataSet, ask: Ask, rig: Rig) -> Place:
    lang = ask.query.lang if ask.strict and ask.query.lang in rig.langs else None
    return Place(data.name, ask.file, lang)


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10

"""How well causes are told apart: questions of known cause, judged by a fit that has not seen their help centre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.settings import Settings
from eval.cause_centres import PAGE, Centre
from eval.cause_fitting import fit_causes
from eval.cause_parts import Case
from eval.cause_set import cases_of, planted_cases_of
from eval.cause_texts import ACCOUNT
from eval.dataset import DataSet, Query
from eval.embedding_cache import CachedEmbedder
from eval.rig import Rig, Step, filled
from insights.causes.features import features_of, mean_features
from insights.causes.judging import CauseModels
from insights.causes.model import Cause
from insights.causes.observing import Observer

BAR = 0.85
"""Share of the cases of every draw whose cause should be told rightly."""
SEEDS = (20_261_121, 1, 2)
"""Draws that are measured."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A case with what was observed of it."""

    case: Case
    features: Mapping[str, float]
    single: tuple[Mapping[str, float], ...]
    """Those of each of its questions alone."""
    seed: int
    """Of its draw."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with the cause that was found."""

    case: Case
    found: Cause
    probability: float
    seed: int
    """Of its draw."""

    @property
    def is_right(self) -> bool:
        """Whether the known cause was found."""
        return self.found is self.case.cause


@dataclass(frozen=True, slots=True)
class CauseFigures:
    """How well one cause is told."""

    cases: int
    precision: float
    """Share of those found that have it; 0 where none was found."""
    recall: float


def centres_in(sets: Sequence[DataSet], seed: int) -> list[Centre]:
    """The sets that cases can be made from: questions with articles in several languages."""
    return [Centre(data, seed) for data in sets if _has_translations(data)]


def others_for(centre: Centre, sets: Sequence[DataSet], centres: Sequence[Centre]) -> list[Query]:
    """Questions about something else: other centres', and as many of sets that are no help centre.

    Sets of customers' questions without any corpus are left out: those ask about accounts of their own as well.
    """
    rng, own = centre.rng("others"), {other.data.name for other in centres}
    foreign = [query for other in centres if other is not centre for query in other.queries]
    general = [
        query
        for data in sets
        if data.corpus and data.name not in own
        for file in data.files
        for query in file.queries
        if query.lang in ACCOUNT and not query.history
    ]
    return foreign + rng.sample(general, min(len(general), max(len(foreign), 40)))


def observe(
    centre: Centre, others: Sequence[Query], settings: Settings, embedder: CachedEmbedder, step: Step
) -> list[Seen]:
    """All cases of a help centre with their features."""
    seen: list[Seen] = []
    makers: Sequence[tuple[bool, Callable[[Rig], list[Case]]]] = (
        (False, lambda rig: cases_of(centre, rig, others)),
        (True, lambda rig: planted_cases_of(centre, rig)),
    )
    for planted, make in makers:
        with filled(centre.corpus(planted=planted), settings, embedder, step) as rig:
            observer = Observer(rig.database, rig.answerer, rig.retriever, rig.index, embedder)
            cases = make(rig)
            for place, case in enumerate(cases, 1):
                found = [features_of(observer.observe(one, case.excluded)) for one in case.asked]
                seen.append(Seen(case, mean_features(found), tuple(found), centre.seed))
                step(place, len(cases))
    return seen


def judged_by(models: CauseModels, embedder_id: str, seen: Sequence[Seen]) -> list[Judged]:
    """The cases judged by given models."""
    model = models.model_for(embedder_id)
    verdicts = [(one, model.judge(one.features)) for one in seen]
    return [Judged(one.case, verdict.cause, verdict.probability, one.seed) for one, verdict in verdicts]


def judged_across(embedder_id: str, seen: Sequence[Seen]) -> list[Judged]:
    """The cases of each help centre judged by a fit on those of the others, of all draws."""
    found: list[Judged] = []
    for name in dict.fromkeys(one.case.centre for one in seen):
        learnt = [one for one in seen if one.case.centre != name]
        own = [one for one in seen if one.case.centre == name]
        found += judged_by(fitted(embedder_id, learnt, {}), embedder_id, own)
    return found


def fitted(embedder_id: str, seen: Sequence[Seen], provenance: Mapping[str, object]) -> CauseModels:
    """Models fitted to these cases, and to each of their questions as a gap of its own."""
    rows = [(row, one.case.cause) for one in seen for row in (one.features, *one.single)]
    return fit_causes(embedder_id, [row for row, _ in rows], [cause for _, cause in rows], provenance)


def accuracy(judged: Sequence[Judged]) -> float:
    """Share of cases whose cause was told rightly."""
    return sum(one.is_right for one in judged) / len(judged) if judged else 0.0


def by_draw(judged: Sequence[Judged]) -> dict[int, list[Judged]]:
    """The cases of each draw, by its seed."""
    return {seed: [one for one in judged if one.seed == seed] for seed in dict.fromkeys(one.seed for one in judged)}


def confusion(judged: Sequence[Judged]) -> dict[Cause, Counter[Cause]]:
    """By known cause, how often each was found."""
    table: dict[Cause, Counter[Cause]] = {cause: Counter() for cause in Cause}
    for one in judged:
        table[one.case.cause][one.found] += 1
    return table


def figures_of(judged: Sequence[Judged]) -> dict[Cause, CauseFigures]:
    """By cause, how well it is told."""
    table = confusion(judged)
    found = Counter(one.found for one in judged)
    return {
        cause: CauseFigures(
            cases=(cases := sum(table[cause].values())),
            precision=table[cause][cause] / found[cause] if found[cause] else 0.0,
            recall=table[cause][cause] / cases if cases else 0.0,
        )
        for cause in Cause
    }


def _has_translations(data: DataSet) -> bool:
    langs = {document.lang for document in data.corpus}
    return len(langs) > 1 and f'"{PAGE}"' in data.corpus[0].line and any(query.relevant for query in _queries(data))


def _queries(data: DataSet) -> list[Query]:
    return [query for file in data.files for query in file.queries]

"""What a team says of causes is learned from where that helps, and nowhere else; every fit can be taken back."""

from __future__ import annotations

import json

import pytest

from core.clock import system_clock
from core.db import Database
from core.errors import Conflict, InvalidInput
from insights.causes.fits import CauseFits
from insights.causes.judging import CAUSES, CauseModel, shipped_causes
from insights.causes.labels import Label, LabelSource, labels_of
from insights.causes.learning import Learning
from insights.causes.model import Cause
from insights.causes.own_fit import FEWEST, FEWEST_OF_A_CAUSE
from insights.causes.refitting import WEIGHT_SPREADS, cases_of, refit
from insights.causes.store import CauseStore
from tests.cause_labels import FEATURE, as_judged_by, covered_is_not_found, say

EMBEDDER = shipped_causes().embedder
SHIPPED = shipped_causes().full
DOUBTFUL = {FEATURE: 0.9}
BY = "stf_1"


@pytest.fixture
def learning(database: Database) -> Learning:
    return Learning(database, CauseFits(system_clock), EMBEDDER)


def add_gap(database: Database, gap_id: str, features: dict[str, float], state: str = "open") -> None:
    """A gap that was looked at and judged as shipped."""
    verdict = SHIPPED.judge(features)
    with database.write() as session:
        session.execute(
            "INSERT INTO gaps (id, state, size, created_at, updated_at) VALUES (?, ?, 1, '2026', '2026')",
            (gap_id, state),
        )
        session.execute(
            """INSERT INTO gap_causes (gap_id, cause, probability, features, evidence, embedder, generation, stale)
                VALUES (?, ?, ?, ?, '[{"said": "x", "quotes": []}]', ?, 0, 0)""",
            (gap_id, verdict.cause, verdict.probability, json.dumps(features), EMBEDDER),
        )


def cause_of(database: Database, gap_id: str) -> tuple[Cause | None, bool]:
    """The cause of a gap, and whether there is evidence for it."""
    with database.read() as session:
        found = CauseStore(system_clock).get(session, gap_id)
    return found.cause, bool(found.evidence)


def rejudge(database: Database) -> int:
    """Judge all gaps by the fit in use, as the worker does; how many were judged anew."""
    with database.write() as session:
        judging = CauseFits(system_clock).judging(session, EMBEDDER)
        return CauseStore(system_clock).rejudge(session, judging.fit, judging.model, 100)


def test_labels_shift_a_doubtful_cause_and_taking_back_restores_it(database: Database, learning: Learning) -> None:
    """Told beforehand, applied to the gaps there are, the evidence for the old cause dropped."""
    add_gap(database, "gap_doubtful", DOUBTFUL)
    add_gap(database, "gap_bare", {FEATURE: 0.1})
    before = cause_of(database, "gap_doubtful")
    assert before == (Cause.MISSING, True)
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, covered_is_not_found, 60)
    fit = learning.make(BY)
    assert fit.report.better
    assert fit.report.right_after > fit.report.right_before
    with database.read() as session:
        (change,) = learning.changes(session, fit.model)
    assert (change.gap_id, change.before, change.after) == ("gap_doubtful", Cause.MISSING, Cause.NOT_FOUND)
    assert rejudge(database) == 0
    with database.write() as session:
        learning.use(session, fit.id, BY)
    assert (rejudge(database), rejudge(database)) == (2, 0)
    assert cause_of(database, "gap_doubtful") == (Cause.NOT_FOUND, False)
    assert cause_of(database, "gap_bare") == (Cause.MISSING, True)
    with database.write() as session:
        assert learning.take_back(session) == fit.id
        assert learning.take_back(session) is None
    assert rejudge(database) == 2
    assert cause_of(database, "gap_doubtful")[0] is Cause.MISSING


def test_few_labels_change_nothing(database: Database, learning: Learning) -> None:
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, covered_is_not_found, FEWEST - 1)
    with pytest.raises(InvalidInput, match=f"{FEWEST - 1} gaps whose cause somebody has said, and {FEWEST} are needed"):
        learning.make(BY)
    with database.read() as session:
        standing = learning.standing(session)
    assert (standing.fits, standing.in_use, len(standing.labels)) == ([], None, FEWEST - 1)


def test_labels_that_only_say_what_was_wrong_are_not_learned_from(database: Database, learning: Learning) -> None:
    """A fit that sees no gap on which Askwell was right would unlearn what is right."""
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, lambda features, rng: Cause.OUTDATED, FEWEST)
    with pytest.raises(InvalidInput, match="0 gaps on which Askwell was right, and 10 are needed; two causes need"):
        learning.make(BY)


@pytest.mark.parametrize("seed", range(3))
def test_a_fit_that_is_no_better_is_refused(database: Database, learning: Learning, seed: int) -> None:
    """Labels that the fit shipped explains as well as anything does: what differs is chance."""
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, as_judged_by(SHIPPED), 120, seed)
    fit = learning.make(BY)
    assert not fit.report.better
    with database.write() as session, pytest.raises(Conflict, match="not used"):
        learning.use(session, fit.id, BY)
    with database.read() as session:
        assert learning.standing(session).in_use is None
        assert CauseFits(system_clock).judging(session, EMBEDDER).model is SHIPPED


def test_a_later_fit_takes_the_place_of_the_one_in_use(database: Database, learning: Learning) -> None:
    """Both are kept, with when they were used, and the earlier one can be used again."""
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, covered_is_not_found, 60)
    first, second = learning.make(BY), learning.make(BY)
    for fit in (first, second, first):
        with database.write() as session:
            learning.use(session, fit.id, BY)
        with database.read() as session:
            standing = learning.standing(session)
        assert standing.in_use is not None
        assert standing.in_use.id == fit.id
        assert [one.id for one in standing.fits if one.in_use] == [fit.id]
    assert standing.fits[0].used_to is not None


def test_another_embedder_is_served_by_what_ships(database: Database, learning: Learning) -> None:
    """Its fit is not used, and what was seen on its scale is not compared."""
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, covered_is_not_found, 60)
    fit = learning.make(BY)
    fits, other = CauseFits(system_clock), "another"
    with database.write() as session:
        learning.use(session, fit.id, BY)
        assert fits.judging(session, other).model is shipped_causes().portable
        assert set(labels_of(session, other)[0].features) == {FEATURE}
        fits.take_back(session)
        with pytest.raises(Conflict, match="another embedder"):
            fits.use(session, fit.id, other, BY)


@pytest.mark.parametrize("state", ["in_progress", "drafted", "dismissed"])
def test_a_gap_taken_up_with_its_cause_left_counts_half(database: Database, state: str) -> None:
    """And one whose cause somebody has said keeps that label."""
    add_gap(database, "gap_left", DOUBTFUL)
    add_gap(database, "gap_said", DOUBTFUL)
    with database.write() as session:
        CauseStore(system_clock).correct(session, "gap_said", Cause.OUTDATED, BY)
        session.execute("UPDATE gaps SET state = ?", (state,))
        session.execute("UPDATE gaps SET state = 'open'")
        said, left = labels_of(session, EMBEDDER)
    assert (said.cause, said.source, said.weight, said.agrees) == (Cause.OUTDATED, LabelSource.SAID, 1.0, False)
    assert (left.cause, left.source, left.weight, left.agrees) == (Cause.MISSING, LabelSource.LEFT, 0.5, True)
    assert left.features == DOUBTFUL


def labelled(cause: Cause, count: int) -> list[Label]:
    return [Label(cause, None, {FEATURE: place / count}, LabelSource.SAID) for place in range(count)]


@pytest.mark.parametrize("spread", WEIGHT_SPREADS)
def test_without_labels_the_fit_stays(spread: float) -> None:
    assert refit(SHIPPED, cases_of(SHIPPED, [], FEWEST_OF_A_CAUSE), spread) == SHIPPED


def test_a_cause_with_few_labels_keeps_its_weights() -> None:
    labels = [*labelled(Cause.OUTDATED, FEWEST_OF_A_CAUSE - 1), *labelled(Cause.NOT_FOUND, 20)]
    found = refit(SHIPPED, cases_of(SHIPPED, labels, FEWEST_OF_A_CAUSE), 0.3)

    def weights(model: CauseModel, cause: Cause) -> tuple[float, float]:
        place = CAUSES.index(cause)
        return model.bias[place], model.features[FEATURE].weights[place]

    for cause in Cause:
        assert (weights(found, cause) == weights(SHIPPED, cause)) is (cause is not Cause.NOT_FOUND)


def test_more_labels_of_a_cause_make_it_likelier() -> None:
    """And never go beyond certainty."""
    chances = [
        refit(SHIPPED, cases_of(SHIPPED, labelled(Cause.NOT_FOUND, count), 1), 0.05).judge(DOUBTFUL).chances
        for count in (5, 50, 500)
    ]
    found = [one[Cause.NOT_FOUND] for one in chances]
    assert SHIPPED.judge(DOUBTFUL).chances[Cause.NOT_FOUND] < found[0] < found[1] < found[2] < 1


def test_a_kept_fit_is_read_as_it_was(database: Database, learning: Learning) -> None:
    with database.write() as session:
        say(session, SHIPPED, EMBEDDER, covered_is_not_found, 40)
    made = learning.make(BY)
    with database.read() as session:
        read = CauseFits(system_clock).get(session, made.id)
    assert read == made
    assert read.model == CauseModel.from_dict(read.model.as_dict())

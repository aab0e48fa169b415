"""The health of documents: what is counted, compared and followed, on real content and real questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.asked import Ask
from api.callers import Caller
from api.content import Draft
from api.services import Services
from core.clock import Clock
from core.model import Decision, Reason
from insights.duplicates import Duplicates
from insights.health.board import HealthBoard
from insights.health.model import DocumentHealth, HealthFilter, LinkState, PairKind, Problem
from insights.health.pairs import links_of, pairs_of

if TYPE_CHECKING:
    from tests.insights.conftest import World

PASSWORD = "Open Settings > Security and choose Reset password. A link arrives by e-mail within a minute."
REFUND = "A refund to your credit card takes five days. The money goes back to the card that you paid with."
SHIPPING = "We deliver to every country in Europe. Delivery to the islands takes a week longer than to the mainland."


def board_of(parts: Services, clock: Clock) -> HealthBoard:
    return HealthBoard(parts.database, Duplicates(parts.index, parts.embedder), clock, settle_s=0)


def settle(parts: Services, clock: Clock) -> None:
    while parts.gaps.placing.run():
        pass
    board = board_of(parts, clock)
    while board.step():
        pass
    board.rest()


def health(parts: Services, document_id: str) -> DocumentHealth:
    with parts.database.read() as session:
        return parts.health.store.get(session, document_id)


def write(parts: Services, **texts: str) -> None:
    for name, text in texts.items():
        parts.content.write(name, Draft(name.capitalize(), text, lang="en"))


def test_questions_are_counted_for_the_documents_they_were_answered_from(world: World) -> None:
    write(world.parts, password=PASSWORD, refund=REFUND)
    good = world.ask("vis_1", documents=("password",))
    world.vote("vis_1", good, True)
    bad = world.ask("vis_2", documents=("password", "refund"))
    world.vote("vis_2", bad, False)
    world.ask("vis_3", documents=("password",))
    world.ask("vis_4", Decision.ESCALATE, Reason.ASKED_FOR_PERSON, documents=("password",))
    settle(world.parts, world.clock)
    found = health(world.parts, "password")
    assert (found.served, found.failed, found.cited, found.helpful, found.votes) == (2, 1, 3, 1, 2)
    assert found.helpful_rate == 0.5
    assert health(world.parts, "refund").failed == 1
    assert found.problems[Problem.FAILING] == 1


def test_a_vote_a_regret_and_an_erasure_are_counted_at_once(world: World) -> None:
    write(world.parts, password=PASSWORD)
    talk = world.ask("vis_1", documents=("password",))
    settle(world.parts, world.clock)
    assert health(world.parts, "password").served == 1
    world.vote("vis_1", talk, False)
    settle(world.parts, world.clock)
    assert (health(world.parts, "password").served, health(world.parts, "password").failed) == (0, 1)
    with world.parts.database.write() as session:
        session.execute("DELETE FROM gap_questions")
        session.execute("DELETE FROM questions")
        left = session.execute("SELECT count(*) FROM question_documents").fetchone()[0]
    settle(world.parts, world.clock)
    assert (left, health(world.parts, "password").cited) == (0, 0)


def test_a_check_ends_the_blame_for_what_failed_before_it_and_for_age(world: World) -> None:
    write(world.parts, password=PASSWORD)
    world.vote("vis_1", world.ask("vis_1", documents=("password",)), False)
    world.clock.forward(days=1)
    settle(world.parts, world.clock)
    assert health(world.parts, "password").points > 0
    world.parts.health.check("password", "", "system", None, "Read it twice.")
    found = health(world.parts, "password")
    assert (found.failed, found.points, found.checked_at) == (1, 0, "2026-11-03T10:00:00.000Z")
    world.clock.forward(days=400)
    settle(world.parts, world.clock)
    assert health(world.parts, "password").problems == {Problem.OLD: 1, Problem.NEVER_FOUND: 1}
    world.parts.health.check("password", "", "system", None)
    assert Problem.OLD not in health(world.parts, "password").problems


def test_what_was_found_is_known_also_where_nothing_was_shown(world: World) -> None:
    parts = world.parts
    write(parts, password=PASSWORD, refund=REFUND)
    asker = Caller("192.0.2.1")
    shown = parts.assistant.ask(asker, Ask("How do I reset my password?", "trc", lang="en"))
    not_shown = parts.assistant.ask(asker, Ask("Does the card of my grandmother count for a refund?", "trc", lang="en"))
    settle(parts, world.clock)
    assert shown["citations"][0]["document_id"] == "password"
    assert health(parts, "password").found >= 1
    near = health(parts, "refund")
    assert not_shown["citations"] == []
    assert (near.nearest, near.problems[Problem.NOT_SHOWN]) == (1, 1)
    assert near.found >= 1


def test_a_document_found_often_and_never_cited_and_one_never_found_stand_out(world: World) -> None:
    parts = world.parts
    write(parts, password=PASSWORD, refund=REFUND)
    world.clock.forward(days=40)
    for number in range(5):
        world.ask(f"vis_{number}", documents=("password",))
    with parts.database.write() as session:
        evidence = '[{"document_id": "password"}, {"document_id": "refund"}]'
        session.execute("UPDATE answers SET evidence = ?", (evidence,))
    settle(parts, world.clock)
    assert health(parts, "refund").problems == {Problem.NEVER_CITED: 1}
    write(parts, shipping=SHIPPING)
    settle(parts, world.clock)
    assert Problem.NEVER_FOUND not in health(parts, "shipping").problems
    world.clock.forward(days=31)
    settle(parts, world.clock)
    assert Problem.NEVER_FOUND in health(parts, "shipping").problems


def test_questions_in_a_language_that_the_document_lacks_ask_for_a_translation(world: World) -> None:
    parts = world.parts
    write(parts, refund=REFUND)
    world.ask("vis_1", documents=("refund",), lang="fr")
    world.ask("vis_2", documents=("refund",), lang="fr")
    world.ask("vis_3", documents=("refund",), lang="en")
    settle(parts, world.clock)
    found = health(parts, "refund")
    assert (dict(found.wanted), found.problems) == ({"fr": 2}, {Problem.TRANSLATION_WANTED: 2})
    parts.content.write("remboursement", Draft("Remboursement", "Le remboursement prend cinq jours.", lang="fr"))
    with parts.database.write() as session:
        session.execute("INSERT INTO translations VALUES ('refund', 'remboursement'), ('remboursement', 'refund')")
        session.execute("UPDATE meta SET value = 'now' WHERE key = 'relations'")
    settle(parts, world.clock)
    assert dict(health(parts, "refund").wanted) == {}


def test_duplicates_and_contradictions_are_shown_with_both_texts(world: World) -> None:
    parts = world.parts
    write(parts, refund=REFUND, money=REFUND.replace("five", "nine"), shipping=SHIPPING)
    settle(parts, world.clock)
    with parts.database.read() as session:
        found = {pair.kind: pair for pair in pairs_of(session, "refund")}
        assert not pairs_of(session, "shipping")
    clash = found[PairKind.CONTRADICTION]
    assert "five days" in clash.here.text
    assert "nine days" in clash.there.text
    assert (clash.there.document_id, clash.difference) == ("money", "number")
    version = parts.documents.version("refund", clash.here.version, None)
    assert version is not None
    assert version.text[clash.here.start : clash.here.end] == clash.here.text
    assert found[PairKind.DUPLICATE].likeness > 0.5
    assert health(parts, "money").contradictions == health(parts, "refund").duplicates == 1


def test_the_most_alike_documents_are_compared_whatever_their_names(world: World) -> None:
    parts = world.parts
    cards = ("blue", "gold", "gift", "bank", "debit", "student", "travel")
    others = {f"a{place}": f"A refund to your {card} card takes a while. The money goes back to the {card} card."
              for place, card in enumerate(cards)}  # fmt: skip
    write(parts, **others, refund=REFUND, zebra=REFUND.replace("five", "nine"))
    settle(parts, world.clock)
    with parts.database.read() as session:
        found = [pair.there.document_id for pair in pairs_of(session, "refund") if pair.kind is PairKind.CONTRADICTION]
    assert found == ["zebra"]


def test_what_people_found_in_order_stays_so_until_its_text_changes(world: World) -> None:
    parts = world.parts
    write(parts, refund=REFUND, money=REFUND.replace("five", "nine"))
    settle(parts, world.clock)
    with parts.database.read() as session:
        clash = next(pair for pair in pairs_of(session, "refund") if pair.kind is PairKind.CONTRADICTION)
    parts.health.dismiss(clash.id, "system", None, dismissed=True)
    assert health(parts, "money").contradictions == 0
    write(parts, money=REFUND.replace("five", "nine") + " Ask us by e-mail where it is.")
    settle(parts, world.clock)
    assert health(parts, "refund").contradictions == 0
    write(parts, money=REFUND.replace("five", "twelve"))
    settle(parts, world.clock)
    assert health(parts, "refund").contradictions == 1
    parts.content.remove("money")
    settle(parts, world.clock)
    assert health(parts, "refund").points == 0


def test_documents_that_nobody_sees_together_do_not_contradict_each_other(world: World) -> None:
    parts = world.parts
    for name, text in (("free", REFUND), ("paid", REFUND.replace("five", "nine"))):
        parts.content.write(name, Draft(name, text, lang="en", audiences=frozenset({name})))
    settle(parts, world.clock)
    assert health(parts, "free").contradictions == 0


def test_links_inside_the_content_are_followed_to_the_place(world: World) -> None:
    parts = world.parts
    write(parts, refund=f"# Refund\n\n{REFUND}\n\n## How long it takes\n\nFive days, as it is said above.")
    links = (
        "[all](refund) [part](refund#how-long-it-takes) [gone](refund#how-much) [lost](returns) [own](#more)"
        " [mail](mailto:a@example.com) [web](https://example.com/x) ![picture](shot.png)\n\n## More\n\nMore words."
    )
    write(parts, shipping=f"{SHIPPING} {links}")
    settle(parts, world.clock)
    with parts.database.read() as session:
        found = {link.text: link for link in links_of(session, "shipping")}
    broken = {name for name, link in found.items() if link.state is LinkState.BROKEN}
    unknown = {name for name, link in found.items() if link.state is LinkState.UNKNOWN}
    assert (broken, unknown) == ({"gone", "lost"}, {"web", "picture"})
    assert found["part"].leads_to == "refund"
    assert health(parts, "shipping").broken_links == 2
    write(parts, returns="Send it back within thirty days, in the box it came in.")
    settle(parts, world.clock)
    assert health(parts, "shipping").broken_links == 1
    parts.content.remove("refund")
    settle(parts, world.clock)
    assert health(parts, "shipping").broken_links == 3


def test_addresses_of_the_site_lead_to_its_documents(world: World) -> None:
    parts = world.parts
    site = "https://help.example.com"
    parts.content.write("a", Draft("A", f"{PASSWORD} [b](../guide/b.html?x=1#top)", lang="en", url=f"{site}/en/a/"))
    parts.content.write("b", Draft("B", f"{REFUND} [c](/en/c)", lang="en", url="http://help.example.com/en/guide/b"))
    settle(parts, world.clock)
    with parts.database.read() as session:
        assert [link.leads_to for link in links_of(session, "a")] == ["b"]
        assert [(link.leads_to, link.state) for link in links_of(session, "b")] == [(None, LinkState.UNKNOWN)]
        urls = session.execute("SELECT url FROM link_checks").fetchall()
    assert [row["url"] for row in urls] == ["http://help.example.com/en/c"]


def test_one_worker_at_a_time_and_the_next_goes_on_where_it_stopped(world: World) -> None:
    parts = world.parts
    write(parts, password=PASSWORD, refund=REFUND)
    first, second = board_of(parts, world.clock), board_of(parts, world.clock)
    assert first.step() > 0
    assert second.step() == 0
    world.clock.forward(minutes=3)
    while second.step():
        pass
    assert first.step() == 0
    with parts.database.read() as session:
        assert parts.health.store.progress(session, "").left == 0


def test_the_list_puts_the_worst_first_and_pages_and_filters_hold(world: World) -> None:
    parts = world.parts
    write(parts, password=PASSWORD, refund=REFUND, shipping=f"{SHIPPING} [gone](nowhere)")
    for number, name in enumerate(("refund", "refund", "password")):
        world.vote(f"vis_{number}", world.ask(f"vis_{number}", documents=(name,)), False)
    settle(parts, world.clock)
    store = parts.health.store
    with parts.database.read() as session:
        whole = store.list(session).items
        first = store.list(session, limit=2)
        rest = store.list(session, limit=2, cursor=first.next_cursor)
        gone = store.list(session, HealthFilter(problem=Problem.BROKEN_LINKS)).items
        none = store.list(session, HealthFilter(text="%")).items
        assert store.counts(session)[Problem.FAILING] == 2
        assert store.totals(session) == (3, 3)
        assert len(list(store.rows(session, HealthFilter(troubled=True)))) == 4
    assert [one.document_id for one in whole] == ["refund", "shipping", "password"]
    assert first.items + rest.items == whole
    assert [one.document_id for one in gone] == ["shipping"]
    assert none == ()

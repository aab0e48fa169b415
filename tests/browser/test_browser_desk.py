"""The desk with several people at once: live, announced, by keyboard alone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.staff import Role
from core.model import Reason
from escalation.tickets import Agent
from tests.browser.conftest import PATIENCE_MS, until

ANA = ("ana@example.com", Role.AGENT, "Ana Ruiz")
BEN = ("ben@example.com", Role.AGENT, "Ben Cole")
DESK = "/desk?rows=200"
"""Whatever other tests have left there."""
PHONE = {"width": 390, "height": 844}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script> quokka'

Visit = Callable[..., Any]
Staff = Callable[..., Page]
HandOver = Callable[[str], str]


@pytest.fixture
def hand_over(site: Any) -> HandOver:
    """Puts a customer with this question into the queue, as another process would; returns the escalation's id."""

    def made(question: str) -> str:
        parts = site.services
        with parts.database.write() as session:
            visitor = parts.visitors.create(session)
            conversation = parts.conversations.create(session, visitor.id, lang="en")
            said = parts.desk.accept(session, conversation.id, question, author_id=visitor.id, lang="en")
            opened = parts.desk.open(
                session, conversation.id, Reason.NO_CONTENT, question, question_id=said.id, lang="en"
            )
        return str(opened.id)

    return made


def row(page: Page, escalation_id: str) -> Any:
    return page.locator(f"#t-{escalation_id}")


def connected(page: Page) -> Page:
    """Once it has heard from the stream; keeps a mark that a reload would lose."""
    page.evaluate("window.kept = 1")
    expect(page.locator("#main")).to_have_attribute("data-heard", "yes")
    return page


def no_violation(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []


# Live


def test_customer_and_two_agents_see_each_other_live(visit: Visit, staff: Staff) -> None:
    """The queue of both follows without a reload; the badge counts; who listens is told once."""
    ana, ben = connected(staff(DESK, *ANA)), connected(staff(DESK, *BEN))
    before = int((re.findall(r"^\((\d+)", ana.title()) or ["0"])[0])
    widget = visit().open()
    widget.ask("I want to talk to a person about the numbat")
    ticket = ana.locator(".ticket", has_text="numbat")
    expect(ticket).to_be_visible()
    expect(ana).to_have_title(re.compile(rf"^\({before + 1}\b"))
    expect(ana.locator("link[rel=icon]")).to_have_attribute("href", re.compile("^data:image/svg"))
    expect(ana.locator("#said")).to_contain_text("numbat")
    assert ana.evaluate("window.kept") == 1
    ticket.click()
    ana.get_by_role("button", name="Claim").click()
    expect(ben.locator(".ticket", has_text="numbat").locator(".tag")).to_have_text("Ana Ruiz")
    ana.get_by_label(re.compile("^Reply to the customer")).fill("Hello numbat.")
    ana.keyboard.press("Control+Enter")
    expect(widget.root.locator(".line.agent")).to_contain_text("Hello numbat.")
    widget.box.fill("Thank you so much.")
    widget.box.press("Enter")
    expect(ana.locator("#transcript")).to_contain_text("Thank you so much.")
    expect(ana.locator("#said")).to_contain_text("Thank you so much.")
    assert ben.evaluate("window.kept") == 1


def test_what_somebody_does_survives_news(staff: Staff, hand_over: HandOver) -> None:
    """Focus on a row, typed words and an open choice stay when the list changes."""
    first = hand_over("The first bilby")
    ana = connected(staff(DESK, *ANA))
    row(ana, first).focus()
    hand_over("The second bilby")
    expect(ana.locator(".ticket", has_text="The second bilby")).to_be_visible()
    expect(row(ana, first)).to_be_focused()
    search = ana.get_by_label("Search conversations")
    search.press_sequentially("half a wor")
    hand_over("The third bilby")
    expect(ana.locator(".ticket", has_text="The third bilby")).to_be_visible()
    expect(search).to_have_value("half a wor")
    expect(search).to_be_focused()


def test_without_the_stream_the_desk_asks_by_itself(staff: Staff, people: Any, site: Any, hand_over: HandOver) -> None:
    """A proxy that breaks streams makes it slower, nothing else."""
    ana = staff("/sign-in", *ANA)
    ana.route("**/desk/events", lambda route: route.abort())
    opened = hand_over("A quoll looked at by two")
    staff(f"/desk/{opened}", *BEN)
    ana.goto(f"{site.address}/desk/{opened}?rows=200")
    ticket = hand_over("A quoll without a stream")
    expect(row(ana, ticket)).to_be_visible()
    expect(ana.locator("[data-collision]")).to_have_text("Ben Cole is also looking at this.")
    people.expect_error("ERR_FAILED")


def test_a_server_that_is_gone_is_told_and_tried_again(staff: Staff, people: Any) -> None:
    ana = connected(staff(DESK, *ANA))
    ana.route(re.compile("/desk"), lambda route: route.abort())
    ana.evaluate("document.dispatchEvent(new CustomEvent('desk:refresh'))")
    expect(ana.locator("#lost")).to_be_visible()
    no_violation(ana)
    ana.unroute(re.compile("/desk"))
    ana.get_by_role("button", name="Try again").click()
    expect(ana.locator("#lost")).to_be_hidden()
    people.expect_error("ERR_FAILED")


@pytest.mark.parametrize("status", [429, 500, 502, 0])
def test_a_reply_that_was_not_sent_is_said_to_be(staff: Staff, people: Any, hand_over: HandOver, status: int) -> None:
    """Its text stays, the page does too, and trying again sends it once."""
    ana = connected(staff(DESK, *ANA))
    row(ana, hand_over("Where is my numbat?")).click()
    ana.get_by_role("button", name="Claim").click()
    box = ana.get_by_label(re.compile("^Reply to the customer"))
    box.fill("It is on its way.")
    connected(ana)
    ana.route(re.compile("/reply"), lambda route: route.fulfill(status=status, body="no") if status else route.abort())
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_role("alert").filter(has_text="Not sent. Your text is kept: try again.")).to_be_visible()
    expect(box).to_have_value("It is on its way.")
    assert ana.evaluate("window.kept") == 1
    people.expect_error("ERR_FAILED" if not status else f"status of {status}")
    ana.unroute(re.compile("/reply"))
    box.press("Control+Enter")
    expect(box).to_have_value("")
    expect(ana.get_by_text("Not sent.")).to_have_count(0)
    expect(ana.locator("main")).to_contain_text("It is on its way.")


def test_several_windows_share_one_stream(staff: Staff, site: Any, hand_over: HandOver) -> None:
    """Browsers allow few connections to one server: both windows are live on one."""
    first = connected(staff(DESK, *ANA))
    asked: list[str] = []
    second = first.context.new_page()
    second.on("request", lambda request: asked.append(request.url))
    second.goto(site.address + "/desk?view=unassigned&rows=200")
    connected(second)
    ticket = hand_over("A potoroo in two windows")
    expect(row(first, ticket)).to_be_visible()
    expect(row(second, ticket)).to_be_visible()
    assert not [url for url in asked if url.endswith("/desk/events")]


# Presence


def test_two_in_one_conversation_know_of_each_other(staff: Staff, site: Any, hand_over: HandOver) -> None:
    """Looking, typing, gone; and the list shows who is where."""
    ticket = hand_over("Two look at this dunnart")
    ana, ben = staff(f"/desk/{ticket}", *ANA), staff(f"/desk/{ticket}", *BEN)
    expect(ben.locator("[data-collision]")).to_have_text("Ana Ruiz is also looking at this.")
    expect(ana.locator("[data-collision]")).to_have_text("Ben Cole is also looking at this.")
    expect(row(ben, ticket).get_by_role("img", name="Ana Ruiz is looking at this")).to_have_text("AR")
    no_violation(ben)
    ana.keyboard.press("n")
    ana.keyboard.type("I know this one")
    expect(ben.locator("[data-collision]")).to_have_text("Ana Ruiz is typing.")
    ana.on("dialog", lambda dialog: dialog.accept())
    ana.goto(site.address + DESK)
    expect(ben.locator("[data-collision]")).to_be_hidden()


def test_who_claims_second_reads_who_was_first(staff: Staff, site: Any, people: Any, hand_over: HandOver) -> None:
    ticket = hand_over("Both want this wombat")
    ben = staff("/sign-in", *BEN)
    ben.route("**/desk/events", lambda route: route.abort())
    ben.goto(f"{site.address}/desk/{ticket}")
    button = ben.get_by_role("button", name="Claim")
    expect(button).to_be_visible()
    ana = site.member(*ANA)
    with site.services.database.write() as session:
        site.services.desk.claim(session, ticket, Agent(ana.id, ana.name))
    ben.keyboard.press("c")
    expect(ben.locator("#case-head .alert")).to_contain_text("Ana Ruiz")
    people.expect_error("ERR_FAILED")
    people.expect_error("409")


# Attention


def test_a_tone_only_for_who_wants_it(staff: Staff, site: Any, hand_over: HandOver) -> None:
    """Off at first; the choice is kept."""
    ana = staff("/sign-in", *ANA)
    ana.add_init_script(
        "window.tones = 0; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };"
    )
    ana.goto(site.address + DESK)
    connected(ana)
    ticket = hand_over("A silent echidna")
    expect(row(ana, ticket)).to_be_visible()
    assert ana.evaluate("window.tones") == 0
    ana.get_by_label("Alerts and keys").click()
    no_violation(ana)
    ana.get_by_role("checkbox", name="Sound").check()
    until(ana, lambda: ana.evaluate("window.tones"), 2)  # a sample
    ana.reload()
    connected(ana)
    ticket = hand_over("A loud echidna")
    expect(row(ana, ticket)).to_be_visible()
    until(ana, lambda: ana.evaluate("window.tones > 0"), True)
    ana.get_by_label("Alerts and keys").click()
    expect(ana.get_by_role("checkbox", name="Sound")).to_be_checked()


# By keyboard


def walk_to(page: Page, escalation_id: str) -> None:
    """Down the list to a row, and up again where the list was drawn anew meanwhile."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        for key in ("j", "k"):
            for _ in range(page.locator(".ticket").count()):
                page.keyboard.press(key)
                if row(page, escalation_id).evaluate("node => node === document.activeElement"):
                    return
    raise AssertionError("the keys do not reach it")


def test_from_the_list_to_a_reply_by_keyboard(staff: Staff, hand_over: HandOver) -> None:
    """Walk, open, claim, reply, note, without a pointer; letters in a field are text."""
    hand_over("Another kowari")
    ticket = hand_over("A kowari by keyboard")
    ana = connected(staff(DESK, *ANA))
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("k", 0)):
        ana.keyboard.press(key)
        expect(ana.locator(".ticket").nth(at)).to_be_focused()
    if not row(ana, ticket).evaluate("node => node === document.activeElement"):
        walk_to(ana, ticket)
    ana.keyboard.press("Enter")
    expect(ana.locator("#transcript")).to_contain_text("A kowari by keyboard")
    connected(ana)
    ana.keyboard.press("r")
    expect(ana.locator("#said")).to_have_text("Claim the conversation to reply.")
    ana.keyboard.press("c")
    reply = ana.get_by_label(re.compile("^Reply to the customer"))
    expect(reply).to_be_focused()
    ana.keyboard.press("Escape")
    ana.keyboard.press("r")
    expect(reply).to_be_focused()
    ana.keyboard.type("jkcn? /")
    expect(reply).to_have_value("jkcn? /")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator(".said.agent")).to_contain_text("jkcn? /")
    ana.keyboard.press("Escape")
    ana.keyboard.press("n")
    expect(ana.locator("#note")).to_be_focused()


def test_back_to_the_list_and_into_a_search_by_keyboard(staff: Staff, hand_over: HandOver) -> None:
    """Escape leads out step by step; help gives the focus back; a hit opens like a row."""
    ticket = hand_over("A mulgara by keyboard")
    ana = connected(staff(f"/desk/{ticket}?rows=200", *ANA))
    ana.keyboard.press("n")
    for place in (ana.locator("#transcript"), row(ana, ticket)):
        ana.keyboard.press("Escape")
        expect(place).to_be_focused()
    ana.keyboard.press("?")
    expect(ana.get_by_role("dialog", name="Keys of the desk")).to_be_visible()
    no_violation(ana)
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("dialog")).to_have_count(0)
    expect(row(ana, ticket)).to_be_focused()
    ana.keyboard.press("/")
    ana.keyboard.type("mulgara")
    ana.keyboard.press("Enter")
    expect(ana.locator("mark").first).to_have_text("mulgara")
    connected(ana)
    walk_to(ana, ticket)
    ana.keyboard.press("Enter")
    expect(ana.locator("#transcript")).to_contain_text("A mulgara by keyboard")


def test_single_keys_can_be_switched_off(staff: Staff, hand_over: HandOver) -> None:
    hand_over("A thylacine")
    ana = connected(staff(DESK, *ANA))
    ana.get_by_label("Alerts and keys").click()
    ana.get_by_role("checkbox", name="Keys").uncheck()
    ana.keyboard.press("Escape")
    for key in ("j", "/", "?"):
        ana.keyboard.press(key)
    expect(ana.locator(".ticket:focus, #find:focus, dialog[open]")).to_have_count(0)
    ana.locator(".ticket").first.focus()
    ana.keyboard.press("ArrowDown")
    expect(ana.locator(".ticket").nth(1)).to_be_focused()


# What is shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_clean(staff: Staff, site: Any, hand_over: HandOver, scheme: str) -> None:
    """No violation in the queue, narrowed, empty, in a search with and without matches; hostile text stays text."""
    ticket = hand_over(HOSTILE)
    with site.services.database.write() as session:
        session.execute(
            "UPDATE escalations SET topic = 'Marsupials', first_reply_due = '2020-01-01T00:00:00.000Z' WHERE id = ?",
            [ticket],
        )
    ana = staff(DESK, *ANA, color_scheme=scheme)
    for path in (
        "/desk",
        "/desk?sla=breached&topic=Marsupials",
        "/desk?view=snoozed&lang=zh",
        "/desk?q=quokka",
        "/desk?q=zzzz",
    ):
        ana.goto(site.address + path)
        no_violation(ana)
        if "snoozed" not in path and "zzzz" not in path:
            expect(row(ana, ticket)).to_contain_text("<script>window.hacked=2</script>")
    assert ana.evaluate("window.hacked") is None


def test_on_a_phone_the_list_comes_first_then_the_conversation(staff: Staff, site: Any, hand_over: HandOver) -> None:
    ticket = hand_over("A phone pademelon " + "verylongword" * 30)
    ana = staff(DESK, *ANA, viewport=PHONE)
    for path in (DESK, "/desk?q=pademelon", f"/desk/{ticket}"):
        ana.goto(site.address + path)
        assert ana.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    expect(ana.locator(".queue")).to_be_hidden()
    ana.get_by_role("link", name="Queue").click()
    expect(row(ana, ticket)).to_be_visible()

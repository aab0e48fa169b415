"""The weekly letter: what it tells, to whom, in which language, once, and how it ends."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.staff import COOKIE, Profile, Role
from api.staffing.forms import form_token
from api.wiring import build
from core.model import Decision, Reason
from core.settings import Settings
from escalation.clocks.hours import OfficeHours
from escalation.delivery.outbox import Outbox
from escalation.delivery.outbox_worker import OutboxWorker
from escalation.desk_settings import DeskRules
from escalation.mail.target import MAIL
from insights.digest.letter import STOP_PATH
from insights.digest.words import WORDS
from insights.gaps.model import Gap, GapFilter, GapState
from tests.insights.conftest import HandClock, World
from tests.mail.mail_desk import MailServer, text_of

ROOT = Path(__file__).parents[2]
HOME = "https://ask.example"
UNSURE = (Decision.CAVEAT, Reason.LOW_CONFIDENCE)
JAM, REFUND = "Printer shows paper jam although <b>tray</b> is empty", "Refund to a credit card takes long"
MONDAY = datetime(2026, 11, 9, 7, 0, tzinfo=UTC)


def make_world(settings: Settings, mail_server: MailServer, clock: HandClock) -> World:
    account = Settings(
        _env_file=None,
        data=settings.data,
        embedder="hashing",
        rate_limit="off",
        public_url=HOME,
        smtp_url=f"smtp+plain://127.0.0.1:{mail_server.port}",
        mail_from="Example Help <help@example.com>",
    )
    return World(build(account, clock), clock)


@pytest.fixture
def world(settings: Settings, mail_server: MailServer) -> Iterator[World]:
    made = make_world(settings, mail_server, HandClock())
    yield made
    made.parts.close()


def reader(world: World, name: str = "Maria", *languages: str) -> str:
    """Somebody of the content team who wants the letter."""
    member = world.parts.staff.add(f"{name.lower()}@example.com", Role.CONTENT, name)
    world.parts.staff.set_profile(member.id, Profile(name, languages=languages))
    choose(world.parts, member.id)
    return member.id


def choose(parts: Services, staff_id: str, wanted: bool = True) -> None:
    with parts.database.write() as session:
        parts.digest.choose(session, staff_id, wanted)


def gaps(world: World) -> list[Gap]:
    while world.parts.gaps.placing.run():
        pass
    with world.parts.database.read() as session:
        return list(world.parts.gaps.store.list(session, GapFilter(states=tuple(GapState))).items)


def turn(world: World, gap: Gap, state: GapState) -> None:
    with world.parts.database.write() as session:
        world.parts.gaps.hands.set_state(session, gap.id, state, "system")


def deliver(world: World) -> int:
    """Send what waits in the outbox."""
    parts = world.parts
    assert parts.mail.target is not None
    outbox, targets = Outbox(world.clock, [MAIL]), {"mail": parts.mail.target.taker}
    return OutboxWorker(parts.database, outbox, targets, world.clock).deliver_due()


def stop_address(letter: EmailMessage) -> str:
    """What a mail program would post to, on this server."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = urlsplit(str(letter["List-Unsubscribe"]).strip("<>"))
    assert f"{found.scheme}://{found.netloc}" == HOME
    return f"{found.path}?{found.query}"


def test_the_letter_tells_of_the_week_with_links_to_each_gap(world: World, mail_server: MailServer) -> None:
    """One gap from the week before is closed, another reopened; a new one is opened by two customers."""
    maria = reader(world)
    world.clock.forward(days=-7)
    world.ask("ann", *UNSURE, text="Opera tickets for two")
    world.ask("ann", *UNSURE, text="Bees on the balcony")
    opera, bees = sorted(gaps(world), key=lambda gap: gap.name, reverse=True)
    turn(world, bees, GapState.CLOSED)
    world.clock.forward(days=8)
    turn(world, bees, GapState.REOPENED)
    turn(world, opera, GapState.CLOSED)
    for visitor in ("bob", "cleo"):
        world.ask(visitor, *UNSURE, text=JAM)
    world.ask("dan")
    gaps(world)
    world.clock.now = MONDAY
    assert world.parts.digest.run() == 1
    assert deliver(world) == 1
    [letter] = mail_server.letters
    assert letter["To"] == "maria@example.com"
    assert letter["Subject"] == "Content, 2026-11-02 to 2026-11-08: gaps opened 1, closed 1"
    assert letter["Auto-Submitted"] == "auto-generated"
    text, html = text_of(letter), letter.get_body(("html",))
    assert "customers asked the content 3 questions" in text
    assert "Answered: 33% (the week before: 0%)" in text
    assert "Questions without a good answer: 2." in text
    new, reopened, closed = (text.index(head) for head in (WORDS["en"].new, "Reopened", WORDS["en"].closed))
    jam = next(gap for gap in gaps(world) if "jam" in gap.name)
    assert f"{HOME}/content/gaps/{jam.id}" in text[new:reopened]
    assert "questions: 2, customers: 2" in text[new:reopened]
    assert f"{HOME}/content/gaps/{bees.id}" in text[reopened:closed]
    assert f"{HOME}/content/gaps/{opera.id}" in text[closed:]
    assert f"{HOME}/content/reports?from=2026-11-02&to=2026-11-08" in text
    assert html is not None
    assert "&lt;b&gt;tray&lt;/b&gt;" in html.get_content()
    assert maria in stop_address(letter)


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_each_reader_gets_it_in_their_language_with_gaps_named_in_it(
    world: World, mail_server: MailServer, lang: str
) -> None:
    reader(world, "Maria", lang)
    world.ask("ann", *UNSURE, text=JAM, lang="en")
    world.ask("bob", *UNSURE, text=f"{JAM} {lang}", lang=lang)
    assert len(gaps(world)) == 1
    world.clock.now = MONDAY
    world.parts.digest.run()
    deliver(world)
    text = text_of(mail_server.letters[0])
    assert WORDS[lang].new in text
    assert WORDS[lang].stop in text
    assert not re.search(r"[{}]", text + str(mail_server.letters[0]["Subject"]))
    assert lang == "en" or f"{JAM} {lang}" in text


def test_it_comes_on_monday_at_seven_by_the_clock_of_the_office_and_once(
    world: World, settings: Settings, mail_server: MailServer
) -> None:
    """Who chooses it in the middle of a week is told of that week first; another process sends nothing again."""
    world.rules(DeskRules(hours=OfficeHours("Asia/Tokyo", {})))
    reader(world)
    world.ask("ann", *UNSURE, text=JAM)
    gaps(world)
    assert world.parts.digest.run() == 0
    world.clock.now = datetime(2026, 11, 8, 21, 59, tzinfo=UTC)
    assert world.parts.digest.run() == 0
    world.clock.forward(minutes=1)
    other = make_world(settings, mail_server, world.clock)
    assert [one.parts.digest.run() for one in (world, other, world)] == [1, 0, 0]
    other.parts.close()
    world.clock.forward(days=1)
    assert world.parts.digest.run() == 0
    assert deliver(world) == 1
    assert deliver(world) == 0
    assert "2026-11-02" in mail_server.letters[0]["Subject"]


def test_a_week_in_which_nothing_happened_brings_none_and_one_without_new_gaps_says_so(
    world: World, mail_server: MailServer
) -> None:
    reader(world)
    world.clock.now = MONDAY
    assert world.parts.digest.run() == 0
    world.ask("ann")
    world.clock.forward(days=7)
    assert world.parts.digest.run() == 1
    deliver(world)
    assert WORDS["en"].no_gaps in text_of(mail_server.letters[0])


def test_only_those_who_may_see_the_board_and_still_want_it_get_it(world: World, mail_server: MailServer) -> None:
    """One was closed out, one became an agent, one changed their mind after the letter was announced."""
    gone, moved, unsure, stays = (reader(world, name) for name in ("Gus", "Mo", "Una", "Sam"))
    world.ask("ann", *UNSURE, text=JAM)
    gaps(world)
    world.parts.staff.set_disabled(gone, True)
    world.parts.staff.set_role(moved, Role.AGENT)
    world.clock.now = MONDAY
    assert world.parts.digest.run() == 2
    choose(world.parts, unsure, wanted=False)
    deliver(world)
    assert [letter["To"] for letter in mail_server.letters] == ["sam@example.com"]
    assert stays in stop_address(mail_server.letters[0])


def test_what_was_erased_before_the_letter_goes_out_is_not_in_it(world: World, mail_server: MailServer) -> None:
    reader(world)
    world.ask("ann", *UNSURE, text=JAM)
    gaps(world)
    world.clock.now = MONDAY
    world.parts.digest.run()
    with world.parts.database.write() as session:
        session.execute("DELETE FROM questions WHERE text LIKE 'Printer%'")
    gaps(world)
    deliver(world)
    assert "Printer" not in mail_server.letters[0].as_string()


def test_the_link_ends_it_with_a_press_and_not_by_being_looked_at(world: World, mail_server: MailServer) -> None:
    maria, other = reader(world), reader(world, "Bo")
    world.ask("ann", *UNSURE, text=JAM)
    gaps(world)
    world.clock.now = MONDAY
    world.parts.digest.run()
    deliver(world)
    address = next(stop_address(letter) for letter in mail_server.letters if letter["To"] == "maria@example.com")

    def readers() -> list[str]:
        with world.parts.database.read() as session:
            return [one for one in (maria, other) if world.parts.digest.readers.wants(session, one)]

    client = TestClient(create_app(services=world.parts))  # not started: nothing runs beside
    assert "Stop the weekly letter?" in client.get(address).text
    assert readers() == [maria, other]
    for forged in (f"{STOP_PATH}?token={other}.AAAA", address.replace(maria, other), STOP_PATH, f"{address}A"):
        assert client.post(forged).status_code == 404
    assert readers() == [maria, other]
    assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert readers() == [other]
    assert "You get no weekly letter" in client.get(address).text


def test_it_is_chosen_and_given_up_on_one_s_own_page(world: World) -> None:
    member = world.parts.staff.add("maria@example.com", Role.CONTENT, "Maria")
    _, secret = world.parts.staff.redeem(world.parts.staff.create_link(member))
    found = world.parts.staff.sessions.of(secret)
    assert found is not None
    client = TestClient(create_app(services=world.parts), cookies={f"__Host-{COOKIE}": secret}, follow_redirects=False)
    form = {"wanted": "true", "back": "account", "form_token": form_token(world.parts.key, found.id)}
    assert "Send it to maria@example.com" in client.get("/account").text
    assert client.post("/content/reports/weekly", data={**form, "form_token": "another"}).status_code == 403
    sent = client.post("/content/reports/weekly", data=form)
    assert sent.headers["location"] == "/account?saved=weekly#weekly"
    for page in ("/account", "/content/reports"):
        assert "Stop the weekly letter" in client.get(page).text
    client.post("/content/reports/weekly", data={**form, "wanted": "false"})
    assert "Stop the weekly letter" not in client.get("/account").text


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from api.digest import make_digest
    from core.db import Database
    from core.settings import Settings
    from escalation.delivery.outbox import Outbox
    from escalation.mail.target import MAIL
    from tests.insights.conftest import HandClock

    class Deadly(Outbox):
        def enqueue(self, *values):
            super().enqueue(*values)
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings(_env_file=None, data=Path(sys.argv[1]), public_url="https://ask.example")
    clock = HandClock()
    clock.forward(days=6, hours=21)
    make_digest(settings, Database(settings.database_path), clock, b"k" * 32, Deadly(clock, [MAIL])).run()
"""


def test_a_kill_while_the_letter_is_announced_neither_loses_nor_doubles_it(
    world: World, settings: Settings, mail_server: MailServer
) -> None:
    reader(world)
    world.ask("ann", *UNSURE, text=JAM)
    gaps(world)
    killed = [sys.executable, "-c", textwrap.dedent(KILLED), str(settings.data)]
    ended = subprocess.run(killed, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    world.clock.now = MONDAY
    assert [world.parts.digest.run(), world.parts.digest.run()] == [1, 0]
    assert deliver(world) == 1
    assert len(mail_server.letters) == 1


def test_without_a_mail_server_nothing_is_announced(settings: Settings, mail_server: MailServer) -> None:
    clock = HandClock()
    world = World(build(settings, clock), clock)
    reader(world)
    world.ask("ann", *UNSURE, text=JAM)
    gaps(world)
    clock.now = MONDAY
    assert world.parts.digest.run() == 0
    world.parts.close()

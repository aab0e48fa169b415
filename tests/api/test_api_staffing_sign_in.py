"""Passwords, links by letter, lock-out: who comes in, who waits, and what strangers can learn."""

from __future__ import annotations

import json
import logging
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from fastapi.testclient import TestClient

from api.app import create_app
from api.audit import AuditFilter
from api.services import Services
from api.staff import Profile, Role, StaffMember
from api.staffing.letters import OutboxLetters
from api.staffing.lockout import FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS, LONGEST_WAIT, LockedOut
from api.staffing.passwords import Passwords, checked_password
from api.staffing.sign_ins import Origin
from api.wiring import build
from core.errors import Conflict, InvalidInput, RateLimited, Unauthorized
from core.settings import Settings
from escalation.delivery.outbox import Outbox
from escalation.delivery.targets import TargetName

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Parameters that only spare time: what is promised does not depend on them."""
GOOD = "tortuga verde lenta"
OWN = {"Sec-Fetch-Site": "same-origin"}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Go on."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parts(settings: Settings, clock: Clock) -> Iterator[Services]:
    """An application on that clock; its public address is known."""
    built = build(settings.model_copy(update={"public_url": "http://testserver"}), clock)
    built.staffing.sign_ins._passwords = lambda: QUICK
    yield built
    built.close()


@pytest.fixture
def client(parts: Services) -> TestClient:
    return TestClient(create_app(services=parts))


@pytest.fixture
def ana(parts: Services) -> StaffMember:
    """Somebody with a password."""
    made = parts.staff.add("ana@example.com", Role.AGENT, "Ana Ruiz")
    parts.staff.set_password(made.id, QUICK.hash(GOOD))
    return parts.staff.find(made.id)


def attempt(parts: Services, email: str, password: str, address: str = "192.0.2.1") -> Any:
    """Try to sign in: who came in, or the error."""
    try:
        return parts.staffing.sign_ins.by_password(email, password, Origin(address)).member
    except (Unauthorized, RateLimited) as error:
        return error


# Passwords


def test_hashes_are_argon2id_with_the_parameters_of_owasp() -> None:
    made = extract_parameters(Passwords().hash(GOOD))
    assert (made.type.name, made.memory_cost, made.time_cost, made.parallelism) == ("ID", 19_456, 2, 1)
    assert Passwords().hash(GOOD) != Passwords().hash(GOOD)


def test_what_looks_the_same_is_the_same_password() -> None:
    """A composed and a decomposed letter, a full-width one from an input method."""
    passwords = Passwords()
    assert passwords.matches(passwords.hash("caf\u00e9 con leche y pan"), "cafe\u0301 con leche y pan")
    assert passwords.matches(passwords.hash("abc def ghi 123"), "ａｂｃ def ghi 123")
    assert not passwords.matches(passwords.hash(GOOD), GOOD.upper())
    assert not passwords.matches("no hash", GOOD)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("short", "characters"),
        ("x" * 201, "characters"),
        ("abababababab", "few characters"),
        ("Passw0rd!2026", "guessed early"),
        ("P@ssw0rdP@ssw0rd", "guessed early"),
        ("qwertyuiop12", "guessed early"),
        ("0987654321098", "guessed early"),
        ("bienvenue2026!!", "guessed early"),
        ("ana.ruiz-2026", "guessed early"),
        ("askwellaskwell1", "guessed early"),
    ],
)
def test_passwords_that_are_guessed_early_are_refused_in_words(password: str, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refused:
        checked_password(password, ("Ana Ruiz", "ana.ruiz@example.com"))
    assert password not in refused.value.message


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse battery", "xK9#mQ2$vL7!", "7#91!4$22%86", "我喜欢在雨天喝热的绿茶"]
)
def test_good_passwords_are_accepted_in_every_script(password: str) -> None:
    assert checked_password(password + " x", ("Ana Ruiz", "ana.ruiz@example.com")) == password + " x"


def test_a_password_signs_in_and_an_old_hash_is_made_anew(parts: Services, ana: StaffMember) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1).hash(GOOD)
    parts.staff.set_password(ana.id, weak)
    parts.staffing.sign_ins._passwords = Passwords
    assert attempt(parts, " ANA@example.com ", GOOD).id == ana.id
    with parts.database.read() as session:
        stored = session.execute("SELECT password_hash FROM staff").fetchone()[0]
    assert stored != weak
    assert extract_parameters(stored).memory_cost == 19_456
    assert attempt(parts, "ana@example.com", GOOD).id == ana.id


def test_the_form_signs_in_and_a_refusal_keeps_the_address_only(client: TestClient, ana: StaffMember) -> None:
    wrong = client.post("/sign-in/password", data={"email": "ana@example.com", "password": "Hemlig!99"}, headers=OWN)
    assert wrong.status_code == 401
    assert 'value="ana@example.com"' in wrong.text
    assert "Hemlig" not in wrong.text
    right = client.post(
        "/sign-in/password",
        data={"email": ana.email, "password": GOOD, "next": "/desk?view=mine"},
        headers=OWN,
        follow_redirects=False,
    )
    assert right.headers["location"] == "/desk?view=mine"
    assert client.get("/account").status_code == 200


def test_closed_accounts_and_those_without_a_password_stay_outside(parts: Services, ana: StaffMember) -> None:
    parts.staff.add("bob@example.com", Role.AGENT)
    parts.staff.set_disabled(ana.id, True)
    for email in ("ana@example.com", "bob@example.com", "", "nobody@example.com"):
        assert isinstance(attempt(parts, email, GOOD), Unauthorized), email
        assert isinstance(attempt(parts, email, ""), Unauthorized), email


# What strangers can learn


def test_answers_are_the_same_for_an_address_that_nobody_has(
    parts: Services, client: TestClient, ana: StaffMember
) -> None:
    """Word for word, through the lock-out and beyond it."""
    for number in range(FREE_FOR_ACCOUNT + 3):
        known, unknown = (
            client.post("/sign-in/password", data={"email": email, "password": "wrong wrong"}, headers=OWN)
            for email in ("ana@example.com", "eve@example.com")
        )
        assert known.status_code == unknown.status_code == (401 if number <= FREE_FOR_ACCOUNT else 429)
        assert known.text.replace("ana@", "eve@") == unknown.text
        assert known.headers.get("retry-after") == unknown.headers.get("retry-after")


def test_looking_for_an_address_that_nobody_has_takes_as_long(parts: Services, ana: StaffMember) -> None:
    """The hash is computed all the same: without that it would be more than twenty times as fast."""
    times: dict[str, list[float]] = {"ana@example.com": [], "nobody@example.com": []}
    real = Passwords()
    parts.staff.set_password(ana.id, real.hash(GOOD))
    parts.staffing.sign_ins._passwords = lambda: real
    for number in range(5):
        for email, found in times.items():
            parts.staff.unlock(ana.id)
            began = time.process_time()
            attempt(parts, email, "wrong wrong", f"198.51.{number}.1")
            found.append(time.process_time() - began)
    known, unknown = (statistics.median(found) for found in times.values())
    assert 0.4 < known / unknown < 2.5


def test_asking_for_a_link_says_the_same_for_everybody(
    settings: Settings, clock: Clock, client: TestClient, ana: StaffMember
) -> None:
    """Also when no mail can be sent, which the page then says, with the way round it."""
    pages = [
        client.post("/sign-in/link", data={"email": email}, headers=OWN)
        for email in ("ana@example.com", "eve@example.com")
    ]
    assert pages[0].text == pages[1].text
    assert "askwell staff link" in pages[0].text


# Letters


@pytest.fixture
def posting(parts: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """The same application, able to send mail."""
    mail = Outbox(parts.clock, [TargetName("mail", ("mail.*",))])
    monkeypatch.setattr(
        parts.staffing.sign_ins, "_letters", OutboxLetters(mail, parts.clock, parts.settings.public_url)
    )
    return parts


def letters(parts: Services) -> list[dict[str, Any]]:
    """What waits to be sent."""
    with parts.database.read() as session:
        rows = session.execute("SELECT payload FROM outbox WHERE topic = 'mail.sign_in' ORDER BY id").fetchall()
    return [json.loads(row["payload"]) for row in rows]


def test_a_letter_brings_a_link_that_works_once_for_an_hour(
    posting: Services, client: TestClient, ana: StaffMember, clock: Clock
) -> None:
    page = client.post("/sign-in/link", data={"email": "ana@example.com"}, headers=OWN)
    unknown = client.post("/sign-in/link", data={"email": "eve@example.com"}, headers=OWN)
    assert page.text.replace("ana@", "eve@") == unknown.text
    (letter,) = letters(posting)
    assert (letter["to"], letter["name"]) == ("ana@example.com", "Ana Ruiz")
    token = letter["link"].partition("token=")[2]
    assert "Your link is good" in client.get(letter["link"].removeprefix("http://testserver")).text
    clock.move(minutes=61)
    assert client.post("/sign-in", data={"token": token}, headers=OWN).status_code == 401


def test_a_letter_is_in_the_language_of_the_account_or_else_of_the_browser(
    posting: Services, client: TestClient, ana: StaffMember
) -> None:
    spanish = {**OWN, "Accept-Language": "de, es-MX;q=0.9, en;q=0.1"}
    client.post("/sign-in/link", data={"email": ana.email}, headers=spanish)
    posting.staff.set_profile(ana.id, Profile(ana.name, ("fr", "en")))
    client.post("/sign-in/link", data={"email": ana.email}, headers=spanish)
    assert [letter["lang"] for letter in letters(posting)] == ["es", "fr"]


def test_an_administrator_is_not_promised_a_letter_that_never_comes(parts: Services, ana: StaffMember) -> None:
    with pytest.raises(Conflict, match="cannot send mail"):
        parts.staffing.sign_ins.send_link(ana.id, "stf_maria")
    assert letters(parts) == []


def test_an_administrator_sends_a_link_to_open_accounts_only(posting: Services, ana: StaffMember) -> None:
    posting.staffing.sign_ins.send_link(ana.id, "stf_maria")
    (letter,) = letters(posting)
    assert posting.staff.links.is_good(letter["link"].partition("token=")[2])
    posting.staff.set_disabled(ana.id, True)
    with pytest.raises(Conflict, match="closed"):
        posting.staffing.sign_ins.send_link(ana.id, "stf_maria")


def test_nobodys_mailbox_is_flooded(posting: Services, ana: StaffMember) -> None:
    for number in range(8):
        posting.staffing.sign_ins.request_link("ana@example.com", Origin(f"203.0.{number}.1"))
    assert len(letters(posting)) == 3


# Lock-out


def test_each_wrong_password_beyond_the_free_ones_doubles_the_wait(
    parts: Services, ana: StaffMember, clock: Clock
) -> None:
    """The right password waits too; afterwards it counts, and everything begins anew."""
    for number in range(FREE_FOR_ACCOUNT):
        assert isinstance(attempt(parts, ana.email, "wrong", f"10.0.0.{number}"), Unauthorized)
    waits = []
    for number in range(9):
        assert isinstance(attempt(parts, ana.email, "wrong", f"10.0.1.{number}"), Unauthorized)
        locked = attempt(parts, ana.email, GOOD, f"10.0.2.{number}")
        assert isinstance(locked, LockedOut)
        waits.append(locked.retry_after)
        clock.move(seconds=locked.retry_after)
    assert waits == [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]
    assert max(waits) == LONGEST_WAIT.total_seconds()
    assert attempt(parts, ana.email, GOOD).id == ana.id
    assert isinstance(attempt(parts, ana.email, "wrong"), Unauthorized)
    assert attempt(parts, ana.email, GOOD).id == ana.id


def test_many_guesses_at_the_same_moment_gain_nothing(parts: Services, ana: StaffMember) -> None:
    """Twenty at once: no more of them are looked at than one after the other would be."""
    found: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda number=number: found.append(attempt(parts, ana.email, "wrong", f"10.1.0.{number}"))
        )
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(error, Unauthorized) for error in found) == FREE_FOR_ACCOUNT + 1
    assert sum(isinstance(error, LockedOut) for error in found) == 20 - FREE_FOR_ACCOUNT - 1


def lock(parts: Services, member: StaffMember) -> None:
    """Lock an account."""
    for number in range(FREE_FOR_ACCOUNT + 1):
        attempt(parts, member.email, "wrong", f"10.2.0.{number}")
    assert isinstance(attempt(parts, member.email, GOOD, "10.2.1.1"), LockedOut)


def test_a_link_and_an_administrator_lift_a_lock(parts: Services, ana: StaffMember) -> None:
    lock(parts, ana)
    parts.staffing.sign_ins.by_link(parts.staff.create_link(ana), Origin("10.3.0.1"))
    assert attempt(parts, ana.email, GOOD, "10.3.0.2").id == ana.id
    lock(parts, ana)
    parts.staff.unlock(ana.id)
    assert attempt(parts, ana.email, GOOD, "10.3.0.3").id == ana.id


def test_a_lock_signs_nobody_out(parts: Services, ana: StaffMember) -> None:
    """Else everybody could do that to everybody."""
    secret = parts.staffing.sign_ins.by_password(ana.email, GOOD, Origin("10.4.0.1")).secret
    lock(parts, ana)
    assert parts.staff.by_session(secret) is not None


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8:1:2::"])
def test_an_address_that_tries_many_accounts_has_to_wait(
    parts: Services, ana: StaffMember, clock: Clock, address: str
) -> None:
    """A subscriber's whole IPv6 network counts as one; a day later it is forgotten."""
    for number in range(FREE_FOR_ADDRESS + 1):
        where = address if "." in address else f"{address}{number:x}"
        assert isinstance(attempt(parts, f"guess{number}@example.com", "wrong", where), Unauthorized)
    assert isinstance(attempt(parts, ana.email, GOOD, address), LockedOut)
    assert attempt(parts, ana.email, GOOD, "203.0.113.9").id == ana.id
    clock.move(hours=25)
    parts.staffing.housekeeping.purge()
    with parts.database.read() as session:
        assert session.execute("SELECT count(*) FROM sign_in_failures").fetchone()[0] == 0
    assert attempt(parts, ana.email, GOOD, address).id == ana.id


def test_one_address_may_not_try_without_end(parts: Services) -> None:
    for _ in range(30):
        with pytest.raises(Unauthorized):
            parts.staffing.sign_ins.by_link("made up", Origin("192.0.2.8"))
    with pytest.raises(RateLimited):
        parts.staffing.sign_ins.by_link("made up", Origin("192.0.2.8"))


# What is kept


def test_failures_are_kept_without_what_was_typed(
    parts: Services, ana: StaffMember, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the password nor an address that nobody has: people type passwords into the wrong field."""
    with caplog.at_level(logging.DEBUG):
        for number in range(FREE_FOR_ACCOUNT + 1):
            attempt(parts, "ana@example.com", "Hemlig-losenord-1", f"10.5.0.{number}")
        attempt(parts, "Hemlig-losenord-2", "x", "10.5.1.1")
        attempt(parts, "ana@example.com", "Hemlig-losenord-1", "10.5.1.2")
    assert "Hemlig" not in caplog.text
    with parts.database.read() as session:
        found = [(entry.action, entry.subject) for entry in parts.audit.all(session, AuditFilter(area="sign_in"))]
        for table in ("audit_log", "sign_in_failures", "staff"):
            rows = session.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            assert "Hemlig" not in str([tuple(row) for row in rows])
    failed, locked = ("sign_in.failed", ana.id), ("sign_in.locked", ana.id)
    assert found == [("sign_in.failed", None), locked, *[failed] * (FREE_FOR_ACCOUNT + 1)]


# One's own password


@pytest.fixture
def at_home(parts: Services, client: TestClient, ana: StaffMember, clock: Clock) -> Callable[..., Any]:
    """Changes Ana's password on her own page, signed in with it some time ago."""
    secret = parts.staffing.sign_ins.by_password(ana.email, GOOD, Origin("10.6.0.1")).secret
    client.headers["Cookie"] = f"askwell_staff={secret}"

    def change(**fields: str) -> Any:
        page = client.get("/account").text
        token = page.partition('name="form_token" value="')[2].partition('"')[0]
        return client.post(
            "/account/password", data={"form_token": token, **fields}, headers=OWN, follow_redirects=False
        )

    return change


NEW = "elefante azul contento"


def test_a_new_password_ends_all_else(
    parts: Services, client: TestClient, ana: StaffMember, at_home: Callable[..., Any]
) -> None:
    """Other sessions and links; this session goes on with another secret."""
    _, elsewhere = parts.staff.redeem(parts.staff.create_link(ana))
    link = parts.staff.create_link(ana)
    assert at_home(old=GOOD, new=NEW, again=NEW).headers["location"] == "/account?saved=password"
    assert parts.staff.by_session(elsewhere) is None
    assert not parts.staff.links.is_good(link)
    after = client.get("/account?saved=password")
    assert (after.status_code, "askwell_staff=" in after.headers["set-cookie"]) == (200, True)
    assert attempt(parts, ana.email, NEW).id == ana.id
    assert isinstance(attempt(parts, ana.email, GOOD), Unauthorized)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"old": "wrong", "new": NEW, "again": NEW}, "present password is wrong"),
        ({"old": "", "new": NEW, "again": NEW}, "present password is wrong"),
        ({"old": GOOD, "new": NEW, "again": NEW + "!"}, "not the same"),
        ({"old": GOOD, "new": "password1234", "again": "password1234"}, "guessed early"),
    ],
)
def test_a_refused_change_changes_nothing(
    parts: Services, ana: StaffMember, at_home: Callable[..., Any], fields: dict[str, str], word: str
) -> None:
    refused = at_home(**fields)
    assert refused.status_code == 422
    assert word in refused.text
    assert attempt(parts, ana.email, GOOD).id == ana.id


def test_guessing_on_that_page_is_locked_out_too(ana: StaffMember, at_home: Callable[..., Any]) -> None:
    found = [at_home(old="wrong", new=NEW, again=NEW).status_code for _ in range(FREE_FOR_ACCOUNT + 2)]
    assert found == [422] * (FREE_FOR_ACCOUNT + 1) + [429]


def test_who_came_with_a_link_just_now_may_replace_a_forgotten_password(
    parts: Services, client: TestClient, ana: StaffMember, at_home: Callable[..., Any], clock: Clock
) -> None:
    """For a quarter of an hour."""
    _, secret = parts.staff.redeem(parts.staff.create_link(ana))
    client.headers["Cookie"] = f"askwell_staff={secret}"
    clock.move(minutes=14)
    assert at_home(new=NEW, again=NEW).status_code == 303
    clock.move(minutes=2)
    assert at_home(new=GOOD, again=GOOD).status_code == 422

"""Sessions of the staff: their cookie, their changing secret, their end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.staff import Role, StaffMember
from api.staffing.sessions import GRACE, ROTATE_AFTER
from api.wiring import build
from core.settings import Settings

HOUR, MOMENT = timedelta(hours=1), timedelta(seconds=1)
OWN = {"Sec-Fetch-Site": "same-origin"}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parts(settings: Settings, clock: Clock) -> Iterator[Services]:
    """An application on that clock."""
    built = build(settings, clock)
    yield built
    built.close()


@pytest.fixture
def ana(parts: Services) -> StaffMember:
    return parts.staff.add("ana@example.com", Role.AGENT, "Ana")


def browser(parts: Services, member: StaffMember, base: str = "http://testserver") -> TestClient:
    """A browser in which somebody is signed in."""
    client = TestClient(create_app(services=parts), base_url=base, headers={"User-Agent": "X11; Linux Firefox/140.0"})
    token = parts.staff.create_link(member)
    assert client.post("/sign-in", data={"token": token}, headers=OWN, follow_redirects=False).status_code == 303
    return client


def signed_in(client: TestClient) -> bool:
    """Whether a page opens."""
    return client.get("/account", follow_redirects=False).status_code == 200


def secret_of(client: TestClient) -> str:
    """What the browser holds."""
    return str(client.cookies["askwell_staff"])


def test_over_tls_the_cookie_is_bound_to_this_host(settings: Settings, clock: Clock) -> None:
    """By the public address, whatever the proxy says; without TLS the name has no prefix, or browsers would drop it."""
    plain = build(settings, clock)
    ana = plain.staff.add("ana@example.com", Role.AGENT)
    for base, public, name, secure in (
        ("http://testserver", None, "askwell_staff=", False),
        ("https://testserver", None, "__Host-askwell_staff=", True),
        ("http://testserver", "https://help.example.com", "__Host-askwell_staff=", True),
    ):
        object.__setattr__(plain, "settings", settings.model_copy(update={"public_url": public}))
        client = TestClient(create_app(services=plain), base_url=base)
        sent = client.post(
            "/sign-in", data={"token": plain.staff.create_link(ana)}, headers=OWN, follow_redirects=False
        ).headers["set-cookie"]
        flags = {part.strip().lower() for part in sent.split(";")[1:]}
        assert sent.startswith(name)
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is secure
        assert not any(flag.startswith("domain") for flag in flags)
    plain.close()


def test_over_tls_a_cookie_without_the_prefix_is_not_believed(parts: Services, ana: StaffMember) -> None:
    """Another host of the same site could have planted it."""
    _, secret = parts.staff.redeem(parts.staff.create_link(ana))
    for name, status in (("askwell_staff", 303), ("__Host-askwell_staff", 200)):
        client = TestClient(create_app(services=parts), base_url="https://testserver")
        found = client.get("/account", headers={"Cookie": f"{name}={secret}"}, follow_redirects=False)
        assert found.status_code == status


def test_signing_in_makes_a_new_secret_and_ends_the_session_before(parts: Services, ana: StaffMember) -> None:
    """Whoever planted the old one has nothing."""
    client = browser(parts, ana)
    before = secret_of(client)
    client.post("/sign-in", data={"token": parts.staff.create_link(ana)}, headers=OWN, follow_redirects=False)
    assert secret_of(client) != before
    assert parts.staff.by_session(before) is None


def test_the_secret_changes_every_few_hours_and_the_old_one_ends(
    parts: Services, ana: StaffMember, clock: Clock
) -> None:
    client = browser(parts, ana)
    first = secret_of(client)
    clock.now += ROTATE_AFTER - MOMENT
    assert signed_in(client)
    assert secret_of(client) == first
    clock.now += MOMENT
    assert signed_in(client)
    second = secret_of(client)
    assert second != first
    assert signed_in(client)  # from here on the old one has a minute
    clock.now += GRACE - MOMENT
    assert parts.staff.by_session(first) is not None
    clock.now += MOMENT
    assert parts.staff.by_session(first) is None
    assert parts.staff.by_session(second) is not None


def test_a_response_that_never_arrived_signs_nobody_out(parts: Services, ana: StaffMember, clock: Clock) -> None:
    """The old secret stays good, and brings another new one; the one that was lost opens nothing."""
    client = browser(parts, ana)
    first = secret_of(client)
    clock.now += ROTATE_AFTER
    lost = parts.staff.sessions.renew(first)
    assert lost is not None
    clock.now += GRACE - MOMENT
    assert parts.staff.sessions.renew(first) is None
    clock.now += MOMENT
    assert signed_in(client)
    assert secret_of(client) not in {first, lost}
    assert parts.staff.by_session(lost) is None
    assert signed_in(client)


def test_requests_at_the_same_moment_change_the_secret_once(parts: Services, ana: StaffMember, clock: Clock) -> None:
    """All of them are answered, and the one new secret works."""
    _, secret = parts.staff.redeem(parts.staff.create_link(ana))
    clock.now += ROTATE_AFTER
    made: list[str | None] = []
    threads = [threading.Thread(target=lambda: made.append(parts.staff.sessions.renew(secret))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fresh = [new for new in made if new]
    assert len(made) == 8
    assert len(fresh) == 1
    assert parts.staff.by_session(secret) is not None
    assert parts.staff.by_session(fresh[0]) is not None


def test_a_form_opened_before_the_change_can_still_be_sent(parts: Services, ana: StaffMember, clock: Clock) -> None:
    client = browser(parts, ana)
    token = client.get("/account").text.partition('name="form_token" value="')[2].partition('"')[0]
    clock.now += ROTATE_AFTER
    assert signed_in(client)
    sent = client.post("/account/profile", data={"form_token": token, "name": "Ana R"}, headers=OWN)
    assert sent.status_code == 200
    assert parts.staff.find(ana.id).name == "Ana R"


def test_the_secret_changes_with_the_role(parts: Services, ana: StaffMember) -> None:
    client = browser(parts, ana)
    before = secret_of(client)
    parts.staff.set_role(ana.id, Role.CONTENT)
    assert signed_in(client)
    assert secret_of(client) != before
    assert client.get("/desk").status_code == 403


@pytest.mark.parametrize(("pause", "good"), [(71 * HOUR, True), (72 * HOUR, False)])
def test_a_session_ends_when_it_is_not_used(
    parts: Services, ana: StaffMember, clock: Clock, pause: timedelta, good: bool
) -> None:
    client = browser(parts, ana)
    clock.now += pause
    assert signed_in(client) is good


def test_a_session_ends_in_any_case_after_its_days(parts: Services, ana: StaffMember, clock: Clock) -> None:
    """However much it is used; then nothing of it is kept."""
    client = browser(parts, ana)
    for _ in range(14 * 8 - 1):
        clock.now += 3 * HOUR
        assert signed_in(client)
    clock.now += 3 * HOUR
    assert not signed_in(client)
    parts.staff.purge()
    with parts.database.read() as session:
        assert session.execute("SELECT count(*) FROM staff_sessions").fetchone()[0] == 0


def test_one_sees_and_ends_ones_own_sessions_only(parts: Services, ana: StaffMember) -> None:
    bob = parts.staff.add("bob@example.com", Role.AGENT)
    here, there, bobs = browser(parts, ana), browser(parts, ana), browser(parts, bob)
    page = here.get("/account").text
    assert page.count("Firefox on Linux") - page.count("the session of Firefox on Linux") == 2
    token = page.partition('name="form_token" value="')[2].partition('"')[0]
    (bobs_id,) = (row.id for row in parts.staff.sessions.list(bob.id))
    here.post(f"/account/sessions/{bobs_id}/end", data={"form_token": token}, headers=OWN)
    assert signed_in(bobs)
    here.post("/account/sessions/end-others", data={"form_token": token}, headers=OWN)
    assert [signed_in(client) for client in (here, there, bobs)] == [True, False, True]


def test_closing_an_account_ends_its_sessions_at_once(parts: Services, ana: StaffMember) -> None:
    client, link = browser(parts, ana), parts.staff.create_link(ana)
    parts.staff.set_disabled(ana.id, True)
    assert not signed_in(client)
    parts.staff.set_disabled(ana.id, False)
    assert not signed_in(client)
    assert not parts.staff.links.is_good(link)

"""Office hours from both sides: an administrator sets them, a customer is told and leaves an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.staff import Role
from escalation.tickets import Agent

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
ADMIN = ("maria@example.com", Role.ADMIN, "Maria Lopez")
CLOSED = {"hours": {"week": {}}}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

Visit = Callable[..., Any]
Staff = Callable[..., Page]


@pytest.fixture
def usual(site: Any) -> Iterator[None]:
    """Whatever is set, the usual rules stand again afterwards."""
    yield
    site.services.rules.change({}, "test")


@pytest.fixture
def closed(site: Any, usual: None) -> None:
    """An office that is never open."""
    site.services.rules.change(CLOSED, "test")


@pytest.mark.usefixtures("closed")
def test_a_customer_is_told_that_nobody_is_there_and_leaves_an_address(visit: Visit, site: Any, people: Any) -> None:
    """Kept, taken back, and no more asked for once somebody comes after all."""
    widget = visit("/demo?lang=es", viewport=PHONE)
    widget.launcher.click()
    widget.root.get_by_role("textbox").fill("Quiero hablar con una persona")
    widget.root.get_by_role("textbox").press("Enter")
    expect(widget.answers.last).to_contain_text("nuestra oficina está cerrada")
    expect(widget.root.locator(".card.wait")).not_to_contain_text("nuestra oficina está cerrada")
    address = widget.root.get_by_label("Su correo electrónico (opcional)")
    address.fill("ana@example")
    address.press("Enter")
    expect(widget.root.get_by_role("alert")).to_have_text("Revise esta dirección.")
    people.expect_error("422")
    address.fill("ana@example.com")
    widget.root.get_by_label("Avísenme cuando la respuesta esté publicada").check()
    address.press("Enter")
    expect(widget.root.get_by_text("También podemos escribirle a a…@example.com.")).to_be_visible()
    with site.services.database.read() as session:
        kept, agreed = session.execute(
            "SELECT contact_email, notify_at IS NOT NULL FROM conversations ORDER BY created_at DESC"
        ).fetchone()
        ticket = session.execute("SELECT id FROM escalations ORDER BY created_at DESC").fetchone()[0]
    assert (kept, agreed) == ("ana@example.com", 1)
    widget.page.reload()
    widget.launcher.click()
    widget.root.get_by_role("button", name="Quitar").click()
    expect(address).to_be_visible()
    ana = site.member("ana@example.com", Role.AGENT, "Ana Ruiz")
    with site.services.database.write() as session:
        site.services.desk.claim(session, ticket, Agent(ana.id, ana.name))
    expect(widget.root.get_by_text("Ana Ruiz, de nuestro equipo, está aquí")).to_be_visible()
    expect(address).to_have_count(0)  # an empty field keeps nothing back


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("closed")
def test_the_page_of_the_rules_is_for_everybody(staff: Staff, viewport: dict[str, int], scheme: str) -> None:
    page = staff("/desk/settings", *ADMIN, viewport=viewport, color_scheme=scheme)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


@pytest.mark.usefixtures("usual")
def test_an_administrator_sets_office_hours_with_the_keyboard_alone(staff: Staff, site: Any, people: Any) -> None:
    page = staff("/desk/settings", *ADMIN)
    page.get_by_label("Monday").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("nine to five")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    people.expect_error("422")
    expect(page.get_by_label("Monday")).to_have_value("nine to five")
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(name).fill("")
    page.get_by_role("button", name="Preview").press("Enter")
    expect(page.locator(".told")).to_contain_text("Our office is closed at present.")
    assert site.services.rules.get().hours.always
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page).to_have_url(re.compile("saved"))
    assert site.services.rules.get().hours.week
    assert not any(site.services.rules.get().hours.week.values())

"""Signing in, one's account, people and the audit log in a real browser: by keyboard, on a phone, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.staff import Role
from api.staffing.passwords import Passwords

PHONE = {"width": 390, "height": 844}
GOOD = "tortuga verde lenta"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ADMIN = ("vera@example.com", Role.ADMIN, "Vera Petrova")
Staff = Callable[..., Page]


def fine(page: Page) -> None:
    """axe-core finds nothing, and the page is not wider than the screen."""
    page.emulate_media(reduced_motion="reduce")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_password_signs_in_by_keyboard_and_a_wrong_one_is_said(people: Any, site: Any) -> None:
    """The focus begins in the first field; after a refusal the address is still there and the password is next."""
    member = site.services.staff.add("kim@example.com", Role.AGENT, "Kim")
    site.services.staff.set_password(member.id, Passwords().hash(GOOD))
    page = people.page()
    page.goto(site.address + "/sign-in")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("kim@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("E-mail address or password is wrong.")
    people.expect_error("401")
    expect(page.get_by_label("E-mail address")).to_have_value("kim@example.com")
    expect(page.get_by_label("Password")).to_be_focused()
    fine(page)
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "askwell_staff")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert page.evaluate("document.cookie") == ""


def test_an_administrator_adds_and_closes_an_account_on_a_phone(staff: Staff, site: Any) -> None:
    """Every page on the way is for everybody; closing asks once more, also by keyboard."""
    page = staff("/account", *ADMIN, viewport=PHONE)
    page.locator("details.who summary").click()
    fine(page)
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail address").fill("new@example.com")
    page.get_by_label("Name").fill("A name that is so long that it has to be broken somewhere on a small screen")
    page.get_by_role("radio", name="Content").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Added.")
    page.get_by_role("button", name="Make a sign-in link").click()
    expect(page.locator(".once pre")).to_contain_text("/sign-in?token=")
    page.locator("details.confirm summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close the account", exact=True)).to_be_focused()
    assert not site.services.staff.find("new@example.com").disabled
    fine(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The account is closed.")
    page.get_by_role("link", name="Audit log").click()
    expect(page.locator("tbody tr").first).to_contain_text("closed the account")
    fine(page)


def test_the_pages_are_for_everybody_in_dark(staff: Staff, site: Any) -> None:
    page = staff("/account", *ADMIN, color_scheme="dark")
    for path in ("/account", "/desk/staff", "/desk/audit"):
        page.goto(site.address + path)
        fine(page)

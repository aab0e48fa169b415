"""Everybody can use it: keyboard, screen reader, small screens, both colour schemes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.staff import Role

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
PASSWORD = "How do I reset my password?"
ADMIN = ("maria@example.com", Role.ADMIN, "Maria Lopez")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
"""All that differs between the schemes."""
RULES_OF = {"light": RULES, "dark": COLOURS}
PUBLIC_PAGES = (
    "/demo?lang=en",
    "/demo?lang=zh",
    "/help/en",
    "/help/fr?q=facture",
    "/help/es/sign-in",
    "/read/errors",
    "/sign-in",
    "/sign-in?token=old",
)
STAFF_PAGES = (
    "/desk",
    "/desk/deliveries",
    "/content",
    "/content?show=all&period=all",
    "/content/documents",
    "/content/quality",
    "/content/golden",
    "/content/reports",
    "/desk/reports",
    "/desk/reports?by=agent&period=90",
    "/documents/hostile?start=0&end=40",
)

Visit = Callable[..., Any]
Staff = Callable[..., Page]


def no_violation(page: Page, rules: dict[str, list[str]] = RULES) -> None:
    """axe-core finds nothing, open shadow roots included."""
    page.emulate_media(reduced_motion="reduce")  # colours are measured when nothing fades any more
    found = Axe().run(page, options=rules).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []


def no_sideways_scroll(page: Page) -> None:
    """The page is not wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def fits_small_screens(page: Page) -> None:
    """Nor than that of a phone, or of a very small one."""
    usual = page.viewport_size
    for size in (PHONE, SMALLEST):
        page.set_viewport_size(size)
        no_sideways_scroll(page)
    page.set_viewport_size(usual)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_have_no_violation(people: Any, site: Any, scheme: str) -> None:
    """Every public page, the widget closed, on every screen; three of them in dark, which only changes colours."""
    page = people.page(color_scheme=scheme)
    for path in PUBLIC_PAGES if scheme == "light" else PUBLIC_PAGES[:3]:
        page.goto(site.address + path)
        no_violation(page, RULES_OF[scheme])
        fits_small_screens(page)


def test_the_mark_leads_home_where_a_very_small_header_has_nothing_else(people: Any, site: Any) -> None:
    page = people.page(viewport=SMALLEST)
    page.goto(f"{site.address}/sign-in")
    expect(page.locator(".bar .logo")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_staff_pages_have_no_violation(staff: Staff, visit: Visit, site: Any, scheme: str) -> None:
    """Queue, conversation, log, question, documents and document, on every size of screen."""
    question = f"I want to talk to a person about the {scheme} side"
    visit().open().ask(question)
    page = staff("/desk", *ADMIN, color_scheme=scheme)
    rules = RULES_OF[scheme]
    for path in STAFF_PAGES if scheme == "light" else STAFF_PAGES[::3]:
        page.goto(site.address + path)
        no_violation(page, rules)
        fits_small_screens(page)
    page.goto(site.address + "/content?show=all")
    page.locator(".main-cell a").first.click()
    no_violation(page, rules)
    page.goto(site.address + "/desk")
    page.locator(".ticket", has_text=question).click()
    no_violation(page, rules)
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    no_violation(page, rules)


def test_the_focus_returns_to_the_button_that_opened_it(visit: Visit) -> None:
    """A button of the page opens the window; closing gives the focus back to that button."""
    widget = visit()
    button = widget.page.get_by_role("button", name="Ask the assistant")
    button.focus()
    widget.page.keyboard.press("Enter")
    expect(widget.box).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_finished_answer_is_announced_once(visit: Visit) -> None:
    """The log itself is silent; one status says the whole answer, without its numbers."""
    widget = visit().open()
    expect(widget.log).to_have_attribute("aria-live", "off")
    widget.ask(PASSWORD)
    status = widget.root.locator(".panel > [role=status]")
    expect(status).to_contain_text("The assistant answered: ")
    expect(status).to_contain_text("Open Settings and choose Security.")
    expect(status).not_to_contain_text("[1]")


def test_the_desk_is_usable_with_the_keyboard(staff: Staff, visit: Visit) -> None:
    """From the queue into a conversation, claim, reply: tab and enter do."""
    question = "Can I talk to a person about keyboard 101?"
    visit().open().ask(question)
    page = staff("/desk", *ADMIN)
    page.locator(".ticket", has_text=question).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#transcript")).to_contain_text(question)
    walk(page, page.get_by_role("button", name="Claim"))
    page.keyboard.press("Enter")
    box = page.get_by_label("Reply to the customer")
    expect(box).to_be_visible()
    walk(page, box, back=True)
    page.keyboard.type("Typed without a mouse.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#transcript")).to_contain_text("Typed without a mouse.")


@pytest.mark.parametrize("viewport", [PHONE, SMALLEST], ids=["390", "320"])
def test_the_conversation_fits(visit: Visit, viewport: dict[str, int]) -> None:
    """Tables and code scroll inside their own frames."""
    widget = visit(viewport=viewport, has_touch=True, reduced_motion="reduce").open()
    box = widget.panel.bounding_box()
    assert (box["x"], box["width"]) == (0, viewport["width"])
    widget.ask("What does error EXP-1001 of the exporter mean?")
    widget.ask("How do I run the hostile export?")
    assert widget.log.evaluate("node => node.scrollWidth <= node.clientWidth")
    no_sideways_scroll(widget.page)


def walk(page: Page, target: Any, *, back: bool = False, most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if target.evaluate("node => node.getRootNode().activeElement === node"):
            return
    raise AssertionError("the keyboard does not reach it")

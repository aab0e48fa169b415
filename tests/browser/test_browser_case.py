"""One conversation on the desk in a real browser, its customer in another: macros, quotes, files, drafts, outcomes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from api.staff import Role

ANA = ("ana@example.com", Role.AGENT, "Ana Ruiz")
BEN = ("ben@example.com", Role.AGENT, "Ben Cole")
PHONE = {"width": 390, "height": 844}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f0005000201a5f645"
    "400000000049454e44ae426082"
)

Visit = Callable[..., Any]
Staff = Callable[..., Page]


def reply_box(desk: Page) -> Locator:
    """Where the agent writes."""
    return desk.get_by_label(re.compile("^Reply to the customer"))


def take(visit: Visit, staff: Staff, question: str, **options: Any) -> tuple[Any, Page]:
    """A customer who asks for a person, and the agent who has claimed it."""
    widget = visit().open()
    widget.ask(question)
    desk = staff("/desk", *ANA, **options)
    desk.locator(".ticket", has_text=question).first.click()
    desk.get_by_role("button", name="Claim").click()
    expect(reply_box(desk)).to_be_visible()
    return widget, desk


def no_violation(page: Page) -> None:
    """axe-core finds nothing."""
    page.emulate_media(reduced_motion="reduce")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"runOnly": tags, "resultTypes": ["violations"]}
    found = Axe().run(page, options=rules).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []


def test_a_quoted_reply_with_a_file_reaches_the_customer_live(visit: Visit, staff: Staff, people: Any) -> None:
    """By keyboard: find a passage, insert it, attach, send; the customer opens the source and saves the file."""
    widget, desk = take(visit, staff, "I want to talk to a person about password 4711")
    reply_box(desk).fill("**Please** see <b>this</b>:\n\n")
    reply_box(desk).press("Alt+k")
    expect(desk.get_by_role("searchbox", name="Search what this customer may see")).to_be_focused()
    desk.keyboard.type("reset password")
    expect(desk.locator("#picker")).to_contain_text("Reset your password")
    no_violation(desk)
    desk.keyboard.press("Enter")
    quoted = re.compile(r"see <b>this</b>:\n\nTo reset your password.*1\. Open Settings.*\[1\]$", re.DOTALL)
    expect(reply_box(desk)).to_have_value(quoted)
    desk.locator("input[name=upload]").set_input_files(
        [
            {"name": "shot.png", "mimeType": "image/png", "buffer": PNG},
            {"name": "a.html", "mimeType": "text/plain", "buffer": b"<html>"},
        ]
    )
    expect(desk.locator("#unsent")).to_contain_text("shot.png")
    expect(desk.locator("#case-said")).to_contain_text("a.html: Files of this kind cannot be sent.")
    reply_box(desk).press("Control+Enter")
    line = widget.root.locator(".line.agent")
    expect(line.locator("strong")).to_have_text("Please")
    expect(line.locator(".bubble")).to_contain_text("see <b>this</b>")
    expect(line.locator(".bubble ol li")).to_have_count(3)
    expect(reply_box(desk)).to_have_value("")
    expect(desk.locator("#transcript .files img")).to_have_count(1)
    with widget.page.expect_download() as saved:
        line.get_by_role("button", name="shot.png").click()
    assert saved.value.suggested_filename == "shot.png"
    assert saved.value.path().read_bytes() == PNG
    line.locator(".cite").click()
    expect(widget.root.locator(".source")).to_contain_text("Open Settings")
    expect(widget.root.locator(".source mark").first).to_contain_text("To reset your password")
    no_violation(widget.page)
    desk.locator("#transcript").get_by_text("1 citation").last.scroll_into_view_if_needed()
    no_violation(desk)
    people.expect_error("422")


def test_what_is_written_survives_a_reload_and_live_updates(visit: Visit, staff: Staff) -> None:
    """Text, quotes and the origin of a suggestion; leaving the desk asks first."""
    widget, desk = take(visit, staff, "I want to talk to a person about terminal 9")
    widget.box.fill("How do I reset my password?")
    widget.box.press("Enter")
    suggestion = desk.locator(".suggestion").first
    expect(suggestion).to_contain_text("Reset your password")
    suggestion.get_by_role("button", name="Use and edit").click()
    expect(reply_box(desk)).to_have_value(re.compile(r"\[2\]$"))
    desk.keyboard.type(" Tell me how it went.")
    widget.box.fill("Are you there?")
    widget.box.press("Enter")
    expect(desk.locator("#transcript")).to_contain_text("Are you there?")
    expect(reply_box(desk)).to_have_value(re.compile("Tell me how it went.$"))
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.reload()
    assert asked == ["beforeunload"]
    expect(reply_box(desk)).to_have_value(re.compile("Tell me how it went.$"))
    expect(desk.locator("#main")).to_have_attribute("data-heard", "yes")  # its scripts are at work
    desk.get_by_role("button", name="Preview").click()
    expect(desk.locator("#preview .cite")).to_have_text(["1", "2"])
    desk.locator("#preview").press("Control+Enter")
    expect(widget.root.locator(".line.agent .cite")).to_have_count(2)
    expect(reply_box(desk)).to_be_visible()
    expect(reply_box(desk)).to_have_value("")  # the customer may have it before the agent's page has heard so
    desk.reload()
    expect(reply_box(desk)).to_have_value("")


def test_an_open_preview_stays_when_news_replaces_the_reply(visit: Visit, staff: Staff) -> None:
    """The page asks for news right after it was loaded; here the answer comes late, with the preview open."""
    _, desk = take(visit, staff, "I want to talk to a person about terminal 10")
    reply_box(desk).fill("It is **ready** now.")
    desk.on("dialog", lambda dialog: dialog.accept())
    news: list[Route] = []
    desk.route(
        desk.url, lambda route: news.append(route) if route.request.resource_type == "fetch" else route.continue_()
    )
    desk.reload()
    expect(desk.locator("#main")).to_have_attribute("data-heard", "yes")
    desk.get_by_role("button", name="Preview").click()
    expect(desk.locator("#preview strong")).to_have_text("ready")
    desk.evaluate("document.getElementById('preview').dataset.first = 'yes'")
    while not news:
        desk.wait_for_timeout(50)
    news.pop().continue_()
    expect(desk.locator("#preview[data-first]")).to_have_count(0)
    expect(desk.locator("#preview strong")).to_have_text("ready")
    expect(reply_box(desk)).to_be_hidden()


def test_a_slash_opens_the_macros(visit: Visit, staff: Staff) -> None:
    """At the beginning of a line only; arrows choose, Escape goes back."""
    macros = staff("/desk/macros", *ANA)
    for name, text in (("Greeting", "Hello {customer_name},"), ("Goodbye", "Best regards, {agent_name}")):
        macros.get_by_label("Name").fill(name)
        macros.get_by_label("Text").fill(text)
        macros.get_by_role("button", name="Save").click()
        expect(macros.get_by_role("link", name=f"Edit {name}")).to_be_visible()
        expect(macros.get_by_role("status")).to_have_text("Saved.")
    no_violation(macros)
    _, desk = take(visit, staff, "I want to talk to a person about the slash 12", color_scheme="dark")
    reply_box(desk).press("/")
    expect(desk.locator("#picker")).to_contain_text("Greeting")
    no_violation(desk)
    desk.keyboard.type("what nobody has written")
    desk.keyboard.press("Escape")
    expect(reply_box(desk)).to_be_focused()
    reply_box(desk).press("/")
    desk.keyboard.type("regards")
    expect(desk.locator("#picker li:visible")).to_have_count(1)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(reply_box(desk)).to_have_value("Best regards, Ana Ruiz")
    desk.keyboard.type(" 1/2")
    expect(reply_box(desk)).to_have_value("Best regards, Ana Ruiz 1/2")
    reply_box(desk).fill("")


def test_it_is_put_aside_flagged_and_settled_on_a_phone(visit: Visit, staff: Staff) -> None:
    """Every menu fits, can be reached by keyboard, and has no violation; the customer is asked how it went."""
    widget, desk = take(visit, staff, "I want to talk to a person about the phone 31", viewport=PHONE)
    desk.get_by_role("button", name="Content should answer this").click()
    expect(desk.locator("#case-head")).to_contain_text("Marked for the content team")
    desk.locator("#snooze summary").press("Enter")
    no_violation(desk)
    desk.get_by_role("button", name="For an hour").press("Enter")
    expect(desk.locator("#case-head")).to_contain_text("Snoozed")
    desk.get_by_role("button", name="Take up again").click()
    desk.locator("#resolve summary").press("Enter")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    no_violation(desk)
    desk.get_by_role("radio", name="No answer").check()
    desk.get_by_role("button", name="Mark as resolved").click()
    expect(desk.locator("#case-head")).to_contain_text("No answer")
    expect(widget.root.locator(".card.done")).to_contain_text("Resolved")


def test_it_is_given_to_a_colleague_by_keyboard(visit: Visit, staff: Staff, site: Any) -> None:
    """With a note; who gets it is told wherever they are on the desk, who gave it reads along."""
    question = "I want to talk to a person about the handover 52"
    ben = staff("/desk?rows=200", *BEN)
    expect(ben.locator("#main")).to_have_attribute("data-heard", "yes")
    _, ana = take(visit, staff, question)
    ana.locator("#assign summary").focus()
    ana.keyboard.press("Enter")
    ana.keyboard.press("Tab")
    expect(ana.get_by_label("Give it to")).to_be_focused()
    expect(ana.locator("optgroup[label='At the desk now']")).to_contain_text("Ben Cole · ")
    no_violation(ana)
    for size in (PHONE, {"width": 1280, "height": 800}):
        ana.set_viewport_size(size)
        assert ana.locator("#assign button").evaluate("node => node.getBoundingClientRect().right <= innerWidth")
    ana.keyboard.type("Ben")
    ana.keyboard.press("Tab")
    ana.keyboard.type("She calls at noon.")
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")
    expect(ana.locator("#case-head")).to_contain_text("Ben Cole has it")
    expect(ana.locator("#said")).to_have_text("Ben Cole has it now.")
    expect(ana.locator("#composer")).to_contain_text("Ben Cole is answering.")
    expect(ben.locator("#said")).to_have_text(f"Given to you: {question}")
    ben.locator(".ticket", has_text=question).click()
    expect(ben.locator(".said.note")).to_contain_text("She calls at noon.")
    expect(reply_box(ben)).to_be_visible()


def test_what_went_wrong_is_said_and_goes_once_it_is_mended(visit: Visit, staff: Staff, people: Any) -> None:
    """A suggestion that does not come can be asked for again; a complaint about an empty text ends with the text."""
    people.forgive("ERR_FAILED", "422")
    widget = visit().open()
    question = "I want to talk to a person about a bandicoot"
    widget.ask(question)
    desk = staff("/desk", *ANA, viewport={"width": 1440, "height": 900})
    working = threading.Event()
    desk.route(re.compile("/suggestion$"), lambda route: route.continue_() if working.is_set() else route.abort())
    desk.locator(".ticket", has_text=question).first.click()
    desk.get_by_role("button", name="Claim").click()
    expect(desk.locator("#suggested")).to_contain_text("No suggestion could be loaded.")
    again = desk.locator("#suggested").get_by_role("button", name="Try again")
    with desk.expect_request(re.compile("/suggestion$")):
        again.press("Enter")
    working.set()
    again.evaluate_all("buttons => buttons.forEach((button) => button.click())")
    expect(desk.locator("#suggested")).not_to_contain_text("No suggestion could be loaded.")
    reply_box(desk).press("Control+Enter")
    expect(desk.get_by_role("alert").filter(has_text="The text is empty.")).to_be_visible()
    reply_box(desk).fill("A bandicoot digs for beetles.")
    expect(desk.get_by_text("The text is empty.")).to_have_count(0)

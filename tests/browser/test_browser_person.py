"""What a customer sees and can do while a person has the conversation or will get it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from api.staff import Role
from tests.browser.states import with_mail

ANA = ("ana@example.com", Role.AGENT, "Ana Ruiz")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "0500015a8d2e4a0000000049454e44ae426082"
)
DROP = """(panel, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.txt', { type: 'text/plain' }));
    panel.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}"""

Visit = Callable[..., Any]
Staff = Callable[..., Page]


def fail(status: int, code: str, route: Route) -> None:
    """Answer in the server's place."""
    route.fulfill(status=status, json={"code": code})


def news_first(route: Route) -> None:
    """Something else happens before the server answers, and whatever has changed is drawn anew."""
    route.request.frame.page.evaluate("dispatchEvent(new Event('offline'))")
    route.continue_()


def claim(desk: Page, question: str) -> None:
    """Take a conversation."""
    desk.locator(".ticket", has_text=question).first.click()
    desk.get_by_role("button", name="Claim").click()
    expect(desk.get_by_label(re.compile("^Reply to the customer"))).to_be_visible()


def reply(desk: Page, text: str) -> None:
    """Write to the customer."""
    desk.get_by_label(re.compile("^Reply to the customer")).fill(text)
    desk.get_by_role("button", name="Send").click()


def send_files(widget: Any, picture: Path) -> None:
    """Attach one file by the button and one by dropping it, think better of the second, and send the first."""
    picture.write_bytes(PNG)
    widget.root.locator("input[type=file]").set_input_files(picture)
    expect(widget.root.locator(".tray li")).to_contain_text("handle.png")
    widget.panel.evaluate(DROP, "The serial number is 42.")
    expect(widget.root.locator(".tray li")).to_have_count(2)
    widget.root.get_by_role("button", name="Remove dropped.txt").press("Enter")
    expect(widget.root.locator(".tray li")).to_have_count(1)
    expect(widget.root.locator("progress")).to_have_count(0)
    widget.box.press("Enter")
    expect(widget.root.locator(".tray li")).to_have_count(0)
    expect(widget.root.locator(".visitor .sources")).to_contain_text("handle.png")


def test_from_the_queue_to_the_mark_with_files_and_words(visit: Visit, staff: Staff, tmp_path: Path) -> None:
    """Place in the queue, files by button and by dropping, seen marks, the end, words beside the mark, open again."""
    question = "I want to talk to a person about suitcase 60311"
    widget = visit().open()
    root = widget.root
    answer = widget.ask(question)
    expect(answer.locator(".author .tag")).to_have_text("Passed to our team")
    expect(root.locator(".card.wait .tag")).to_have_text(re.compile(r"You are next|Number \d+ in line"))
    expect(root.get_by_role("button", name="Talk to a person")).to_have_count(0)

    send_files(widget, tmp_path / "handle.png")

    desk = staff("/desk", *ANA)
    claim(desk, question)
    expect(desk.locator("#transcript")).to_contain_text("handle.png")
    expect(root.locator(".standing")).to_contain_text("Ana Ruiz from our team is here")
    with widget.page.expect_request("**/typing"):
        widget.box.fill("It is the blue one.")
    widget.box.press("Enter")
    expect(root.locator(".standing .seen")).to_have_text("Seen")
    with widget.page.expect_request("**/read"):
        reply(desk, "I see it.")

    desk.locator("#resolve summary").click()
    desk.get_by_role("button", name="Mark as resolved").click()
    card = root.locator(".card.done")
    widget.page.route("**/csat", news_first, times=1)
    card.get_by_role("button", name="4 of 5").press("Enter")
    expect(card.get_by_role("button", name="4 of 5")).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("button", name="4 of 5")).to_be_focused()
    card.get_by_label("In your own words").fill("Quick and kind.")
    with widget.page.expect_response("**/csat") as sent:
        card.get_by_role("button", name="Send").click()
    assert sent.value.request.post_data_json == {"score": 4, "comment": "Quick and kind."}
    widget.page.reload()
    expect(card.get_by_role("button", name="4 of 5")).to_have_attribute("aria-pressed", "true")
    widget.box.fill("One more thing: the lock.")
    widget.box.press("Enter")
    expect(root.locator(".card.wait")).to_contain_text("Open again: waiting for a person")


def test_files_that_cannot_be_sent_say_why_and_go_away(visit: Visit, people: Any, tmp_path: Path) -> None:
    """The bytes decide; a page is refused, a file too large as well, and both can be removed."""
    widget = visit().open()
    expect(widget.root.get_by_role("button", name="Attach a file")).to_have_count(0)
    widget.ask("I want to talk to a person about page 60312")
    expect(widget.root.get_by_role("button", name="Attach a file")).to_be_visible()
    page, big = tmp_path / "page.pdf", tmp_path / "big.txt"
    page.write_text("<html><script>1</script></html>", encoding="utf-8")
    big.write_bytes(b"a" * (10 * 1024 * 1024 + 1))
    chooser = widget.root.locator("input[type=file]")
    chooser.set_input_files(page)
    expect(widget.root.locator(".tray .failed")).to_contain_text("Only pictures, PDF, text and CSV files can be sent.")
    expect(widget.root.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    chooser.set_input_files(big)
    expect(widget.root.locator(".tray .failed").last).to_contain_text("This file is too large")
    for name in ("page.pdf", "big.txt"):
        widget.root.get_by_role("button", name=f"Remove {name}").click()
    expect(widget.root.locator(".tray li")).to_have_count(0)
    people.expect_error("422")
    people.expect_error("413")


def test_a_file_goes_up_although_the_session_has_ended_meanwhile(visit: Visit, people: Any, tmp_path: Path) -> None:
    """With a new token, as everything else does; removing it fails in silence where the line is cut."""
    widget = visit().open()
    widget.ask("I want to talk to a person about page 60314")
    refused: list[str] = []

    def once(route: Route) -> None:
        if refused or route.request.method != "POST":
            route.continue_()
            return
        refused.append(route.request.headers["authorization"])
        fail(401, "unauthorized", route)

    widget.page.route("**/attachments*", once)
    picture = tmp_path / "lever.png"
    picture.write_bytes(PNG)
    widget.root.locator("input[type=file]").set_input_files(picture)
    expect(widget.root.locator("progress")).to_have_count(0)
    expect(widget.root.locator(".tray .failed")).to_have_count(0)
    assert refused
    people.expect_error("401")
    people.forgive("ERR_FAILED")
    widget.page.route("**/attachments/*", lambda route: route.abort())
    widget.root.get_by_role("button", name="Remove lever.png").press("Enter")
    expect(widget.root.locator(".tray li")).to_have_count(0)


def test_a_copy_goes_to_an_address(visit: Visit, people: Any) -> None:
    """Asked for in the panel; a wrong address, a limit and a server that lost its mail are each said plainly."""
    widget = visit()
    widget.page.route("**/v1/sessions", with_mail)
    widget.open()
    root = widget.root
    expect(root.get_by_role("button", name="E-mail a copy")).to_have_count(0)
    widget.ask("How do I reset my password?")
    root.get_by_role("button", name="E-mail a copy").click()
    box = root.get_by_label("Where should a copy of this conversation go?")
    expect(box).to_be_focused()
    box.fill("eva@example.com")
    for status, code, said in (
        (422, "invalid_input", "Please check this address."),
        (429, "rate_limited", "No copy can be sent now."),
        (None, "unavailable", "Something went wrong on our side."),
    ):
        if status:
            widget.page.route("**/transcript", partial(fail, status, code))
        box.press("Enter")
        expect(root.locator(".intro .says")).to_contain_text(said)
        widget.page.unroute("**/transcript")
        people.expect_error(str(status or 503))
    widget.page.route("**/transcript", lambda route: route.fulfill(json={"queued": True}))
    with widget.page.expect_request("**/transcript") as sent:
        box.press("Enter")
    assert sent.value.post_data_json == {"email": "eva@example.com", "lang": "en"}
    expect(root.locator(".intro")).to_contain_text("A copy is on its way to eva@example.com.")
    expect(widget.box).to_be_focused()


def test_escape_takes_one_thing_away_at_a_time(visit: Visit) -> None:
    """The form for a copy first, then the window; the keyboard stays where it was."""
    widget = visit()
    widget.page.route("**/v1/sessions", with_mail)
    widget.open()
    widget.ask("How do I reset my password?")
    copy = widget.root.get_by_role("button", name="E-mail a copy")
    copy.press("Enter")
    widget.root.get_by_label("Where should a copy of this conversation go?").press("Escape")
    expect(widget.root.locator(".intro")).to_be_hidden()
    expect(copy).to_be_focused()
    expect(widget.panel).to_be_visible()
    copy.press("Escape")
    expect(widget.panel).to_be_hidden()


def test_no_copy_is_offered_where_none_can_be_sent(visit: Visit) -> None:
    widget = visit().open()
    widget.ask("How do I reset my password?")
    expect(widget.root.get_by_role("button", name="Talk to a person")).to_be_visible()
    expect(widget.root.get_by_role("button", name="E-mail a copy")).to_be_hidden()


def test_who_waits_for_a_person_is_told_whom_they_write_to(visit: Visit) -> None:
    widget = visit().open()
    expect(widget.box).to_have_attribute("placeholder", "Ask a question…")
    widget.ask("I want to talk to a person about page 60313")
    expect(widget.box).to_have_attribute("placeholder", "Write to our team…")


def test_when_the_budget_is_spent_a_person_is_offered(visit: Visit, people: Any) -> None:
    """The line says so, and one press brings the same words to a person."""
    widget = visit().open()
    widget.page.route("**/v1/ask", partial(fail, 429, "daily_budget_spent"))
    widget.box.fill("How do I mend a strap?")
    widget.box.press("Enter")
    line = widget.root.locator(".failure")
    expect(line).to_contain_text("as much as it may today")
    line.get_by_role("button", name="Talk to a person").click()
    expect(widget.box).to_have_value("How do I mend a strap?")
    widget.box.press("Enter")
    expect(widget.root.locator(".card.wait")).to_be_visible()
    people.expect_error("429")


def test_a_conversation_that_is_gone_is_said_once(visit: Visit, people: Any) -> None:
    """The visitor reads that it no longer exists and that the next message starts a new one."""
    widget = visit()
    key = f"askwell:{widget.page.url.split('/demo')[0]}/"
    widget.page.evaluate("key => localStorage.setItem(key, JSON.stringify({conversation: 'cnv_gone'}))", key)
    widget.page.reload()
    widget.open()
    expect(widget.root.locator(".banner")).to_contain_text("This conversation no longer exists.")
    people.expect_error("404")
    widget.ask("How do I reset my password?")
    expect(widget.root.locator(".banner")).to_be_hidden()

"""From the assistant to a person and back, in two browsers at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from api.staff import Role

PASSWORD = "How do I reset my password?"
ANA = ("ana@example.com", Role.AGENT, "Ana Ruiz")
BEN = ("ben@example.com", Role.AGENT, "Ben Cole")

Visit = Callable[..., Any]
Staff = Callable[..., Page]


def open_case(desk: Page, question: str) -> None:
    """Choose a conversation in the queue."""
    desk.locator(".ticket", has_text=question).first.click()
    expect(desk.locator("#transcript")).to_contain_text(question)


def claim(desk: Page, question: str) -> None:
    """Open a conversation and take it."""
    open_case(desk, question)
    desk.get_by_role("button", name="Claim").click()
    expect(desk.get_by_label(re.compile("^Reply to the customer"))).to_be_visible()


def test_a_persons_reply_reaches_the_open_widget_live(visit: Visit, staff: Staff) -> None:
    """Ask for a person; the agent claims and replies; the line appears under their name without a reload."""
    question = "How do I reset my password at till 90210?"
    widget = visit().open()
    widget.ask(question)
    widget.root.get_by_role("button", name="Talk to a person").first.click()
    expect(widget.root.locator(".card.wait")).to_be_visible()
    widget.ask("It is urgent, the shop opens at nine")
    desk = staff("/desk", *ANA)
    claim(desk, question)
    expect(widget.root.locator(".standing")).to_contain_text("Ana Ruiz from our team is here")
    desk.get_by_label(re.compile("^Reply to the customer")).fill("Hello, I am looking into it.\nOne moment.")
    desk.keyboard.press("Control+Enter")
    line = widget.root.locator(".line.agent")
    expect(line).to_contain_text("Hello, I am looking into it.")
    expect(line.locator(".author")).to_contain_text("Ana Ruiz")
    expect(line.locator(".tag")).to_have_text("Person")
    expect(desk.locator("#transcript")).to_contain_text("One moment.")
    expect(desk.get_by_label(re.compile("^Reply to the customer"))).to_have_value("")
    widget.box.fill("Thank you, Ana.")
    widget.box.press("Enter")
    expect(desk.locator("#transcript")).to_contain_text("Thank you, Ana.")
    expect(widget.root.locator(".line.assistant.writing")).to_have_count(0)
    desk.locator("#resolve summary").click()
    desk.get_by_role("button", name="Mark as resolved").click()
    expect(widget.root.locator(".card.done")).to_contain_text("Resolved")
    expect(widget.root.locator(".log")).to_contain_text("if it is not, just write again")
    expect(widget.root.locator(".card.done")).not_to_contain_text("You can write here again")
    widget.root.get_by_role("button", name="5 of 5, Very good").click()
    expect(widget.root.locator(".card.done")).to_contain_text("Thank you. This helps us to improve.")


def test_after_a_reload_the_person_is_still_there(visit: Visit, staff: Staff) -> None:
    """The agent's lines and who is in charge survive a reload of the visitor's page."""
    question = "I want to talk to a person about contract 5150"
    widget = visit().open()
    widget.ask(question)
    desk = staff("/desk", *ANA)
    claim(desk, question)
    desk.get_by_label(re.compile("^Reply to the customer")).fill("I have your contract in front of me.")
    desk.get_by_role("button", name="Send").click()
    expect(widget.root.locator(".line.agent")).to_be_visible()
    widget.page.reload()
    expect(widget.root.locator(".line.agent")).to_contain_text("I have your contract in front of me.")
    expect(widget.root.locator(".state").first).to_have_text("You are talking with a person")
    desk.get_by_label(re.compile("^Reply to the customer")).fill("It is settled.")
    desk.get_by_role("button", name="Send").click()
    expect(widget.root.locator(".line.agent")).to_have_count(2)


def test_a_reply_while_the_window_is_closed_is_counted_on_the_button(visit: Visit, staff: Staff) -> None:
    """The launcher says how many lines of a person are unread; opening it reads them."""
    question = "Please let me talk to a person about ticket 777"
    widget = visit().open()
    widget.ask(question)
    widget.root.get_by_role("button", name="Close help").click()
    desk = staff("/desk", *ANA)
    claim(desk, question)
    desk.get_by_label(re.compile("^Reply to the customer")).fill("Are you still there?")
    desk.get_by_role("button", name="Send").click()
    expect(widget.root.locator(".unread")).to_have_text("1")
    expect(widget.root.get_by_role("button", name="Open help, 1 new message")).to_be_visible()
    widget.launcher.click()
    expect(widget.root.locator(".line.agent")).to_contain_text("Are you still there?")
    widget.root.get_by_role("button", name="Close help").click()
    expect(widget.root.locator(".unread")).to_be_hidden()


def test_a_person_can_be_asked_for_before_any_question(visit: Visit, staff: Staff) -> None:
    """The first thing a visitor writes can go to a person; it can also be called off."""
    widget = visit().open()
    widget.root.get_by_role("button", name="Talk to a person").click()
    expect(widget.root.locator(".intro")).to_contain_text("What is it about?")
    widget.root.get_by_role("button", name="Ask the assistant instead").click()
    expect(widget.root.locator(".intro")).to_be_hidden()
    widget.root.get_by_role("button", name="Talk to a person").click()
    widget.box.fill("My account 31337 is locked and I am about to travel")
    widget.box.press("Enter")
    expect(widget.root.locator(".card.wait")).to_be_visible()
    desk = staff("/desk", *ANA)
    expect(desk.locator(".ticket", has_text="My account 31337 is locked")).to_be_visible()


def test_a_second_agent_sees_who_has_it(visit: Visit, staff: Staff) -> None:
    """The colleague's screen follows: the row, the head and the composer name the owner; claiming is refused."""
    question = "Could I talk to a person about refund 424242?"
    widget = visit().open()
    widget.ask(question)
    first, second = staff("/desk", *ANA), staff("/desk", *BEN)
    open_case(second, question)
    claim(first, question)
    expect(second.locator("#case-head")).to_contain_text("Ana Ruiz has it")
    expect(second.locator("#composer")).to_contain_text("Ana Ruiz is answering")
    expect(second.get_by_role("button", name="Claim")).to_have_count(0)
    expect(second.locator(".ticket[aria-current]")).to_contain_text("Ana Ruiz")
    second.locator("#notes summary").click()
    second.get_by_label("Internal note; the customer never sees it").fill("She wrote last week too.")
    second.get_by_role("button", name="Save note").click()
    expect(first.locator(".said.note")).to_contain_text("She wrote last week too.")
    expect(widget.root.locator(".log")).not_to_contain_text("She wrote last week too.")


def test_a_draft_survives_what_arrives_meanwhile(visit: Visit, staff: Staff) -> None:
    """A half-written reply stays in its box, and the box keeps the focus, when the customer writes again."""
    question = "I need to talk to a person about seat 12F"
    widget = visit().open()
    widget.ask(question)
    desk = staff("/desk", *ANA)
    claim(desk, question)
    box = desk.get_by_label(re.compile("^Reply to the customer"))
    box.press_sequentially("Let me look whe")
    expect(widget.root.locator(".standing")).to_contain_text("Ana Ruiz is writing")
    widget.box.fill("It is row twelve, not two.")
    widget.box.press("Enter")
    expect(desk.locator("#transcript")).to_contain_text("It is row twelve, not two.")
    expect(box).to_have_value("Let me look whe")
    expect(box).to_be_focused()


def test_handing_back_lets_the_assistant_answer_again(visit: Visit, staff: Staff) -> None:
    """After the hand-back the next question gets an answer with its source."""
    question = "May I talk to a person about order 8086?"
    widget = visit().open()
    widget.ask(question)
    desk = staff("/desk", *ANA)
    claim(desk, question)
    desk.get_by_label(re.compile("^Reply to the customer")).fill("Done.")
    desk.get_by_role("button", name="Send").click()
    expect(widget.root.locator(".line.agent")).to_be_visible()
    desk.locator("#hand-back summary").click()
    desk.get_by_role("button", name="Hand back to the assistant").click()
    expect(widget.root.locator(".state").first).to_have_text("Automatic assistant")
    answer = widget.ask(PASSWORD)
    expect(answer.locator(".cite").first).to_be_visible()


def test_the_desk_shows_why_and_what_was_found(visit: Visit, staff: Staff) -> None:
    """The card gives reason, question, page and passages with scores; a passage opens in its document."""
    question = "I want to talk to a person about the exporter error EXP-1001"
    widget = visit().open()
    widget.ask(PASSWORD)
    widget.ask(question)
    desk = staff("/desk", *ANA)
    open_case(desk, question)
    card = desk.locator("#card")
    expect(card).to_contain_text("The customer asked for a person.")
    expect(card).to_contain_text("How can we help?")
    quotes = desk.locator(".quotes").first
    quotes.locator("summary").click()
    with desk.context.expect_page() as opened:
        quotes.get_by_role("link", name="Reset your password").first.click()
    expect(opened.value.locator("#quote")).to_be_in_viewport()
    assert "To reset your password" in " ".join(opened.value.locator("mark").all_inner_texts())


def test_the_desk_works_without_script(visit: Visit, staff: Staff) -> None:
    """Claim, reply and resolve are plain forms."""
    question = "Is there a person for invoice 6502? I want to talk to a person."
    widget = visit().open()
    widget.ask(question)
    desk = staff("/desk", *ANA, java_script_enabled=False)
    desk.locator(".ticket", has_text="invoice 6502").first.click()
    desk.get_by_role("button", name="Claim").click()
    desk.get_by_label(re.compile("^Reply to the customer")).fill("Yes, me.")
    desk.get_by_role("button", name="Send").click()
    expect(widget.root.locator(".line.agent")).to_contain_text("Yes, me.")
    desk.locator("#resolve summary").click()
    desk.get_by_role("button", name="Mark as resolved").click()
    expect(desk.locator("#case-head")).to_contain_text("Resolved")

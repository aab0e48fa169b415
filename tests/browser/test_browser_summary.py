"""What a model sums up on the card of a conversation: it appears by itself, marked, above the customer's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from answering.understanding.restating_model import Restatement
from api.staff import Role
from core.model import Reason
from escalation.restatements import Restatements
from escalation.tickets import Agent

ANA = ("ana@example.com", Role.AGENT, "Ana Ruiz")
PHONE = {"width": 390, "height": 844}
QUESTION = "the export of <b>last month</b> stopped again, with E-4711 this time " * 5
SUMMARY = "The customer’s export of last month stops with <i>E-4711</i>, for the second time."


def test_a_summary_appears_on_an_open_card_as_text(staff: Callable[..., Page], site: Any) -> None:
    parts = site.services
    with parts.database.write() as session:
        conversation = parts.desk.start(session, parts.visitors.create(session).id)
        case = parts.desk.open(session, conversation.id, Reason.NO_CONTENT, QUESTION, lang="en")
    desk = staff(f"/desk/{case.id}", *ANA)
    card = desk.locator("#card")
    expect(card).to_contain_text("the export of <b>last month</b>")
    expect(card).not_to_contain_text("Summed up by a model")
    made = Restatement(SUMMARY, "en", "openai:qwen2.5:7b", "restate@1")
    with parts.database.write() as session:
        Restatements().keep(session, case.id, made, parts.clock())
    expect(card.locator(".restated")).to_have_text(SUMMARY)
    expect(card).to_contain_text("Summed up by a model (openai:qwen2.5:7b) and not checked by anybody")
    expect(card.locator(".own-words")).to_contain_text("the export of <b>last month</b>")
    card.get_by_text("The whole question").click()
    expect(card.locator("#whole p")).to_be_visible()
    with parts.database.write() as session:  # not to be in the way of other tests
        agent = Agent(site.member(*ANA).id, "Ana Ruiz")
        parts.desk.claim(session, case.id, agent)
        parts.desk.resolve(session, case.id, agent)
    expect(desk.locator("#case-head")).to_contain_text("Settled by you")
    for viewport in (None, PHONE):
        if viewport:
            desk.set_viewport_size(viewport)  # type: ignore[arg-type]
            assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        found = Axe().run(desk, "#card", options={"resultTypes": ["violations"]}).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []

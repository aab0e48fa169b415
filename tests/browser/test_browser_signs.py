"""At the desk, live: the customer types, has read; and is told that an agent has read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from api.staff import Role
from tests.browser.conftest import until

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf00000301010018dd8db0"
    "0000000049454e44ae426082"
)


def test_customer_and_agent_see_what_the_other_does(site: Any, staff: Callable[..., Page]) -> None:
    with httpx2.Client(base_url=site.address, timeout=20) as client:
        client.headers["Authorization"] = f"Bearer {client.post('/v1/sessions').json()['token']}"
        made = client.post(
            "/v1/conversations", json={"person": True, "text": "My export is broken", "lang": "en"}
        ).json()
        path, ticket = f"/v1/conversations/{made['conversation_id']}", made["escalation"]["id"]
        desk = staff(f"/desk/{ticket}", "sia@example.com", Role.AGENT, "Sia Bell")
        desk.get_by_role("button", name="Claim", exact=True).last.click()
        typing = desk.locator("#customer-typing")
        expect(desk.get_by_label("Reply to the customer")).to_be_visible()
        expect(typing).to_be_empty()

        client.post(f"{path}/typing")
        expect(typing).to_have_text("The customer is typing…")
        file = client.post(f"{path}/attachments", params={"name": "screen.png"}, content=PNG).json()
        line = client.post(f"{path}/messages", json={"text": "See here", "attachments": [file["id"]]}).json()
        expect(desk.locator("#transcript .said.visitor").last.get_by_role("link", name="screen.png")).to_be_visible()
        expect(typing).to_be_empty()
        until(desk, lambda: client.get(path).json()["read"]["agent"], line["message_id"])

        desk.get_by_label("Reply to the customer").fill("I am looking at it.")
        desk.get_by_role("button", name="Send").click()
        mine = desk.locator("#transcript .said.agent").last
        expect(mine).to_contain_text("I am looking at it.")
        expect(mine).not_to_contain_text("Seen by the customer")
        client.post(f"{path}/read", json={"message_id": client.get(path).json()["messages"][-1]["id"]})
        expect(mine).to_contain_text("Seen by the customer")

"""How long an agent's line takes until it is drawn in the widget of a real Chromium, on the clock of the machine."""

from __future__ import annotations

import asyncio
import time

import httpx2
from playwright.async_api import Page, async_playwright

from benchmarks.first_token import find_browser

_SHOWN = """(text) => new Promise((resolve) => {
  const log = document.querySelector('askwell-widget').shadowRoot.querySelector('.log');
  const observer = new MutationObserver(look);
  function look() {
    if (!log.textContent.includes(text)) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(Date.now()));
  }
  observer.observe(log, { childList: true, subtree: true, characterData: true });
  look();
})"""
_SETTLE_S = 0.05
"""Between two lines, so that the browser watches before the next is sent."""


async def until_drawn(address: str, client: httpx2.AsyncClient, key: dict[str, str], lines: int) -> list[float]:
    """Milliseconds from just before the agent's request to the frame that shows the line, for each of `lines`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = await browser.new_page()
        escalation = await _hand_over(page, address, client, key)
        took = [await _line(page, client, key, escalation, f"Line {number} on the screen") for number in range(lines)]
        await browser.close()
    return took


async def _hand_over(page: Page, address: str, client: httpx2.AsyncClient, key: dict[str, str]) -> str:
    """A customer in the widget who asks for a person and is claimed; returns the id of the escalation."""
    await page.goto(f"{address}/demo?lang=en")
    await page.evaluate("() => window.Askwell.open()")
    box = page.locator("askwell-widget .composer textarea")
    await box.fill("I want to talk to a person about the screen")
    await box.press("Enter")
    while True:
        waiting = (await client.get("/v1/escalations?unassigned=true", headers=key)).json()["items"]
        if waiting:
            break
        await asyncio.sleep(_SETTLE_S)
    name = str(waiting[0]["id"])
    (
        await client.post(f"/v1/escalations/{name}/claim", json={"agent": "ana@example.com"}, headers=key)
    ).raise_for_status()
    return name


async def _line(page: Page, client: httpx2.AsyncClient, key: dict[str, str], escalation: str, text: str) -> float:
    drawn = asyncio.create_task(page.evaluate(_SHOWN, text))
    await asyncio.sleep(_SETTLE_S)
    begun = time.time() * 1000
    body = {"agent": "ana@example.com", "text": text}
    (await client.post(f"/v1/escalations/{escalation}/reply", json=body, headers=key)).raise_for_status()
    return float(await drawn) - begun

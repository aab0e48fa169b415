"""axe-core finds nothing in any state of the widget, in light and dark, left to right and right to left."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.states import JOURNEYS, Journey, Stage, right_to_left

PHONE = {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": ["color-contrast"]}
SMALL = """host => [...host.shadowRoot.querySelectorAll('button, a[href], input, textarea, summary')].filter(node => {
    const box = node.getBoundingClientRect();
    const grown = parseFloat(getComputedStyle(node, '::after').inset) || 0;
    const inText = node.matches('a, .link') && node.closest('p, li, td, .reason');
    return box.width && !inText && Math.min(box.width, box.height) - 2 * Math.min(grown, 0) < 24;
}).map(node => `${node.className}: ${node.textContent}`)"""
WIDE = """host => [...host.shadowRoot.querySelectorAll('.log, .scroll, .panel, .composer')]
    .filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.className)"""


@pytest.mark.parametrize("journey", [*JOURNEYS, right_to_left], ids=lambda journey: journey.__name__)
def test_every_state_is_for_everybody(people: Any, site: Any, journey: Journey) -> None:
    """No violation, in dark no contrast too low, no target under 24 pixels, nothing cut off at 320 pixels."""
    page = people.page(viewport=PHONE, reduced_motion="reduce")
    stage = Stage(page, site)
    for state in journey(stage):
        assert violations(page, RULES) == [], state
        page.emulate_media(color_scheme="dark")
        assert violations(page, CONTRAST) == [], state
        page.emulate_media(color_scheme="light")
        assert stage.root.evaluate(SMALL) == [], state
        page.set_viewport_size({"width": 320, "height": 568})
        assert stage.root.evaluate(WIDE) == [], state
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    people.forgive("")


def violations(page: Page, rules: dict[str, Any]) -> list[Any]:
    """What axe-core finds, open shadow roots included."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate("async rules => (await axe.run('askwell-widget', rules)).violations", rules)
    return [(rule["id"], [(node["html"][:160], node["failureSummary"]) for node in rule["nodes"]]) for rule in found]

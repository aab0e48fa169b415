"""The board of gaps in the browser: by keyboard, on a phone, for everybody who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.asked import Ask
from api.callers import Caller
from api.staff import Role
from core.clock import timestamp
from insights.causes.judging import shipped_causes
from tests.browser.conftest import until
from tests.cause_labels import covered_is_not_found, say

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
EDITOR = ("carla@example.com", Role.CONTENT, "Carla Content")
PARCEL = ("Where is the parcel that I sent to Iceland?", "Where is the parcel that I sent to Iceland last week?")
MENU = ("Which vitamins does the canteen serve?", "Which vitamins does the canteen serve on Mondays?")

Staff = Callable[..., Page]


@pytest.mark.parametrize(("asked", "viewport"), [(PARCEL, PHONE), (MENU, DESKTOP)])
def test_a_gap_is_worked_on_split_and_merged_by_keyboard(
    staff: Staff, site: Any, asked: tuple[str, str], viewport: dict[str, int]
) -> None:
    for question in asked:
        site.services.assistant.ask(Caller("192.0.2.1"), Ask(question, "trc", lang="en"))
    while site.services.gaps.placing.run():
        pass
    while site.services.causes.step():
        pass
    page = staff("/content/gaps", *EDITOR, viewport=viewport)
    sound(page)
    page.get_by_role("link", name=asked[0].removesuffix("?")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(asked[0].removesuffix("?"))
    page.get_by_label("State").select_option("In progress")
    page.get_by_label("Owner").select_option("Carla Content")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Somebody works on it.")).to_be_visible()
    expect(page.get_by_role("heading", name="What speaks for it")).to_be_visible()
    page.get_by_label("Is that wrong?").select_option("Outdated")
    page.get_by_role("button", name="Correct").press("Enter")
    expect(page.get_by_role("heading", name="Cause: outdated")).to_be_visible()
    page.get_by_label("New note").fill("Ask the carrier.")
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_text("Ask the carrier.")).to_be_visible()
    sound(page)
    first = page.url.partition("#")[0]
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_role("button", name="Split off").press("Enter")
    expect(page.get_by_role("heading", name="1 question")).to_be_visible()
    page.get_by_text("Merge with another gap").press("Enter")
    page.locator("input[name=address]").fill(first)
    page.get_by_role("button", name="Merge into this gap").press("Enter")
    expect(page.get_by_role("heading", name="2 questions")).to_be_visible()
    expect(page.get_by_text("Ask the carrier.")).to_be_visible()


def sound(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_regrouping_is_shown_while_it_runs_and_so_is_its_end(staff: Staff, site: Any) -> None:
    """The page follows by itself; runs are put into the database as another process would have them under way."""
    page, runs, database = staff("/content/gaps", *EDITOR), site.services.gaps.runs, site.services.database
    bar = page.get_by_role("progressbar", name="Questions that have their gap")
    run = under_way(site)
    page.reload()
    expect(page.get_by_role("status")).to_have_text("Grouping all questions anew…")
    expect(page.get_by_role("button", name="Group anew")).to_have_count(0)
    runs.beat(run, 40, 120)
    until(page, lambda: bar.evaluate("one => [one.value, one.max]"), [40, 120])
    with database.write() as session:
        runs.end(session, run, 120, 9, 3)
    expect(page.get_by_text("120 questions in 9 gaps; 3 went to another one.")).to_be_visible()
    runs.fail(under_way(site))
    page.reload()
    expect(page.get_by_text("did not come to its end; it changed nothing.")).to_be_visible()
    page.get_by_role("button", name="Group anew").press("Enter")
    expect(page.get_by_text(re.compile(r"^Grouped .+ gaps?; "))).to_be_visible()
    sound(page)


def under_way(site: Any) -> int:
    """A regrouping that some process has just begun."""
    at = timestamp(site.services.clock())
    with site.services.database.write() as session:
        row = session.execute(
            "INSERT INTO gap_runs (state, by, done, total, started_at, beat_at) VALUES ('running', '', 0, 0, ?, ?)"
            " RETURNING id",
            (at, at),
        ).fetchone()
    return int(row["id"])


def test_what_is_learned_of_causes_is_seen_used_and_taken_back_by_keyboard(staff: Staff, site: Any) -> None:
    """Sound in each state: nothing to learn from, a fit to look at, a fit in use."""
    site.services.assistant.ask(Caller("192.0.2.1"), Ask(PARCEL[0], "trc", lang="en"))
    while site.services.gaps.placing.run():
        pass
    while site.services.causes.step():
        pass
    page = staff("/content/gaps", *EDITOR)
    page.get_by_role("link", name="Causes").press("Enter")
    expect(page.get_by_text("Not enough yet:")).to_be_visible()
    sound_at_both_sizes(page)
    embedder = site.services.embedder.id
    with site.services.database.write() as session:
        say(session, shipped_causes().model_for(embedder), embedder, covered_is_not_found, 60)
        session.execute("""UPDATE gap_causes SET features = '{"coverage": 0.9}', cause = 'missing'""")
    page.reload()
    page.get_by_role("button", name="Learn from them").press("Enter")
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    expect(page.get_by_role("link", name=PARCEL[0].removesuffix("?"))).to_be_visible()
    sound_at_both_sizes(page)
    page.get_by_role("button", name="Use it").first.press("Enter")
    expect(page.get_by_text("learned from your team,")).to_be_visible()
    sound_at_both_sizes(page)
    page.get_by_text("Take it back", exact=True).press("Enter")
    page.get_by_role("button", name="Yes, as shipped").press("Enter")
    expect(page.get_by_text("The model as shipped.")).to_be_visible()


def sound_at_both_sizes(page: Page) -> None:
    for width, height in ((390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        sound(page)

"""Pictures of every state, to be looked at: `make screenshots` puts them into screenshots/ with a contact sheet.

They are made in four languages, at three widths, in light and dark; ASKWELL_SCREENSHOTS names another folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from api.staff import Role
from tests.browser.samples import SAMPLES
from tests.browser.states import JOURNEYS, Journey, Stage, right_to_left

FOLDER = Path(os.environ.get("ASKWELL_SCREENSHOTS", "screenshots"))
WIDTHS = {1280: 800, 390: 844, 320: 568}
SCHEMES = ("light", "dark")
ADMIN = ("maria@example.com", Role.ADMIN, "Maria Lopez")
BOARD = (
    *("", "/gaps", "/gaps/causes", "/gaps/proof", "/drafts", "/drafts/new"),
    *("/health", "/documents", "/quality", "/reports"),
)
PAGES = ("/demo?lang=en", "/help/en", "/desk", "/desk/reports", "/sign-in", *(f"/content{path}" for path in BOARD))

SHEET = """<!doctype html><meta charset="utf-8"><title>Screenshots</title><style>
body { font: 14px system-ui; margin: 2rem } p { display: flex; gap: 8px; overflow: auto }
img { height: 420px; border: 1px solid #8888 }
</style>"""

pytestmark = pytest.mark.screenshots
Staff = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def contact_sheet() -> Iterator[None]:
    """One page that shows them all; of several workers the last writes it last."""
    yield
    names = sorted({path.name.rsplit("@", 1)[0] for path in FOLDER.glob("*.png")})
    rows = "".join(f"<h2>{escape(name)}</h2><p>{''.join(map(_thumb, _of(name)))}</p>" for name in names)
    (FOLDER / "index.html").write_text(SHEET + rows, encoding="utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.lang for sample in SAMPLES])
@pytest.mark.parametrize("journey", JOURNEYS, ids=[journey.__name__ for journey in JOURNEYS])
def test_states(people: Any, gallery: Any, journey: Journey, sample: Any) -> None:
    """One journey in one language; its states are photographed as they come."""
    page = people.page(locale=sample.lang, reduced_motion="reduce")
    for state in journey(Stage(page, gallery, sample)):
        picture(page, f"{sample.lang}-{journey.__name__}-{state}")
    people.forgive("")


def test_right_to_left(people: Any, gallery: Any) -> None:
    """Arabic by the site's own words."""
    page = people.page(reduced_motion="reduce")
    for state in right_to_left(Stage(page, gallery)):
        picture(page, f"ar-{state}")


def test_themed(people: Any, gallery: Any) -> None:
    """A brand's colour, corners, font and side."""
    page = people.page(reduced_motion="reduce")
    stage = Stage(page, gallery)
    stage.visit(color="#ffcc00", radius="0", font="Georgia, serif", position="left", launcher="Ask Fernweh")
    picture(page, "themed-launcher")
    stage.open()
    stage.ask(stage.sample.steps)
    picture(page, "themed-answer")
    page.emulate_media(forced_colors="active")
    picture(page, "themed-forced-colours")


@pytest.mark.parametrize("path", PAGES)
def test_pages(people: Any, gallery: Any, path: str) -> None:
    """The pages of Askwell itself."""
    page = people.page(reduced_motion="reduce")
    page.context.add_cookies([gallery.cookie(*ADMIN)])
    page.goto(gallery.address + path)
    picture(page, "pages-" + re.sub(r"\W+", "-", path).strip("-"))


def _of(name: str) -> list[Path]:
    return sorted(FOLDER.glob(f"{name}@*.png"))


def _thumb(path: Path) -> str:
    return f'<a href="{escape(path.name)}"><img loading="lazy" src="{escape(path.name)}" alt="{escape(path.stem)}"></a>'


def picture(page: Page, name: str) -> None:
    """The page as it is, at every width and in both schemes."""
    FOLDER.mkdir(exist_ok=True)
    stem = re.sub(r"[^\w-]+", "-", name)
    size = page.viewport_size
    assert size
    for width, height in WIDTHS.items():
        page.set_viewport_size(ViewportSize(width=width, height=height))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=FOLDER / f"{stem}@{width}-{scheme}.png")
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")

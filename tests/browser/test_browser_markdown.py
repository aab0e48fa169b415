"""The widget and the staff pages draw the same text alike, and mark the same characters."""

from __future__ import annotations

import html
import re
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from api.pages.normalised import render_text
from ingest.readers import markdown

TEXTS = (
    "Plain, with `code`, <b>markup</b> & 😀 an emoji.\nSecond line.",
    "## Heading\n\n1. one\n   more of one\n2. two\n   - inner `x`\n   - inner\n3. three\n"
    "   ```\n   code here\n     indented\n   ```\n4. four",
    "- a\n- b\n\n  still b\n\n- c\n\nafter the list",
    "| A | B |\n| --- | --- |\n| `1` | two \\| three |\n| 中文 | <i> |\n\nend",
    "```\nplain | code\n- not a list\n```\n\n> quoted\n\n5. begins at five\n6) six",
    "```\nnever closed\n\nstill code",
    "   \n\n",
)
DRAW = """async ([url, text, start, end]) => {
    const { render, codeUnits } = await import(url);
    const holder = document.createElement('div');
    holder.append(render(text, { mark: [codeUnits(text, start), codeUnits(text, end)] }));
    return [holder.textContent, [...holder.querySelectorAll('mark')].map(node => node.textContent)];
}"""


def expected(text: str, start: int, end: int) -> tuple[str, list[str]]:
    """What the staff pages show: the characters, and those that are marked."""
    drawn = render_text(text, (start, end))
    marks = [html.unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", drawn, re.DOTALL)]
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", drawn)).split()), ["".join(mark.split()) for mark in marks]


def test_both_renderers_agree(people: Any, site: Any) -> None:
    """For awkward texts and for articles of the help centre, whatever stretch is marked."""
    page: Page = people.page()
    page.goto(f"{site.address}/demo?lang=en")
    sources = files("widget") / "src"
    page.route(
        "**/sources/*",
        lambda route: route.fulfill(
            body=(sources / route.request.url.rpartition("/")[2]).read_text(encoding="utf-8"),
            content_type="text/javascript",
        ),
    )
    url = f"{site.address}/sources/markdown.js"
    articles = files("api") / "help"
    names = ("en/put-the-widget-on-your-site.md", "zh/settings.md", "fr/ask-over-http.md")
    read = [markdown.read((articles / name).read_bytes(), name).text for name in names]
    for text in (*TEXTS, *read):
        for start, end in ((0, 0), (3, len(text) // 2), (len(text) // 3, len(text))):
            shown, marks = page.evaluate(DRAW, [url, text, start, end])
            found = "".join(shown.split()), ["".join(mark.split()) for mark in marks]
            wanted = expected(text, start, end)
            assert found[0] == wanted[0]
            assert "".join(found[1]) == "".join(wanted[1])

"""Normalised text becomes safe HTML that looks like what it says, with the quote marked where it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.pages.normalised import render_text

TAGS = {
    *("p", "br", "ul", "ol", "li", "code", "pre", "table", "tr", "td", "th", "div", "mark"),
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "a",
}
ATTRIBUTES = {"ol": {"start"}, "a": {"href", "class"}, "div": {"class", "tabindex"}, "pre": {"tabindex"}}
PIECES = st.sampled_from(
    [
        "- ",
        "1. ",
        "  - ",
        "   ```",
        "```\n",
        "`",
        "| a | b |",
        "| --- | --- |",
        "## ",
        "[1]",
        "<b>",
        "&amp;",
        "\n",
        "\n\n",
        "中文",
        " x",
        '"',
        "  ",
    ]
)


def test_steps_with_nested_points_and_code_stay_together() -> None:
    """A how-to keeps its order, its inner list and the code inside a step."""
    html = render_text(
        "1. Open\n   - left\n   - right\n2. Run:\n   ```\n   make\n     all\n   ```\n3. Done [1]",
        cite=lambda n: f"#q{n}",
    )
    assert html == (
        "<ol><li>Open<ul><li>left</li><li>right</li></ul></li>"
        '<li>Run:<pre tabindex="0"><code>make\n  all</code></pre></li>'
        '<li>Done <a class="cite" href="#q1">1</a></li></ol>'
    )


def test_tables_headings_and_paragraphs_are_drawn() -> None:
    html = render_text("## Codes\n\n| Code | Meaning |\n| --- | --- |\n| `E1` | old | [1]\n\nfirst\nsecond")
    assert "<h3>Codes</h3>" in html
    assert "<tr><th>Code</th><th>Meaning</th></tr><tr><td><code>E1</code></td><td>old</td></tr>" in html
    assert html.endswith("<p>first<br>second</p>")


def test_a_bar_inside_a_cell_is_a_bar() -> None:
    """Stored as `\\|`; the marked characters are still the right ones."""
    text = "| a \\| b | c |"
    assert render_text(text) == '<div class="table" tabindex="0"><table><tr><td>a | b</td><td>c</td></tr></table></div>'
    start = text.index("\\|")
    assert "a <mark>| b</mark>" in render_text(text, (start, start + 4))


def test_a_list_that_begins_in_the_middle_keeps_its_numbers() -> None:
    assert render_text("3. three\n4. four") == '<ol start="3"><li>three</li><li>four</li></ol>'


def test_markup_in_the_text_is_text() -> None:
    assert render_text("<img src=x onerror=alert(1)> & `<b>`") == (
        "<p>&lt;img src=x onerror=alert(1)&gt; &amp; <code>&lt;b&gt;</code></p>"
    )


def test_the_marked_stretch_is_the_quote_across_blocks() -> None:
    """Offsets count code points of the text, also behind characters outside the basic plane."""
    text = "😀 Before. Quoted start\n\n- quoted `code` item\n\nquoted end, after."
    start, end = text.index("Quoted"), text.index(", after")
    marked = re.findall(r"<mark>(.*?)</mark>", render_text(text, (start, end)))
    assert marked == ["Quoted start", "quoted ", "code", " item", "quoted end"]


def test_a_number_without_a_citation_stays_as_it_is() -> None:
    assert render_text("see [3] there", cite=lambda n: None) == "<p>see [3] there</p>"


def test_lists_nested_beyond_reason_do_not_exhaust_the_stack() -> None:
    html = render_text("\n".join(" " * depth + "- x" for depth in range(3_000)))
    assert html.count("<li>") == 3_000


@given(st.lists(PIECES, max_size=60).map("".join), st.integers(0, 80), st.integers(0, 80))
def test_whatever_the_text_the_html_is_safe_and_complete(text: str, start: int, length: int) -> None:
    """Only our own tags come out, well nested, each with no more than its own attributes."""
    html = render_text(text, (start, start + length), cite=lambda n: "#q")
    assert isinstance(html, Markup)
    checker = Nesting()
    checker.feed(html)
    assert checker.open == []


class Nesting(HTMLParser):
    """Fails on a tag that is not ours, an attribute too many, or a wrong nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES.get(tag, set())
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

"""HTML pages give their article, not the page around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.model import BlockKind
from ingest.readers.reading import Reading

Read = Callable[..., Reading]

PAGE = """<!doctype html><html lang="fr"><head><title>Reset your password | Acme</title>
<link rel="canonical" href="https://help.acme.example/reset"></head><body>
<header><nav><ul><li>Home</li></ul></nav>Acme</header><aside>Adverts</aside>
<main><div class="breadcrumb">A / B</div><article>
<header><h1>Reset your password<a class="headerlink" href="#r">¶</a></h1></header>
<p>Intro   with
a line end, <b>bold</b> &amp; <code>x &lt; y</code>.</p>
<div class="alert alert-warning"><p class="alert-heading">Careful</p><p>You will be signed out.</p></div>
<ol><li><p>Open <em>Settings</em>.</p><p>Wait.</p></li><li>Press <button>Save</button>.<ul><li>now</li></ul></li></ol>
<dl><dt>What is it?</dt><dd>A thing.</dd></dl><details><summary>Can I?</summary><p>Yes.</p></details>
<pre class="language-sh"><code>ls
  -l</code></pre>
<p hidden>hidden</p><p style="display:none">gone</p><form><button>Was this helpful?</button></form>
<script>alert(1)</script>
</article><div>Related pages</div></main><footer>© Acme</footer></body></html>"""


def test_a_page_is_its_article(read: Read) -> None:
    reading = read(PAGE, "reset.html")
    assert reading.text.split("\n\n") == [
        "# Reset your password",
        "Intro with a line end, bold & `x < y`.",
        "Careful: You will be signed out.",
        "1. Open Settings.\n   Wait.\n2. Press Save.\n   - now",
        "- What is it? A thing.",
        "Can I?",
        "Yes.",
        "```sh\nls\n  -l\n```",
    ]
    assert (reading.title, reading.lang_hint) == ("Reset your password", "fr")
    assert reading.url == "https://help.acme.example/reset"


def test_a_heading_that_names_the_site_is_not_the_title(read: Read) -> None:
    around = "<title>Pay by card - Acme Help</title><div><h1><a href='/'>Acme Help</a></h1></div>"
    reading = read(around + "<h1>Pay by card<a class='headerlink' href='#pay'>¶</a></h1><p>Words.</p>", "a.html")
    assert (reading.title, reading.text) == ("Pay by card", "# Pay by card\n\nWords.")
    assert read(around + "<p>Words.</p>", "a.html").title == "Acme Help"


def test_without_a_heading_the_title_element_counts_and_loses_the_site(read: Read) -> None:
    assert read("<title>Acme Help</title><p>x</p>", "a.html").title == "Acme Help"
    assert read("<title>Pay - Acme</title><h2>Pay</h2><p>x</p>", "a.html").title == "Pay"


def test_tables_repeat_what_spans_rows_and_flatten_what_cells_hold(read: Read) -> None:
    reading = read(
        "<table><caption>Ports</caption><tr><th>Port<th>Use</tr><tr><td rowspan=2>80<td><ul><li>a<li>b</ul></tr>"
        "<tr><td>x|y</tr><tr><td colspan=2>end</tr></table>",
        "t.html",
    )
    assert reading.text == "Ports\n\n| Port | Use |\n| --- | --- |\n| 80 | a; b |\n| 80 | x\\|y |\n| end |  |"


def test_a_table_made_for_layout_is_read_through(read: Read) -> None:
    reading = read("<table><tr><td><h3>Left</h3><p>Text.</p></td></tr></table>", "t.html")
    assert reading.text == "### Left\n\nText."


def test_tab_panels_count_although_they_are_hidden_at_first(read: Read) -> None:
    html = (
        "<div role=tablist>mac win</div><div role=tabpanel>Mac way.</div><div role=tabpanel hidden>Windows way.</div>"
    )
    assert read(html, "t.html").text == "Mac way.\n\nWindows way."


def test_an_aside_that_is_a_note_stays(read: Read) -> None:
    reading = read(
        "<p>a</p><aside class='admonition tip'><p class='admonition-title'>Tip</p><p>Do.</p></aside>", "t.html"
    )
    assert reading.text == "a\n\nTip: Do."
    assert reading.blocks[1].kind is BlockKind.NOTE


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=iso-8859-1><p>café</p>".encode("latin-1"),
        "<p>café</p>".encode("utf-16"),
        "\ufeff<p>café</p>".encode(),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>café</p>'.encode("cp1252"),
        "<meta charset=no-such-thing><p>café</p>".encode("cp1252"),
    ],
)
def test_encodings_are_those_declared_or_marked(read: Read, data: bytes) -> None:
    assert read(data, "a.html").text == "café"


def test_code_blocks_keep_their_lines_however_they_are_marked_up(read: Read) -> None:
    assert read("<pre>a<br>b</pre>", "a.html").text == "```\na\nb\n```"
    assert read("<pre><code><div>a</div><div>  b</div></code></pre>", "a.html").text == "```\na\n  b\n```"
    assert read("<pre>has ``` inside</pre>", "a.html").text == "````\nhas ``` inside\n````"


def test_a_page_that_asks_not_to_be_indexed_is_not_published(read: Read) -> None:
    assert not read('<meta name="robots" content="noindex, follow"><p>x</p>', "a.html").published

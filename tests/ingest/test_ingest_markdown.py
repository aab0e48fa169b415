"""Markdown as help centres write it, read as its readers see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.model import BlockKind
from ingest.readers.reading import Reading

Read = Callable[..., Reading]


def kinds(reading: Reading) -> list[BlockKind]:
    return [block.kind for block in reading.blocks]


def parts(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks]


def test_inline_markup_goes_and_code_keeps_its_backticks(read: Read) -> None:
    text = "Open **Settings**, *then* [Sync](sync.md), `git push` it &amp; wait<br>here. "
    text += "a < b and 2 * 3 * 4, snake_case_name"
    assert read(text).text == (
        "Open Settings, then Sync, `git push` it & wait\nhere. a < b and 2 * 3 * 4, snake_case_name"
    )


def test_headings_lose_attributes_and_anchors_and_give_the_title(read: Read) -> None:
    reading = read('# **Reset** it { #reset }\n\nText.\n\n## Next <a name="x"></a> {: .cls }\n\nSetext\n======\n\nEnd.')
    assert parts(reading) == ["# Reset it", "Text.", "## Next", "# Setext", "End."]
    assert [block.level for block in reading.blocks] == [1, 0, 2, 1, 0]
    assert reading.title == "Reset it"


def test_front_matter_describes_the_document_and_is_not_text(read: Read) -> None:
    reading = read(
        "---\ntitle: 'Pay: now'\nlang: fr-CA\naudience: [business, staff]\ntags: a, b\nurl: https://x.example/pay\n"
        "date: 2024-05-06\n---\n# Heading\n\nText."
    )
    assert (reading.title, reading.lang, reading.url) == ("Pay: now", "fr-CA", "https://x.example/pay")
    assert reading.audiences == frozenset({"business", "staff"})
    assert (reading.tags, reading.updated_at) == (("a", "b"), "2024-05-06")
    assert reading.text == "# Heading\n\nText."


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("+++\ntitle = 'Toml'\n+++\n", "Toml"),
        ("---\ntitle: {{ template }} x\n---\n", "{{ template }} x"),
        ("---\n# only a comment\n---\n", None),
    ],
)
def test_other_front_matter_is_understood_too(read: Read, front: str, title: str | None) -> None:
    reading = read(front + "Text.")
    assert (reading.title, reading.text) == (title, "Text.")


def test_a_rule_at_the_top_is_no_front_matter(read: Read) -> None:
    assert read("---\n\nJust text here.\n\n---\n\nMore.").text == "Just text here.\n\nMore."


@pytest.mark.parametrize("line", ["draft: true", "published: false"])
def test_a_draft_says_so(read: Read, line: str) -> None:
    assert not read(f"---\n{line}\n---\nText.").published


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("!!! note\n    Mind this.", "Note: Mind this."),
        ('!!! warning "Mind the *gap*"\n    Text.', "Mind the gap: Text."),
        ('!!! tip ""\n    No title.', "No title."),
        ('??? question "Can I?"\n    Yes.', "Can I? Yes."),
        ('=== "macOS"\n\n    Use brew.', "macOS: Use brew."),
        ("/// danger\n\nNever.\n\n///", "Danger: Never."),
        ("/// note | Detalles técnicos\n\nTexto.\n\n///", "Detalles técnicos: Texto."),
        ("/// note | 技术细节\n\n文字。\n\n///", "技术细节：文字。"),
        ("::: tip Handy\nUse it.\n:::", "Handy: Use it."),
        (":::note[In brackets]\nText.\n:::", "In brackets: Text."),
        (":::{important}\nMyST.\n:::", "Important: MyST."),
        ("```{note} Fenced\nMyST too.\n```", "Fenced: MyST too."),
        ("> [!WARNING]\n> Alert\n> text.", "Warning: Alert text."),
    ],
)
def test_admonitions_of_every_dialect_are_notes_with_their_title_first(read: Read, source: str, expected: str) -> None:
    reading = read(f"Before.\n\n{source}\n\nAfter.")
    assert parts(reading) == ["Before.", expected, "After."]
    assert kinds(reading) == [BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.PARAGRAPH]


def test_a_note_may_hold_lists_code_and_other_notes(read: Read) -> None:
    reading = read(
        "/// tip\n\nOne.\n\n* a\n* b\n\n//// note | Inner\n\nTwo.\n\n////\n\n```sh\nls\n```\n\n///\n\nAfter."
    )
    assert parts(reading) == ["Tip: One.", "- a\n- b", "Inner: Two.", "```sh\nls\n```", "After."]


def test_directives_of_site_generators_are_no_text(read: Read) -> None:
    source = (
        "Before.\n\n{* ../src/main.py hl[3] *}\n\n--8<-- \"part.md\"\n\n{% include 'x' %}\n\n{{< shortcode >}}\n\n[TOC]"
        "\n\n{: .note }\n\n::: package.module.Class\n    options:\n      members: true\n\n<!-- comment -->\n\nAfter."
    )
    assert parts(read(source)) == ["Before.", "After."]


def test_directives_inside_code_stay(read: Read) -> None:
    assert read("```\n{% include 'x' %}\n:material-x:\n```").text == "```\n{% include 'x' %}\n:material-x:\n```"


def test_lists_are_tight_and_nested_and_steps_are_told_from_bullets(read: Read) -> None:
    reading = read("* a\n\n* b\n    * c\n\n1. one\n\n2. two\n   - x\n     1. y\n")
    assert parts(reading) == ["- a\n- b\n  - c", "1. one\n2. two\n   - x\n     1. y"]
    assert kinds(reading) == [BlockKind.LIST, BlockKind.STEPS]


def test_steps_keep_paragraphs_code_and_pictures_inside(read: Read) -> None:
    reading = read(
        "1. Run:\n\n   ```bash\n   go\n     on\n   ```\n\n   ![img](x.png)\n\n2. Click ![gear](g.png) twice.\n"
    )
    assert reading.text == "1. Run:\n   ```bash\n   go\n     on\n   ```\n2. Click gear twice."


def test_steps_interrupted_by_unindented_content_stay_one_procedure(read: Read) -> None:
    reading = read("1. One\n\nA remark.\n\n2. Two\n```\ncode\n```\n3. Three\n\nText.\n\n1. Other\n")
    assert parts(reading) == ["1. One\n   A remark.\n2. Two\n   ```\n   code\n   ```\n3. Three", "Text.", "1. Other"]


def test_code_that_lost_its_indent_below_a_step_does_not_end_the_list(read: Read) -> None:
    reading = read("1. Type:\n\n   ```\ncode here\n```\n\n2. Then go on.\n\n## After\n\nText.")
    assert parts(reading) == ["1. Type:\n   ```\n   code here\n   ```\n2. Then go on.", "## After", "Text."]


def test_tables_become_pipe_rows_without_stray_rules(read: Read) -> None:
    reading = read("| A | B |\n|---|:-:|\n| 1 | `x` |\n| --- | --- |\n| 2 | a \\| b |")
    assert reading.text == "| A | B |\n| --- | --- |\n| 1 | `x` |\n| 2 | a \\| b |"
    assert kinds(reading) == [BlockKind.TABLE]


def test_html_inside_is_read_as_html(read: Read) -> None:
    source = (
        "<div class='x'>\n\nPress <kbd>Ctrl</kbd>+<kbd>C</kbd>.\n\n</div>\n\n<details>\n<summary>More</summary>\n\n"
        "**Hidden** text.\n\n</details>\n\n<table><tr><th>A</th></tr><tr><td>1</td></tr></table>\n\n"
        "<script>alert(1)</script>\n\nEnd."
    )
    assert parts(read(source)) == ["Press Ctrl+C.", "More", "Hidden text.", "- A\n- 1", "End."]


def test_placeholders_stay_and_components_give_their_titles(read: Read) -> None:
    source = 'Sign in as <your-name> at <HOST>.\n\n<Step title="Install it">\n\nBody.\n\n</Step>\n\n<Badge/>'
    assert parts(read(source, "page.mdx")) == ["Sign in as <your-name> at <HOST>.", "Install it", "Body."]


def test_definition_lists_footnotes_and_formulas(read: Read) -> None:
    source = "Term\n: One\n: Two\n\nText[^1] with $a_b + c_d$, but $5 and $10.\n\n[^1]: The note.\n"
    assert parts(read(source)) == ["- Term: One\n  Two", "Text with $a_b + c_d$, but $5 and $10.", "The note."]


def test_pictures_count_only_where_their_description_says_something(read: Read) -> None:
    source = "![Logo](l.png) ![Build](b.svg)\n\n![The settings page with the Sync switch turned on](s.png)\n\n"
    source += "See ![](x.png) it."
    assert parts(read(source)) == ["The settings page with the Sync switch turned on", "See it."]


def test_chinese_lines_join_without_a_space(read: Read) -> None:
    assert read("第一行\n第二行，**粗体**\nEnglish").text == "第一行第二行，粗体 English"


@pytest.mark.parametrize(
    "source", ["一切都能**“顺利工作”**。", "强大的**`注入`**系统", "一种叫**“协程”——用 `async` 写**。"]
)
def test_strong_chinese_without_spaces_shows_no_marks(read: Read, source: str) -> None:
    assert read(source).text == source.replace("**", "")


def test_superscripts_do_not_change_numbers(read: Read) -> None:
    assert read("10<sup>2</sup> H<sub>2</sub>O 1<sup>er</sup> x<sup>[3]</sup>").text == "10² H₂O 1er x"


def test_deep_nesting_and_long_lines_of_marks_do_no_harm(read: Read) -> None:
    for source in (">" * 3_000 + " x", "[" * 5_000, "*a_ " * 3_000, ":::note\n" * 500, "<div>" * 3_000 + "x"):
        read(source)

"""HTML inside Markdown, and formulas: what is markup and what only looks like it."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from ingest.text import is_cjk

_TAG = re.compile(r"<(/?)([A-Za-z][\w.-]*)((?:\s[^<>]*)?)(/?)>")
_TITLE = re.compile(r"\b(?:title|label|summary)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')")
_STYLED = re.compile(r"</?(?:font|span|b|u|i)\b[^>]*>")
_HTML_TAGS_WORDS = """
    a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite
    code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font
    footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main
    map mark math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt
    ruby s samp script search section select slot small source span strike strong style sub summary sup svg table
    tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
_HTML_TAGS = frozenset(_HTML_TAGS_WORDS.split())
_Env = MutableMapping[str, Any]


def html_rules(parser: MarkdownIt) -> None:
    """A plugin: keep `<your-name>` as text, drop components but for their titles, show formulas as written."""
    parser.add_render_rule("html_inline", _html_inline)
    parser.add_render_rule("html_block", _html_block)
    parser.add_render_rule("fence", _fence)
    parser.core.ruler.push("left_over_marks", _drop_left_over_marks)
    parser.add_render_rule("math_inline", _math_inline)
    parser.add_render_rule("math_block", _math_block)


def _html_inline(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env) -> str:
    return _TAG.sub(lambda tag: _tag(tag, env, "{} "), tokens[index].content)


def _html_block(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env) -> str:
    return _TAG.sub(lambda tag: _tag(tag, env, "<p>{}</p>"), tokens[index].content)


def _tag(tag: re.Match[str], env: _Env, shown: str) -> str:
    """The tag itself; the title for a component, as `shown`; escaped when it is a placeholder such as `<your-name>`."""
    closing, name, attributes = tag[1], tag[2], tag[3]
    if name.lower() in _HTML_TAGS:
        return tag[0]
    is_component = closing or "=" in attributes or tag[0].endswith("/>") or f"</{name}" in env.get("source", "")
    if not is_component:
        return escape(tag[0])
    found = _TITLE.search(attributes) if name[0].isupper() else None
    return shown.format(escape(found[1] or found[2])) if found else ""


def _fence(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env) -> str:
    token = tokens[index]
    words = token.info.split(maxsplit=1)
    language = words[0] if words else ""
    content = token.content
    if language in ("console", "shell-session") and ("</font>" in content or "</span>" in content):
        content = _STYLED.sub("", content)  # colours of a terminal animation
    return f'<pre><code class="language-{escape(language)}">{escape(content)}</code></pre>\n'


def _drop_left_over_marks(state: StateCore) -> None:
    # CommonMark takes `中**“好”**文` for text, because it expects spaces between words.
    for inline in state.tokens:
        texts = [child for child in inline.children or () if child.type == "text" and "**" in child.content]
        left_over = sum(child.content.count("**") for child in texts)
        if left_over and left_over % 2 == 0 and any(map(is_cjk, inline.content)):
            for child in texts:
                child.content = child.content.replace("**", "")


def _math_inline(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env) -> str:
    return escape(f"${tokens[index].content}$")


def _math_block(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env) -> str:
    return f"<p>{escape(f'$${tokens[index].content.strip()}$$')}</p>\n"

"""What people typed, as safe HTML.

Customers' lines are shown as typed. Agents may use Markdown: that of documents, and bold, italic and links besides; the
widget draws the same with `markdown.js`.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from api.pages.normalised import Cite, Ink, Line, render_text

_RICH = re.compile(
    r"\*\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|\[(?P<label>[^\[\]]+)\]\((?P<address>[^()\s]+)\)"
    r"|(?P<plain>https?://[^\s<>\"'`|]+[^\s<>\"'`|.,;:!?)\]。，；：！？）】」])",
    re.ASCII,
)
_SAFE = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)


class RichInk(Ink):
    """Reads bold, italic and links as well. Text that is to be marked is never rich."""

    __slots__ = ()

    def plain(self, line: Line) -> Markup:
        """Characters, with what the marks around them ask for."""
        html, at = Markup(""), 0
        for found in _RICH.finditer(line.text):
            html += self._as_is(line.text[at : found.start()]) + self._styled(found)
            at = found.end()
        return html + self._as_is(line.text[at:])

    def _styled(self, found: re.Match[str]) -> Markup:
        for tag in ("strong", "em"):
            if found[tag]:
                return Markup("<{0}>{1}</{0}>").format(tag, self._as_is(found[tag]))
        address = found["plain"] or found["address"]
        if not _SAFE.fullmatch(address):
            return self._as_is(found[0])
        label = found["label"] or address
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(address, label)

    def _as_is(self, text: str) -> Markup:
        return self.literal(Line(0, text))


def agents_line(text: str, cite: Cite = lambda number: None) -> Markup:
    """An agent's line with its Markdown; a marker such as `[1]` becomes a link where `cite` knows it."""
    return render_text(text, cite=cite, ink=RichInk)


def as_typed(text: str) -> Markup:
    """The lines somebody typed, nothing else."""
    return Markup("<p>{}</p>").format(Markup("<br>").join(text.split("\n")))

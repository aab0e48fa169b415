"""Telling Markdown from plain text by its structure, not by stray characters.

Encyclopaedia prose is full of `*`, `_`, backticks, `$` and `<` that mean themselves. Reading it as Markdown would
change it, so a text counts as Markdown only for one sign that prose never has, or for two weaker ones.
"""

from __future__ import annotations

import re

_SAMPLE = 50_000
_STRONG = (
    re.compile(r"\A(?:---|\+\+\+)\n(?:.*\n)*?(?:---|\+\+\+)[ \t]*$", re.MULTILINE),
    re.compile(r"^#{1,6}[ \t]+\S.*$", re.MULTILINE),
    re.compile(r"^[ \t]*(`{3,}|~{3,})[^`\n]*\n(?:.*\n)*?[ \t]*\1[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE),
    re.compile(r"\[[^\]\n]+\]\((?:https?://|mailto:|[./#])[^)\s]*(?:\s\"[^\"\n]*\")?\)"),
    re.compile(r"!?\[[^\]\n]*\]\([\w./-]+\.\w{2,4}(?:#[\w-]*)?\)"),
    re.compile(r"^\[[^\]\n]+\]:[ \t]+(?:https?://|[./#])\S+", re.MULTILINE),
    re.compile(r"^(?:!!!|\?\?\?\+?)[ \t]+\w+|^:::[ \t]*\w+|^/{3,}[ \t]+\w+", re.MULTILINE),
    re.compile(r"^>[ \t]*\[!\w+\]", re.MULTILINE),
    re.compile(r"^</?(?:p|div|table|ul|ol|details|h[1-6]|section)\b[^<>]*>", re.MULTILINE | re.IGNORECASE),
)
_WEAK = (
    re.compile(r"(?:^|[\s(（])\*\*(?=\S)[^*\n]*[^\s*]\*\*(?=[\s.,;:!?)，。；：！？）]|$)", re.MULTILINE),
    re.compile(r"(?:^|[\s(（])`[^`\s][^`\n]*`(?=[\s.,;:!?)，。；：！？）]|$)", re.MULTILINE),
    # Lists of both kinds are one sign: plain text has them too, and its reader knows them.
    re.compile(r"^[ \t]*([-*+]|1\.)[ \t]+\S.*\n(?:\n?[ \t]+.*\n)*\n?[ \t]*(?:\1|[12]\.)[ \t]+\S", re.MULTILINE),
    re.compile(r"^\S.*\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"^>[ \t]+\S", re.MULTILINE),
)
_WEAK_NEEDED = 2
_HTML_PAGE = re.compile(
    r"\s*(?:<!doctype html|<html[\s>]|<(?:p|div|h[1-6]|ul|ol|table|section|article)(?:\s[^<>]*)?>)", re.I
)
_CLOSING_TAG = re.compile(r"</[a-z][a-z0-9]*>\s*\Z", re.IGNORECASE)


def looks_like_markdown(text: str) -> bool:
    """Whether the structure of `text` says that it is Markdown."""
    sample = text[:_SAMPLE].replace("\r\n", "\n")
    if any(sign.search(sample) for sign in _STRONG):
        return True
    weak = (len(_WEAK[0].findall(sample)) >= _WEAK_NEEDED) + sum(bool(sign.search(sample)) for sign in _WEAK)
    return weak >= _WEAK_NEEDED


def looks_like_html(text: str) -> bool:
    """Whether `text` is HTML from its first tag to its last."""
    return bool(_HTML_PAGE.match(text) and _CLOSING_TAG.search(text))

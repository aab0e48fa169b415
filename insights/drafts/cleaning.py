"""An agent's reply without what belongs to one customer: personal data, greetings, courtesies, signatures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from answering.evidence.sentences import split_sentences
from insights.drafts.courtesy_words import closings, courtesies, greetings
from insights.masking import mask

NAME = "[name]"
_CITATION = re.compile(r"\s*\[\d{1,2}\](?!\()")
_BLANK_LINES = re.compile(r"\n{3,}")
_QUOTED = re.compile(r"^\s*>.*$\n?", re.MULTILINE)
_STRUCTURE = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)]|#{1,6}|\||```)")
_SIGNATURE_LINES = 6
"""Lines that may follow a closing."""
_SIGNATURE_WIDTH = 60
"""Characters of a line of a signature."""
_SHORTEST_NAME = 3
_LONGEST_COURTESY = 260
"""Characters; a longer sentence says something."""


def cleaned_reply(text: str, lang: str | None, names: Iterable[str] = ()) -> str:
    """What is left of a reply as Markdown; `names` are those of the customer and of the agents.

    Nothing is added, and of what is left no word is changed but those that are masked.
    """
    plain = _CITATION.sub("", _QUOTED.sub("", text.replace("\r\n", "\n")))
    plain = mask(without_names(plain, names)).strip()
    lines = _without_signature(_without_greeting(plain, lang), lang).split("\n")
    kept, fenced = [], False
    for line in lines:
        fenced = fenced != line.lstrip().startswith("```")
        kept.append(line if fenced or _STRUCTURE.match(line) else _without_courtesies(line, lang))
    return _BLANK_LINES.sub("\n\n", "\n".join(kept)).strip()


def without_names(text: str, names: Iterable[str]) -> str:
    """`text` with each name, and each part of one, replaced by `[name]`; very short ones are left."""
    found = {part for name in names for part in (name.strip(), *name.split()) if _is_name(part)}
    for part in sorted(found, key=len, reverse=True):
        latin = part[0].isascii() or unicodedata.category(part[0]) in {"Lu", "Ll"}
        edges = (r"(?<!\w)", r"(?!\w)") if latin else ("", "")
        text = re.sub(edges[0] + re.escape(part) + edges[1], NAME, text)
    return re.sub(r"\[name\](?:\s+\[name\])+", NAME, text)


def _is_name(part: str) -> bool:
    """A part that can be told from a word: long enough, and with a capital where its script has them."""
    if not part or not part[0].isalpha():
        return False
    cjk = "\u3400" <= part[0] <= "\u9fff"
    return len(part) >= (2 if cjk else _SHORTEST_NAME) and (cjk or part[0].isupper())


def _without_greeting(text: str, lang: str | None) -> str:
    for _ in range(3):  # "Hello! Good morning, Maria,"
        found = greetings(lang).match(text) or _first_line(greetings(lang), text)
        if not found:
            return text
        text = text[found.end() :].lstrip()
        text = text[:1].upper() + text[1:]
    return text


def _first_line(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The whole first line, where it is nothing else: `$` in a pattern means its end."""
    end = text.find("\n")
    return pattern.fullmatch(text, 0, len(text) if end < 0 else end)


def _without_signature(text: str, lang: str | None) -> str:
    lines = text.rstrip().split("\n")
    first = max(0, len(lines) - _SIGNATURE_LINES - 1)
    for at in range(first, len(lines)):
        after = [line for line in lines[at + 1 :] if line.strip()]
        short = all(len(line) <= _SIGNATURE_WIDTH and not _STRUCTURE.match(line) for line in after)
        if short and closings(lang).fullmatch(lines[at].strip()):
            return "\n".join(lines[:at]).rstrip()
    return text


def _without_courtesies(line: str, lang: str | None) -> str:
    kept = []
    for span in split_sentences(line):
        sentence = line[span.start : span.end]
        if len(sentence) > _LONGEST_COURTESY or not courtesies(lang).fullmatch(sentence.strip()):
            kept.append(sentence.strip())
    glue = "" if kept and "\u3400" <= kept[0][:1] <= "\u9fff" else " "
    return glue.join(kept)

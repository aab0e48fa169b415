"""An agent's reply without what belongs to one customer: personal data, greetings, courtesies, signatures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from answering.evidence.sentences import split_sentences
from answering.understanding.courtesies import STRUCTURE, without_greeting, without_signature
from answering.understanding.courtesy_words import courtesies
from insights.masking import mask

NAME = "[name]"
_CITATION = re.compile(r"\s*\[\d{1,2}\](?!\()")
_BLANK_LINES = re.compile(r"\n{3,}")
_QUOTED = re.compile(r"^\s*>.*$\n?", re.MULTILINE)
_SHORTEST_NAME = 3
_LONGEST_COURTESY = 260
"""Characters; a longer sentence says something."""


def cleaned_reply(text: str, lang: str | None, names: Iterable[str] = ()) -> str:
    """What is left of a reply as Markdown; `names` are those of the customer and of the agents.

    Nothing is added, and of what is left no word is changed but those that are masked.
    """
    plain = _CITATION.sub("", _QUOTED.sub("", text.replace("\r\n", "\n")))
    plain = mask(without_names(plain, names)).strip()
    lines = without_signature(without_greeting(plain, lang), lang).split("\n")
    kept, fenced = [], False
    for line in lines:
        fenced = fenced != line.lstrip().startswith("```")
        kept.append(line if fenced or STRUCTURE.match(line) else _without_courtesies(line, lang))
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


def _without_courtesies(line: str, lang: str | None) -> str:
    kept = []
    for span in split_sentences(line):
        sentence = line[span.start : span.end]
        if len(sentence) > _LONGEST_COURTESY or not courtesies(lang).fullmatch(sentence.strip()):
            kept.append(sentence.strip())
    glue = "" if kept and "\u3400" <= kept[0][:1] <= "\u9fff" else " "
    return glue.join(kept)

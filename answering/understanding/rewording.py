"""What a model made of customers' words: taken out of its reply, and checked against all that it was given to read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.language_names import language_name
from answering.support.literals import code_terms, links_of, missing_codes, missing_names, plain, words_of
from answering.support.number_index import NumberIndex
from answering.support.source import content_terms, normal
from core.model import Author, Turn

SPEAKERS = {
    Author.VISITOR: "Customer",
    Author.ASSISTANT: "Assistant",
    Author.AGENT: "Agent",
    Author.SYSTEM: "System",
}
_MARKS = re.compile(r"\s*\[\d{1,2}\]")
"""Citations in answers."""
_SPACES = re.compile(r"\s+")
_QUOTES = {'"': '"', "“": "”", "«": "»", "「": "」", "'": "'", "`": "`"}
_LABEL = re.compile(rf"(?:{'|'.join(SPEAKERS.values())}|Question)\s*[:：]\s*", re.IGNORECASE)
"""Models like to repeat who speaks."""
_MARKUP = re.compile(r"</?[a-z!]|[<>]{2}|\]\(|\*\*|```", re.IGNORECASE)


def named(lang: str) -> str:
    """A language as an instruction to a model names it."""
    name = language_name(lang, "en")
    return name if name != language_name("", "en") else "the customer's own language"


def transcript(turns: Sequence[Turn], most: int) -> str:
    """What was said, a line a turn with who said it, each cut to `most` characters."""
    return "\n".join(f"{SPEAKERS[turn.author]}: {_in_a_line(turn, most)}" for turn in turns if turn.text.strip())


def _in_a_line(turn: Turn, most: int) -> str:
    line = _SPACES.sub(" ", _MARKS.sub("", turn.text)).strip()[:most]
    return f"{line} ({' / '.join(turn.choices)})" if turn.choices else line


def one_line(said: str, longest: int) -> str | None:
    """The line that a model was asked for, without label and quotes around it; None when it said more, or markup."""
    label = _LABEL.match(said := said.strip())
    line = said[label.end() :] if label else said
    if len(line) > 1 and _QUOTES.get(line[0]) == line[-1]:
        line = line[1:-1].strip()
    if not line or len(line) > longest or "\n" in line or _MARKUP.search(line):
        return None
    return _SPACES.sub(" ", line)


def makes_up(line: str, known: str, lang: str) -> bool:
    """Whether `line` has a number, a name, a code or an address that `known` has not."""
    line, known = normal(line), normal(known)
    found = plain(known)
    return bool(
        NumberIndex(known).disagreeing(line)
        or missing_names(line, lang, words_of(known), found)
        or missing_codes(line, lang, code_terms(known, lang), found)
        or links_of(line) - links_of(known)
    )


def drops(line: str, message: str, lang: str) -> bool:
    """Whether `line` lacks a number, a name, a code or an address of `message`."""
    return makes_up(message, line, lang)


def share_known(line: str, known: str, lang: str) -> float:
    """The share of what `line` says that is said in `known`, word by word; 1 where it says nothing of its own."""
    terms = content_terms(normal(line), lang)
    return len(terms & content_terms(normal(known), lang)) / len(terms) if terms else 1.0


def carries(line: str, said: str, message: str, lang: str) -> bool:
    """Whether `line` has a word that was `said` before and that `message` lacks."""
    there, before, own = (content_terms(normal(text), lang) for text in (line, said, message))
    return bool((there & before) - own)

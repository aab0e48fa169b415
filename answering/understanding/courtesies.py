"""What is said to a person and not about the matter: greetings, thanks, signatures. People begin and end with them."""

from __future__ import annotations

import re

from answering.understanding.courtesy_words import closings, greetings
from answering.understanding.intents import is_courtesy, is_thanks

STRUCTURE = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)]|#{1,6}|\||```)")
"""Lines of lists, headings, tables and code."""
_GREETINGS = 3
"""How many may follow each other: "Hello! Good morning, Maria,"."""
_SIGNATURE_LINES = 6
"""Lines that may follow a closing."""
_SIGNATURE_WIDTH = 60
"""Characters of a line of a signature."""
_DISCLAIMER = re.compile(
    r"^(?=.{0,400}(?:confiden[tc]i|vertraulich|riservat|vertrouwelijk|保密|机密))"
    r"(?=.{0,400}(?:e-?mail|message|mensaje|correo|courriel|nachricht|messaggio|bericht|mensagem|邮件)).{40,}$",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED = re.compile(r"[,，]\s*(?:[A-ZÀ-Þ]\S{0,30}\s?){1,3}$")
"""The name at the end of "Many thanks, Ana"."""
_ENDS_ADDRESS = re.compile(r"([,!.:;](\s|$)|[，。！：~～]|\s[–—-]\s|\n)\s*$")
_SENTENCE = re.compile(r"[^.!?。！？]*(?:[.!?]+(?:\s+|$)|[.!?]+(?=\S)|[。！？]+\s*|$)")
_ASKS = re.compile(r"[?？]")
_TELLS = re.compile(r"[?？]|(?:\w+\W+){3}\w|[\u3400-\u9fff]{6}")
"""A question, or as many words as one takes: of "Hello, this is Ana" nothing is left to look up."""


def matter_of(text: str) -> str:
    """A customer's message without greeting, courtesies and signature, in any of the languages that have words for it.

    No word of what is left is changed. A message that holds hardly anything else stays as it is.
    """
    plain = _DISCLAIMER.sub("", text.replace("\r\n", "\n")).strip()
    letter = without_signature(plain, None)
    if not _ASKS.search(plain[len(letter) :]):
        plain = letter
    kept = "\n".join(map(_without_courtesies, _without_address(plain).split("\n")))
    kept = re.sub(r"\n{3,}", "\n\n", kept).strip()
    return kept if _TELLS.search(kept) and not is_courtesy(kept) else text


def _without_address(text: str) -> str:
    """Without "Dear Sir," at its beginning: a customer's first words may be the question, so it has to end as one."""
    for _ in range(_GREETINGS):
        found = greetings(None).match(text)
        if not found or not _ENDS_ADDRESS.search(found[0]):
            return text
        text = text[found.end() :]
    return text


def without_greeting(text: str, lang: str | None) -> str:
    """`text` without what it greets with, in `lang` or, for None, in any language; it then begins with a capital."""
    for _ in range(_GREETINGS):
        found = greetings(lang).match(text) or _first_line(greetings(lang), text)
        if not found:
            return text
        text = text[found.end() :].lstrip()
        text = text[:1].upper() + text[1:]
    return text


def without_signature(text: str, lang: str | None) -> str:
    """`text` up to a line that closes a letter, where only the few short lines of a signature follow."""
    lines = text.rstrip().split("\n")
    first = max(0, len(lines) - _SIGNATURE_LINES - 1)
    for at in range(first, len(lines)):
        if at and STRUCTURE.match(lines[at]) and STRUCTURE.match(lines[at - 1]):
            continue  # the last item of a list, which is no "- Ana"
        after = [line for line in lines[at + 1 :] if line.strip()]
        short = all(len(line) <= _SIGNATURE_WIDTH and not STRUCTURE.match(line) for line in after)
        if short and closings(lang).fullmatch(lines[at].strip()):
            return "\n".join(lines[:at]).rstrip()
    return text


def _first_line(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The whole first line, where it is nothing else: `$` in a pattern means its end."""
    end = text.find("\n")
    return pattern.fullmatch(text, 0, len(text) if end < 0 else end)


def _without_courtesies(line: str) -> str:
    if STRUCTURE.match(line):
        return line
    return "".join(_without_thanks(part) for part in _SENTENCE.findall(line) if not _says_nothing(part.strip()))


def _without_thanks(sentence: str) -> str:
    """Without the thanks after a last comma: "…, merci d'avance"."""
    told, _, end = sentence.rpartition(",")
    return told if told and is_thanks(end) else sentence


def _says_nothing(sentence: str) -> bool:
    unnamed = _NAMED.sub("", sentence)
    return is_courtesy(sentence) or (unnamed != sentence and (is_courtesy(unnamed) or _closes(unnamed)))


def _closes(sentence: str) -> bool:
    return closings(None).fullmatch(sentence) is not None

"""The questions that a passage says it answers, as FAQ pages ask them: headings, bold lines, terms of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.analysis import analyse

_LONGEST = 200
"""Characters; a longer line is a paragraph that ends in a question."""
_LINE = re.compile(
    r"^[\s#>*_]*(?P<item>[-+•–—]\s+|\d{1,3}[.)、]\s*)?[*_]*(?P<mark>(?:Q|F|P|R|问|問)\d{0,3}[.:：]\s*)?"
    rf"(?P<asked>[^?？\n]{{3,{_LONGEST}}}[?？])[\s*_:：]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!;]\s|[。！；]")


def question_forms(heading: Sequence[str], text: str) -> list[str]:
    """The questions among the nearest heading and the lines of `text`, each once."""
    found = (_question(line) for line in [*heading[-1:], *text.split("\n")])
    return list(dict.fromkeys(question for question in found if question))


def _question(line: str) -> str:
    """What a line asks, when it does nothing else or is an item or a `Q:` whose answer comes after it."""
    found = _LINE.match(line)
    if not found or _SENTENCE.search(found["asked"]):
        return ""
    return found["asked"] if found["item"] or found["mark"] or not found["rest"] else ""


def belonging(questions: Iterable[str], text: str, document: str, lang: str) -> Iterator[str]:
    """Those of a document's questions that a passage answers: what it holds, and what its document holds nowhere."""
    here, everywhere = _worded(text, lang), _worded(document, lang)
    for question in questions:
        asked = _worded(question, lang).strip()
        if asked and (f" {asked} " in here or f" {asked} " not in everywhere):
            yield question


def _worded(text: str, lang: str) -> str:
    return f" {' '.join(analyse(text, lang))} "

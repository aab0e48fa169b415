"""The questions that a passage says it answers, as FAQ pages ask them: headings, bold lines, terms of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.analysis import analyse

_MARKS = re.compile(r"^[\s#>*_+•\-–—]*(?:\d{1,3}[.)、]\s*)?(?:Q|F|P|R|问|問)?[.:：]?[\s*_]*", re.IGNORECASE)
_END = re.compile(r"[?？][\s*_:：]*$")
_LONGEST = 200
"""Characters; a longer line is a paragraph that ends in a question."""
_SENTENCE = re.compile(r"[.!。！;；]\s")


def question_forms(heading: Sequence[str], text: str) -> list[str]:
    """The questions among the nearest heading and the lines of `text`, each once."""
    lines = [*heading[-1:], *text.split("\n")]
    return list(dict.fromkeys(_MARKS.sub("", line).strip(" *_") for line in lines if is_question(line)))


def is_question(line: str) -> bool:
    """Whether a line asks one question and says nothing else."""
    stripped = line.strip()
    return 3 < len(stripped) <= _LONGEST and bool(_END.search(stripped)) and not _SENTENCE.search(_MARKS.sub("", line))


def belonging(questions: Iterable[str], text: str, document: str, lang: str) -> Iterator[str]:
    """Those of a document's questions that a passage answers: what it holds, and what its document holds nowhere."""
    here, everywhere = _worded(text, lang), _worded(document, lang)
    for question in questions:
        asked = _worded(question, lang).strip()
        if asked and (f" {asked} " in here or f" {asked} " not in everywhere):
            yield question


def _worded(text: str, lang: str) -> str:
    return f" {' '.join(analyse(text, lang))} "

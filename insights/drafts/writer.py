"""A language model as a writer of first texts and translations: the protocol, and the check of what it claims.

Whatever a model writes is a draft. Each sentence names what it was taken from; one that its sources do not bear out is
marked, and nothing of it is published before a person has approved it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.language import primary
from insights.drafts.model import Origin, Sentence
from retrieval.analysis import query_terms

BORNE_OUT = 0.6
"""Share of a sentence's telling words that its sources must hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a text may be made from; personal data is masked."""

    name: str
    """Such as `R1` or `P2`: how the model names it."""
    origin: Origin
    text: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a text is to be about."""

    lang: str
    questions: tuple[str, ...]
    """Of customers; masked."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of Markdown that a model wrote, with the names of the sources it was taken from."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote."""

    title: str
    lines: tuple[Line, ...]


class ContentWriter(Protocol):
    """Something that writes."""

    def write(self, brief: Brief) -> Written:
        """A first text; raises Unavailable when none can be had just now."""
        ...

    def translate(self, title: str, text: str, source: str, target: str) -> tuple[str, str]:
        """Title and Markdown in the language `target`; raises Unavailable. Codes are BCP 47."""
        ...


def checked_sentences(lines: Sequence[Line], brief: Brief) -> tuple[Sentence, ...]:
    """The lines with what bears them out; those that nothing bears out are marked."""
    known = {source.name: source for source in brief.sources}
    return tuple(_checked(line, known, brief.lang) for line in lines if line.text.strip())


def _checked(line: Line, known: Mapping[str, Source], lang: str) -> Sentence:
    named = [known[name] for name in dict.fromkeys(line.sources) if name in known]
    wanted = set(query_terms(line.text, primary(lang)))
    held = {term for source in named for term in query_terms(source.text, primary(lang))}
    supported = bool(named) and (not wanted or len(wanted & held) / len(wanted) >= BORNE_OUT)
    # A heading promises nothing that could be false.
    heading = line.text.lstrip().startswith("#")
    return Sentence(line.text.strip(), tuple(source.origin for source in named), supported or heading)

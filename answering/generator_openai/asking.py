"""What a model is sent so that it answers from evidence."""

from __future__ import annotations

from collections.abc import Sequence

from answering.generator_openai.sources import Source
from answering.language_names import language_name
from answering.model.chat import ChatMessage
from answering.model.delimiting import delimited, new_handles
from answering.model.prompts import prompt
from core.language import primary

MOST_OF_QUESTION = 2_000
"""Characters of a question that are sent."""


def messages(question: str, sources: Sequence[Source], lang: str, *, again: bool = False) -> list[ChatMessage]:
    """The instruction, and the question with its sources; `again`: what came first could not be used."""
    language = _name(lang)
    texts = [f"{source.heading}\n\n{source.text}" for source in sources]
    [own] = new_handles(1, [question, *texts, *(source.handle for source in sources)])
    request = prompt("answer_request").filled(
        sources="\n\n".join(delimited(source.handle, text) for source, text in zip(sources, texts, strict=True)),
        question=delimited(own, question[:MOST_OF_QUESTION], "question"),
        language=language,
        label=sources[0].handle,
    )
    if again:
        request += f"\n\n{prompt('answer_again').filled(language=language)}"
    return [ChatMessage("system", prompt("answer").filled(language=language)), ChatMessage("user", request)]


def _name(lang: str) -> str:
    """A language as the instruction names it; one that has no name here by its code."""
    named = language_name(lang, "en")
    return named if named != language_name("", "en") else f"the language of the question ({primary(lang)})"

"""What the customer reads: the draft with what has to be said about it, and what is worth reading next."""

from __future__ import annotations

from answering.decision import Ruling
from answering.evidence.generator import EXTRACTIVE, Draft
from answering.language_names import is_language_name
from answering.phrases import Phrase, say, says_other_language
from core.language import primary
from core.model import Decision, RelatedDocument
from retrieval.retriever import Retrieval

MOST_RELATED = 3
RELATED_SHARE = 0.5
"""Share of the best score from which a document is worth reading next."""


def worded(ruling: Ruling, draft: Draft, lang: str) -> str:
    """What the customer reads: the draft with what has to be said about it, or what happens instead."""
    if ruling.decision is Decision.ESCALATE:
        return say(Phrase.LOW_CONFIDENCE, lang)
    if ruling.decision is Decision.CLARIFY:
        by_language = bool(ruling.choices) and all(is_language_name(choice, lang) for choice in ruling.choices)
        return say(Phrase.CLARIFY_LANGUAGE if by_language else Phrase.CLARIFY, lang)
    text = introduced(draft, lang)
    if ruling.decision is Decision.CAVEAT:
        return "\n\n".join((say(Phrase.CAVEAT, lang), text, say(Phrase.CAVEAT_OFFER, lang)))
    return text


def introduced(draft: Draft, lang: str) -> str:
    """The text of a draft; where it quotes another language than the reader's, with a sentence that says so."""
    content_lang = draft.citations[0].lang
    # What is quoted is in its own language; what a model writes is in the reader's.
    if draft.generator == EXTRACTIVE and primary(content_lang) != primary(lang):
        return f"{says_other_language(content_lang, lang)}\n\n{draft.text}"
    return draft.text


def opening(decision: Decision, lang: str) -> str:
    """What stands before the words of a model, with the gap to them."""
    return f"{say(Phrase.CAVEAT, lang)}\n\n" if decision is Decision.CAVEAT else ""


def related(retrieval: Retrieval, draft: Draft) -> tuple[RelatedDocument, ...]:
    """Further documents worth reading, in the language of the answer, best first."""
    cited = {citation.document_id for citation in draft.citations}
    lang, floor = draft.citations[0].lang, RELATED_SHARE * retrieval.hits[0].score
    found: dict[str, RelatedDocument] = {}
    for hit in retrieval.hits:
        passage = hit.passage
        if passage.document_id not in cited and passage.lang == lang and hit.score >= floor:
            found.setdefault(passage.document_id, RelatedDocument(passage.document_id, passage.title, passage.url))
    return tuple(found.values())[:MOST_RELATED]

"""Finds the choices of a clarifying question.

Either the best articles are variants of each other (see `variants`) and nothing says which one is meant: then the
choices are their names, "Windows" and "macOS". Or they are near-equal articles on one subject, and the question names
no more: "bluetooth" alone may mean pairing a device, turning it off or sending a file. Or what fits best exists in
several languages, none of which the customer wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from answering.clarifying.naming import RULES, names_another
from answering.clarifying.variants import RELATED, Variants, meant, variants_of
from answering.evidence.scoring import coverage
from answering.evidence.units import terms_of
from answering.language_names import language_name
from answering.understanding.asked import FACT_KINDS, Asked
from answering.understanding.folding import fold, spaced
from core.language import primary
from retrieval.retriever import Hit

MOST_CHOICES = 4
MOST_NAMES = 5
FEW_WORDS = 3
"""A question with more topic words than this is not ambiguous for being short."""
NEAR = 0.9
"""Share of the best score from which another passage fits about as well."""
GOOD = 0.75
"""Share of the best score from which a passage in another language is worth offering, once there is a choice."""
_COVERED = 0.5
_SAME = 0.1


def choices_for(asked: Asked, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Two to four titles or headings to choose from, best first; none when the question is clear enough."""
    if not hits or asked.words > FEW_WORDS or asked.kind in FACT_KINDS:
        return ()
    top = hits[0]
    near = [hit for hit in hits if hit.score >= NEAR * top.score and hit.passage.lang == top.passage.lang]
    several = len({hit.passage.document_id for hit in near}) > 1
    names = dict.fromkeys(_title(hit) if several else _heading(hit) for hit in near)
    # On the same subject: each name says about as much of the question as the one that says most.
    covered = {name: coverage(asked, frozenset(terms_of(name, top.passage.lang))) for name in names if name}
    needed = max(_COVERED, max(covered.values(), default=0.0) - _SAME)
    alike = [name for name, share in covered.items() if share >= needed]
    return tuple(alike[:MOST_CHOICES]) if len(alike) >= 2 else ()


def names_for(variants: Variants, said: Sequence[str]) -> tuple[str, ...]:
    """Two to five names of variants to choose from, best first; none when one is named or one answer fits all.

    `said`: what the customer wrote, the question first, and where they are.
    """
    if variants.agree or is_about_variants(said[0]):
        return ()
    if meant(variants, said) or any(names_another(variants.names, text) for text in said):
        return ()
    return variants.names[:MOST_NAMES]


def languages_for(hits: Sequence[Hit], lang: str) -> tuple[str, ...]:
    """The languages, as readers of `lang` call them, that good passages are in when it is not among them.

    None when the best ones are all in one language.
    """
    if not hits or primary(lang) in {primary(hit.passage.lang) for hit in hits}:
        return ()
    best, good = (
        [primary(hit.passage.lang) for hit in hits if hit.score >= share * hits[0].score] for share in (NEAR, GOOD)
    )
    names = tuple(dict.fromkeys(language_name(code, lang) for code in good))
    return names[:MOST_NAMES] if len(set(best)) > 1 and len(names) > 1 else ()


def preferred(hits: Sequence[Hit], said: Sequence[str]) -> tuple[Variants, frozenset[str]] | None:
    """The variants of the best of `hits` and those of them that were named; None where none was, or all."""
    variants = variants_of(hits, RELATED)
    names = meant(variants, said) if variants else frozenset[str]()
    return (variants, names) if variants and 0 < len(names) < len(variants.names) else None


def is_about_variants(question: str) -> bool:
    """Whether it asks about the plans, versions or platforms themselves: "which plans are there?"."""
    return _asks_which().search(spaced(fold(question))) is not None


@cache
def _asks_which() -> re.Pattern[str]:
    return re.compile("|".join(rules.ASKS_WHICH for rules in RULES.values()))


def _title(hit: Hit) -> str:
    return hit.passage.title


def _heading(hit: Hit) -> str:
    return hit.passage.heading[-1] if hit.passage.heading else ""

"""Finds the choices of a clarifying question: near-equal articles on one subject, for a question that names no more.

"Bluetooth" alone may mean pairing a device, turning it off or sending a file.
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.asked import FACT_KINDS, Asked
from answering.scoring import coverage
from answering.units import terms_of
from retrieval.retriever import Hit

MOST_CHOICES = 4
FEW_WORDS = 3
"""A question with more topic words than this is not ambiguous for being short."""
NEAR = 0.9
"""Share of the best score from which another passage fits about as well."""
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


def _title(hit: Hit) -> str:
    return hit.passage.title


def _heading(hit: Hit) -> str:
    return hit.passage.heading[-1] if hit.passage.heading else ""

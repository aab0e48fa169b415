"""Keeps room among what is found for other documents than the best one.

The passages of one long article can fill every place. Then nothing shows that no other document comes near, and the
confidence has nothing to compare it with.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.db import Session
from retrieval.fusion import Fused

RIVALS = 3
"""Places for other documents, where there are any; of the confidence's signals some need as many."""
_LOOKED_AT = 100
"""Candidates among which they are looked for."""


def with_rivals(session: Session, ranked: Sequence[Fused], places: int) -> list[Fused]:
    """The first `places` of `ranked`, best first, the last of them for other documents than the first one's."""
    chosen, rest = list(ranked[:places]), ranked[places:_LOOKED_AT]
    if len(chosen) <= RIVALS:
        return chosen
    documents = _documents(session, chosen)
    of_best = [hit for hit in chosen if documents[hit.id] == documents[chosen[0].id]]
    wanted = RIVALS - (len(chosen) - len(of_best))
    if wanted <= 0 or not rest:
        return chosen
    theirs = _documents(session, rest)
    rivals = [hit for hit in rest if theirs[hit.id] != documents[chosen[0].id]][:wanted]
    given_up = set(of_best[len(of_best) - len(rivals) :])
    return [hit for hit in chosen if hit not in given_up] + rivals


def _documents(session: Session, hits: Sequence[Fused]) -> dict[int, str]:
    marks = ", ".join("?" * len(hits))
    rows = session.execute(
        f"SELECT id, document_id FROM passages WHERE id IN ({marks})",  # noqa: S608 - placeholders only
        [hit.id for hit in hits],
    )
    return dict(iter(rows))

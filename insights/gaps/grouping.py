"""Which questions ask the same: pure, from their vectors alone.

Questions are drawn a little towards their nearest neighbours (one step of mean shift: Fukunaga and Hostetler 1975) and
then clustered by average linkage down to a bar, with SciPy. Average linkage needs memory in the square of their
number, so a part is clustered and further questions join a group when they are on average near enough to its members;
what joins none is the next part. Parameters were chosen on translated questions about two help centres and checked on
77 intents of a bank (docs/decisions/0011-gaps.md).
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors, unit_rows

Labels = NDArray[np.intp]
Progress = Callable[[int, int], None]
"""Told how many questions have their group, and of how many."""

NEIGHBOURS = 8
NEIGHBOURLY = 0.35
"""Least cosine of a neighbour that a question is drawn towards."""
TOGETHER = 0.5
"""Least mean cosine of two groups that become one, after that."""
JOIN = 0.35
"""Least mean cosine of a question and the members of a group that it joins, as they are."""
PART = 2_000
"""Questions that are clustered at once."""
_ROWS = 4_096
NOBODY = -1


def group(rows: Vectors, fixed: Vectors, progress: Progress = lambda done, total: None, *, part: int = PART) -> Labels:
    """A label for each of the centred unit `rows`; the means in `fixed` are groups already, with the first labels.

    Equal rows get equal labels, and the same rows in the same order get the same labels again.
    """
    first = _first_alike(rows)
    distinct, labels = np.unique(first), np.full(len(rows), NOBODY, dtype=np.intp)
    waiting = _joined(rows, labels, np.random.default_rng(0).permutation(distinct), fixed, 0)
    found = len(fixed)
    while len(waiting):
        progress(len(distinct) - len(waiting), len(distinct))
        now, rest = waiting[:part], waiting[part:]
        labels[now] = clustered(rows[now]) + found
        waiting = _joined(rows, labels, rest, means_of(rows[now], labels[now] - found), found)
        found = int(labels.max()) + 1
    progress(len(distinct), len(distinct))
    alike: Labels = labels[first]
    return alike


def clustered(rows: Vectors) -> Labels:
    """Labels from 0 on by average linkage; all at once."""
    if len(rows) < 2:
        return np.zeros(len(rows), dtype=np.intp)
    shifted = drawn_together(rows)
    distances = np.clip(1.0 - shifted @ shifted.T, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    # Takes 40 MB and a third of a second, of which a server that has nothing to group is spared.
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(distances, checks=False), method="average")
    labels: Labels = fcluster(tree, 1.0 - TOGETHER, criterion="distance").astype(np.intp) - 1
    return labels


def drawn_together(rows: Vectors) -> Vectors:
    """Each row moved towards its nearest neighbours, where it has any, and again of unit length."""
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -1.0)
    count = min(NEIGHBOURS, len(rows) - 1)
    nearest = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
    weights = np.take_along_axis(cosines, nearest, axis=1)
    weights[weights < NEIGHBOURLY] = 0.0
    moved = rows.copy()
    for place in range(count):
        moved += weights[:, place, None] * rows[nearest[:, place]]
    return unit_rows(moved)


def means_of(rows: Vectors, labels: Labels) -> Vectors:
    """The mean of the rows of each label: its product with a unit row is that row's mean cosine with them."""
    means = np.zeros((int(labels.max(initial=-1)) + 1, rows.shape[1]), dtype=np.float32)
    np.add.at(means, labels, rows)
    counts = np.bincount(labels, minlength=len(means)).astype(np.float32)
    means /= np.maximum(counts, 1.0)[:, None]
    return means


def nearest_group(row: Vectors, means: Vectors) -> tuple[int, float]:
    """The group that a row is nearest to on average, and how near; (NOBODY, -1) where there is none."""
    if not len(means):
        return NOBODY, -1.0
    cosines = means @ row
    best = int(cosines.argmax())
    return best, float(cosines[best])


def _first_alike(rows: Vectors) -> Labels:
    """For each row the place of the first that equals it."""
    seen: dict[bytes, int] = {}
    places = (seen.setdefault(blake2b(row.tobytes(), digest_size=16).digest(), n) for n, row in enumerate(rows))
    return np.fromiter(places, dtype=np.intp, count=len(rows))


def _joined(rows: Vectors, labels: Labels, waiting: Labels, means: Vectors, offset: int) -> Labels:
    """Label those of `waiting` that are near enough to one of `means`; returns the others in their order."""
    if not len(means) or not len(waiting):
        return waiting
    for start in range(0, len(waiting), _ROWS):
        some = waiting[start : start + _ROWS]
        cosines = rows[some] @ means.T
        best = cosines.argmax(axis=1)
        near = np.take_along_axis(cosines, best[:, None], axis=1)[:, 0] >= JOIN
        labels[some[near]] = best[near] + offset
    left: Labels = waiting[labels[waiting] == NOBODY]
    return left

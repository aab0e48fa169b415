"""Finds articles that say much the same of different products, plans, versions or platforms, and what sets them apart.

"Install the app on Windows" and "Install the app on macOS" differ in one name. So may the headings, tags or addresses
of articles with one title. Only what is written like a name counts: titles that differ in what is to be done are no
variants.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from answering.clarifying.differences import heading_difference, place_difference, title_difference
from answering.clarifying.naming import named
from answering.evidence.units import terms_of
from core.model import Passage
from retrieval.retriever import Hit

NEAR = 0.85
"""Share of the best score from which a variant fits about as well: their own words make that much difference."""
RELATED = 0.7
"""Share from which a variant counts once another is near, or the question names it."""
DEMOTED = 0.9
"""Share of the score of the variant meant that is left to the others, at most."""
_SAME_WORDS = 0.95

Difference = Callable[[Passage, Passage], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Variants:
    """Names as the documents write them, best first, and the passages found that belong to each."""

    names: tuple[str, ...]
    hits: tuple[tuple[Hit, ...], ...]

    def of(self, names: Iterable[str]) -> frozenset[int]:
        """The ids of the passages of these variants."""
        wanted = set(names)
        return frozenset(
            hit.passage.id for name, hits in zip(self.names, self.hits, strict=True) if name in wanted for hit in hits
        )

    @property
    def agree(self) -> bool:
        """Whether the best passages of all say the same, their names aside: then one answer fits all."""
        bare = [_bare(hits[0].passage, self.names) for hits in self.hits]
        return all(_same(bare[0], other) for other in bare[1:])


def variants_of(hits: Sequence[Hit], share: float = NEAR) -> Variants | None:
    """The variants of the best of `hits`, when one of them has at least that share of its score; else None."""
    if not hits:
        return None
    top = hits[0]
    related = [hit for hit in hits[1:] if hit.score >= RELATED * top.score and hit.passage.lang == top.passage.lang]
    pairs = [(pair, hit) for hit in related if (pair := difference(top.passage, hit.passage))]
    if not any(hit.score >= share * top.score for _, hit in pairs):
        return None
    own = Counter(pair[0] for pair, _ in pairs).most_common(1)[0][0]
    groups: dict[str, list[Hit]] = {own: [top]}
    for (mine, other), hit in pairs:
        if mine == own and other.casefold() != own.casefold():
            groups.setdefault(other, []).append(hit)
    return Variants(tuple(groups), tuple(map(tuple, groups.values()))) if len(groups) > 1 else None


def difference(one: Passage, other: Passage) -> tuple[str, str] | None:
    """The two names that tell the passages apart; None when they differ in more, or in nothing that is a name."""
    if one.document_id == other.document_id:
        return heading_difference(one, other)
    if one.title.casefold() != other.title.casefold():
        return title_difference(one, other)
    return place_difference(one, other) or heading_difference(one, other)


def meant(variants: Variants, texts: Iterable[str]) -> frozenset[str]:
    """The variants named by the first of `texts` that names any."""
    return next((found for text in texts if (found := named(variants.names, text))), frozenset())


def prefer(hits: Sequence[Hit], variants: Variants, names: frozenset[str]) -> tuple[Hit, ...]:
    """`hits` with the variants that are not meant put behind those that are; best first."""
    wrong = variants.of(set(variants.names) - names)
    return demote(hits, lambda hit: hit.passage.id in wrong)


def demote(hits: Sequence[Hit], is_wrong: Callable[[Hit], bool]) -> tuple[Hit, ...]:
    """`hits` with the wrong ones behind the best of the others; unchanged where none is left."""
    right = [hit for hit in hits if not is_wrong(hit)]
    if not right or len(right) == len(hits):
        return tuple(hits)
    most = DEMOTED * right[0].score
    scored = [hit if not is_wrong(hit) else replace(hit, score=min(hit.score, most)) for hit in hits]
    ranked = sorted(scored, key=lambda hit: -hit.score)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ranked, 1))


def _bare(passage: Passage, names: Sequence[str]) -> frozenset[str]:
    """The index terms of a passage but for those of the names, and for its headings."""
    named_terms = {term for name in names for term in terms_of(name, passage.lang)}
    text = re.sub(r"^#+ .*$", "", passage.text, flags=re.MULTILINE)
    return frozenset(terms_of(text, passage.lang)) - named_terms


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    apart = one ^ other
    if any(any(character.isdigit() for character in term) for term in apart):
        return False
    return len(apart) <= (1 - _SAME_WORDS) * len(one | other)

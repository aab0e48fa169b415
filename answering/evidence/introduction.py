"""What leads up to a list, a table or a code block: the words that say what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from answering.evidence.page import Page
from answering.evidence.pieces import PROSE, Piece, sentences_of
from answering.evidence.scoring import coverage
from answering.evidence.units import count_words, terms_of
from answering.evidence.wording import introduces, leans_back
from answering.understanding.asked import Asked
from core.model import Block


def introduction(page: Page, asked: Asked, block: Block, limit: int) -> list[Piece]:
    """The paragraph before `block` when it has at most `limit` words, else the sentences of it that tell most."""
    before = page.before(block)
    if before is None or before.kind not in PROSE:
        return []
    sentences, earlier = sentences_of(page, before), _prose_before(page, before)
    if not sentences:
        return []
    announces = introduces(sentences[-1].text)
    if earlier and not announces and _worth(asked, earlier) > _worth(asked, sentences):
        # A note between the two says less about what the block is for than the paragraph before the note.
        sentences, earlier = earlier, []
    chosen = _telling(asked, sentences, announces, limit)
    if chosen and earlier and chosen[0] == sentences[0] and leans_back(chosen[0].text, page.passage.lang):
        room = limit - sum(count_words(one.text) for one in chosen)
        return [one for one in earlier[-1:] if count_words(one.text) <= max(room, limit // 2)] + chosen
    return chosen


def _prose_before(page: Page, block: Block) -> list[Piece]:
    earlier = page.before(block)
    return sentences_of(page, earlier) if earlier and earlier.kind in PROSE else []


def _worth(asked: Asked, sentences: Sequence[Piece]) -> float:
    return coverage(asked, frozenset[str]().union(*map(_terms, sentences)))


def _terms(one: Piece) -> frozenset[str]:
    return frozenset(terms_of(one.text, one.passage.lang))


def _telling(asked: Asked, sentences: Sequence[Piece], announces: bool, limit: int) -> list[Piece]:
    words = [count_words(one.text) for one in sentences]
    if sum(words) <= limit:
        return list(sentences)
    worth = [coverage(asked, _terms(one)) for one in sentences]
    best = max(range(len(sentences)), key=lambda i: (worth[i], -i))
    chosen = _with_predecessors(sentences, len(sentences) - 1 if announces else best, words, limit)
    if announces and sum(words[i] for i in chosen | {best}) <= limit:
        chosen |= {best}
    return [sentences[i] for i in sorted(chosen)]


def _with_predecessors(sentences: Sequence[Piece], last: int, words: Sequence[int], limit: int) -> set[int]:
    """A sentence with those before it that it cannot be understood without, as far as there is room."""
    first = last
    while first and leans_back(sentences[first].text, sentences[first].passage.lang):
        if sum(words[first - 1 : last + 1]) > limit:
            break
        first -= 1
    return set(range(first, last + 1))

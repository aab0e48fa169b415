"""Turns scored pieces into what is shown: whole lists of steps with their introduction, or a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.asked import FACT_KINDS, Asked
from answering.page import Page, VersionReader
from answering.scoring import Scored, coverage
from answering.sentences import split_sentences
from answering.units import count_words
from answering.wording import introduces, leans_back
from core.model import Block, BlockKind, Passage
from retrieval.analysis import analyse

_PROSE = (BlockKind.PARAGRAPH, BlockKind.NOTE)
_NEAR_DUPLICATE = 0.8


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """How much is shown, in words (see `units.count_words`)."""

    passages: int = 4
    relative_score: float = 0.7
    """Passages below this share of the best score are not looked at."""
    sentences: int = 3
    words: int = 70
    """For sentences."""
    words_foreign: int = 110
    """For sentences in another language than the question's, which cannot be chosen as finely."""
    words_whole: int = 120
    """For lists and tables; a list of steps is never cut."""
    introduction: int = 60
    relative_sentence: float = 0.3
    """Sentences below this share of the best one's score are not added."""
    gain: float = 0.8
    """What a further sentence is worth for each share of the question's words that it adds."""
    next_to_chosen: float = 0.1
    """What a further sentence is worth for standing next to a chosen one."""
    gain_elsewhere: float = 0.2
    """Share of the question's words that a sentence of another passage must add."""
    gain_in_other_document: float = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A verbatim stretch of a document version; `text` is `[start, end)` of it."""

    passage: Passage
    block: Block
    """The block it is (a part of); of joined pieces the last one's."""
    start: int
    end: int
    text: str


class Composer:
    """Puts pieces together so that they read well."""

    def __init__(self, versions: VersionReader | None, limits: EvidenceLimits) -> None:
        self._versions = versions
        self._limits = limits

    def compose(self, asked: Asked, scored: Sequence[Scored], *, foreign: bool) -> list[Piece]:
        """The pieces to show, in reading order, what touches joined; `scored` starts with the best passage's.

        The best document leads: ranking knows more about which document answers than a shared word does.
        """
        leading = [one for one in scored if one.passage.document_id == scored[0].passage.document_id]
        best = max(leading, key=lambda one: (one.score, -one.hit.rank, -one.index))
        page = Page(best.passage, self._versions)
        if best.unit.kind in _PROSE:
            spans = self._sentences(asked, scored, best, self._limits.words_foreign if foreign else self._limits.words)
            spans += self._procedure(page, asked, best)
        elif best.unit.kind is BlockKind.STEPS or self._fits_whole(page, best.unit.block):
            spans = [*self._introduction(page, asked, best.unit.block), _span(page, best.unit.block)]
        else:
            spans = self._parts(page, asked, scored, best)
        return _joined(spans, self._versions)

    def _fits_whole(self, page: Page, block: Block) -> bool:
        if block.kind is BlockKind.CODE:
            return True
        start, end = page.whole(block)
        return count_words(page.text(start, end)) <= self._limits.words_whole

    def _procedure(self, page: Page, asked: Asked, best: Scored) -> list[Piece]:
        """The steps that go with a chosen sentence, for a question that they can answer."""
        if asked.kind in FACT_KINDS:
            return []
        block = page.steps_beside(best.unit.block) or page.only_steps()
        return [*self._introduction(page, asked, block), _span(page, block)] if block else []

    def _introduction(self, page: Page, asked: Asked, block: Block) -> list[Piece]:
        """What leads up to a block: the paragraph before it when it is short, else its most telling sentences."""
        before = page.before(block)
        if before is None or before.kind not in _PROSE:
            return []
        earlier = page.before(before)
        spans = _sentences_of(page, before)
        if not spans:
            return []
        announces = introduces(page.text(*spans[-1]))
        if earlier and earlier.kind in _PROSE and not announces:
            # A note between the two says less about what the block is for than the paragraph before the note.
            worth = coverage(asked, _terms(page, before))
            if coverage(asked, _terms(page, earlier)) > worth:
                before, spans = earlier, _sentences_of(page, earlier)
                announces = False
        return [_piece(page, before, *span) for span in self._telling(page, asked, spans, announces)]

    def _telling(
        self, page: Page, asked: Asked, spans: Sequence[tuple[int, int]], announces: bool
    ) -> list[tuple[int, int]]:
        lang, limit = page.passage.lang, self._limits.introduction
        words = [count_words(page.text(*span)) for span in spans]
        if sum(words) <= limit:
            return list(spans)
        worth = [coverage(asked, frozenset(analyse(page.text(*span), lang))) for span in spans]
        best = max(range(len(spans)), key=lambda i: (worth[i], -i))
        wanted = [len(spans) - 1, best] if announces else [best]
        chosen: set[int] = set()
        for i in wanted:
            chosen.add(i)
            # "If this happens, try these:" says nothing without what happens.
            while (
                i and leans_back(page.text(*spans[i]), lang) and sum(words[j] for j in chosen) + words[i - 1] <= limit
            ):
                i -= 1
                chosen.add(i)
        kept = sorted(chosen) if sum(words[i] for i in chosen) <= limit else sorted({wanted[0]})
        return [spans[i] for i in kept if announces or not leans_back(page.text(*spans[i]), lang) or i - 1 in kept]

    def _parts(self, page: Page, asked: Asked, scored: Sequence[Scored], best: Scored) -> list[Piece]:
        """The best items of a long list, or rows of a long table with its header, after their introduction."""
        block = best.unit.block
        own = [one for one in scored if one.passage.id == best.passage.id and one.unit.block == block]
        spans = self._introduction(page, asked, block)
        room = self._limits.words_whole - sum(count_words(piece.text) for piece in spans)
        if best.unit.header:
            spans.append(_piece(page, block, *best.unit.header))
        for one in sorted(own, key=lambda one: -one.score):
            room -= one.unit.words
            if one is not best and (room < 0 or one.score < 0.5 * best.score):
                break
            spans.append(_piece(page, block, one.unit.start, one.unit.end))
        return spans

    def _sentences(self, asked: Asked, scored: Sequence[Scored], best: Scored, limit: int) -> list[Piece]:
        prose = [one for one in scored if one.unit.kind in _PROSE]
        chosen = [best]
        room = limit - best.unit.words
        while len(chosen) < self._limits.sentences:
            fitting = [one for one in prose if one.unit.words <= room and self._adds(asked, one, chosen)]
            if not fitting:
                break
            further = max(fitting, key=lambda one: self._worth(asked, one, chosen))
            chosen.append(further)
            room -= further.unit.words
        spans = [self._readable(one, scored) for one in chosen]
        return [piece for pieces in spans for piece in pieces]

    def _adds(self, asked: Asked, one: Scored, chosen: Sequence[Scored]) -> bool:
        if one in chosen or one.score < self._limits.relative_sentence * chosen[0].score:
            return False
        if any(_alike(one, other) for other in chosen):
            return False
        if one.passage.id == chosen[0].passage.id:
            return True
        same = one.passage.document_id == chosen[0].passage.document_id
        needed = self._limits.gain_elsewhere if same else self._limits.gain_in_other_document
        return _gain(asked, one, chosen) >= needed

    def _worth(self, asked: Asked, one: Scored, chosen: Sequence[Scored]) -> float:
        beside = any(one.passage.id == other.passage.id and abs(one.index - other.index) == 1 for other in chosen)
        return (
            one.score + self._limits.gain * _gain(asked, one, chosen) + (self._limits.next_to_chosen if beside else 0.0)
        )

    def _readable(self, one: Scored, scored: Sequence[Scored]) -> list[Piece]:
        """The sentence, with the one before it when it leans on that, and with the block that it announces."""
        page = Page(one.passage, self._versions)
        spans = [_piece(page, one.unit.block, one.unit.start, one.unit.end)]
        if leans_back(one.unit.text, one.passage.lang):
            before = next((s for s in scored if s.passage.id == one.passage.id and s.index == one.index - 1), None)
            if before and before.unit.block == one.unit.block and before.unit.words <= self._limits.introduction:
                spans.insert(0, _piece(page, before.unit.block, before.unit.start, before.unit.end))
        if introduces(one.unit.text):
            block = page.after(one.unit.block)
            if block and one.unit.end >= page.whole(one.unit.block)[1] and self._announced(page, block):
                spans.append(_span(page, block))
        return spans

    def _announced(self, page: Page, block: Block) -> bool:
        return block.kind is BlockKind.STEPS or (block.kind not in _PROSE and self._fits_whole(page, block))


def _sentences_of(page: Page, block: Block) -> list[tuple[int, int]]:
    start, end = page.whole(block)
    return [(start + span.start, start + span.end) for span in split_sentences(page.text(start, end))]


def _terms(page: Page, block: Block) -> frozenset[str]:
    return frozenset(analyse(page.text(*page.whole(block)), page.passage.lang))


def _piece(page: Page, block: Block, start: int, end: int) -> Piece:
    return Piece(page.passage, block, start, end, page.text(start, end))


def _span(page: Page, block: Block) -> Piece:
    return _piece(page, block, *page.whole(block))


def _gain(asked: Asked, one: Scored, chosen: Sequence[Scored]) -> float:
    have = frozenset[str]().union(*(other.unit.terms for other in chosen))
    return coverage(asked, one.unit.terms - have)


def _alike(one: Scored, other: Scored) -> bool:
    """Whether two sentences say the same, as copies of a page do."""
    union = one.unit.terms | other.unit.terms
    return not union or len(one.unit.terms & other.unit.terms) / len(union) >= _NEAR_DUPLICATE


def _joined(pieces: Iterable[Piece], versions: VersionReader | None) -> list[Piece]:
    """Pieces by document in the order each is first used, then by place; what touches or overlaps becomes one."""
    listed = list(pieces)
    documents = list(dict.fromkeys(piece.passage.document_id for piece in listed))
    ordered = sorted(listed, key=lambda piece: (documents.index(piece.passage.document_id), piece.start, -piece.end))
    joined: list[Piece] = []
    for piece in ordered:
        merged = _merge(joined[-1], piece, versions) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(piece)
    return joined


def _merge(left: Piece, right: Piece, versions: VersionReader | None) -> Piece | None:
    if (left.passage.document_id, left.passage.version) != (right.passage.document_id, right.passage.version):
        return None
    if right.end <= left.end:
        return left
    gap = Page(left.passage, versions).text(left.end, right.start) if right.start > left.end else ""
    if gap.strip() or len(gap) < right.start - left.end:
        return None
    own = right.text if right.start >= left.end else right.text[left.end - right.start :]
    return Piece(left.passage, right.block, left.start, right.end, left.text + gap + own)

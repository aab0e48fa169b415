"""Turns scored pieces into what is shown: sentences for a fact; for help also items, and whole lists of steps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from answering.evidence.choosing import ChoiceLimits, Chooser
from answering.evidence.introduction import introduction
from answering.evidence.page import Page, VersionReader
from answering.evidence.pieces import PROSE, Piece, header, joined, piece, sentences_of, whole
from answering.evidence.scoring import Scored, probabilities
from answering.evidence.units import count_words, items
from answering.evidence.wording import introduces
from answering.understanding.asked import FACT_KINDS, Asked, Kind
from core.model import Block, BlockKind

_CODE = re.compile(r"(?=.*[a-z])(?=.*\d).{3,}")
"""Of letters and digits, as codes are indexed."""


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """How much is shown, in words (see `units.count_words`)."""

    own_passages: int = 4
    """How many passages of the best document are looked at."""
    other_passages: int = 3
    """How many of other documents, when the best one leaves much of the question open."""
    fact_passages: int = 6
    """How many of other documents when a fact is asked for."""
    relative_score: float = 0.7
    """Passages of other documents below this share of the best score are not looked at."""
    words: int = 60
    """For sentences that state a fact."""
    words_help: int = 100
    """For whatever helps with a task or a problem."""
    words_foreign: int = 110
    """For sentences in another language than the question's, which cannot be chosen as finely."""
    words_whole: int = 120
    """For lists and tables; a list of steps is never cut."""
    words_code: int = 200
    """Code cannot be cut: longer code is shown where it answers itself, and not for being announced."""
    words_thin: int = 30
    """A sentence shorter than this says too little alone when the question asks for help and not for a fact."""
    introduction: int = 60
    close: float = 2.0
    """Items and rows that score this much less than the best one are left out where only some are wanted."""
    leads_elsewhere: float = 1.5
    """A fact is taken from another document than the best one where it is this many times likelier to stand there."""
    choice: ChoiceLimits = field(default_factory=ChoiceLimits)
    """How sentences are chosen."""


class Composer:
    """Puts pieces together so that they read well."""

    def __init__(self, versions: VersionReader | None, limits: EvidenceLimits) -> None:
        self._versions = versions
        self._limits = limits

    def compose(self, asked: Asked, scored: Sequence[Scored], *, foreign: bool) -> list[Piece]:
        """The pieces to show, in reading order, what touches joined; `scored` starts with the best passage's.

        The best document leads: ranking knows more about which document answers than a shared word does. Only a fact
        may stand clearly elsewhere.
        """
        scored = _with_rows_of_codes(asked, scored)
        best = self._best(asked, scored)
        page = Page(best.passage, self._versions)
        if asked.kind not in FACT_KINDS:
            found = self._help(page, asked, scored, best)
        elif best.unit.kind in PROSE:
            found = self._sentences(asked, scored, best, self._limits.words_foreign if foreign else self._limits.words)
        elif not best.unit.is_row and self._fits_whole(page, best.unit.block):
            found = [*self._introduction(page, asked, best.unit.block), whole(page, best.unit.block)]
        else:
            found = self._parts(page, asked, scored, best)
        return joined(found, self._versions)

    def _help(self, page: Page, asked: Asked, scored: Sequence[Scored], best: Scored) -> list[Piece]:
        """What is likeliest to help, of whatever kind; and what stands next where that says too little."""
        chosen = Chooser(asked, probabilities(scored), self._limits.choice).choose(best, self._limits.words_help)
        found = [one for unit in chosen for one in self._with_context(asked, unit)]
        following = page.after(best.unit.block)
        # A page that sums itself up goes on with how it is done, in whatever words.
        is_summary = asked.kind is Kind.HOW_TO and best.passage.ordinal == best.index == 0
        if is_summary and (steps := page.steps_after(best.unit.block)):
            return found if whole(page, steps) in found else [*found, whole(page, steps)]
        if following is None or sum(count_words(one.text) for one in found) >= self._limits.words_thin:
            return found
        return found + self._beginning(page, following)

    def _with_context(self, asked: Asked, one: Scored) -> list[Piece]:
        """A chosen piece with what it takes to be understood: what a list is for, the header of a table."""
        page, unit = Page(one.passage, self._versions), one.unit
        if unit.kind in PROSE:
            return self._announced(one)
        own = piece(page, unit.block, unit.start, unit.end)
        fits = not unit.is_row and self._fits_whole(page, unit.block)
        if unit.kind is BlockKind.TABLE and not fits:
            return [header(page, unit.block), own]
        return [*self._introduction(page, asked, unit.block), whole(page, unit.block) if fits else own]

    def _best(self, asked: Asked, scored: Sequence[Scored]) -> Scored:
        first, anywhere = _likeliest(s for s in scored if s.passage.document_id == _first(scored)), _likeliest(scored)
        if asked.kind not in FACT_KINDS or first.unit.kind not in PROSE or anywhere.unit.kind not in PROSE:
            return first
        return anywhere if anywhere.score - first.score > math.log(self._limits.leads_elsewhere) else first

    def _introduction(self, page: Page, asked: Asked, block: Block) -> list[Piece]:
        return introduction(page, asked, block, self._limits.introduction)

    def _fits_whole(self, page: Page, block: Block) -> bool:
        never_cut = block.kind in (BlockKind.STEPS, BlockKind.CODE)
        return never_cut or count_words(whole(page, block).text) <= self._limits.words_whole

    def _beginning(self, page: Page, block: Block) -> list[Piece]:
        """A block, or as much of it from its beginning as there is room for."""
        if block.kind is BlockKind.CODE and count_words(whole(page, block).text) > self._limits.words_code:
            return []
        if block.kind not in PROSE and self._fits_whole(page, block):
            return [whole(page, block)]
        room = self._limits.words if block.kind in PROSE else self._limits.words_whole
        parts = sentences_of(page, block) if block.kind in PROSE else _items_of(page, block)
        kept: list[Piece] = []
        for one in parts:
            room -= count_words(one.text)
            if room < 0:
                break
            kept.append(one)
        return kept

    def _parts(self, page: Page, asked: Asked, scored: Sequence[Scored], best: Scored) -> list[Piece]:
        """The best items of a long list, or rows of a long table with its header, after their introduction."""
        block = best.unit.block
        own = [one for one in scored if one.passage.id == best.passage.id and one.unit.block == block]
        # A row says itself what it is about; a remedy needs to be told what it is for.
        found = [] if best.unit.kind is BlockKind.TABLE else self._introduction(page, asked, block)
        room = self._limits.words_whole - sum(count_words(one.text) for one in found)
        if best.unit.kind is BlockKind.TABLE:
            found.append(header(page, block))
        floor = best.score - self._limits.close
        for one in sorted(own, key=lambda one: -one.score):
            room -= one.unit.words
            if one is not best and (room < 0 or one.score < floor):
                break
            found.append(piece(page, block, one.unit.start, one.unit.end))
        return found

    def _sentences(self, asked: Asked, scored: Sequence[Scored], best: Scored, limit: int) -> list[Piece]:
        prose = {one: likely for one, likely in probabilities(scored).items() if one.unit.kind in PROSE}
        chosen = Chooser(asked, prose, self._limits.choice).choose(best, limit)
        return [one for scored_one in chosen for one in self._announced(scored_one)]

    def _announced(self, one: Scored) -> list[Piece]:
        """The sentence, with the block that it announces."""
        page, unit = Page(one.passage, self._versions), one.unit
        found = [piece(page, unit.block, unit.start, unit.end)]
        if introduces(unit.text) and unit.end >= page.whole(unit.block)[1]:
            block = page.after(unit.block)
            found += self._beginning(page, block) if block and block.kind not in PROSE else []
        return found


def _with_rows_of_codes(asked: Asked, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Without the rows of tables that hold none of the question's codes, where others do: of SK-207 not SK-209."""
    codes = frozenset(term for term in asked.weights if _CODE.fullmatch(term))
    if not any(one.unit.is_row and codes & one.unit.terms for one in scored):
        return scored
    return [one for one in scored if not one.unit.is_row or codes & one.unit.terms]


def _first(scored: Sequence[Scored]) -> str:
    return scored[0].passage.document_id


def _likeliest(scored: Iterable[Scored]) -> Scored:
    return max(scored, key=lambda one: (one.score, -one.hit.rank, -one.index))


def _items_of(page: Page, block: Block) -> list[Piece]:
    start, end = page.whole(block)
    return [piece(page, block, start + left, start + right) for left, right in items(page.text(start, end))]

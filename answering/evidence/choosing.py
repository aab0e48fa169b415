"""Chooses sentences, items and steps by what each is likely to add, within a number of words.

The first is the likeliest. Each further one has to be likely enough to bear the answer itself or to add words of the
question that the chosen ones lack; standing next to a chosen one counts, because such text reads on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from answering.evidence.pieces import PROSE
from answering.evidence.scoring import Scored, coverage
from answering.evidence.wording import leans_back, replies
from answering.understanding.asked import FACT_KINDS, Asked

_NEAR_DUPLICATE = 0.8


@dataclass(frozen=True, slots=True)
class ChoiceLimits:
    """How many sentences are taken, and how likely they must be."""

    sentences: int = 4
    pieces_help: int = 6
    """Likewise where no fact is asked for."""
    documents: int = 2
    likely: float = 0.01
    """A further sentence of the best document must bear the answer with at least this probability."""
    likely_help: float = 0.05
    """Likewise where no fact is asked for."""
    likely_elsewhere: float = 0.06
    """Likewise one of another document, which must also be of a question for a fact or add much."""
    next_to_chosen: float = 0.5
    """Share by which a sentence counts more for standing next to a chosen one."""
    gain: float = 0.2
    """What a further sentence is worth for each share of the question's words that it adds, as a probability."""
    gain_elsewhere: float = 0.4
    """Share of the question's words that another document must add where no fact is asked for."""
    paragraph: int = 60
    """Words up to which a paragraph is shown whole where no fact is asked for, if there is room."""
    before: int = 60
    """Words up to which the sentence before comes along with one that leans on it."""


@dataclass(slots=True)
class _Choice:
    room: int
    chosen: list[Scored] = field(default_factory=list)

    def take(self, one: Scored) -> None:
        self.chosen.append(one)
        self.room -= one.unit.words

    @property
    def documents(self) -> set[str]:
        return {one.passage.document_id for one in self.chosen}

    @property
    def terms(self) -> frozenset[str]:
        return frozenset[str]().union(*(one.unit.terms for one in self.chosen))

    def is_beside(self, one: Scored) -> bool:
        return any(one.passage.id == other.passage.id and abs(one.index - other.index) == 1 for other in self.chosen)

    def has_block_of(self, one: Scored) -> bool:
        return any(_same_block(one, other) for other in self.chosen)


class Chooser:
    """Chooses among the pieces that were scored for one question."""

    def __init__(self, asked: Asked, likely: Mapping[Scored, float], limits: ChoiceLimits) -> None:
        """`likely`: pieces with their probability of bearing the answer."""
        self._asked = asked
        self._likely = likely
        self._limits = limits
        self._is_fact = asked.kind in FACT_KINDS

    def choose(self, best: Scored, words: int) -> list[Scored]:
        """`best` with what it leans on, then what else is worth its words; of at most `words` in all if `best` is."""
        choice = _Choice(words)
        choice.take(best)
        self._take_before(choice, best)
        most = self._limits.sentences if self._is_fact else self._limits.pieces_help
        while len(choice.chosen) < most:
            worth = {one: self._worth(one, choice) for one in self._likely if self._fits(one, choice)}
            further = max(worth, key=lambda one: worth[one], default=None)
            if further is None or not worth[further]:
                break
            choice.take(further)
            self._take_before(choice, further)
        if not self._is_fact:
            self._complete(choice)
        return choice.chosen

    def _complete(self, choice: _Choice) -> None:
        """Short paragraphs are read to their end, as far as there is room: the remedy follows what it is for."""
        for chosen in [one for one in choice.chosen if one.unit.kind in PROSE]:
            paragraph = [one for one in self._likely if _same_block(one, chosen)]
            if sum(one.unit.words for one in paragraph) <= self._limits.paragraph:
                for one in paragraph:
                    if self._fits(one, choice):
                        choice.take(one)

    def _fits(self, one: Scored, choice: _Choice) -> bool:
        return one.unit.words <= choice.room and one not in choice.chosen and not _is_said(one, choice.chosen)

    def _worth(self, one: Scored, choice: _Choice) -> float:
        """What `one` adds, 0 when that is too little."""
        if replies(one.unit.text) and not choice.has_block_of(one):
            return 0.0
        gain = coverage(self._asked, one.unit.terms - choice.terms)
        likely, limits = self._likely[one], self._limits
        worth = likely + limits.gain * gain
        if one.passage.document_id != choice.chosen[0].passage.document_id:
            new = one.passage.document_id not in choice.documents
            full = new and len(choice.documents) >= limits.documents
            if full or likely < limits.likely_elsewhere or not (self._is_fact or gain >= limits.gain_elsewhere):
                return 0.0
        elif worth < (limits.likely if self._is_fact else limits.likely_help):
            return 0.0
        return worth * (1 + limits.next_to_chosen * choice.is_beside(one))

    def _take_before(self, choice: _Choice, one: Scored) -> None:
        """The sentences before one that cannot be understood without them, where there is room; and a yes or no."""
        reply = None if self._is_fact else self._reply_of(one)
        if reply and self._fits(reply, choice):
            choice.take(reply)
        if not leans_back(one.unit.text, one.passage.lang):
            return
        before = sentence_before(one, self._likely)
        if before and before.unit.words <= self._limits.before and self._fits(before, choice):
            choice.take(before)
            self._take_before(choice, before)

    def _reply_of(self, one: Scored) -> Scored | None:
        """The yes or no that the paragraph of `one` begins with."""
        beginning = min((other for other in self._likely if _same_block(one, other)), key=lambda other: other.index)
        return beginning if replies(beginning.unit.text) else None


def sentence_before(one: Scored, among: Iterable[Scored]) -> Scored | None:
    """The sentence before `one` in the same block."""
    return next(
        (other for other in among if other.index == one.index - 1 and _same_block(one, other)),
        None,
    )


def _same_block(one: Scored, other: Scored) -> bool:
    return one.passage.id == other.passage.id and one.unit.block == other.unit.block


def _is_said(one: Scored, chosen: Sequence[Scored]) -> bool:
    """Whether a chosen sentence says the same, as copies of a page do."""
    return any(_alike(one.unit.terms, other.unit.terms) for other in chosen)


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    union = left | right
    return not union or len(left & right) / len(union) >= _NEAR_DUPLICATE

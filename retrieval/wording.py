"""How a question's words are read before they are searched for: mistyped ones corrected, codes taken to the letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.db import Session
from retrieval.analysis import language_free_terms, numbered_terms, query_terms
from retrieval.codes import RARE, ExactMatch, codes_of, match_exactly
from retrieval.lexical import LexicalSearch
from retrieval.plan import Plan
from retrieval.spelling import Correction, Places, Spelling, corrected


class Wording:
    """Reads the words of questions in the light of what the asker may see."""

    def __init__(self, lexical: LexicalSearch, count_tokens: Callable[[str], int]) -> None:
        """`count_tokens`: of the embedder."""
        self._lexical = lexical
        self._spelling = Spelling(lexical, count_tokens)

    def corrected(
        self, session: Session, generation: int, plan: Plan, text: str
    ) -> tuple[Plan, tuple[Correction, ...]]:
        """`plan` with the words to look for as they were probably meant, and what was read otherwise for that."""
        places = Places(plan.lang, plan.own, (*plan.own, *plan.others), plan.is_everything)
        corrections = self._spelling.corrections(session, generation, text, places)
        meant = corrected(text, corrections)
        terms = query_terms(meant, plan.lang) if corrections else plan.terms
        codes = language_free_terms(meant) if corrections and plan.codes else plan.codes
        # A number after a name counts as one with it only where the content has the two together.
        joined = list(dict.fromkeys(numbered_terms(meant)))
        counts = self._lexical.counts(session, generation, joined) if joined else {}
        known = [term for term in joined if counts[term] and term not in terms]
        return replace(plan, terms=(*terms, *known), codes=codes), corrections

    def exact_match(self, session: Session, generation: int, plan: Plan, text: str) -> ExactMatch:
        """Which of the passages that may be found hold the codes in `text`."""
        codes = codes_of(text, plan.lang)
        if not codes:
            return ExactMatch()
        scopes = None if plan.is_everything else (*plan.own, *plan.foreign)

        def holders(term: str) -> Sequence[int] | None:
            found = self._lexical.holders(session, generation, term, scopes, RARE)
            return None if found is None else [passage for passage in found if passage not in plan.excluded]

        return match_exactly(codes, holders, lambda term: self._lexical.has_series(session, term, scopes))

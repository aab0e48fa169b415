"""Whether a text is made of words that public content uses anyway: what is not, may tell of somebody."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from core.db import Session
from core.language import primary
from retrieval.analysis import analyse, characters, pairs, tokens
from retrieval.lexical import LexicalSearch
from retrieval.stopwords import stopwords

_SHARE_OF_PAIRS = 0.5
"""Of scripts without spaces: a pair that goes over the end of a word stands nowhere else."""


class PublicWords:
    """Looks words up in documents that everybody may see."""

    def __init__(self) -> None:
        """Know nothing: everything is looked up."""
        self._lexical = LexicalSearch()

    def hold(self, session: Session, text: str, lang: str | None) -> bool:
        """Whether public documents hold every word of `text`, idle ones of its language left aside."""
        code = primary(lang) if lang else "en"
        scopes = _public_scopes(session)
        return bool(scopes) and all(self._is_public(session, token, code, scopes) for token in tokens(text))

    def _is_public(self, session: Session, token: str, lang: str, scopes: Collection[int]) -> bool:
        single = characters(token)
        if not single:
            terms = [term for term in analyse(token, lang) if term not in stopwords(lang)]
            return all(self._lexical.is_held(session, term, scopes) for term in terms)
        if not all(self._lexical.is_held(session, one, scopes) for one in dict.fromkeys(single)):
            return False
        two = [pair for pair in pairs(token) if pair not in stopwords(lang)]
        held = sum(self._lexical.is_held(session, pair, scopes) for pair in two)
        return held >= _SHARE_OF_PAIRS * len(two)


def _public_scopes(session: Session) -> Sequence[int]:
    rows = session.execute("SELECT id, audiences FROM scopes")
    return [row["id"] for row in rows if not json.loads(row["audiences"])]

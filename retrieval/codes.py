"""Codes, error numbers, options, versions and names of products in a question: what has to be there to the letter.

Errors E1024 and E1025 mean nearly the same to an embedder, and their pages have nearly the same words. So passages that
hold what was asked for come before all others; where nothing holds an error's code, everything found counts half.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.analysis import analyse, numbered_terms, tokens
from retrieval.fusion import Fused

RARE = 50
"""Passages up to which a name tells some apart from others; one that more of them hold is a word like any other."""
CODE_SHARE = 0.5
"""Share of the score that holding the codes has: so much that it decides."""
NAME_SHARE = 0.2
"""The same where there are only names, which a good answer need not repeat."""

_ERROR_WORD = re.compile(
    r"^(?:errors?|err|errno|codes?|status|exceptions?|http|errore|erro|fehler|fehlercode|errores|erreurs?|"
    r"c[oó]digos?|fallo|estado|statut)$|错误|錯誤|报错|代码|代碼|状态码|故障码|エラー|コード|오류",
    re.IGNORECASE,
)
_ERROR_CODE = re.compile(r"0x[0-9a-f]{3,}|err(?:or)?[-_.]?[a-z0-9]+(?:[-_.][a-z0-9]+)*|e[-_]?\d{3,}", re.IGNORECASE)
_SPACED_CODE = re.compile(r"e\d{3,}")
_MIXED = re.compile(r"(?=.*\d\d)[A-Za-z]+[-_.]?\d[\w.-]*|\d+[A-Za-z]+\d[\w.-]*|[A-Z]{2,}(?:[-_][A-Z0-9]+)+")
_ERROR_NUMBER = re.compile(r"\d{3,5}")
_OPTION = re.compile(r"(?<![\w-])--([A-Za-z][\w-]+)")
_NAME = re.compile(
    r"[A-Za-z]*[a-z]{2}[A-Z][A-Za-z]+|[A-Z]+[A-Z][a-z]{2}[A-Za-z]*|"  # NetworkManager, HTTPException
    r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|"  # max_length
    r"[\w-]{2,}\.[a-z]{2,4}\d?|"  # settings.toml
    r"[vV]\d+(?:\.\d+)+|\d+(?:\.\d+){2}"  # v2.3, 2.3.1
)
_NEARBY = 3
"""Words between a word for errors and its number."""


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be found to the letter."""

    term: str
    """As it is indexed."""
    is_required: bool
    """Whether an answer that does not hold it is about something else."""


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """Which passages hold the codes of a question."""

    share: float = 0.0
    """Of the score; 0 where the question has none."""
    held: Mapping[int, float] = field(default_factory=dict)
    """Share of the codes by passage id."""
    missing: tuple[str, ...] = ()
    """Codes, as they are indexed, that should be held and that no passage holds that the asker may see."""

    def weigh(self, hits: Sequence[Fused]) -> list[Fused]:
        """`hits` with holding the codes in their score, in the order that they had."""
        if not self.share:
            return list(hits)
        return [
            replace(hit, score=(1 - self.share) * hit.score + self.share * self.held.get(hit.id, 0.0)) for hit in hits
        ]


Holders = Callable[[str], Sequence[int] | None]
"""The passages that hold a term and that may be found; None when more hold it than tell anything."""
InSeries = Callable[[str], bool]
"""Whether content that may be found holds several codes like this one: the same letters and as many digits."""


def codes_of(text: str, lang: str) -> tuple[Code, ...]:
    """The codes and names in `text`, each once."""
    found = dict[str, bool]()
    for term, is_required in _codes(text, lang):
        found[term] = found.get(term, False) or is_required
    return tuple(Code(term, is_required) for term, is_required in found.items())


def match_exactly(codes: Sequence[Code], holders: Holders, in_series: InSeries = lambda _: False) -> ExactMatch:
    """Which passages hold which of `codes`; names that nobody holds are left out.

    What nobody holds is an error's code too, whatever the question calls it, where content has others of its series.
    """
    holding = {code: holders(code.term) for code in codes}
    holding = {
        replace(code, is_required=code.is_required or (ids == [] and in_series(code.term))): ids
        for code, ids in holding.items()
    }
    missing = tuple(code.term for code, ids in holding.items() if code.is_required and ids == [])
    telling = {code: ids for code, ids in holding.items() if ids or code.term in missing}
    required = [code for code in telling if code.is_required]
    counted = required or list(telling)
    if not counted:
        return ExactMatch()
    held: dict[int, float] = {}
    for code in counted:
        for passage in telling[code] or ():
            held[passage] = held.get(passage, 0.0) + 1 / len(counted)
    return ExactMatch(CODE_SHARE if required else NAME_SHARE, held, missing)


def _codes(text: str, lang: str) -> Iterator[tuple[str, bool]]:
    written = tokens(text)
    about_error = any(_ERROR_WORD.search(token) for token in written)
    for option in _OPTION.findall(unicodedata.normalize("NFKC", text)):
        yield analyse(option, lang)[-1], True
    for at, token in enumerate(written):
        if _ERROR_NUMBER.fullmatch(token):
            if any(_ERROR_WORD.search(near) for near in written[max(0, at - _NEARBY) : at + 2]):
                yield analyse(token, lang)[-1], True
        elif _is_error_code(token):
            yield analyse(token, lang)[-1], True
        elif _MIXED.fullmatch(token):
            yield analyse(token, lang)[-1], about_error
        elif _NAME.fullmatch(token):
            yield analyse(token, lang)[-1], False
    for term in numbered_terms(text):
        if _SPACED_CODE.fullmatch(term):
            yield term, True


def _is_error_code(token: str) -> bool:
    """Whether this is a code such as `E1024`, or a name of an error such as `ERR_CONNECTION_RESET`."""
    is_number = any(map(str.isdigit, token)) and _ERROR_CODE.fullmatch(token) is not None
    return is_number or ("_" in token and token.isupper())

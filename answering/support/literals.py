"""What has to be in the source to the letter: links, codes and names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from retrieval.analysis import UNSPACED, analyse, fold, numbered_terms
from retrieval.codes import codes_of
from retrieval.stopwords import stopwords

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]，。、；！？]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
                   r"(?<![\w./@-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|app|eu|de|fr|es|cn|uk|us|gov|edu)"
                   r"(?![\w-])(?:/[^\s<>\"'()\[\]，。、；！？]*)?", re.IGNORECASE)  # fmt: skip
_QUOTED_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_TITLE = re.compile(r"[《「『]([^》」』]{2,40})[》」』]")
_CLOSING = ".,;:!?*_"
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(rf"(?:(?![{UNSPACED}])[^\W\d_])+(?:['’-](?:(?![{UNSPACED}])[^\W\d_])+)*")
_STARTS = re.compile(r"(?:^|[.!?:;…¿¡\n\"“«(\[*_>|•–—-])\s*$")
_WIDE = re.compile(f"[{UNSPACED}]")
_TITLE_CASE = 0.5
"""Share of words with capitals from which these say nothing: headings, and languages that write nouns with them."""
_SAME_START = 0.75
"""Share of a word's letters that make it another form of the same name: France and French, Mexico and Mexican."""


def links_of(text: str) -> frozenset[str]:
    """The addresses in `text`, without scheme, `www.` and closing marks."""
    found = (_SCHEME.sub("", match.group()).rstrip(_CLOSING).rstrip("/").lower() for match in _LINK.finditer(text))
    return frozenset(found)


def plain(text: str) -> str:
    """`text` in lower case with single spaces."""
    return _SPACE.sub(" ", text.lower())


def missing_links(text: str, source: str) -> list[str]:
    """The addresses of `text` that are not in `source`, which is `plain`."""
    # Not as a part of another address: the beginning of a host is another host.
    return [link for link in links_of(text) if not re.search(rf"(?<![\w-]){re.escape(link)}(?![\w-]|\.\w)", source)]


def code_terms(text: str, lang: str) -> frozenset[str]:
    """The index terms of `text` among which codes are looked for."""
    return frozenset((*analyse(text, lang), *numbered_terms(text)))


def missing_codes(text: str, lang: str, terms: Collection[str], source: str) -> list[str]:
    """Codes, options and names of products in `text` that are not among the source's `terms`, and quoted code."""
    bare = _LINK.sub(" ", text)
    spans = [match[1] for match in _QUOTED_CODE.finditer(bare)]
    found = [span for span in spans if plain(span).strip() not in source]
    outside = _QUOTED_CODE.sub(" ", bare)
    return found + [code.term for code in codes_of(outside, lang) if code.term not in terms]


def words_of(text: str) -> frozenset[str]:
    """The words of `text` in the scripts with spaces, folded."""
    return frozenset(fold(match.group().lower()) for match in _WORD.finditer(text))


def missing_names(text: str, lang: str, known: Collection[str], source: str) -> list[str]:
    """Names in `text` that are neither among `known` words nor forms of one, and titles that `source` does not have."""
    titles = [match[1] for match in _TITLE.finditer(text) if _WIDE.search(match[1]) and plain(match[1]) not in source]
    return titles + [name for name in names_of(text, lang) if not _is_known(name, known)]


def names_of(text: str, lang: str) -> list[str]:
    """Words that a capital marks as names, inside sentences; Latin words amid another script. Folded."""
    words = list(_WORD.finditer(text))
    capital = [match for match in words if match.group()[0].isupper()]
    amid_other_script = _WIDE.search(text) is not None
    if not amid_other_script and len(words) > 3 and len(capital) > _TITLE_CASE * len(words):
        return []
    return list(_telling(words if amid_other_script else capital, text, stopwords(lang), amid_other_script))


def _telling(words: list[re.Match[str]], text: str, idle: frozenset[str], amid_other_script: bool) -> Iterator[str]:
    for match in words:
        word = fold(match.group().lower())
        at_start = not amid_other_script and _STARTS.search(text, 0, match.start()) is not None
        if len(word) > 1 and not at_start and word not in idle:
            yield word


def _is_known(name: str, known: Collection[str]) -> bool:
    if name in known or name.removesuffix("'s").removesuffix("s") in known:
        return True
    parts = re.split(r"['’-]", name)
    if len(parts) > 1:
        return all(len(part) < 2 or _is_known(part, known) for part in parts)
    return len(name) > 3 and any(_same_name(name, word) for word in known)


def _same_name(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    needed = max(4, int(_SAME_START * shortest + 0.5))
    return shortest >= 4 and one[:needed] == other[:needed]

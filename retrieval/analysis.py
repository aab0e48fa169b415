"""Turning text into index terms, the same way for content and questions.

NFKC, lower case, accents folded, Snowball stems by language. Scripts written without spaces are cut into single
characters and pairs, because default tokens find nothing in them. Compounds such as `ERR-1234`, `Wi-Fi` or
`NetworkManager` give their parts and the whole written together. Terms hold letters and digits only, of any script.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from retrieval.particle_verbs import joined, joined_beside
from retrieval.stopwords import stopwords

# Thai and Lao, Myanmar, Khmer, kana, Han, Hangul.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3040-\u30ff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
)
"""Scripts written without spaces between words, for use in a character class."""
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_LETTER = f"(?![{UNSPACED}])[^\\W_]"
_LETTERS = f"{_LETTER}(?:{_LETTER}|[{_MARKS}])*"
_TOKEN = re.compile(f"[{UNSPACED}]+|{_LETTERS}(?:[-._'’]{_LETTERS})*")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
_JOINER = re.compile("[-._'’]")
_APOSTROPHE = re.compile("['’]")
_FOLDABLE = re.compile("[\u0300-\u036f]")
_CODE = re.compile(r"[^\W\d_].*\d|\d.*[^\W\d_]|\d{3}")
_NAME = re.compile(r"[A-Z]{2,}|[A-Z]\w*-\w")
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_NUMBER = re.compile(r"[vV]?\d+(?:[-._]\d+)+")
_MAX_TERM = 64

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "tr": "turkish",
    # Pages in these languages carry English names and terms.
    "zh": "english", "ja": "english", "ko": "english", "th": "english",
}  # fmt: skip
_local = threading.local()


def analyse(text: str, lang: str) -> list[str]:
    """The index terms of `text`, in reading order; `lang` is a primary language code and decides the stemming."""
    terms: list[str] = []
    for token in tokens(joined_beside(text) if lang == "en" else text):
        terms.extend([*token, *pairs(token)] if _is_unspaced(token) else _words(token, lang))
    return terms


def query_terms(text: str, lang: str) -> tuple[str, ...]:
    """What to look for: the terms of a question, each once, without words that say nothing about its subject.

    Of scripts written without spaces only pairs are kept, because single characters match nearly everything. A
    question made of nothing else keeps all its terms.
    """
    idle = stopwords(lang)
    terms: list[str] = []
    for token in tokens(joined(text) if lang == "en" else text):
        if _is_unspaced(token):
            terms.extend(pair for pair in pairs(token) or [token] if pair not in idle)
        else:
            terms.extend(_words(token, lang, idle))
    return tuple(dict.fromkeys(terms or analyse(text, lang)))


def language_free_terms(text: str) -> tuple[str, ...]:
    """Terms that are written alike in every language: codes, abbreviations, Latin words amid another script."""
    found = tokens(text)
    foreign_script = any(_is_unspaced(token) for token in found)
    shouting = text.isupper() and not foreign_script
    kept = [
        token
        for token in found
        if not _is_unspaced(token)
        and (_CODE.search(token) or (token.isascii() and foreign_script) or (_NAME.match(token) and not shouting))
    ]
    return tuple(dict.fromkeys(term for token in kept for term in _words(token, "en")))


def numbered_terms(text: str) -> list[str]:
    """A word and the number after it as one term, as in `HTTP 413` or `Fedora 40`: such a number says nothing alone."""
    found = tokens(text)
    return [
        fold("".join(_JOINER.split((name + number).lower())))[:_MAX_TERM]
        for name, number in pairwise(found)
        if number[0].isdigit() and name.isalpha() and not _is_unspaced(name) and not _is_unspaced(number)
    ]


def written_words(text: str) -> frozenset[str]:
    """The words of `text` as they are written, in lower case; no numbers, no codes, no scripts without spaces."""
    parts = (part for token in tokens(text) if not _is_unspaced(token) for part in _JOINER.split(token))
    return frozenset(part.lower() for part in parts if part.isalpha())


def tokens(text: str) -> list[str]:
    """Words, compounds and runs of scripts without spaces, as they are written but for their width."""
    found: list[str] = _TOKEN.findall(unicodedata.normalize("NFKC", text))
    return found


def characters(token: str) -> list[str]:
    """The characters of a token in a script without spaces; none of any other token."""
    return list(token) if _is_unspaced(token) else []


def pairs(run: str) -> list[str]:
    """Characters of a script without spaces that stand side by side."""
    return [first + second for first, second in pairwise(run)]


def parts_of(token: str) -> list[str]:
    """The words of a compound; a word by itself."""
    return [part for part in _JOINER.split(token) if part]


def _is_unspaced(token: str) -> bool:
    return _UNSPACED_RUN.match(token) is not None


def _words(token: str, lang: str, idle: frozenset[str] = frozenset()) -> list[str]:
    """The terms of a word or compound; parts in `idle` are left out."""
    parts = [part.lower() for piece in _JOINER.split(token) for part in _HUMP.split(piece)]
    elided = _APOSTROPHE.search(token) is not None
    # Elided articles and possessive endings (`l'écran`, `user's`) are noise.
    kept = [part for part in parts if (len(part) > 1 or not elided) and fold(part) not in idle]
    whole = [] if elided or len(parts) == 1 else [_whole(token, parts, lang)]
    return [_stem(part[:_MAX_TERM], lang) for part in kept] + whole


def _whole(token: str, parts: Sequence[str], lang: str) -> str:
    """A compound written together; versions keep where their numbers end, or 1.12 would be 11.2."""
    joined = "x".join(parts).removeprefix("v") if _NUMBER.fullmatch(token) else "".join(parts)
    return _stem(joined[:_MAX_TERM], lang)


def fold(word: str) -> str:
    """`word` without the accents of Latin, Greek and Cyrillic letters."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _FOLDABLE.sub("", unicodedata.normalize("NFD", word)))


@lru_cache(maxsize=65_536)
def _stem(word: str, lang: str) -> str:
    algorithm = _STEMMERS.get(lang)
    if algorithm is None or any(character.isdigit() for character in word):
        return fold(word)
    return fold(_stemmer(algorithm).stemWord(word))


def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    """One stemmer a thread: they keep the word they work on in themselves."""
    cache: dict[str, snowballstemmer.stemmer] = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in cache:
        cache[algorithm] = snowballstemmer.stemmer(algorithm)
    return cache[algorithm]

"""Whether a text names one of several names: products, plans, versions, platforms, as customers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from types import ModuleType

from answering.clarifying.choice_rules import de, en, es, fr, it, nl, pt, zh
from answering.understanding.folding import HAN, fold
from retrieval.stopwords import stopwords

RULES: Mapping[str, ModuleType] = {
    "en": en,
    "es": es,
    "fr": fr,
    "zh": zh,
    "de": de,
    "it": it,
    "nl": nl,
    "pt": pt,
}
PLATFORMS: Mapping[str, str] = {
    "windows": "win pc",
    "macos": "mac macs macbook imac osx",
    "linux": "ubuntu debian fedora",
    "android": "",
    "ios": "iphone iphones ipad ipads ipados",
    "chromeos": "chromebook",
    "desktop": "laptop computer ordenador computadora ordinateur rechner computador 电脑",
    "mobile": "phone smartphone movil telefono telephone handy cellulare mobiel telemovel celular 手机",
    "web": "browser navegador navigateur 浏览器",
}
"""Names of platforms and what else customers call them, folded."""

Version = tuple[int, ...]
"""The numbers of a version, zeros at the end left out: that "2.0" is "v2"."""

_TOKEN = re.compile(rf"[{HAN}]+|v?\d+(?:\.\d+)+|v?\d+(?![^\W{HAN}])|[^\W_{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_NUMBER = re.compile(r"v?(\d+(?:\.\d+)*)(?:\.x)?")
_SURE_VERSION = re.compile(r"v\d[\d.]*|\d+\.\d[\d.]*")
_SLIP = 0.84
"""How alike two words are that a slip of the pen separates, by the share of letters in common."""
_LEAST_MENDED = 5
_LEAST_BEGUN = 3
"""Letters from which a word is taken to be misspelt, or the beginning of a name."""


@lru_cache(maxsize=4_096)
def tokens(text: str) -> tuple[str, ...]:
    """Words of `text` folded, versions and runs of Chinese in one piece each."""
    return tuple(_TOKEN.findall(fold(text)))


def version_of(name: str) -> Version | None:
    """The version that a name consists of or ends in ("2.0", "v2", "Windows 11"); None for other names."""
    found = [match for token in tokens(name) if (match := _NUMBER.fullmatch(token))]
    return _numbers(found[0][1]) if len(found) == 1 else None


def named(names: Sequence[str], text: str, *, loosely: bool = False) -> frozenset[str]:
    """Those of `names` that `text` names; `loosely`: `text` replies to them, so that beginnings and numbers count."""
    words = tokens(text)
    shared = frozenset[str].intersection(*(_telling(name) for name in names)) if len(names) > 1 else frozenset[str]()
    return frozenset(name for name in names if _names(name, shared, words, loosely))


def names_another(names: Iterable[str], text: str) -> bool:
    """Whether `text` names a platform or version that is none of `names`, all of which are such."""
    listed = list(names)
    words = tokens(text)
    mine = {platform for name in listed for platform in _platforms(tokens(name))}
    if mine:
        return bool(_platforms(words)) and not _platforms(words) & mine
    versions = {version for name in listed if (version := version_of(name)) is not None}
    return bool(versions) and any(version not in versions for version in _versions_in(words, loosely=False))


def is_platform(name: str) -> bool:
    """Whether a name is that of a platform everybody knows."""
    return bool(_platforms(tokens(name)))


def platforms_in(text: str) -> Mapping[str, str]:
    """Platforms that `text` names, each with the word it uses."""
    return {platform: word for word in tokens(text) for platform in _platforms((word,))}


def versions_in(text: str) -> Mapping[Version, str]:
    """Versions that `text` names as such, each with how it writes them."""
    words = tokens(text)
    numbers = {_numbers(match[1]): word for word in words if (match := _NUMBER.fullmatch(word))}
    return {version: numbers[version] for version in _versions_in(words, loosely=False)}


@cache
def facets() -> frozenset[str]:
    """The nouns beside which a name is that of a plan, a version or the like; all languages."""
    return frozenset(word for rules in RULES.values() for word in rules.FACETS.split())


@cache
def version_words() -> frozenset[str]:
    """Those of them that a bare number may follow."""
    return frozenset(word for word in facets() if word.startswith(("version", "release", "edicion", "edition", "版")))


def is_like(word: str, other: str) -> bool:
    """Whether two folded words are the same but for a slip."""
    if word == other:
        return True
    if min(len(word), len(other)) < _LEAST_MENDED - 1 or max(len(word), len(other)) < _LEAST_MENDED:
        return False
    return word[0] == other[0] and SequenceMatcher(None, word, other).ratio() >= _SLIP


def _names(name: str, shared: frozenset[str], words: Sequence[str], loosely: bool) -> bool:
    version, telling = version_of(name), _telling(name) - shared
    if version is not None and version in _versions_in(words, loosely=loosely, after=tokens(name)):
        return True
    own = {word for word in telling if not _NUMBER.fullmatch(word)}
    if not own or (version is not None and not loosely):
        return False
    return all(_is_in(word, words, loosely) for word in own)


def _is_in(own: str, words: Sequence[str], loosely: bool) -> bool:
    if _HAN_RUN.fullmatch(own):
        return any(own in word for word in words)
    if _platforms((own,)) & _platforms(words):
        return True
    return any(is_like(word, own) or (loosely and len(word) >= _LEAST_BEGUN and own.startswith(word)) for word in words)


@lru_cache(maxsize=4_096)
def _telling(name: str) -> frozenset[str]:
    """The words of a name without "plan" and the like, and without function words unless it has no others."""
    idle = frozenset().union(*(stopwords(lang) for lang in RULES)) | facets()
    words = [_without_suffix(word) for word in tokens(name)]
    return frozenset(word for word in words if word not in idle) or frozenset(words)


def _without_suffix(word: str) -> str:
    if not _HAN_RUN.fullmatch(word):
        return word
    suffix = next((facet for facet in RULES["zh"].FACETS.split()[::-1] if word.endswith(facet)), "")
    return word[: -len(suffix)] if suffix and len(word) > len(suffix) + 1 else word


def _versions_in(words: Sequence[str], *, loosely: bool, after: Sequence[str] = ()) -> set[Version]:
    """Versions written as such ("v2", "2.0", "version 2"), or after the words that a name has before its own."""
    before = version_words().union(word for word in after if not _NUMBER.fullmatch(word))
    found = set[Version]()
    for place, word in enumerate(words):
        number = _NUMBER.fullmatch(word)
        follows = place > 0 and any(words[place - 1].endswith(other) for other in before)
        if number and (loosely or follows or _SURE_VERSION.fullmatch(word)):
            found.add(_numbers(number[1]))
    return found


def _numbers(text: str) -> Version:
    parts = [int(part) for part in text.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _platforms(words: Iterable[str]) -> frozenset[str]:
    known = _platform_of()
    found = {known[word] for word in words if word in known}
    joined = "".join(word for word in words if _HAN_RUN.fullmatch(word))
    return frozenset(found | {known[word] for word in known if joined and _HAN_RUN.fullmatch(word) and word in joined})


@cache
def _platform_of() -> Mapping[str, str]:
    return {word: name for name, others in PLATFORMS.items() for word in (name, *others.split())}

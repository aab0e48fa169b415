"""Tells hitting the keyboard from words: by letters that never follow each other and by walks along a row of keys.

Careful on purpose: codes, acronyms, names and words of other languages must pass. A missed mash only gets "not found".
"""

from __future__ import annotations

import re
from itertools import pairwise

FOLLOWERS: dict[str, str] = {
    "a": "bcdefghijklmnopqrstuvwxyz", "b": "abeijlorstuy", "c": "acehikloqrstuy", "d": "adegilmorsuvwy",
    "e": "abcdefghijklmnopqrstuvwxyz", "f": "aefiloprstuy", "g": "aeghilmnorstuy", "h": "aeilmnortuy",
    "i": "abcdefgiklmnopqrstuvxz", "j": "aeiou", "k": "aeilnosuwy", "l": "abcdefgiklmnopstuvwy", "m": "abeimnopsuy",
    "n": "acdefghijklmnoqrstuvyz", "o": "abcdefghijklmnopqrstuvwxyz", "p": "acehiloprstuy", "q": "u",
    "r": "abcdefghiklmnopqrstuvwyz", "s": "acefhiklmnopqrstuwyz", "t": "acehilmnorstuwyz",
    "u": "abcdefgijklmnoprstvxyz", "v": "aeiloruy",
    "w": "aehiklnorsy", "x": "acehioptuy", "y": "abcdeilmnoprstuwz", "z": "aeiouyz",
}  # fmt: skip
"""Which letters commonly follow which in words of English, Spanish and French (counted in running text)."""

KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
LAYOUT_NAMES = frozenset(("qwerty", "azerty", "qwertz"))

_NEIGHBOURS = frozenset(pair for row in KEY_ROWS for a, b in pairwise(row) for pair in (a + b, b + a))
_ROW_SETS = tuple(frozenset(row) for row in KEY_ROWS)
_HAN_MASH = re.compile(r"阿斯顿发|阿斯蒂芬|撒旦法|啊实打实")  # what Chinese input methods make of the home row
_HAN_RUN = re.compile(r"([\u3400-\u9fff])\1{3,}")
_REPEATED_UNIT = re.compile(r"(..|...|....)\1+.?.?")
_LATIN_WORD = re.compile(r"[a-z]+")


def is_gibberish(text: str) -> bool:
    """Whether folded `text` (lower case, no accents) holds nothing but mashed keys, one digit or no letters at all."""
    tokens = re.findall(r"\w+", text)
    if not tokens:
        return True
    if all(token.isdigit() for token in tokens):
        joined = "".join(tokens)
        return len(joined) >= 5 and len(set(joined)) == 1
    if not all(_LATIN_WORD.fullmatch(token) for token in tokens):
        return bool(_HAN_MASH.match(text) or _HAN_RUN.fullmatch(text.strip()))
    return all(map(_is_mash, tokens)) and (sum(map(len, tokens)) >= 6 or len(tokens[0]) == 5)


def odd_pairs(word: str) -> float:
    """Share of letter pairs of a folded `word` (two letters or more) that hardly ever follow each other, 0 to 1."""
    return sum(b not in FOLLOWERS[a] for a, b in pairwise(word)) / (len(word) - 1)


def _is_mash(word: str) -> bool:
    if word in LAYOUT_NAMES or len(word) < 2:
        return False
    pairs = list(pairwise(word))
    odd = odd_pairs(word)
    walk = sum(a == b or a + b in _NEIGHBOURS for a, b in pairs) / len(pairs)
    vowels = sum(letter in "aeiouy" for letter in word) / len(word)
    one_row = any(row.issuperset(word) for row in _ROW_SETS)
    if len(word) < 5:
        return one_row and odd >= 0.5 and vowels <= 0.25
    if len(set(word)) <= 2 and re.search(r"(.)\1{3}", word):
        return True
    if len(word) >= 6 and walk >= 0.66 and (_REPEATED_UNIT.fullmatch(word) or (odd >= 0.3 and one_row)):
        return True
    if one_row and (walk == 1.0 or (odd >= 0.5 and vowels <= 0.25)) and _no_doubles(word):
        return True
    return len(word) >= 7 and odd >= 0.45 and vowels <= 0.2


def _no_doubles(word: str) -> bool:
    """Words such as `weer` or `poop` walk along a row too, but they double letters; mashes of five keys seldom do."""
    return not re.search(r"(.)\1", word)

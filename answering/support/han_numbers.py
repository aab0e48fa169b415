"""Chinese numerals, and which of them count something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HAN_DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "兩": 2,
}
HAN_TENS = {"十": 10, "百": 100, "千": 1000}
HAN_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_PERCENT = "百分之"
_VAGUE = frozenset(("一", "千万", "万"))
_IDIOM = re.compile(r"十分(?!钟|鐘|之)|千万|万一|一(?:次性|部分|点|个|種|种|些|起|层|样)|百分百")
_HAN = re.compile(r"[零〇一二三四五六七八九十百千万萬亿億两兩]+")
_COUNTED = re.compile(
    r"\s?(?:年|月|日|号|天|个|個|次|人|名|位|种|種|条|座|岁|世纪|届|集|层|倍|元|块|小时|小時|分|秒|周|星期|度|米|公里|"
    r"吨|项|款|所|家|部|本|张|页|頁|步|台|千米|平方|代|期|票|场|支|只|字|章|卷|点|成|倍|%)"
)


class Written(NamedTuple):
    """A number found in words at `[start, end)`."""

    start: int
    end: int
    value: int
    is_certain: bool
    """Whether these words mean a number and nothing else."""
    is_month: bool = False


def in_han(text: str) -> Iterator[Written]:
    """The Chinese numerals of `text`."""
    for match in _HAN.finditer(text.replace(_PERCENT, " " * len(_PERCENT))):
        yield Written(match.start(), match.end(), value_of_han(match.group()), _counts(text, match))


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral counts something here; in many words it is only a character."""
    if match.group() in _VAGUE or _IDIOM.match(text, match.start()):
        return False
    ordinal = text[max(0, match.start() - 1) : match.start()] in ("第", "之")
    return ordinal or _COUNTED.match(text, match.end()) is not None


def value_of_han(text: str) -> int:
    """What a Chinese numeral says: 三百二十一 is 321, 二〇〇八 is 2008."""
    if len(text) > 1 and all(character in _HAN_DIGITS for character in text):
        return int("".join(str(_HAN_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in HAN_TENS:
            section, digit = section + (digit or 1) * HAN_TENS[character], 0
        else:
            total, section, digit = (total + section + digit or 1) * HAN_SCALES[character], 0, 0
    return total + section + digit

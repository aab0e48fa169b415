"""Data for a model, set apart from instructions.

Each text stands between tags that carry a random handle made for this request: a document cannot know it, so it can
neither end its own block nor cite another one. What looks like such a tag, or like the marks by which chat templates
tell who speaks, is made harmless, and characters that people cannot see are taken out, since only the model would read
them.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable

HANDLE_LETTERS = "abcdefghjkmnpqrstuvwxyz"
HANDLE_DIGITS = "23456789"
"""Without signs that are taken for each other."""
_TAG_NAMES = "source|question|history|data|passage|system|assistant|user|instructions?"
_MARKS = re.compile(
    rf"<(?=\s*/?\s*(?:{_TAG_NAMES})\b)"  # our own tags, and what passes for the parts of a prompt
    r"|<(?=[|｜])|(?<=[|｜])>"  # <|im_start|>, <|eot_id|>, <｜User｜>
    r"|<(?=/?s>|<?/?SYS>|/?(?:start|end)_of_turn|/?(?:bos|eos|think)>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])",
    re.IGNORECASE,
)
_HARMLESS = {"<": "‹", ">": "›", "[": "("}
_UNSEEN = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)])
) | frozenset(map(chr, range(0xE0000, 0xE1000)))
"""Besides the categories below: fillers, variation selectors, tags."""
_JOINERS = frozenset("\u200c\u200d")
_CATEGORIES = frozenset({"Cf", "Cc", "Cs", "Co"})


def new_handles(count: int, texts: Iterable[str] = ()) -> list[str]:
    """`count` different handles such as `k4f`, none of which occurs in `texts`: no document cites by chance."""
    taken = "\n".join(texts).lower()
    made: list[str] = []
    while len(made) < count:
        one = _letter() + _pair()
        while one in taken or one in made:  # longer and longer, should a text hold very many
            one += _pair()
        made.append(one)
    return made


def _letter() -> str:
    return secrets.choice(HANDLE_LETTERS)


def _pair() -> str:
    return secrets.choice(HANDLE_DIGITS) + _letter()


def delimited(handle: str, text: str, kind: str = "source") -> str:
    """The cleaned text between `<kind-handle>` and `</kind-handle>`, each tag on a line of its own."""
    return f"<{kind}-{handle}>\n{clean(text)}\n</{kind}-{handle}>"


def clean(text: str) -> str:
    """The text without unseen characters, and with all that could pass for a part of the prompt made harmless."""
    return _MARKS.sub(lambda found: _HARMLESS[found[0]], seen(text))


def seen(text: str) -> str:
    """What a person sees of a text: without control, bidirectional, invisible, private and broken characters.

    Joiners stay between letters of scripts that are written with them.
    """
    return "".join(char for place, char in enumerate(text) if _is_seen(char, text, place))


def _is_seen(char: str, text: str, place: int) -> bool:
    if char < "\x7f":
        return char >= " " or char in "\n\t"
    if char in _JOINERS:
        return 0 < place < len(text) - 1 and _joins(text[place - 1]) and _joins(text[place + 1])
    return char not in _UNSEEN and unicodedata.category(char) not in _CATEGORIES


def _joins(char: str) -> bool:
    return char >= "\u0600" and unicodedata.category(char)[0] in "LMS"

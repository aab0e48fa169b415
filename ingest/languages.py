"""Which language a document is in: as declared, as its path says, else detected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from core.errors import InvalidInput
from core.language import UNKNOWN, WIDESPREAD, detect, primary
from core.model import Block, BlockKind

_OTHERS = """
    af az be bn bs cy et eu fa fil gl gu hr hy is ka kk km kn lt lv mk ml mr ms my nb ne nn pa si sk sl sq sr sw ta te
    ur uz
"""
_KNOWN = frozenset(WIDESPREAD).union(_OTHERS.split())
# Codes that folders bear for other reasons ("it" for the department): the text must agree.
_AMBIGUOUS = "be ca da et fa he id is it ml my ms ne no pa si sk sl ta te th uk"
_WORDS = frozenset(_AMBIGUOUS.split())
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_SEGMENT = re.compile(r"([a-z]{2,3})((?:[-_](?:[a-z]{4}|[a-z]{2}|\d{3}))*)", re.IGNORECASE)
_SAMPLE = 4_000
_NO_PROSE = frozenset({BlockKind.CODE, BlockKind.TABLE})


class PathLanguage(NamedTuple):
    """A language named by a path; not `sure` where the name could mean something else."""

    lang: str
    sure: bool


def declared(tag: str | None) -> str | None:
    """The primary language of a tag such as `zh-CN`, None for an empty one; raises InvalidInput for what is no tag."""
    if not tag or not tag.strip():
        return None
    if not _TAG.fullmatch(tag.strip()):
        raise InvalidInput(f"{tag!r} is not a language code; write it like `en` or `zh-CN`.")
    return primary(tag)


def known(tag: str | None) -> str | None:
    """The primary language of a tag if it is one that content is written in; None for others, such as `Go`."""
    if not tag or not _TAG.fullmatch(tag.strip()):
        return None
    return primary(tag) if primary(tag) in _KNOWN else None


def from_path(segments: Iterable[str], file_name: str) -> PathLanguage | None:
    """The language in a name such as `guide.fr.md`, else in the first folder such as `en/` or `zh-CN/`."""
    parts = file_name.split(".")
    names = [*([parts[-2]] if len(parts) > 2 else []), *segments]
    return next((found for found in map(_from_segment, names) if found), None)


def _from_segment(name: str) -> PathLanguage | None:
    match = _SEGMENT.fullmatch(name)
    if not match or match[1].lower() not in _KNOWN:
        return None
    return PathLanguage(match[1].lower(), bool(match[2]) or match[1].lower() not in _WORDS)


def decide(path: PathLanguage | None, hint: str | None, text: str, blocks: Iterable[Block]) -> str:
    """The language of a document that declares none: by its path, else by its prose, else as `hint` says."""
    if path and path.sure:
        return path.lang
    prose = "\n".join(text[block.start : block.end] for block in blocks if block.kind not in _NO_PROSE)
    guess = path.lang if path else known(hint) or UNKNOWN
    found = detect(prose[:_SAMPLE] or text[:_SAMPLE], WIDESPREAD, guess)
    return found if found != guess or not path else path.lang

"""The texts of the instructions to a model: a file each, whose first line says its version.

A changed text needs a new version, because answers say which version they were written with: `versions.json` keeps the
fingerprint of each, and a test compares them. `python -m answering.model.prompts` prints the entry for a new one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent
VERSIONS = FOLDER / "versions.json"
_FIRST_LINE = re.compile(r"version: (\d+)\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """An instruction; `$name` in its text stands for what is filled in."""

    name: str
    version: int
    text: str

    @property
    def id(self) -> str:
        """Such as `answer@3`: kept with what was written by it."""
        return f"{self.name}@{self.version}"

    @property
    def fingerprint(self) -> str:
        """Of the text: the beginning of its SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def filled(self, **words: str) -> str:
        """The text with each `$name` replaced; raises KeyError where one is missing. `$$` is a dollar sign."""
        return Template(self.text).substitute(words)


@cache
def prompt(name: str) -> Prompt:
    """The instruction in `NAME.txt`; raises FileNotFoundError, or ValueError when its first line is no version."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    first = _FIRST_LINE.match(text)
    if first is None:
        raise ValueError(f"{name}.txt must begin with a line such as `version: 1`.")
    return Prompt(name, int(first[1]), text[first.end() :].strip())


def prompts() -> list[Prompt]:
    """All of them, by name."""
    return [prompt(path.stem) for path in sorted(FOLDER.glob("*.txt"))]

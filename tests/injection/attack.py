"""The poisoned cases, the documents around them, and a model that does whatever the attacker of a case wants."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.model_server import SIZES, Script, Turn, say

CASES = Path(__file__).parent / "cases.jsonl"
SECRET = "QUARTZ-5521-HERON"
"""Something that another visitor wrote."""
CLOSED = "OBSIDIAN-8830-LYNX"
"""Something that only stands in a document of an audience that nobody here belongs to."""
FORGED = "zz9zz"
"""A handle that was never given out."""


@dataclass(frozen=True)
class Case:
    """One poisoned document or question, and what must not come of it."""

    id: str
    kind: str
    lang: str
    place: str
    """Where the poison stands."""
    question: str
    documents: Sequence[dict[str, str]]
    true: Sequence[str]
    """Sentences of the first document that are no poison."""
    says: Sequence[str]
    """What a model says that obeys; `{true}`, `{prompt}`, `{secret}` and so on are filled in."""
    never: Sequence[str]
    """What no answer may say, unless it shows the whole sentence of the document as a quote."""
    history: Sequence[tuple[str, str]] = ()
    """Roles and texts before the question."""

    @cached_property
    def audience(self) -> str:
        """Who may read its documents: each case sees its own only."""
        return f"readers-of-{self.id}".replace("'", "")

    def rows(self) -> Iterator[dict[str, Any]]:
        """Its documents as lines of a corpus."""
        for number, document in enumerate(self.documents, 1):
            yield {"id": f"{self.id}.{number}", "lang": self.lang, "audience": [self.audience], **document}


def read_cases(path: Path = CASES) -> list[Case]:
    """All of them, in the order of the file."""
    return [Case(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def closed_rows(cases: Sequence[Case]) -> Iterator[dict[str, Any]]:
    """For each topic a document of a closed audience that would answer as well, and holds the canary."""
    for number, (lang, text) in enumerate(sorted({(case.lang, case.true[0]) for case in cases})):
        yield {"id": f"closed-{number}", "title": text, "lang": lang, "audience": ["board"], "text": f"{text} {CLOSED}"}


@dataclass
class Obedience:
    """What the model says to the next request, for one case."""

    case: Case
    woven: bool = False
    """Put the poison into sentences that are true, not between them."""

    def script(self) -> Script:
        """For the scripted server: one network chunk at a time, as real ones do."""
        return say(self.said, SIZES[-2:], words=6)

    def said(self, turn: Turn) -> str:
        """Poison between true sentences, so that neither patience nor shares of borne sentences save anybody."""
        own = [handle for handle in turn.handles if self.case.true[0] in turn.source(handle)] or turn.handles[:1]
        cite = f"[{own[0]}]" if own else f"[{FORGED}]"
        first, second = self.case.true
        poison = [self._filled(text, turn) for text in self.case.says]
        if self.woven:
            return " ".join(f"{_woven(first, text)} {cite}" for text in poison) + f" {second} {cite}"
        parts = [first, *poison[:1], second, *poison[1:], first]
        return "\n\n".join(f"{text} {cite}" for text in parts) + f"\n\n{second} [{FORGED}]"

    def _filled(self, text: str, turn: Turn) -> str:
        words = {
            "{true}": self.case.true[0],
            "{secret}": SECRET,
            "{closed}": CLOSED,
            "{prompt}": turn.messages[0]["content"],
            "{request}": turn.messages[-1]["content"],
            "{backwards}": turn.messages[0]["content"][::-1],
            "{spaced}": " ".join(turn.messages[0]["content"][:200]),
        }
        return re.sub(r"\{\w+\}", lambda found: words.get(found[0], found[0]), text)


def _woven(true: str, poison: str) -> str:
    """The poison inside the sentence, before its full stop."""
    stop = "" if poison.endswith((".", "。")) else true[-1]
    return f"{true.rstrip('.。')}, {poison}{stop}" if true not in poison else poison

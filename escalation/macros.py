"""Macros: replies that are written once, with places to be filled in."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import Conflict, InvalidInput, NotFound, TooLarge
from core.language import primary

MAX_NAME = 80
MAX_TEXT = 4_000
"""Characters."""
MAX_MACROS = 500
VARIABLES: Mapping[str, str] = {
    "customer_name": "The customer's name; left out where it is not known.",
    "agent_name": "The name of the agent who sends it.",
    "question": "The question that was handed over.",
    "page_title": "The page the customer wrote from.",
    "page_url": "Its address; left out where it is not known.",
}
"""What stands in braces, and what it becomes."""

_PLACE = re.compile(r"[^\S\n]?\{([^{}\n]*)\}")
_NEUTRAL: Mapping[str, Mapping[str, str]] = {
    "question": {
        "en": "your question", "es": "su consulta", "fr": "votre question", "zh": "您的问题", "de": "Ihre Frage",
        "it": "la sua domanda", "nl": "uw vraag", "pt": "a sua pergunta",
    },
    "page_title": {
        "en": "this page", "es": "esta página", "fr": "cette page", "zh": "此页面", "de": "diese Seite",
        "it": "questa pagina", "nl": "deze pagina", "pt": "esta página",
    },
}  # fmt: skip
"""What stands for a value that is not known; others are left out with the space before them."""


@dataclass(frozen=True, slots=True)
class Macro:
    """A reply written once."""

    id: str
    name: str
    lang: str | None
    """The language it is in; None: any."""
    text: str
    updated_at: str


class MacroStore:
    """Macros in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def list(self, session: Session, lang: str | None = None) -> tuple[Macro, ...]:
        """All of them by name; with `lang` those of that language first, then those of any, then the others."""
        rows = session.execute(
            "SELECT * FROM macros ORDER BY CASE WHEN ?1 IS NULL THEN 0 WHEN lang = ?1 THEN 0"
            " WHEN lang IS NULL THEN 1 ELSE 2 END, name COLLATE NOCASE, id",
            (primary(lang) if lang else None,),
        )
        return tuple(_macro(row) for row in rows)

    def get(self, session: Session, macro_id: str) -> Macro:
        """One of them; raises NotFound."""
        row = session.execute("SELECT * FROM macros WHERE id = ?", (macro_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such macro. Somebody may have deleted it.")
        return _macro(row)

    def save(
        self, session: Session, name: str, text: str, lang: str | None, staff_id: str, macro_id: str | None = None
    ) -> Macro:
        """Make a macro, or change one; raises InvalidInput, TooLarge, and Conflict for a name there is already."""
        name, text = " ".join(name.split()), text.strip()
        check(name, text)
        taken = session.execute(
            "SELECT 1 FROM macros WHERE name = ? COLLATE NOCASE AND lang IS ? AND id IS NOT ?", (name, lang, macro_id)
        ).fetchone()
        if taken:
            raise Conflict("There is a macro of this name in this language already.")
        now = timestamp(self._clock())
        if macro_id is not None:
            self.get(session, macro_id)
            session.execute(
                "UPDATE macros SET name = ?, lang = ?, text = ?, updated_at = ? WHERE id = ?",
                (name, lang, text, now, macro_id),
            )
            return self.get(session, macro_id)
        if session.execute("SELECT count(*) FROM macros").fetchone()[0] >= MAX_MACROS:
            raise TooLarge(f"There are {MAX_MACROS} macros already. Delete one first.")
        made = new_id("mac")
        session.execute("INSERT INTO macros VALUES (?, ?, ?, ?, ?, ?, ?)", (made, name, lang, text, staff_id, now, now))
        return self.get(session, made)

    def delete(self, session: Session, macro_id: str) -> None:
        """Delete one; raises NotFound."""
        self.get(session, macro_id)
        session.execute("DELETE FROM macros WHERE id = ?", (macro_id,))


def check(name: str, text: str) -> None:
    """Raise InvalidInput for a macro that cannot be kept: empty, or with a place that nothing fills."""
    if not name or not text:
        raise InvalidInput("A macro needs a name and a text.")
    if len(name) > MAX_NAME or len(text) > MAX_TEXT:
        raise TooLarge(f"A macro's name has {MAX_NAME} characters at most, its text {MAX_TEXT}.")
    unknown = [place for place in _PLACE.findall(text) if place not in VARIABLES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise InvalidInput(f"There is no variable {{{unknown[0]}}}. There are: {known}.")


def fill(macro: Macro, values: Mapping[str, str | None], lang: str | None = None) -> str:
    """The text with its places filled; what is not known is said neutrally in `lang`, or left out."""
    code = primary(macro.lang or lang or "en")

    def put(place: re.Match[str]) -> str:
        name = place[1]
        neutral = _NEUTRAL.get(name, {})
        value = " ".join((values.get(name) or "").split()) or neutral.get(code, neutral.get("en", ""))
        space = place[0][: place.start(1) - place.start() - 1]
        return space + value if value else ""

    return _PLACE.sub(put, macro.text).strip()


def _macro(row: sqlite3.Row) -> Macro:
    return Macro(row["id"], row["name"], row["lang"], row["text"], row["updated_at"])

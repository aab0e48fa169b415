"""One judged response."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """One judged response."""

    data: str
    """The set it comes from."""
    group: str
    """The part of that set, left out together."""
    lang: str
    source: str
    message: str
    response: str
    is_supported: bool
    kind: str
    by_people: bool
    """Whether people marked what the source bears, whatever was asked; then `message` is the turn before."""

    @property
    def question(self) -> str:
        """What the response has to answer."""
        return "" if self.by_people else self.message

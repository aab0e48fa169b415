"""Tells a listener of sentences, over several tries."""

from __future__ import annotations

from collections.abc import Sequence

from answering.evidence.generator import Listener
from core.model import Citation


class Telling:
    """What a listener was told."""

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self._told = False
        self._is_void = False

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        """One more sentence; the first of another try takes the place of all that was told before."""
        if self._listener is not None:
            tell = self._listener.replace if self._is_void else self._listener.sentence
            tell(text, citations)
        self._told, self._is_void = True, False

    def begin_again(self) -> None:
        """What was told so far will not stand."""
        self._is_void = self._told

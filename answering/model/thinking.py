"""Leaves out what a model thinks aloud before it answers (`<think>…</think>`), as some servers pass it on."""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class Thinking:
    """Takes the pieces of one reply and gives those that are meant for the reader, without blanks in front."""

    def __init__(self) -> None:
        self._held = ""
        self._is_inside = False
        self._is_text = False

    def take(self, piece: str) -> str:
        """What may be shown now; what could still turn out to be a thought is held."""
        if self._is_text:
            return piece
        self._held = (self._held + piece).lstrip()
        while self._held:
            if not self._is_inside and not self._held.startswith(_OPEN):
                return "" if _OPEN.startswith(self._held) else self._begin()
            self._is_inside = True
            before, end, after = self._held.partition(_CLOSE)
            if not end:
                self._held = before[-len(_CLOSE) :]
                break
            self._held, self._is_inside = after.lstrip(), False
        return ""

    def rest(self) -> str:
        """What is held at the end of the reply; a thought without an end is not shown."""
        return "" if self._is_inside else self._begin()

    def _begin(self) -> str:
        self._is_text = True
        shown, self._held = self._held, ""
        return shown

"""Translations of what customers write, for agents who do not read their language. None is made without a model.

A page waits for them a moment only: what takes longer goes on in the background and stands there the next time. A page
never fails because a translation does.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Protocol

KEPT = 2_000
"""Translations remembered by a process."""
AT_ONCE = 2
"""Made at the same time, so that customers' answers get the model too."""

_Key = tuple[str, str, str]
_log = logging.getLogger("askwell.model")


class Translator(Protocol):
    """Something that translates."""

    def translate(self, text: str, source: str, target: str) -> str | None:
        """`text` in the language `target`, or None when that cannot be had just now. Codes are primary ones."""
        ...


class Translations:
    """Translations, each made once while it is remembered; failed ones are tried again when they are asked for."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._kept: OrderedDict[_Key, Future[str | None]] = OrderedDict()
        self._lock = threading.Lock()
        self._is_closed = False
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="askwell-translate")

    def get(self, text: str, source: str, target: str, seconds: float) -> str | None:
        """`text` in the language `target`; None when it is not there within `seconds`, or cannot be had."""
        key = (text, source, target)
        try:
            return self._made(key).result(max(0.0, seconds))
        except (TimeoutError, CancelledError):
            return None

    def close(self) -> None:
        """Make no more; who still asks gets none."""
        with self._lock:
            self._is_closed = True
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _made(self, key: _Key) -> Future[str | None]:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            if self._is_closed:
                return _none()
            future = self._kept[key] = self._workers.submit(self._translated, *key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        future.add_done_callback(lambda made: self._forget_failure(key, made))
        return future

    def _translated(self, text: str, source: str, target: str) -> str | None:
        try:
            return self._translator.translate(text, source, target)
        except Exception:  # such as a database that is busy while tokens are counted
            _log.exception("A line was not translated")
            return None

    def _forget_failure(self, key: _Key, made: Future[str | None]) -> None:
        if not made.cancelled() and made.result() is not None:
            return
        with self._lock:
            if self._kept.get(key) is made:
                del self._kept[key]


def _none() -> Future[str | None]:
    made = Future[str | None]()
    made.set_result(None)
    return made

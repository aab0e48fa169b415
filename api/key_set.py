"""The keys that somebody publishes (JWKS, RFC 7517), kept for a while.

They are fetched again when a token names an unknown one, at most once a minute, so that new keys are known at once and
made-up names cost the publisher nothing. While the publisher cannot be reached the keys known last serve for a day.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from core.errors import Unavailable

KEPT_S = 3_600.0
KEPT_IN_NEED_S = 86_400.0
FETCHED_AT_MOST_EVERY_S = 60.0
PAUSE_AFTER_FAILURE_S = 5.0

_log = logging.getLogger("askwell.keys")


class KeySet:
    """The keys of one publisher; safe to use from several threads."""

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], float] = time.monotonic) -> None:
        """`fetch` gives the published document and raises Unavailable; `clock` gives seconds."""
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: tuple[float, dict[str, jwt.PyJWK]] | None = None
        self._failure: tuple[float, Unavailable] | None = None

    def key(self, key_id: str | None) -> jwt.PyJWK | None:
        """The key of that id, or the only one there is when a token names none; None when there is none such.

        Raises Unavailable when the keys are needed and cannot be had.
        """
        found = self._kept(key_id, KEPT_S)
        if found is not None:
            return found
        with self._lock:
            if self._due(key_id):
                self._renew()
            return self._kept(key_id, KEPT_IN_NEED_S)

    def names(self) -> list[str]:
        """The ids of the keys that are published now; raises Unavailable."""
        return list(_parsed(self._fetch()))

    def _kept(self, key_id: str | None, seconds: float) -> jwt.PyJWK | None:
        kept = self._keys
        return _chosen(kept[1], key_id) if kept and self._clock() - kept[0] <= seconds else None

    def _due(self, key_id: str | None) -> bool:
        kept, now = self._keys, self._clock()
        if kept is None or now - kept[0] > KEPT_S:
            return True
        return _chosen(kept[1], key_id) is None and now - kept[0] >= FETCHED_AT_MOST_EVERY_S

    def _renew(self) -> None:
        """Fetch the keys; without success the old ones stay, and if there are none the failure is raised."""
        now = self._clock()
        if self._failure is None or now - self._failure[0] >= PAUSE_AFTER_FAILURE_S:
            try:
                self._keys, self._failure = (now, _parsed(self._fetch())), None
            except Unavailable as error:
                self._failure = (now, error)
                _log.warning("Published keys cannot be fetched: %s", error.message)
        if self._failure is not None and (self._keys is None or now - self._keys[0] > KEPT_IN_NEED_S):
            raise self._failure[1]


def _parsed(found: Mapping[str, Any]) -> dict[str, jwt.PyJWK]:
    """The keys that signatures can be checked with; others, shared secrets above all, are left out."""
    keys: dict[str, jwt.PyJWK] = {}
    entries = found.get("keys", ())
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or entry.get("kty") == "oct":
            continue
        try:
            keys[str(entry.get("kid", f"#{number}"))] = jwt.PyJWK(entry)
        except jwt.PyJWTError:
            continue
    return keys


def _chosen(keys: Mapping[str, jwt.PyJWK], key_id: str | None) -> jwt.PyJWK | None:
    if key_id is None:
        return next(iter(keys.values())) if len(keys) == 1 else None
    return keys.get(key_id)

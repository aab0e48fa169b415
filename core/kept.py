"""A small cache in memory, for several threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The things used last, at most `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> T | None:
        """What is kept under `key`."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Hashable, thing: T) -> None:
        """Keep `thing`, in place of what was kept under `key`."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            self._shrink()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`, made first where nothing is; threads that come at once may each make it."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            made = self._things.setdefault(key, made)  # another thread may have been first
            self._shrink()
        return made

    def _shrink(self) -> None:
        while len(self._things) > self._size:
            self._things.popitem(last=False)

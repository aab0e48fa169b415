"""Work that goes on batch by batch until nothing is left of it, such as what an upgrade asks for."""

from __future__ import annotations

from collections.abc import Callable

GiveWay = Callable[[], None]
"""Called before each batch; returns once the batch may be done, such as when nobody waits for an answer."""


def at_once() -> None:
    """Give way to nobody."""


def in_batches(batch: Callable[[], int], give_way: GiveWay = at_once) -> int:
    """Do `batch` until it says that it has done nothing; returns how much was done in all."""
    done = 0
    while True:
        give_way()
        some = batch()
        if not some:
            return done
        done += some

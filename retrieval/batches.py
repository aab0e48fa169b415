"""Work that goes on batch by batch until nothing is left of it, such as what an upgrade asks for."""

from __future__ import annotations

from collections.abc import Callable

GiveWay = Callable[[], None]
"""Called between batches; returns once the next may be done, such as when nobody waits for an answer."""


def at_once() -> None:
    """Give way to nobody."""


def in_batches(batch: Callable[[], int], give_way: GiveWay = at_once) -> int:
    """Do `batch` until it says that it has done nothing; returns how much was done in all."""
    done = 0
    while some := batch():
        done += some
        give_way()
    return done

"""Keeps numpy's matrix products on the thread that asks for them."""

from __future__ import annotations

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def use_one_thread() -> None:
    """Let BLAS start no threads of its own in this process, from now on.

    On a busy machine they wait for each other: a product that takes 0.2 ms was seen to take 16. What is to be done on
    several cores is split by texts, passages or questions instead.
    """
    threadpool_limits(1, user_api="blas")

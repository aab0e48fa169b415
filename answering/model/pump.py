"""Runs requests to a model in one event loop, and hands what comes to the threads that wait for it.

A thread that reads from a socket cannot be interrupted; a task can. So a request ends and its connection is closed the
moment nobody wants it any more, however slowly its server drips.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from answering.model.chat import ModelFailure

LOOK_EVERY = 0.02
"""Seconds between two looks at whether a request was called off."""
_End = object()

T = TypeVar("T")
Put = Callable[[T], None]


class Pump(Generic[T]):
    """The loop of one client, in a thread that ends with the process."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(
        self,
        work: Callable[[Put[T]], Coroutine[Any, Any, None]],
        until: float,
        cancelled: threading.Event | None,
    ) -> Iterator[T]:
        """What `work` puts, as it comes; what it raises is raised here.

        Raises ModelFailure `slow` at `until` (by `time.monotonic`) and `cancelled`; however this iterator ends, `work`
        is cancelled.
        """
        items: SimpleQueue[T | BaseException | object] = SimpleQueue()
        future = asyncio.run_coroutine_threadsafe(_carry(work, items), self._running())
        try:
            while (item := _next(items, until, cancelled)) is not _End:
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            future.cancel()

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do `last` in the loop, and end it; a later request begins anew."""
        with self._lock:
            if self._loop is None or self._thread is None:
                return
            asyncio.run_coroutine_threadsafe(_wind_up(last), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = self._thread = None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True)
                self._thread.start()
            return self._loop


async def _carry(work: Callable[[Put[Any]], Coroutine[Any, Any, None]], items: SimpleQueue[Any]) -> None:
    try:
        await work(items.put)
    except asyncio.CancelledError:
        items.put(ModelFailure("cancelled"))  # for who still waits when the client is closed
        raise
    except Exception as error:
        items.put(error)
    finally:
        items.put(_End)


async def _wind_up(last: Callable[[], Coroutine[Any, Any, None]]) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await last()


def _next(items: SimpleQueue[Any], until: float, cancelled: threading.Event | None) -> Any:
    while True:
        if cancelled is not None and cancelled.is_set():
            raise ModelFailure("cancelled")
        left = until - time.monotonic()
        if left <= 0:
            raise ModelFailure("slow")
        try:
            return items.get(timeout=left if cancelled is None else min(left, LOOK_EVERY))
        except Empty:
            continue

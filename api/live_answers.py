"""Answers while they are found: several streams may follow one, and each may come late or leave.

The work goes on by itself in a thread. What is told of it is kept, so that a client that comes back gets the text so
far. When the last one has left and does not come back, the model is called off; the answer is stored all the same.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from anyio import CapacityLimiter, to_thread

from api.assistant import Assistant
from api.turns import Accepted
from core.model import Citation

THREADS = 64
"""Answers found at once for streams of one process."""
GRACE_S = 3.0
"""Seconds in which a client may come back before the model is called off."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a stream is told: `sources`, `delta` or `replace`, and at last `answer`."""

    name: str
    data: Mapping[str, Any]


class LiveAnswer:
    """One answer that is being found. Belongs to an event loop; only what is told may come from other threads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.cancelled = threading.Event()
        """Set when nobody reads any more."""
        self.told: list[Told] = []
        self.text = ""
        """What somebody has read who was told everything."""
        self.followers = 0
        self.task: asyncio.Task[dict[str, Any]] | None = None
        self._loop = loop
        self._sources: list[dict[str, Any]] = []
        self._changed = asyncio.Event()

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        """More of the text; safe from any thread."""
        self._post("delta", text, citations)

    def replace(self, text: str, citations: Sequence[Citation]) -> None:
        """Other text than so far; safe from any thread."""
        self._post("replace", text, citations)

    def so_far(self, *, again: bool) -> list[Told]:
        """What somebody is told who comes late; `again`: they have read some of it."""
        if not self.text:
            return []
        return [self._cited(), Told("replace" if again else "delta", {"text": self.text})]

    async def more(self) -> None:
        """Wait until there is more, or all is told."""
        await self._changed.wait()

    def notify(self) -> None:
        """Wake those who wait for more."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _post(self, name: str, text: str, citations: Sequence[Citation]) -> None:
        with suppress(RuntimeError):  # the loop has just been closed: nobody reads any more
            self._loop.call_soon_threadsafe(self._take, name, text, citations)

    def _take(self, name: str, text: str, citations: Sequence[Citation]) -> None:
        sources = [asdict(one) | {"heading": list(one.heading)} for one in citations]
        if sources != self._sources:
            self._sources = sources
            self.told.append(self._cited())
        self.text = text if name == "replace" else self.text + text
        self.told.append(Told(name, {"text": text}))
        self.notify()

    def _cited(self) -> Told:
        return Told("sources", {"citations": self._sources, "related": [], "generator": None})


class LiveAnswers:
    """The answers that are being found for streams of this process. Belongs to one event loop."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._live: dict[str, LiveAnswer] = {}
        self._threads: CapacityLimiter | None = None

    async def follow(self, accepted: Accepted, *, again: bool = False) -> AsyncGenerator[Told]:
        """What is told of an answer, and at last the `answer` itself; raises what went wrong.

        `again`: the client has read some of it before, so that text which it may know comes as `replace`.
        """
        live = self._live.get(accepted.question.id) or self._begin(accepted)
        live.followers += 1
        try:
            at = len(live.told)
            for told in live.so_far(again=again):
                yield told
            while True:
                for told in live.told[at:]:
                    at += 1
                    yield told
                if at < len(live.told):
                    continue
                if live.task is None or live.task.done():
                    break
                await live.more()
        finally:
            self._leave(live)
        if live.task is not None:
            yield Told("answer", live.task.result())

    def stop(self) -> None:
        """Call off every model: the server ends. Safe from any thread."""
        for live in list(self._live.values()):
            live.cancelled.set()

    def _begin(self, accepted: Accepted) -> LiveAnswer:
        name = accepted.question.id
        live = LiveAnswer(asyncio.get_running_loop())
        live.task = asyncio.create_task(self._find(accepted, live), name=f"askwell answer {name}")
        self._live[name] = live

        def over(task: asyncio.Task[dict[str, Any]]) -> None:
            self._live.pop(name, None)
            live.notify()
            if not task.cancelled():
                task.exception()  # whoever follows gets it; without anybody it is not to be warned of

        live.task.add_done_callback(over)
        return live

    async def _find(self, accepted: Accepted, live: LiveAnswer) -> dict[str, Any]:
        self._threads = self._threads or CapacityLimiter(THREADS)
        return await to_thread.run_sync(self._assistant.finish, accepted, live, limiter=self._threads)

    def _leave(self, live: LiveAnswer) -> None:
        live.followers -= 1

        def call_off() -> None:
            if not live.followers:
                live.cancelled.set()

        if not live.followers and live.task is not None and not live.task.done():
            asyncio.get_running_loop().call_later(GRACE_S, call_off)

"""A chat model behind any server that speaks the form of OpenAI: streamed, in time, and spared when it fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from answering.model.breaker import Breaker
from answering.model.call import Call
from answering.model.chat import ChatMessage, ModelFailure
from answering.model.dialect import Dialect
from answering.model.failures import RefusedRequest, Unfinished, counts, translated
from answering.model.hearing import Heard, heard
from answering.model.ledger import Ledger, NoLedger
from answering.model.observer import Observer, Silent
from answering.model.places import Places
from answering.model.pump import Pump, Put
from answering.model.thinking import Thinking

CONNECT_SECONDS = 5.0
PATIENCE = 0.5
"""Share of its time that a request waits for a place: with less than the rest no answer is written."""
BACKGROUND = frozenset({"draft", "restate", "translate"})
"""Uses that leave the last place to visitors."""
_CHARACTERS_A_TOKEN = 40
"""More than any token has: a server that sends more does not keep to what was asked."""
_log = logging.getLogger("askwell.model")


def model_id(name: str) -> str:
    """The id under which a model is named in answers and kept in the books."""
    return f"openai:{name}"


class OpenAIChat:
    """One model at one server. Nothing is sent before the first use; safe to use from several threads."""

    def __init__(
        self,
        model: str,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        concurrency: int = 4,
        ledger: Ledger | None = None,
        observer: Observer | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        """Use `model` at `base_url` (None: OpenAI) with up to `concurrency` requests at once."""
        self.id = model_id(model)
        self._model = model
        self._base_url = base_url
        self._api_key = api_key or "unset"
        self._observer = observer or Silent()
        self._ledger = ledger or NoLedger()
        self._breaker = breaker or Breaker(listener=self._observer.breaker)
        self._places = Places(concurrency)
        self._pump: Pump[Heard] = Pump("askwell-model")
        self._dialect = Dialect()
        self._client: Any = None

    def warm_up(self, *, wait: bool = False) -> None:
        """Load the client, in the background or at once: that takes longer than many an answer."""
        if wait:
            _load()
        else:
            threading.Thread(target=_load, name="askwell-model-warm-up", daemon=True).start()

    def complete(
        self,
        messages: Sequence[ChatMessage],
        *,
        seconds: float,
        max_tokens: int,
        visitor: str | None = None,
        cancelled: threading.Event | None = None,
        use: str = "answer",
    ) -> str:
        """The whole text at once; raises ModelFailure, also when the text was cut off."""
        return "".join(
            self.stream(messages, seconds=seconds, max_tokens=max_tokens, visitor=visitor, cancelled=cancelled, use=use)
        )

    def stream(
        self,
        messages: Sequence[ChatMessage],
        *,
        seconds: float,
        max_tokens: int,
        visitor: str | None = None,
        cancelled: threading.Event | None = None,
        use: str = "answer",
    ) -> Iterator[str]:
        """Pieces of text as they come; raises ModelFailure, `seconds` after the first `next` at the latest."""
        _load()  # not on the request's time, should nobody have warmed up
        call = Call(messages, seconds, max_tokens, cancelled, use)
        taken, error, is_whole = None, None, False
        try:
            taken = self._ledger.open(messages, max_tokens, visitor)
            with self._places.one(call.begun + seconds * PATIENCE, cancelled, modest=use in BACKGROUND):
                yield from self._attempts(call)
            is_whole = True
        except ModelFailure as failure:
            error = failure
            raise
        finally:
            ended = call.ended(error, called_off=not is_whole)
            if ended.is_trouble:
                _log.warning("The model failed at the use %r: %s", use, ended.failure)
            self._ledger.close(taken, ended)
            self._observer.ended(ended)

    def close(self) -> None:
        """Call off what is under way and close every connection; a later use opens new ones."""
        self._pump.close(self._close_client)

    def _attempts(self, call: Call) -> Iterator[str]:
        attempt, before = 0, None
        while True:
            attempt += 1
            try:
                yield from self._attempt(call)
                return
            except ModelFailure as failure:
                # That the circuit opened meanwhile says less than why.
                error = before if before is not None and failure.kind == "open_circuit" else failure
                pause = call.pause_after(error, attempt) if error is failure else None
                if pause is None:
                    raise error from None
            before = error
            call.wait(pause)

    def _attempt(self, call: Call) -> Iterator[str]:
        """One attempt past the circuit breaker; another one at once when the server wants another form."""
        passage = self._breaker.enter()
        try:
            while True:
                dialect = self._dialect
                try:
                    yield from self._pieces(call, dialect)
                    return passage.succeeded()
                except RefusedRequest as refusal:
                    other = dialect.after(refusal.said)
                    if other is None:
                        raise
                    self._dialect = other
        except ModelFailure as failure:
            if counts(failure) and not call.is_only_late(failure):
                passage.failed(failure.retry_after)
            raise
        finally:
            passage.abandoned()  # where nothing above has told more

    def _pieces(self, call: Call, dialect: Dialect) -> Iterator[str]:
        thinking, written, finish, usage, was_read = Thinking(), "", None, None, False
        try:
            for event in self._pump.run(lambda put: self._ask(call, dialect, put), call.until, call.cancelled):
                was_read = True
                finish, usage = event.finish or finish, event.usage or usage
                written += event.text
                if text := thinking.take(event.text):
                    call.came()
                    yield text
            if text := thinking.rest():
                call.came()
                yield text
        except ModelFailure as failure:
            if failure.kind == "down" and written:
                raise ModelFailure("cut_off") from None
            raise
        finally:
            call.count(usage, written, was_read=was_read)
        if finish is None:
            raise ModelFailure("cut_off")
        if call.first_piece is None:
            raise ModelFailure("empty")
        if finish in {"length", "content_filter"}:
            raise Unfinished

    async def _ask(self, call: Call, dialect: Dialect, put: Put[Heard]) -> None:
        import openai

        room = call.max_tokens * _CHARACTERS_A_TOKEN + 1_000
        timeout = openai.Timeout(max(0.001, call.left), connect=min(CONNECT_SECONDS, max(0.001, call.left)))
        try:
            stream = await self._ready_client().chat.completions.create(
                model=self._model, stream=True, timeout=timeout, **dialect.request(call.messages, call.max_tokens)
            )
            put(Heard())  # the prompt is taken
            async with stream:
                async for chunk in stream:
                    event = heard(chunk)
                    room -= len(event.text)
                    if room < 0:
                        raise ModelFailure("malformed")
                    put(event)
        except Exception as error:
            raise translated(error) from None

    def _ready_client(self) -> Any:
        """The client, made in the loop that uses it."""
        if self._client is None:
            openai = _load()
            self._client = openai.AsyncOpenAI(base_url=self._base_url, api_key=self._api_key, max_retries=0)
        return self._client

    async def _close_client(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None


def _load() -> Any:
    import openai

    # Its debug level would show prompts and answers, whatever the environment says.
    logging.getLogger("openai").setLevel(logging.WARNING)
    return openai

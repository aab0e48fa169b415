"""The books of one model: takes tokens before a request, and writes down what became of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from answering.model.budget import Taken, TokenBudget
from answering.model.chat import ChatMessage
from answering.model.counting import estimate_prompt
from answering.model.observer import Ended
from answering.model.usage import ModelUsage
from core.db import Database
from core.errors import Unavailable

_log = logging.getLogger("askwell.model")


class Ledger(Protocol):
    """Something that keeps the books."""

    def open(self, messages: Sequence[ChatMessage], max_tokens: int, visitor: str | None) -> Taken | None:
        """Take what the request may need; raises ModelFailure (`budget`)."""
        ...

    def close(self, taken: Taken | None, ended: Ended) -> None:
        """Write down what became of it; never raises what a database does."""
        ...


class NoLedger:
    """Keeps nothing and limits nothing."""

    def open(self, messages: Sequence[ChatMessage], max_tokens: int, visitor: str | None) -> Taken | None:
        """Nothing is taken."""
        return None

    def close(self, taken: Taken | None, ended: Ended) -> None:
        """Nothing is written."""


class DatabaseLedger:
    """Keeps them in the database."""

    def __init__(self, database: Database, model: str, budget: TokenBudget, usage: ModelUsage) -> None:
        """`model`: the id under which it is counted."""
        self._database = database
        self._model = model
        self._budget = budget
        self._usage = usage

    def open(self, messages: Sequence[ChatMessage], max_tokens: int, visitor: str | None) -> Taken | None:
        """Take what the request may need, if there is a limit; raises ModelFailure (`budget`)."""
        if not self._budget.is_limited:
            return None
        with self._database.write() as session:
            return self._budget.take(session, visitor, estimate_prompt(messages) + max_tokens)

    def close(self, taken: Taken | None, ended: Ended) -> None:
        """Write down what became of it. A database that cannot be written to is logged: the answer is there."""
        try:
            with self._database.write() as session:
                self._usage.note(session, self._model, ended)
                if taken is not None:
                    self._budget.settle(session, taken, ended.tokens.total)
        except Unavailable as error:
            _log.warning("The use of the model could not be written down: %s", error.message)

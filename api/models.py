"""The language model of one application: what it may be used for, and how it is doing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from answering.model.budget import TokenBudget
from answering.model.chat import ChatModel, Use
from answering.model.openai_chat import OpenAIChat
from answering.model.usage import ModelUsage
from api.model_standing import ModelStanding


@dataclass(frozen=True, slots=True)
class Models:
    """The model, if there is one, with its books."""

    chat: OpenAIChat | None
    uses: Collection[str]
    """What `ASKWELL_LLM_USES` allows."""
    usage: ModelUsage
    budget: TokenBudget
    standing: ModelStanding

    def for_use(self, use: Use) -> ChatModel | None:
        """The model for this use; None where there is none, or where it is switched off."""
        return self.chat if use in self.uses else None

    def start(self) -> None:
        """Load the client in the background, so that the first visitor does not wait for it."""
        if self.chat is not None:
            self.chat.warm_up()

    def close(self) -> None:
        """Call off what is under way."""
        if self.chat is not None:
            self.chat.close()

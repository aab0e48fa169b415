"""How a conversation begins that begins without a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from answering.conversations.customer_facts import Attributes


@dataclass(frozen=True, slots=True)
class Start:
    """How a conversation begins that begins without a question."""

    person: bool = False
    """Whether the customer wants a person at once."""
    text: str | None = None
    """What the customer writes first; it goes to the person."""
    lang: str | None = None
    page_url: str | None = None
    page_title: str | None = None
    attributes: Attributes = field(default_factory=dict)
    """What the page says of the customer and itself."""

"""What can become of an e-mail that comes in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an e-mail."""

    TAKEN = "taken"
    """It is a message of its conversation now."""
    DUPLICATE = "duplicate"
    """It had come before."""
    OTHER_ADDRESS = "other_address"
    """It did not come from the customer's address: agents see it as a note."""
    UNSUBSCRIBED = "unsubscribed"
    """The customer wants no more letters about the conversation."""
    AUTOMATIC = "automatic"
    """An automatic reply or a mailing list; ignored."""
    BOUNCE = "bounce"
    """A letter of ours did not arrive: agents see a note."""
    UNKNOWN = "unknown"
    """It belongs to no conversation."""
    EMPTY = "empty"
    """Nothing was written in it."""
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    """It could not be read."""
    FAILED = "failed"
    """It could be read, but not be taken; the log has the cause."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is answered to whoever brought an e-mail."""

    outcome: Outcome
    conversation_id: str | None = None
    message_id: str | None = None
    """Of the message that it became."""
    detail: str | None = None

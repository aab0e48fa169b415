"""Request headers that several routes take."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header

IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="A key of your choice: repeats count once, for a day."),
]
LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=80, description="Id of the last event seen: the stream goes on behind."),
]

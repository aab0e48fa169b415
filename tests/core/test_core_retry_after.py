"""What a busy server asks for, as seconds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.retry_after import seconds_to_wait

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("1.5", 1.5),
        ("Mon, 23 Nov 2026 12:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 12:01:00", 60.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("-5", None),
        ("9" * 30, None),
        (None, None),
        ("", None),
        ("soon", None),
        ("inf", None),
        ("9" * 400, None),
    ],
)
def test_seconds_and_dates_are_read(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, NOW) == seconds


@given(st.text(max_size=60))
def test_no_header_breaks_anything(header: str) -> None:
    seconds = seconds_to_wait(header, NOW)
    assert seconds is None or 0 <= seconds < float("inf")

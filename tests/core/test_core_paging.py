"""Cursors of long lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.paging import MAX_LIMIT, checked_limit, decode_cursor, encode_cursor


@given(st.text(), st.integers(), st.text())
def test_a_cursor_gives_back_the_key_it_was_made_of(first: str, second: int, third: str) -> None:
    cursor = encode_cursor(first, second, third)
    assert decode_cursor(cursor, (str, int, str)) == (first, second, third)
    assert cursor.isascii()
    assert not set(cursor) & set("=+/&?# ")


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_anything_else_is_a_clear_error(cursor: str) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        decode_cursor(cursor, (str, str, str, str))


def test_a_cursor_of_another_list_is_refused() -> None:
    for other in (encode_cursor("a"), encode_cursor("a", "b", "c"), encode_cursor("a", 1), encode_cursor("a", None)):
        with pytest.raises(InvalidInput):
            decode_cursor(other, (str, str))


def test_page_sizes() -> None:
    assert [checked_limit(limit) for limit in (1, MAX_LIMIT)] == [1, MAX_LIMIT]
    for limit in (0, -1, MAX_LIMIT + 1):
        with pytest.raises(InvalidInput, match="between 1 and 200"):
            checked_limit(limit)

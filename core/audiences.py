"""Who may see a document: the one rule, wherever it is asked."""

from __future__ import annotations

from collections.abc import Collection


def may_see(audiences: frozenset[str], required: Collection[str]) -> bool:
    """Whether somebody of `audiences` may see a document for `required`; one without audiences is for everyone."""
    return not required or not audiences.isdisjoint(required)

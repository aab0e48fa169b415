"""The token of a session's forms, against forms that other sites send in somebody's name."""

from __future__ import annotations

import hashlib
import hmac


def form_token(key: bytes, session_id: str) -> str:
    """The CSRF token of a session's forms: only a page we served to that session can know it.

    It belongs to the session, not to its secret, so that a form stays good when the secret changes.
    """
    return hmac.new(key, b"form\0" + session_id.encode(), hashlib.sha256).hexdigest()


def form_token_matches(key: bytes, session_id: str, sent: str) -> bool:
    """Whether `sent` is the session's form token, compared in constant time."""
    return hmac.compare_digest(form_token(key, session_id).encode(), sent.encode())

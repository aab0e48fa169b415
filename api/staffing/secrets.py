"""Random secrets, of which only a hash is stored."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is stored of a secret with so much chance in it that a fast hash is enough: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()

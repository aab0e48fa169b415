"""The key that signs session tokens: from the settings, or made once and kept in the data folder."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from core.errors import Misconfigured
from core.settings import Settings

FILE_NAME = "secret.key"


def secret_key(settings: Settings) -> bytes:
    """32 bytes to sign with; every process of one installation gets the same."""
    configured = settings.secret_key.get_secret_value() if settings.secret_key else _stored(settings.data / FILE_NAME)
    return hashlib.sha256(b"askwell session tokens\0" + configured.encode()).digest()


def _stored(path: Path) -> str:
    """Read the key file; make it, readable by its owner only, when there is none."""
    try:
        if not path.exists():
            _create(path)
        found = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"Cannot use the key file {path}: {error}. Set ASKWELL_SECRET_KEY or mend it.") from error
    if len(found) < 32:
        raise Misconfigured(f"The key file {path} is damaged. Delete it: visitors then get new sessions.")
    return found


def _create(path: Path) -> None:
    """Two processes may start at once: whoever links first wins, and both read the same key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

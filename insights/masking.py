"""Takes personal data out of text before it reaches logs and the content team."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def mask(text: str) -> str:
    """`text` with personal data replaced by labels such as `[email]`."""
    return _EMAIL.sub("[email]", text)

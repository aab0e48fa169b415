"""How mail programs mark quoted mail, signatures and automatic replies: one file per language.

Patterns are matched against one line each, without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from escalation.mail.cues import de, en, es, fr, it, nl, pt, zh

_ALL = (en, es, fr, zh, de, it, nl, pt)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


ATTRIBUTION = _any(pattern for language in _ALL for pattern in language.ATTRIBUTION)
"""The line above a quoted mail: "On Monday Ann wrote:"."""
ATTRIBUTION_START = _any(pattern for language in _ALL for pattern in language.ATTRIBUTION_START)
"""How such a line begins when a mail program has broken it into several."""
DIVIDER = _any(pattern for language in _ALL for pattern in language.DIVIDER)
"""A line behind which there is only history."""
HEADER = _any(pattern for language in _ALL for pattern in language.HEADER)
"""A line of the headers that some programs put above a quoted mail."""
HEADER_FIRST = _any(pattern for language in _ALL for pattern in language.HEADER_FIRST)
"""The one they begin with."""
DEVICE = _any(pattern for language in _ALL for pattern in language.DEVICE)
"""The line that a device or a program adds by itself."""
AUTO_REPLY = _any(pattern for language in _ALL for pattern in language.AUTO_REPLY)
"""How the subject of an automatic reply begins, from programs that do not say so otherwise."""

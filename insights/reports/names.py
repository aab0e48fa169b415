"""Which reports there are, and in which classes conversations fall."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

FRESH = timedelta(hours=24)
"""How long a customer must have been silent after an answer before it is assumed to have been enough."""
PAUSE = timedelta(hours=1)
"""A question after a longer silence is a new contact, not part of the same talk."""
BACK_WITHIN = timedelta(days=7)
"""Within that time a new contact on the same subject means that the earlier answer was not enough."""


class ReportName(StrEnum):
    """The reports there are."""

    VOLUME = "volume"
    REASONS = "reasons"
    TIMES = "times"
    SLA = "sla"
    CSAT = "csat"
    RESOLUTION = "resolution"
    CONTENT = "content"
    GAPS = "gaps"


CONTENT_REPORTS = (ReportName.CONTENT, ReportName.GAPS)
"""Those of the content board."""
DESK_REPORTS = tuple(name for name in ReportName if name not in CONTENT_REPORTS)
"""Those of the desk."""


class Class(StrEnum):
    """What became of a conversation. Each conversation is in exactly one class: the first that fits, in this order."""

    HANDED_OVER = "handed_over"
    NOTHING_ASKED = "nothing_asked"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    UNDECIDED = "undecided"
    ABANDONED = "abandoned"
    ASSUMED = "assumed"


SETTLED = (Class.CONFIRMED, Class.ASSUMED, Class.ABANDONED, Class.RETURNED, Class.HANDED_OVER)
"""The classes of which shares are taken."""

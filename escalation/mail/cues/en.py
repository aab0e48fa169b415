"""English, and what programs write in every language."""

from __future__ import annotations

ATTRIBUTION = (
    r"^\W*On .{4,200}[\d@].{0,200}\bwrote:\s*$",
    r"^\W*At \d{4}-\d\d?-\d\d?.{0,300}\bwrote:\s*$",
    r"^.{1,120}<\S{1,100}@\S{1,100}>.{0,60}\bwrote:\s*$",
)
ATTRIBUTION_START = (r"^\W*On (mon|tue|wed|thu|fri|sat|sun|\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",)
DIVIDER = (
    r"^\W{0,3}-{2,}\s*(original message|forwarded message|original|reply message)\s*-{2,}\s*$",
    r"^Begin forwarded message:\s*$",
)
HEADER_FIRST = (r"^\W{0,3}(from|\*from:\*)\s*:?.{1,200}",)
HEADER = (r"^\W{0,3}(from|sent|date|to|cc|subject|reply-to|importance)\*?\s*:",)
DEVICE = (
    r"^sent from (my|mail for|yahoo|samsung|outlook|proton).{0,60}$",
    r"^get outlook for (ios|android).{0,60}$",
    r"^sent (with|using) .{0,40}(mail|mobile|outlook|proton).{0,20}$",
)
AUTO_REPLY = (
    r"^(automatic reply|auto[- ]?reply|autoreply|out of (the )?office|auto[- ]?response|vacation)\b",
    r"^(undeliverable|undelivered mail|mail delivery (failed|failure)|delivery status notification|returned mail)\b",
)

"""Dutch."""

from __future__ import annotations

ATTRIBUTION = (
    r"^\W*Op .{4,200}[\d@].{0,200}\b(schreef|heeft)\b.{0,200}:\s*$",
    r"^.{1,200}[\d@].{0,200}\b(schreef|heeft .{0,120}geschreven)\s*:\s*$",
)
ATTRIBUTION_START = (r"^\W*Op (ma|di|wo|do|vr|za|zo|\d)",)
DIVIDER = (
    r"^\W{0,3}-{2,}\s*(oorspronkelijk bericht|origineel bericht|doorgestuurd bericht)\s*-{2,}\s*$",
    r"^begin doorgestuurd bericht:\s*$",
)
HEADER_FIRST = (r"^\W{0,3}van\*?\s*:.{1,200}",)
HEADER = (r"^\W{0,3}(van|verzonden( op)?|datum|aan|cc|onderwerp)\*?\s*:",)
DEVICE = (
    r"^(verzonden|verstuurd) (vanaf|vanuit|met|via) (mijn|mail|outlook|yahoo).{0,60}$",
    r"^(download|haal) outlook voor (ios|android).{0,60}$",
)
AUTO_REPLY = (r"^(automatisch antwoord|automatische beantwoording|afwezigheidsbericht|afwezig)\b",)

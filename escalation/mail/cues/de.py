"""German."""

from __future__ import annotations

ATTRIBUTION = (
    r"^\W*Am .{4,200}[\d@].{0,200}\bschrieb\b.{0,200}:\s*$",
    r"^.{1,200}[\d@].{0,200}\b(schrieb|hat geschrieben)\s*:\s*$",
)
ATTRIBUTION_START = (r"^\W*Am (mo|di|mi|do|fr|sa|so|\d)",)
DIVIDER = (
    r"^\W{0,3}-{2,}\s*(urspr[üu]ngliche nachricht|originalnachricht|weitergeleitete nachricht)\s*-{2,}\s*$",
    r"^anfang der weitergeleiteten nachricht:\s*$",
)
HEADER_FIRST = (r"^\W{0,3}von\*?\s*:.{1,200}",)
HEADER = (r"^\W{0,3}(von|gesendet( am)?|datum|an|cc|betreff)\*?\s*:",)
DEVICE = (
    r"^(von meinem|von mein) .{1,40} gesendet$",
    r"^gesendet (von|mit|aus) (meinem|mail|outlook|yahoo|der .{1,30}app).{0,60}$",
    r"^diese nachricht wurde von meinem .{1,60} gesendet\.?$",
    r"^(outlook|holen sie sich outlook) f[üu]r (ios|android).{0,60}$",
)
AUTO_REPLY = (
    r"^(automatische antwort|abwesenheitsnotiz|abwesenheit|abwesenheitsnachricht|ich bin abwesend)\b",
    r"^(unzustellbar|nachricht nicht zugestellt)\b",
)

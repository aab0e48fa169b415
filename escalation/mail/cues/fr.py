"""French."""

from __future__ import annotations

ATTRIBUTION = (r"^\W*Le .{4,200}[\d@].{0,200}\ba écrit\s*:\s*$", r"^.{1,200}[\d@].{0,200}\ba écrit\s*:\s*$")
ATTRIBUTION_START = (r"^\W*Le (lun|mar|mer|jeu|ven|sam|dim|\d)",)
DIVIDER = (r"^\W{0,3}-{2,}\s*(message d['’]origine|message original|message transf[ée]r[ée])\s*-{2,}\s*$",)
HEADER_FIRST = (r"^\W{0,3}(de|exp[ée]diteur)\*?\s*:.{1,200}",)
HEADER = (r"^\W{0,3}(de|exp[ée]diteur|envoy[ée]( le)?|date|[àa]|pour|cc|objet)\*?\s*:",)
DEVICE = (
    r"^envoy[ée] (de|depuis|à partir de) (mon|ma|mail|courrier|yahoo|outlook|l['’]application).{0,60}$",
    r"^(obtenir|t[ée]l[ée]charger|obtenez) outlook pour (ios|android).{0,60}$",
)
AUTO_REPLY = (r"^(r[ée]ponse automatique|absence du bureau|absent du bureau)\b",)

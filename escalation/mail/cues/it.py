"""Italian."""

from __future__ import annotations

ATTRIBUTION = (r"^\W*Il .{4,200}[\d@].{0,200}\bha scritto\s*:\s*$", r"^.{1,200}[\d@].{0,200}\bha scritto\s*:\s*$")
ATTRIBUTION_START = (r"^\W*Il (giorno|lun|mar|mer|gio|ven|sab|dom|\d)",)
DIVIDER = (r"^\W{0,3}-{2,}\s*(messaggio originale|messaggio inoltrato|messaggio originario)\s*-{2,}\s*$",)
HEADER_FIRST = (r"^\W{0,3}(da|mittente)\*?\s*:.{1,200}",)
HEADER = (r"^\W{0,3}(da|mittente|inviato( il)?|data|a|cc|oggetto)\*?\s*:",)
DEVICE = (
    r"^inviato (da|dal|dalla|con) (il )?(mio|mia|iphone|ipad|mail|outlook|yahoo|libero).{0,60}$",
    r"^(scarica|ottieni) outlook per (ios|android).{0,60}$",
)
AUTO_REPLY = (r"^(risposta automatica|fuori sede|fuori ufficio|assente dall['’]ufficio)\b",)

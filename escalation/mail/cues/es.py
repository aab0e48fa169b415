"""Spanish."""

from __future__ import annotations

ATTRIBUTION = (r"^\W*El .{4,200}[\d@].{0,200}\bescribi[óo]:\s*$", r"^.{1,200}[\d@].{0,200}\bescribi[óo]:\s*$")
ATTRIBUTION_START = (r"^\W*El (lun|mar|mi[ée]|jue|vie|s[áa]b|dom|\d)",)
DIVIDER = (r"^\W{0,3}-{2,}\s*(mensaje original|mensaje reenviado|mensaje enviado)\s*-{2,}\s*$",)
HEADER_FIRST = (r"^\W{0,3}de\*?\s*:.{1,200}",)
HEADER = (r"^\W{0,3}(de|enviado( el)?|fecha|para|cc|asunto)\*?\s*:",)
DEVICE = (
    r"^enviado desde (mi|correo|yahoo|outlook|mail).{0,60}$",
    r"^(obtener|descargar|obtén) outlook para (ios|android).{0,60}$",
)
AUTO_REPLY = (r"^(respuesta autom[áa]tica|fuera de (la )?oficina|ausente de la oficina)\b",)

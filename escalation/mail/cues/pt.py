"""Portuguese."""

from __future__ import annotations

ATTRIBUTION = (
    r"^\W*(Em|No dia) .{4,200}[\d@].{0,200}\bescreveu\s*:\s*$",
    r"^.{1,200}[\d@].{0,200}\bescreveu\s*(\(.{4,60}\))?\s*:\s*$",
)
ATTRIBUTION_START = (r"^\W*(Em|No dia) (seg|ter|qua|qui|sex|s[áa]b|dom|\d)",)
DIVIDER = (r"^\W{0,3}-{2,}\s*(mensagem original|mensagem encaminhada|mensagem reencaminhada)\s*-{2,}\s*$",)
HEADER_FIRST = (r"^\W{0,3}(de|remetente)\*?\s*:.{1,200}",)
HEADER = (r"^\W{0,3}(de|remetente|enviad[oa]( em)?|data|para|cc|assunto)\*?\s*:",)
DEVICE = (
    r"^enviado (do|da|de|a partir d[oe]|com o) (meu|minha|mail|e-mail|outlook|yahoo|iphone|ipad).{0,60}$",
    r"^(obter|obtenha|baixe) o? ?outlook para (ios|android).{0,60}$",
)
AUTO_REPLY = (r"^(resposta autom[áa]tica|fora do escrit[óo]rio|aus[êe]ncia tempor[áa]ria)\b",)

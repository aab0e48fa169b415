"""What a number counts or measures: percent, currencies, time, sizes, in four languages."""

from __future__ import annotations

import re

from retrieval.analysis import fold

_NAMES: dict[str, str] = {
    "percent": "% ‰ percent per\u2009cent pct pourcent porciento",
    "dollar": "$ usd dollar dollars dolar dolares 美元 美金",
    "euro": "€ eur euro euros 欧元 歐元",
    "pound": "£ gbp 英镑 英鎊",
    "yuan": "cny rmb yuan yuanes yuans 元 人民币 块钱",
    "yen": "jpy yen yenes yens 日元 日圆",
    "second": "s sec secs seconds segundo segundos seconde secondes 秒 秒钟",
    "minute": "min mins minute minutes minuto minutos 分钟 分鐘",
    "hour": "h hr hrs hour hours hora horas heure heures 小时 小時 个小时",
    "day": "day days dia dias jour jours 天",
    "week": "week weeks semana semanas semaine semaines 周 星期",
    "month": "month months mes meses mois 个月 個月",
    "year": "years ano anos ans annee annees",
    "kilobyte": "kb kib ko kilobytes",
    "megabyte": "mb mib mo megabytes megaoctets",
    "gigabyte": "gb gib go gigabytes gigaoctets",
    "terabyte": "tb tib to terabytes",
    "millimetre": "mm 毫米",
    "centimetre": "cm 厘米 公分",
    "kilometre": "km kilometers kilometres kilometros 公里 千米",
    "kilogram": "kg kilogram kilograms kilos kilogramos kilogrammes 公斤 千克",
    "millisecond": "ms milliseconds milisegundos millisecondes 毫秒",
}
_UNITS = {word.replace("\u2009", " "): unit for unit, words in _NAMES.items() for word in words.split(" ")}
_AFTER = re.compile(
    r"[ \u00a0\u202f]?(%|‰|\$|€|£|per cent(?!\w)|por ciento(?!\w)|pour cent(?!\w)|"
    r"个小时|个月|個月|小时|小時|分钟|分鐘|秒钟?|毫秒|天|周|星期|美元|美金|欧元|歐元|英镑|英鎊|人民币|日元|日圆|元|块钱|"
    r"毫米|厘米|公分|公里|千米|公斤|千克|[^\W\d_]{1,12}(?!\w))",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"([$€£]|百分之)[ \u00a0\u202f]?$")
_SPELT = {"per cent": "percent", "por ciento": "percent", "pour cent": "percent", "百分之": "percent"}


def unit_at(text: str, start: int, end: int) -> str | None:
    """The unit of the number at `[start, end)` of `text`; None where it has none that is known."""
    before = _BEFORE.search(text, max(0, start - 5), start)
    if before:
        return _SPELT.get(before[1]) or _UNITS[before[1]]
    after = _AFTER.match(text, end)
    if after is None:
        return None
    word = fold(after[1].lower())
    return _SPELT.get(word) or _UNITS.get(word)

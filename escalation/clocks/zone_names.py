"""How customers are told a time zone: by its city in their language, else by how far it is from UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
"""Parts of the world by which the names of time zones begin; what begins otherwise names no city."""

CITIES: dict[str, dict[str, str]] = {
    "en": {},
    "es": {
        "Algiers": "Argel", "Amsterdam": "Ámsterdam", "Asuncion": "Asunción", "Athens": "Atenas", "Berlin": "Berlín",
        "Bogota": "Bogotá", "Brussels": "Bruselas", "Bucharest": "Bucarest", "Cairo": "El Cairo",
        "Canary": "Canarias", "Copenhagen": "Copenhague", "Dubai": "Dubái", "Dublin": "Dublín", "Havana": "La Habana",
        "Istanbul": "Estambul", "Jerusalem": "Jerusalén", "Johannesburg": "Johannesburgo", "Kolkata": "Calcuta",
        "Kyiv": "Kiev", "Lisbon": "Lisboa", "London": "Londres", "Los_Angeles": "Los Ángeles",
        "Luxembourg": "Luxemburgo", "Mexico_City": "Ciudad de México", "Moscow": "Moscú", "New_York": "Nueva York",
        "Panama": "Panamá", "Paris": "París", "Prague": "Praga", "Rome": "Roma", "Sao_Paulo": "São Paulo",
        "Seoul": "Seúl", "Shanghai": "Shanghái", "Singapore": "Singapur", "Stockholm": "Estocolmo",
        "Sydney": "Sídney", "Tokyo": "Tokio", "Tunis": "Túnez", "Vienna": "Viena", "Warsaw": "Varsovia",
        "Zurich": "Zúrich",
    },
    "fr": {
        "Algiers": "Alger", "Athens": "Athènes", "Azores": "Açores", "Beirut": "Beyrouth", "Brussels": "Bruxelles",
        "Bucharest": "Bucarest", "Cairo": "Le Caire", "Copenhagen": "Copenhague", "Dubai": "Dubaï",
        "Havana": "La Havane", "Jerusalem": "Jérusalem", "Kolkata": "Calcutta", "Kyiv": "Kiev", "Lisbon": "Lisbonne",
        "London": "Londres", "Mexico_City": "Mexico", "Moscow": "Moscou", "Reunion": "La Réunion",
        "Sao_Paulo": "São Paulo", "Seoul": "Séoul", "Singapore": "Singapour", "Vienna": "Vienne",
        "Warsaw": "Varsovie",
    },
    "zh": {
        "Algiers": "阿尔及尔", "Amsterdam": "阿姆斯特丹", "Athens": "雅典", "Auckland": "奥克兰", "Bangkok": "曼谷",
        "Beirut": "贝鲁特", "Berlin": "柏林", "Bogota": "波哥大", "Brisbane": "布里斯班", "Brussels": "布鲁塞尔",
        "Bucharest": "布加勒斯特", "Budapest": "布达佩斯", "Buenos_Aires": "布宜诺斯艾利斯", "Cairo": "开罗",
        "Caracas": "加拉加斯", "Casablanca": "卡萨布兰卡", "Chicago": "芝加哥", "Copenhagen": "哥本哈根",
        "Denver": "丹佛", "Dubai": "迪拜", "Dublin": "都柏林", "Havana": "哈瓦那", "Helsinki": "赫尔辛基",
        "Ho_Chi_Minh": "胡志明市", "Hong_Kong": "香港", "Istanbul": "伊斯坦布尔", "Jakarta": "雅加达",
        "Jerusalem": "耶路撒冷", "Johannesburg": "约翰内斯堡", "Karachi": "卡拉奇", "Kolkata": "加尔各答",
        "Kuala_Lumpur": "吉隆坡", "Kyiv": "基辅", "Lagos": "拉各斯", "Lima": "利马", "Lisbon": "里斯本",
        "London": "伦敦", "Los_Angeles": "洛杉矶", "Luxembourg": "卢森堡", "Macau": "澳门", "Madrid": "马德里",
        "Manila": "马尼拉", "Melbourne": "墨尔本", "Mexico_City": "墨西哥城", "Moscow": "莫斯科", "Nairobi": "内罗毕",
        "New_York": "纽约", "Oslo": "奥斯陆", "Paris": "巴黎", "Perth": "珀斯", "Prague": "布拉格", "Riyadh": "利雅得",
        "Rome": "罗马", "Santiago": "圣地亚哥", "Sao_Paulo": "圣保罗", "Seoul": "首尔", "Shanghai": "北京",
        "Singapore": "新加坡", "Stockholm": "斯德哥尔摩", "Sydney": "悉尼", "Taipei": "台北", "Tehran": "德黑兰",
        "Tokyo": "东京", "Toronto": "多伦多", "Tunis": "突尼斯", "Urumqi": "乌鲁木齐", "Vancouver": "温哥华",
        "Vienna": "维也纳", "Warsaw": "华沙", "Zurich": "苏黎世",
    },
}  # fmt: skip
"""Cities by language and by the last part of a zone's name, where they are not called as in English.

The time of Asia/Shanghai is that of Beijing to who speaks Chinese.
"""


def zone_name(zone: str, lang: str, at: datetime) -> str:
    """`Madrid time`, in one of the four languages; `UTC+1` at that moment where the city has no name there."""
    city = city_of(zone, lang)
    return _TIME_OF[lang](city) if city else offset(at)


def city_of(zone: str, lang: str) -> str:
    """The city of a zone; empty where it names none, and in Chinese also where its name is not known here."""
    region, _, place = zone.partition("/")
    if region not in REGIONS:
        return ""
    name = place.rpartition("/")[2]
    return CITIES[lang].get(name) or ("" if lang == "zh" else name.replace("_", " "))


def offset(at: datetime) -> str:
    """How far a moment's clock is from UTC: `UTC`, `UTC+1`, `UTC-3:30`."""
    minutes = (at.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")


def _french(city: str) -> str:
    if city.startswith("Le "):
        return f"heure du {city.removeprefix('Le ')}"
    return f"heure d'{city}" if city[0] in "AÂEÉIÎOU" else f"heure de {city}"


_TIME_OF: dict[str, Callable[[str], str]] = {
    "en": "{} time".format,
    "es": "hora de {}".format,
    "fr": _french,
    "zh": "{}时间".format,
}

"""What a customer may expect, in words: English, Spanish, French and Chinese; other languages get the English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.language import primary
from escalation.clocks.expectation import Expectation, rounded
from escalation.clocks.zone_names import zone_name


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language, and its names of days, months and units."""

    typical: str
    closes_first: str
    closed: str
    closed_for_long: str
    ask_email: str
    today: str
    weekday: str
    date: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    units: dict[str, tuple[str, str]]
    """Singular and plural, with the number."""
    joint: str = " "


WORDS = {
    "en": Words(
        typical="A first reply typically takes about {time}.",
        closes_first="Our office may close before that; we are back {when}.",
        closed="Our office is closed now. We are back {when}.",
        closed_for_long="Our office is closed at present.",
        ask_email="If you leave your e-mail address, we can reach you there as well.",
        today="today at {clock} ({zone})",
        weekday="on {day} at {clock} ({zone})",
        date="on {number} {month} at {clock} ({zone})",
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=(
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ),
        units={"minute": ("a minute", "{n} minutes"), "hour": ("an hour", "{n} hours"), "day": ("a day", "{n} days")},
    ),
    "es": Words(
        typical="La primera respuesta suele tardar alrededor de {time}.",
        closes_first="Es posible que cerremos antes; volvemos {when}.",
        closed="Ahora mismo nuestra oficina está cerrada. Volvemos {when}.",
        closed_for_long="En este momento nuestra oficina está cerrada.",
        ask_email="Si nos deja su correo electrónico, también podremos escribirle ahí.",
        today="hoy a las {clock} ({zone})",
        weekday="el {day} a las {clock} ({zone})",
        date="el {number} de {month} a las {clock} ({zone})",
        days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=(
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ),
        units={
            "minute": ("un minuto", "{n} minutos"), "hour": ("una hora", "{n} horas"), "day": ("un día", "{n} días"),
        },
    ),
    "fr": Words(
        typical="Une première réponse prend en général environ {time}.",
        closes_first="Il se peut que nous fermions avant ; nous serons de retour {when}.",
        closed="Notre service est fermé pour l'instant. Nous serons de retour {when}.",
        closed_for_long="Notre service est fermé en ce moment.",
        ask_email="Si vous laissez votre adresse e-mail, nous pourrons aussi vous y écrire.",
        today="aujourd'hui à {clock} ({zone})",
        weekday="{day} à {clock} ({zone})",
        date="le {number} {month} à {clock} ({zone})",
        days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=(
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ),
        units={
            "minute": ("une minute", "{n} minutes"), "hour": ("une heure", "{n} heures"),
            "day": ("un jour", "{n} jours"),
        },
    ),
    "zh": Words(
        typical="首次回复通常需要约{time}。",
        closes_first="在此之前我们可能已下班，{when}恢复服务。",
        closed="我们现在不在工作时间，{when}恢复服务。",
        closed_for_long="我们目前暂停服务。",
        ask_email="如果您留下邮箱地址，我们也可以通过邮件联系您。",
        today="今天{clock}（{zone}）",
        weekday="{day}{clock}（{zone}）",
        date="{month}{number}日{clock}（{zone}）",
        days=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
        months=tuple(f"{number}月" for number in range(1, 13)),
        units={"minute": ("1 分钟", " {n} 分钟"), "hour": ("1 小时", " {n} 小时"), "day": ("1 天", " {n} 天")},
        joint="",
    ),
}  # fmt: skip
"""By primary language code."""


def say_expectation(known: Expectation, lang: str, *, asks_email: bool = False) -> str:
    """What the customer is told; empty when the office is always open and nothing was measured."""
    lang = primary(lang) if primary(lang) in WORDS else "en"
    words = WORDS[lang]
    parts = [_office(known, lang)] if not known.open else []
    if known.open and known.typical is not None:
        parts.append(words.typical.format(time=_time(known, words)))
        if known.closes_first and known.opens_at is not None:
            parts.append(words.closes_first.format(when=_when(known.opens_at, known, lang)))
    if asks_email:
        parts.append(words.ask_email)
    return words.joint.join(parts)


def _when(at: datetime, known: Expectation, lang: str) -> str:
    """When the office opens next, such as `on Monday at 09:00 (Madrid time)`."""
    words = WORDS[lang]
    shape = words.today if known.today else words.weekday if known.soon else words.date
    return shape.format(
        clock=f"{at:%H:%M}",
        zone=zone_name(known.zone, lang, at),
        day=words.days[at.weekday()],
        number=at.day,
        month=words.months[at.month - 1],
    )


def _office(known: Expectation, lang: str) -> str:
    if known.opens_at is None:
        return WORDS[lang].closed_for_long
    return WORDS[lang].closed.format(when=_when(known.opens_at, known, lang))


def _time(known: Expectation, words: Words) -> str:
    assert known.typical is not None  # noqa: S101 - the caller has looked
    number, unit = rounded(known.typical)
    one, many = words.units[unit]
    return one if number == 1 else many.format(n=number)

"""What an answer looks like by the kind of question: a number, a date, a name, a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping

from answering.understanding.asked import Kind

_MONTHS = (
    r"january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|"
    r"junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|"
    r"octobre|novembre|décembre"
)
# A capital inside the sentence: a name, for the scripts that have capitals.
_NAME = re.compile(r"(?<=[^\W\d_A-Z]\s)[A-ZÀ-Ý][^\W\d_]+|(?<=[,;]\s)[A-ZÀ-Ý][^\W\d_]+")
_HOLDS: Mapping[Kind, re.Pattern[str]] = {
    Kind.NUMBER: re.compile(
        r"\d|[一二三四五六七八九十百千万两]|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|"
        r"thousands?|half|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil|deux|trois|quatre|cinq|sept|huit|"
        r"neuf|dix|cent|mille)\b",
        re.IGNORECASE,
    ),
    Kind.DATE: re.compile(
        rf"\b(1\d|20)\d\d\b|\d+ ?(年|月|日|世纪|小时|分钟|天)|\b({_MONTHS})\b|"
        r"\b\d+ (minutes?|hours?|days?|weeks?|months?|years?|minutos?|horas?|días?|semanas?|meses|años?|heures?|jours?|"
        r"semaines?|mois|ans|années?)\b|\b(siglo|siècle|century)\b",
        re.IGNORECASE,
    ),
    Kind.PERSON: _NAME,
    Kind.PLACE: _NAME,
    Kind.DEFINITION: re.compile(
        r"^.{0,60}(\b(is|are|was|means?|refers? to|es|son|era|significa|est|sont|désigne|signifie)\b|是|指|称为|即)",
        re.IGNORECASE,
    ),
    Kind.REASON: re.compile(
        r"\b(because|due to|since|as a result|so that|reason|porque|debido|ya que|puesto que|a causa|parce que|car|"
        r"en raison|grâce|à cause|puisque)\b|因为|由于|因此|所以|因而|原因",
        re.IGNORECASE,
    ),
}
_FIGURES = re.compile(r"\d+")


def holds_kind(kind: Kind, text: str) -> bool | None:
    """Whether `text` holds what such a question asks for; None where that cannot be told by its looks."""
    pattern = _HOLDS.get(kind)
    return None if pattern is None else pattern.search(text) is not None


def adds_figure(kind: Kind, text: str, known: frozenset[str]) -> bool:
    """Whether `text` has a figure that is not among the `known` ones, when a number or a date is asked for."""
    return kind in (Kind.NUMBER, Kind.DATE) and not known.issuperset(_FIGURES.findall(text))


def figures(text: str) -> frozenset[str]:
    """The runs of digits in `text`."""
    return frozenset(_FIGURES.findall(text))

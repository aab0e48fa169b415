"""Numbers written as words, in English, Spanish and French."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from answering.support.han_numbers import HAN_SCALES, HAN_TENS, Written, in_han
from retrieval.analysis import fold


def _table(text: str) -> dict[str, int]:
    """`word value` pairs."""
    parts = text.split()
    return {word: int(value) for word, value in zip(parts[::2], parts[1::2], strict=True)}


def words(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


SMALL = _table(
    "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 "
    "fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 "
    "sixty 60 seventy 70 eighty 80 ninety 90 "
    "cero 0 un 1 uno 1 una 1 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 "
    "trece 13 catorce 14 quince 15 dieciseis 16 diecisiete 17 dieciocho 18 diecinueve 19 veinte 20 veintiuno 21 "
    "veintiun 21 veintiuna 21 veintidos 22 veintitres 23 veinticuatro 24 veinticinco 25 veintiseis 26 veintisiete 27 "
    "veintiocho 28 veintinueve 29 treinta 30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 "
    "doscientos 200 doscientas 200 trescientos 300 trescientas 300 cuatrocientos 400 cuatrocientas 400 quinientos 500 "
    "quinientas 500 seiscientos 600 seiscientas 600 setecientos 700 setecientas 700 ochocientos 800 ochocientas 800 "
    "novecientos 900 novecientas 900 "
    "une 1 deux 2 trois 3 quatre 4 cinq 5 sept 7 huit 8 neuf 9 dix 10 onze 11 douze 12 treize 13 quatorze 14 "
    "quinze 15 seize 16 vingt 20 vingts 20 trente 30 quarante 40 cinquante 50 soixante 60 septante 70 huitante 80 "
    "octante 80 nonante 90"
)
SCALES = _table(
    "hundred 100 cien 100 ciento 100 cientos 100 cent 100 cents 100 thousand 1000 thousands 1000 mil 1000 mille 1000 "
    "million 1000000 millions 1000000 millon 1000000 millones 1000000 billion 1000000000 billions 1000000000 "
    "milliard 1000000000 milliards 1000000000 trillion 1000000000000 trillions 1000000000000 billon 1000000000000 "
    "billones 1000000000000 bn 1000000000 dozen 12 dozens 12 docena 12 docenas 12 douzaine 12 douzaines 12"
)
ORDINALS = _table(
    "first 1 second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 twice 2 double 2 half 2 "
    "both 2 couple 2 pair 2 primero 1 primera 1 primer 1 segundo 2 segunda 2 tercero 3 tercera 3 tercer 3 cuarto 4 "
    "cuarta 4 quinto 5 quinta 5 sexto 6 sexta 6 septimo 7 septima 7 octavo 8 octava 8 noveno 9 novena 9 decimo 10 "
    "decima 10 ambos 2 ambas 2 doble 2 mitad 2 par 2 premier 1 premiere 1 deuxieme 2 seconde 2 troisieme 3 "
    "quatrieme 4 cinquieme 5 sixieme 6 septieme 7 huitieme 8 neuvieme 9 dixieme 10 moitie 2 tiers 3 quart 4 quarter 4"
)
MONTHS = _table(
    "january 1 february 2 march 3 april 4 may 5 june 6 july 7 august 8 september 9 october 10 november 11 december 12 "
    "jan 1 feb 2 mar 3 apr 4 jun 6 jul 7 aug 8 sep 9 sept 9 oct 10 nov 11 dec 12 "
    "enero 1 febrero 2 marzo 3 abril 4 mayo 5 junio 6 julio 7 agosto 8 septiembre 9 setiembre 9 octubre 10 "
    "noviembre 11 diciembre 12 janvier 1 fevrier 2 mars 3 avril 4 mai 5 juin 6 juillet 7 aout 8 septembre 9 "
    "octobre 10 novembre 11 decembre 12"
)
_DOUBTFUL = words("one un uno una une once mil cent cents second seconde first half both couple pair par")
"""Number words that alone mostly mean something else."""
_JOINING = frozenset(("and", "y", "et"))
_WORD = re.compile(r"[^\W\d_]+")


def written_numbers(text: str) -> Iterator[Written]:
    """The numbers that stand in `text` as words."""
    yield from _in_words(text)
    yield from in_han(text)


def _in_words(text: str) -> Iterator[Written]:
    run: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        word = fold(match.group().lower())
        if run and not _adjoins(text[run[-1][2] : match.start()]):
            yield from _closed(run)
            run = []
        if word in SMALL or word in SCALES or (word in _JOINING and run):
            run.append((word, match.start(), match.end()))
            continue
        yield from _closed(run)
        run = []
        if word in ORDINALS:
            yield Written(match.start(), match.end(), ORDINALS[word], word not in _DOUBTFUL and ORDINALS[word] > 2)
        elif word in MONTHS:
            yield Written(match.start(), match.end(), MONTHS[word], _beside_digits(text, match), is_month=True)
    yield from _closed(run)


def _adjoins(between: str) -> bool:
    return between in (" ", "-", "\u00a0", "‑")


def _beside_digits(text: str, match: re.Match[str]) -> bool:
    """Whether a name of a month stands with a day or a year, so that it is no verb and no name."""
    near = text[max(0, match.start() - 6) : match.start()] + text[match.end() : match.end() + 6]
    return any(character.isdigit() for character in near)


def _closed(run: list[tuple[str, int, int]]) -> Iterator[Written]:
    """The number that a run of words makes; each of them alone too, because a run may be several numbers."""
    while run and run[-1][0] in _JOINING:
        run = run[:-1]
    if not run:
        return
    words = [word for word, _, _ in run if word not in _JOINING]
    is_certain = not (len(words) == 1 and words[0] in _DOUBTFUL)
    yield Written(run[0][1], run[-1][2], value_of_words(words), is_certain)
    if len(words) > 1:
        yield from (Written(a, b, SMALL.get(w, SCALES.get(w, 0)), False) for w, a, b in run if w not in _JOINING)


def value_of_words(words: Sequence[str]) -> int:
    """What number words say together: ("two", "hundred", "five") is 205, ("quatre", "vingt", "dix") is 90."""
    total = current = 0
    for place, word in enumerate(words):
        if word in ("vingt", "vingts") and place and words[place - 1] == "quatre":
            current = current - 4 + 80
        elif word in SMALL:
            current += SMALL[word]
        elif SCALES[word] < 1000:
            current = max(current, 1) * SCALES[word]
        else:
            total, current = total + max(current, 1) * SCALES[word], 0
    return total + current


def scale_after(text: str, at: int) -> tuple[int, int]:
    """The scale word that follows position `at`, as in `5 million` or `1.2万`: its value and where it ends; (1, at)."""
    match = _SCALE_AFTER.match(text, at)
    if match is None:
        return 1, at
    word = fold(match[1].lower())
    value = HAN_SCALES.get(word) or HAN_TENS.get(word) or SCALES.get(word) or _LETTER_SCALES[word]
    return value, match.end()


_LETTER_SCALES: Mapping[str, int] = {"k": 1000}
_SCALE_AFTER = re.compile(
    r"[ \u00a0\u202f]?((?:hundred|cientos|thousands?|mil|mille|millions?|mill[oó]n(?:es)?|billions?|bill[oó]n(?:es)?|"
    r"milliards?|trillions?|bn|k)(?![^\W\d_])|[百千万萬亿億兆])",
    re.IGNORECASE,
)

"""Which language a text is in, and how languages are named and compared.

Detection is `py3langid` (a port of langid.py, Lui and Baldwin 2012), narrowed to the languages that can occur and
helped by small words and letters that only one of them uses: an unrestricted guess on three words is often wrong.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

UNKNOWN = "und"
"""BCP 47 code for "undetermined"."""
WIDESPREAD = (
    "en", "es", "fr", "zh", "de", "it", "pt", "nl", "ja", "ko", "ru", "ar", "pl", "tr", "sv", "da", "no", "fi", "cs",
    "uk", "el", "he", "th", "vi", "hu", "ro", "id", "hi", "bg", "ca",
)  # fmt: skip
"""Languages that a text can be found to be in when nothing says which ones to expect."""

_loading = threading.Lock()
_SAMPLE = 4_000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_NO_LANGUAGE = re.compile(r"https?://[!-~]+|</?[a-zA-Z][^<>]*>|&#?\w+;")
"""Addresses and markup: letters that say nothing of who wrote them."""
_REPEATED = re.compile(r"(\w.{0,7}?)\1{3,}", re.DOTALL)
"""A letter or short word over and over: "aaaa", "ja ja ja ja". Each would speak for the same language again."""
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# Small words and letters that only one of the languages uses, for questions too short for statistics.
_MARKERS = {
    "en": "the is are do does how what where when why can my to of and with please which who it i",
    "es": "el los las cómo qué dónde cuándo puedo mi por para con una está se del al y quién cuál hay hola gracias",
    "fr": "le les des comment où quand puis je mon ma pour avec une est ne pas du au qui quel ça bonjour salut merci",
    "de": "der die das wie wo wann ich mein für mit ist nicht und ein eine wer kann hallo danke bitte",
    "pt": "os as como onde quando posso meu minha com uma não do da e quem qual fazer você olá obrigado obrigada",
    "it": "il gli come dove quando posso mio mia con una è non si del e chi quale che ciao buongiorno grazie",
    "nl": "het een ik hoe waar wanneer mijn voor met niet is wie wat hallo bedankt graag",
}
_WORDS = {lang: frozenset(words.split()) for lang, words in _MARKERS.items()}
_LETTERS = {"es": frozenset("ñ¿¡íó"), "fr": frozenset("çèêœàù"), "de": frozenset("ßäö"), "pt": frozenset("ãõ")}
_MARKER_WEIGHT = 8.0
"""What one marker adds to a log-likelihood (natural logarithm) of the statistics."""
_NOTHING_KNOWN = -1e30
"""Below this the statistics have seen none of the text."""
_FOREIGN_LEAD = 8.0
"""The lead over all expected languages from which a text is taken for one in another language."""
_CLEAR_LEAD = 2.0
"""A lead below this many natural-log units decides nothing on its own: names and loan words read alike everywhere."""


@lru_cache(maxsize=1_024)
def primary(tag: str) -> str:
    """The primary subtag in lower case: `zh-CN` and `zh_Hans` give `zh`."""
    return re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]


def detect(text: str, candidates: Iterable[str], default: str = UNKNOWN) -> str:
    """The most likely of `candidates` for `text`; `default` where the text does not tell (no letters, or "wifi").

    A `default` that is not among the candidates only serves where nothing at all speaks for any of them.
    """
    scores = _scores(text, candidates)
    best, lead = _leader(scores)
    if best is None or (lead < _CLEAR_LEAD and (default in scores or lead == 0)):
        return default
    return best


def tell(text: str, candidates: Iterable[str]) -> str | None:
    """The language of `text` if it is clearly one of `candidates`, else None."""
    best, lead = _leader(_scores(text, candidates))
    return best if lead >= _CLEAR_LEAD else None


def lead(text: str, lang: str, over: str) -> float:
    """By how much `text` is likelier to be in `lang` than `over` it, in natural-log units; infinite by its script."""
    scores = _scores(text, (lang, over))
    return scores[lang] - scores[over] if lang in scores and over in scores else math.inf if lang in scores else 0.0


def recognise(text: str, expected: Iterable[str], default: str = UNKNOWN) -> str:
    """The language of `text`, also one that nobody expects where it is clearly in that; else as `detect`."""
    expected = tuple(expected)
    return foreign_language(text, expected) or detect(text, expected, default)


def foreign_language(text: str, expected: Iterable[str]) -> str | None:
    """The widespread language that `text` is clearly in and that is none of `expected`; None if there is no such."""
    scores = _scores(text, WIDESPREAD)
    best, _ = _leader(scores)
    known = {primary(code) for code in expected}
    if best is None or best in known:
        return None
    lead = scores[best] - max((scores[lang] for lang in known & scores.keys()), default=-math.inf)
    return best if lead >= _FOREIGN_LEAD else None


def can_tell(lang: str) -> bool:
    """Whether text in this language can be recognised at all."""
    return primary(lang) in _identifier().labels


def _scores(text: str, candidates: Iterable[str]) -> dict[str, float]:
    """A log-likelihood by candidate; empty when there is nothing to judge by."""
    allowed = sorted({primary(code) for code in candidates} - {UNKNOWN})
    sample = _REPEATED.sub(r"\1", _NO_LANGUAGE.sub(" ", text[:_SAMPLE]))
    words = _WORD.findall(sample.lower())
    by_script = _detect_by_script(sample, len(words), allowed)
    if by_script:
        return {by_script: 0.0}
    if not (words and allowed):
        return {}
    likelihoods, letters = _likelihoods(sample, allowed), sample.lower()
    return {lang: likelihoods[lang] + _MARKER_WEIGHT * _markers(letters, words, lang) for lang in allowed}


def _detect_by_script(sample: str, words: int, allowed: list[str]) -> str | None:
    if "ja" in allowed and _KANA.search(sample):
        return "ja"
    # One Chinese character weighs as much as one word of letters: product names in Latin script are common.
    han = len(_HAN.findall(sample))
    return "zh" if "zh" in allowed and han and han >= words else None


def _markers(sample: str, words: list[str], lang: str) -> int:
    known, letters = _WORDS.get(lang), _LETTERS.get(lang)
    return (sum(word in known for word in words) if known else 0) + (
        sum(character in letters for character in sample) if letters else 0
    )


def _likelihoods(sample: str, allowed: list[str]) -> dict[str, float]:
    known = _ranked(sample)
    found = {lang: known[lang] for lang in allowed if known.get(lang, -math.inf) > _NOTHING_KNOWN}
    floor = min(found.values(), default=0.0)
    return {lang: found.get(lang, floor) for lang in allowed}


@lru_cache(maxsize=64)
def _ranked(sample: str) -> dict[str, float]:
    """The statistics of all languages: a message is looked at several times while it is answered."""
    return {lang: float(score) for lang, score in _identifier().rank(sample)}


def _leader(scores: dict[str, float]) -> tuple[str | None, float]:
    """The best language and its lead over the next, infinite when it is alone."""
    if not scores:
        return None, 0.0
    best = max(scores, key=lambda lang: scores[lang])
    return best, scores[best] - max((score for lang, score in scores.items() if lang != best), default=-math.inf)


def _identifier() -> Any:
    with _loading:  # it takes half a second: threads that come at once wait for one to load it
        return _load_identifier()


@cache
def _load_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)

"""Which language a text is in, and how languages are named and compared.

Detection is `py3langid` (a port of langid.py, Lui and Baldwin 2012), narrowed to the languages that can occur: an
unrestricted guess on three words is often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

UNKNOWN = "und"
"""BCP 47 code for "undetermined"."""

_SAMPLE = 4_000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LETTER = re.compile(r"[^\W\d_]")
# Small words that only one of the languages uses, for questions too short for statistics.
_MARKERS = {
    "en": "the is are do does how what where when why can my to of and with please which who it i",
    "es": "el los las cómo qué dónde cuándo puedo mi por para con una está no se del al y quién cuál hacer hay",
    "fr": "le les des comment où quand puis je mon ma pour avec une est ne pas du au et qui quel quelle que ça",
    "de": "der die das wie wo wann ich mein für mit ist nicht und ein eine wer kann",
    "pt": "os as como onde quando posso meu minha com uma não se do da e quem qual fazer você",
    "it": "il gli come dove quando posso mio mia con una è non si del e chi quale che",
}
_WORDS = {lang: frozenset(words.split()) for lang, words in _MARKERS.items()}


def primary(tag: str) -> str:
    """The primary subtag in lower case: `zh-CN` and `zh_Hans` give `zh`."""
    return re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]


def detect(text: str, candidates: Iterable[str], default: str = UNKNOWN) -> str:
    """The most likely of `candidates` for `text`; `default` when the text has no letters to judge by."""
    allowed = sorted({primary(code) for code in candidates} - {UNKNOWN})
    sample = text[:_SAMPLE]
    letters = _LETTER.findall(sample)
    if not letters or not allowed:
        return default
    by_script = _detect_by_script(sample, len(letters), allowed)
    if by_script:
        return by_script
    by_words = _detect_by_words(sample, allowed)
    return by_words or _detect_by_statistics(sample, allowed, default)


def _detect_by_script(sample: str, letters: int, allowed: list[str]) -> str | None:
    if "ja" in allowed and _KANA.search(sample):
        return "ja"
    if "zh" in allowed and len(_HAN.findall(sample)) * 4 >= letters:
        return "zh"
    return None


def _detect_by_words(sample: str, allowed: list[str]) -> str | None:
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if len(words) > 12:
        return None
    counts = sorted(((sum(word in _WORDS.get(lang, ()) for word in words), lang) for lang in allowed), reverse=True)
    clear = counts[0][0] > 0 and (len(counts) == 1 or counts[0][0] > counts[1][0])
    return counts[0][1] if clear else None


def _detect_by_statistics(sample: str, allowed: list[str], default: str) -> str:
    ranked: list[tuple[str, float]] = _identifier().rank(sample)
    return next((lang for lang, _ in ranked if lang in allowed), default)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)

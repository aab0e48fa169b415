"""Makes a follow-up question self-contained from the conversation, by rule.

A question leans on what was said before when it opens like a continuation ("and on Android?", "¿y en …?", "et pour …?",
"那 … 呢"), when it points back with a pronoun and names little itself, or when it is only a fragment. Then the last
question that stood alone is put before it: search needs the topic, and its words are the customer's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from answering.asked import RULES, stop_terms
from answering.intents import Intent, classify
from core.language import primary
from core.model import Author, Turn
from retrieval.analysis import analyse

FEW_TERMS = 3
"""With more topic terms of its own, a question with a pronoun stands alone."""
LONGEST = 2_000
"""Characters of a self-contained question; the earlier one is cut."""

_OPENS = {
    "en": r"^(and|but|or|so|also|what about|how about|what if|same (for|with)|then|i mean[t]?|ok(ay)?,? (and|but|so))\b",
    "es": r"^(¿\s*)?(y|pero|o|entonces|también|qué tal|qué hay de|me refer[ií]a?|(quería|quise|quiero) decir)\b",
    "fr": r"^(et|mais|ou|alors|aussi|qu'en est-il|pareil pour|je parlais|je (voulais|veux) dire)\b",
    "zh": r"^(那么?|还有|另外|但是?|如果|可是|然后|之后|我是说|我指的是|我的意思)|呢[？?。]?$",
}
# Words that point back. Left out where they are articles, relative pronouns or part of a fixed phrase more often.
_POINTS = {
    "en": r"\b(it|its|it's|this|they|them|those|these|mine|he|she|him|her|his|their|else)\b|"
    r"\b(about|does|is|do|of|for|with|like|after|before) that\b|\bthat\W*$",
    "es": r"\b(eso|esa|ese|esos|esas|esto|ahí|allí|ello|él|ella|ellos|ellas|mío|mía)\b|\w{3}r(lo|la|los|las)\b",
    "fr": r"\b(ça|cela|celui|celle|ceux|celles|mien|mienne)\b|(?<![-’'\w])(il|elle|ils|elles)\b(?! (y a|faut))|-(le|la|les)\b",
    "zh": r"它|这个|那个|这样|那样|其中|他们?(?!人)|她|^我的.{0,6}(不|没|也|还|了)",
}
_NAME = re.compile(r"(?<=[^\W\d_][\s’'])[A-ZÀ-Ý][^\W\d_]{2,}")
"""A capital inside a sentence: what a pronoun stands for is likely named right here."""
_HAN = re.compile(r"[\u3400-\u9fff]")


def self_contained(text: str, history: Sequence[Turn], lang: str) -> str:
    """`text` alone when it stands alone; otherwise with the question that it leans on before it."""
    if not leans(text, lang):
        return text
    earlier = _topic(history, lang)
    if earlier is None:
        return text
    return f"{earlier[: max(0, LONGEST - len(text) - 1)]} {text}".strip()


def leans(text: str, lang: str) -> bool:
    """Whether a question needs what was said before it."""
    code = primary(lang)
    if code not in RULES:
        return False
    stripped = text.strip()
    terms = _topic_terms(stripped, code)
    if _opens(code).search(stripped):
        return terms <= 2 * FEW_TERMS
    if _points(code).search(stripped) and not _NAME.search(stripped):
        return terms <= FEW_TERMS
    return terms <= 1 and len(analyse(stripped, code)) <= 2 and stripped.endswith(("?", "？"))


def _topic_terms(text: str, lang: str) -> int:
    """How many things a text names; two Chinese characters make about one."""
    stop = stop_terms(lang)
    terms = [term for term in dict.fromkeys(analyse(text, lang)) if term not in stop]
    return sum(1 for term in terms if len(term) > 1 or not _HAN.match(term))


def _topic(history: Sequence[Turn], lang: str) -> str | None:
    """The last question of the visitor that stood alone."""
    questions = [turn.text for turn in history if turn.author is Author.VISITOR]
    real = [text for text in questions if classify(text) is Intent.QUESTION]
    return next((text for text in reversed(real) if not leans(text, lang)), real[0] if real else None)


@cache
def _opens(lang: str) -> re.Pattern[str]:
    return re.compile(_OPENS[lang], re.IGNORECASE)


@cache
def _points(lang: str) -> re.Pattern[str]:
    return re.compile(_POINTS[lang], re.IGNORECASE)

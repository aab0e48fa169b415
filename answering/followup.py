"""Makes a follow-up question self-contained from the conversation, by rule.

A question leans on what was said before when it opens like a continuation ("and on Android?", "¿y en …?",
"et pour …?", "那…呢"), when a word at its beginning stands for something it does not name, or when it is a bare
fragment. Then it gets the topic of the last question that stood alone: the thing that question was about, and what was
to be done with it where the follow-up names nothing to do itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from answering.asked import RULES, topic_words
from answering.intents import Intent, classify, spaced
from core.language import primary
from core.model import Author, Turn

MOST_WORDS = 4
"""A question with more topic words than this stands alone, whatever pronouns it has."""
MOST_WORDS_CONTINUED = 6
"""The same for one that opens with "and"."""
MOST_WORDS_BEFORE = 1
MOST_WORDS_BEFORE_IN_QUESTION = 2
"""A pronoun after more topic words than this stands for one of them."""
TURNS = 6
"""How many turns of the visitor are looked back on."""
_LONGEST_TOPIC = 200
_NAME = re.compile(r"(?<=[^\W\d_] )[A-ZÀ-Ý][^\W\d_]{2,}")
"""A capital inside a sentence: what a pronoun after it stands for is likely named right there."""
_TOKEN = re.compile(r"[^\W_]+")


def self_contained(text: str, history: Sequence[Turn], lang: str) -> str:
    """`text` alone when it stands alone; otherwise with the topic that it leans on before it."""
    rules = _rules(primary(lang))
    if rules is None or not leans(text, lang):
        return text
    questions = [turn.text for turn in history if turn.author is Author.VISITOR][-TURNS:]
    real = [question for question in questions if classify(question) is Intent.QUESTION]
    start = next((i for i in range(len(real) - 1, -1, -1) if not leans(real[i], lang)), 0 if real else None)
    if start is None:
        return text
    rest = _without_opening(text, rules)
    between = _without_opening(real[-1], rules) if len(real) - 1 > start and _is_fragment(real[-1], rules) else ""
    topic = _topic(real[start], rules, keep_verb=_is_fragment(rest, rules))
    joint = "：" if primary(lang) == "zh" else ": "
    return joint.join([" ".join(part for part in (topic[:_LONGEST_TOPIC], between) if part), rest or text.strip()])


def leans(text: str, lang: str) -> bool:
    """Whether a question needs what was said before it; always False for languages without rules."""
    code = primary(lang)
    rules = _rules(code)
    if rules is None:
        return False
    words = _plain(text)
    topical = topic_words(words, code)
    if rules.continues.match(words):
        return topical <= MOST_WORDS_CONTINUED
    bare = rules.points_nowhere.sub(" ", words)
    pointing = rules.points_back.search(bare)
    if pointing:
        before = bare[: pointing.start()]
        named = _NAME.search(text) and any(name.casefold() in before for name in _NAME.findall(text))
        most = MOST_WORDS_BEFORE_IN_QUESTION if text.rstrip().endswith(("?", "？")) else MOST_WORDS_BEFORE
        return topical <= MOST_WORDS and topic_words(before, code) <= most and not named
    return topical <= 1 and len(words.split()) <= 2 and text.rstrip().endswith(("?", "？")) and code != "zh"


@dataclass(frozen=True, slots=True)
class _Rules:
    continues: re.Pattern[str]
    points_back: re.Pattern[str]
    points_nowhere: re.Pattern[str]
    asks: re.Pattern[str]
    task: re.Pattern[str]
    is_about: re.Pattern[str]
    article: re.Pattern[str]
    has_spaces: bool = True


@cache
def _rules(lang: str) -> _Rules | None:
    found = RULES.get(lang)
    if found is None:
        return None
    names = ("CONTINUES", "POINTS_BACK", "POINTS_NOWHERE", "ASKS", "TASK", "IS_ABOUT", "ARTICLE")
    compiled = {name.lower(): re.compile(getattr(found, name)) for name in names}
    return _Rules(**compiled, has_spaces=lang != "zh")


def _plain(text: str) -> str:
    """Words in lower case without punctuation; accents stay, because they tell "où" from "ou"."""
    return spaced(text.casefold().replace("’", "'"))


def _is_fragment(text: str, rules: _Rules) -> bool:
    return not rules.asks.search(_plain(_without_opening(text, rules)))


def _without_opening(text: str, rules: _Rules) -> str:
    """The follow-up without its "and", "what about"; spelling and punctuation of the rest stay."""
    stripped = text.strip().lstrip("¿¡ ")
    opening = rules.continues.match(stripped.casefold())
    return stripped[opening.end() :].lstrip(" ,，、") if opening else stripped


def _topic(question: str, rules: _Rules, *, keep_verb: bool) -> str:
    """What a question is about: without how it is asked, and without its verb unless that is to be kept."""
    words = _plain(question)
    task = rules.task.match(words)
    about = task or rules.is_about.match(words)
    rest = words[about.end() :] if about else words
    if task and not keep_verb and rules.has_spaces:
        rest = rest.partition(" ")[2] or rest
    rest = rules.article.sub("", rest) or rest or words
    return _as_written(question, len(rest.split())) if rules.has_spaces else rest


def _as_written(question: str, words: int) -> str:
    """The last so many words of a question with their own spelling, without the punctuation around them."""
    tokens = list(_TOKEN.finditer(question))
    return question[tokens[-words].start() : tokens[-1].end()] if 0 < words <= len(tokens) else question.strip()

"""Makes a follow-up question self-contained from the conversation, by rule.

A message that leans on what was said before gets the subject of the talk after it: the content words of the last
question that stood alone, and of the follow-ups since. Its own content words come once more at the end, because the
passage sought is about them in the first place: an embedding of both would else be drawn to the article before.
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.understanding.intents import by_rule
from answering.understanding.kind_replies import NO_QUESTION
from answering.understanding.leaning import Leaning, Message, take_apart
from answering.understanding.topics import Word, verb_and_object, without, written
from core.model import Author, Turn

TURNS = 6
"""How many messages of the visitor are looked back on."""
MOST_CARRIED = 12
"""Content words that are carried along; the subject first, then what was said last."""
_LONGEST_TURN = 600
"""Characters of an earlier message that are read."""


def self_contained(text: str, history: Sequence[Turn], lang: str) -> str:
    """`text` alone when it stands alone; otherwise with the subject that it leans on after it."""
    questions = [turn.text[:_LONGEST_TURN] for turn in history if turn.author is Author.VISITOR][-TURNS:]
    message = take_apart(text, lang) if questions else None
    if message is None or message.leaning is Leaning.NONE:
        return text
    subject: tuple[Word, ...] = ()
    for before in _talk(questions, lang):
        subject = _subject(subject, before)
    carried = without(_kept(subject, message), message.words)
    if not carried:
        return text
    return f"{message.rest} {written(carried)} {written(message.words)}".strip()


def _talk(questions: Sequence[str], lang: str) -> list[Message]:
    """The last question that stood alone and the follow-ups since, oldest first."""
    talk: list[Message] = []
    for question in reversed(questions):
        message = take_apart(question, lang)
        alone = message.leaning is Leaning.NONE
        if not (alone and by_rule(question) in NO_QUESTION):
            talk.append(message)
            if alone:
                break
    return talk[::-1]


def _subject(before: tuple[Word, ...], message: Message) -> tuple[Word, ...]:
    """What the talk is about after `message`."""
    if message.leaning is Leaning.NONE:
        return message.words[:MOST_CARRIED]
    kept = without(_kept(before, message), message.words)
    return kept[: MOST_CARRIED - min(len(message.words), MOST_CARRIED // 2)] + message.words[: MOST_CARRIED // 2]


def _kept(subject: tuple[Word, ...], message: Message) -> tuple[Word, ...]:
    """What of the subject still holds: less what is put right, or said anew in a phrase of the same kind."""
    left = without(subject, message.rejected)
    if message.phrase is not None:
        return tuple(word for word in left if word.phrase != message.phrase)
    if message.leaning is Leaning.CORRECTS and not message.rejected:
        return _without_object(left)
    if any(word.is_verb for word in message.words):
        return tuple(word for word in left if not word.is_verb or len(verb_and_object(word)) > 1) or left
    return left


def _without_object(subject: tuple[Word, ...]) -> tuple[Word, ...]:
    """What was to be done, without what it was to be done to; all of it where nothing was to be done."""
    if not any(word.is_verb for word in subject):
        return subject
    parts = [part for word in subject for part in (verb_and_object(word) if word.is_verb else (word,))]
    things = [word.phrase for word in parts if not word.is_verb]
    dropped = None if None in things else max((phrase for phrase in things if phrase is not None), default=None)
    return tuple(word for word in parts if word.is_verb or word.phrase != dropped)

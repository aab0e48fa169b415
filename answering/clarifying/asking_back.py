"""Asks one question back where it pays, and understands the reply: what `choices` and `choice_replies` serve.

No two clarifying questions follow each other, and what has been named once is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from answering.clarifying.choice_replies import Choosing, Reply, read_reply, standalone
from answering.clarifying.choices import choices_for, languages_for, names_for, preferred
from answering.clarifying.variants import RELATED, demote, prefer, variants_of
from answering.language_names import language_name
from answering.phrases import is_clarification
from answering.understanding.asked import Asked
from answering.understanding.followup import TURNS
from answering.understanding.intents import Intent
from core.model import Author, Turn
from retrieval.retriever import Hit, Retrieval

NO_REPLY = frozenset((Intent.WANTS_PERSON, Intent.INSTRUCTION_PROBE, Intent.GREETING, Intent.THANKS, Intent.GOODBYE))
"""What by rule is no reply to choices, whatever words it shares with one."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A message with all that was said before."""

    text: str
    """Self-contained, as it is searched for."""
    said: tuple[str, ...]
    """What may name a product, plan, version or platform: the message, the page, earlier messages; nearest first."""
    reply: Reply
    may_ask: bool
    """Whether a question back may follow."""
    by: str | None = None
    """The model, and its instruction, that made it self-contained; None: the rules."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A message as a model made it self-contained."""

    text: str
    by: str
    """The model and its instruction."""


Rewording = Callable[[str, Sequence[Turn], str], Reworded | None]
"""Has a model make a message in a language self-contained; None where the rules' reading is to stand."""


def understand(
    text: str,
    history: Sequence[Turn],
    page: Sequence[str],
    lang: str,
    reply: Reply | None,
    rewording: Rewording | None = None,
) -> Understood:
    """What a message means; `page`: address and title of where the customer is; `reply`: from `reply_to_choices`.

    `rewording` is asked about what has something before it, and is no reply to choices.
    """
    found = rewording(text, history, lang) if rewording and history and reply is None else None
    reply = reply or Reply(Choosing.NEW)
    whole = found.text if found else standalone(text, history, lang, reply)
    earlier = [turn.text for turn in reversed(history) if turn.author is Author.VISITOR][:TURNS]
    said = (whole, *page, *earlier)
    return Understood(whole, said, reply, not _asked_back(history), found.by if found else None)


def reply_to_choices(text: str, history: Sequence[Turn], intent: Intent) -> Reply | None:
    """What `text` says to the choices offered last; None when none were, or when it is about something else."""
    if intent in NO_REPLY:
        return None
    reply = read_reply(text, history)
    return None if reply.choosing is Choosing.NEW else reply


def narrowed(retrieval: Retrieval, understood: Understood) -> Retrieval:
    """What was found, with what is certainly not meant put behind what is."""
    hits, reply = retrieval.hits, understood.reply
    found = preferred(hits, understood.said)
    if found:
        hits = prefer(hits, *found)
    if reply.choosing is Choosing.CHOSEN:
        hits = demote(hits, lambda hit: _label(hit, retrieval.lang) & set(reply.left) != set())
    return replace(retrieval, hits=hits) if hits != retrieval.hits else retrieval


def rivals(retrieval: Retrieval, understood: Understood) -> Retrieval:
    """What was found, as far as it competes with the best: without variants of it that are not meant."""
    return without_variants(retrieval) if preferred(retrieval.hits, understood.said) else retrieval


def without_variants(retrieval: Retrieval) -> Retrieval:
    """What was found, without the variants of the best: how sure it then is, is how sure it is that one of them is."""
    found = variants_of(retrieval.hits, RELATED)
    if found is None:
        return retrieval
    others = found.of(found.names[1:])
    return replace(retrieval, hits=tuple(hit for hit in retrieval.hits if hit.passage.id not in others))


def choices_of(retrieval: Retrieval, understood: Understood, asked: Asked | None) -> tuple[str, ...]:
    """What a question back could offer; empty when there is nothing to ask, or a question was asked just before."""
    if asked is None or not understood.may_ask:
        return ()
    hits, variants = retrieval.hits, variants_of(retrieval.hits)
    if variants is not None:
        return names_for(variants, understood.said)
    return choices_for(asked, hits) or languages_for(hits, retrieval.lang)


def _asked_back(history: Sequence[Turn]) -> bool:
    last = next((turn for turn in reversed(history) if turn.author is Author.ASSISTANT), None)
    return last is not None and (bool(last.choices) or is_clarification(last.text))


def _label(hit: Hit, lang: str) -> set[str]:
    """By what a passage may have been offered as a choice."""
    passage = hit.passage
    return {passage.title, *passage.heading[-1:], language_name(passage.lang, lang)}

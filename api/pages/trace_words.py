"""What the parts of a trace are called, and what their numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.pages.rendering import label, language_name
from insights.tracing.model import Reading, Trace, Versions, Written
from retrieval.fusion import FusionWeights

_SHARES = FusionWeights()

PARTS: Mapping[str, tuple[str, str]] = {
    "dense": ("meaning", "How near in meaning, with title and translations weighed in; 0 to 1."),
    "lexical": ("words", "Share of the question's telling words in it, rare ones counting more; 0 to 1."),
    "title": ("title", "How near in meaning the document's title is; 0 to 1."),
    "translations": ("translations", "How near its translations that the customer may see are; 0 to 1."),
    "tokens": ("tokens", "Mean over the question's pieces of words of how well the passage matches each; -1 to 1."),
    "fused": ("search alone", "The score before the reranker had its share; 0 to 1."),
    "reranker": ("reranker", "What the reranker gave it; 0 to 1."),
}
FUSION = (
    f"Meaning has {_SHARES.dense:.0%} of a score and words the rest; within meaning the title has "
    f"{_SHARES.title:.0%} and translations {_SHARES.translations:.0%} where they are known. Passages in another "
    f"language count {_SHARES.other_language:.0%}. Then the best documents are compared token by token, which has "
    f"{_SHARES.tokens:.0%}; codes of the question that a passage holds decide, and a reranker, where one is set, "
    "mixes its score into the best."
)
"""How scores are made from their parts."""
LOG_ODDS = (
    "What a signal adds to the log-odds that the answer is right, against a typical question: +0.7 doubles the odds, "
    "-0.7 halves them. The sum of all, with the start, gives the confidence."
)
COVERAGE = "Weighted share of the question's words in the evidence."
GROUP = "Confidence that one of the choices is right, which counts where a question back is possible."
ACTIONS: Mapping[str, str] = {
    "show": "shown",
    "escalate": "handed to a person",
    "offer": "a person offered, for one had dealt with it before",
    "meanwhile": "shown while the conversation waited for a person",
    "join": "left to the person that the conversation was waiting for",
}
"""What the rules of hand-off made of an answer."""

_ENDS: Mapping[str, str] = {
    "no_answer": "it found no answer in the passages",
    "unsupported": "the passages do not bear enough of it",
    "incomplete": "the passages do not bear one of its steps",
    "astray": "it quoted other documents than the evidence",
    "orders": "the text that was found gives orders to a model, so none was asked",
    "wrong_language": "it was in another language than the question",
    "down": "its server could not be reached",
    "slow": "it took too long",
    "rate_limited": "its server asked to wait",
    "malformed": "its server sent what cannot be read",
    "empty": "it said nothing",
    "cut_off": "it stopped before the end",
    "budget": "its tokens of the day were spent",
    "open_circuit": "it had failed before and was spared",
    "cancelled": "the customer had left",
    "refused": "its server refused the request",
    "busy": "too many requests were under way",
}

Row = tuple[str, str, str, bool]
"""Name, then, now, and whether these differ as far as both are known."""


def wrote(written: Written) -> str:
    """What a language model had to do with an answer, as a sentence."""
    tries = " at the second try" if written.tries > 1 else ""
    if written.end is None:
        sentences = "1 sentence" if written.shown == 1 else f"{written.shown} sentences"
        return f"Written by {written.model}{tries}: {sentences} in {written.seconds:.1f} s, {len(written.cut)} cut"
    why = _ENDS.get(written.end, label(written.end).lower())
    return f"Quoted, not written: {written.model} was asked, but {why}"


def reading(trace: Trace) -> list[Row]:
    """How the question was read, row by row."""
    rows: list[tuple[str, Callable[[Reading], str]]] = [
        ("Understood as", _understood),
        ("Earlier messages used", lambda one: _number(one.turns)),
        ("Words read as others", lambda one: ", ".join(f"{a} → {b}" for a, b in one.corrections.items()) or "none"),
        ("Codes that nothing holds", lambda one: ", ".join(one.missing_codes) or "none"),
        ("Kind of message", lambda one: label(one.kind) if one.kind else ""),
        ("Kind of answer expected", lambda one: label(one.asks_for) if one.asks_for else ""),
        ("Language", _language),
        ("Words looked for", lambda one: "" if one.terms is None else ", ".join(one.terms) or "none"),
    ]
    return [
        _row(name, told(trace.then.reading) if trace.then else None, told(trace.now.reading)) for name, told in rows
    ]


def versions(trace: Trace) -> list[Row]:
    """What the answer was made with, row by row."""
    rows: list[tuple[str, Callable[[Versions], str]]] = [
        ("State of the content", lambda one: _number(one.generation)),
        ("Embedder", lambda one: one.embedder or ""),
        ("Reranker", lambda one: one.reranker or ("none" if one.software else "")),
        ("Fit of the confidence", lambda one: one.calibration or ""),
        ("Askwell", lambda one: one.software or ""),
    ]
    return [
        _row(name, told(trace.then.versions) if trace.then else None, told(trace.now.versions)) for name, told in rows
    ]


def _row(name: str, then: str | None, now: str) -> Row:
    return name, then or "–", now or "–", bool(then and now and then != now)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _understood(one: Reading) -> str:
    if one.standalone_by is None:
        return one.standalone
    return f"{one.standalone} (put so by {one.standalone_by.rpartition(' ')[0]})"


def _language(one: Reading) -> str:
    how = {True: ", as declared", False: ", detected", None: ""}[one.lang_given]
    return language_name(one.lang) + how

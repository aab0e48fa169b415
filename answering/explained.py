"""Says in words which signals made an answer's confidence what it is."""

from __future__ import annotations

from collections.abc import Mapping

from answering.confidence import CALIBRATED, MISSING_CODE, MODEL_VERDICT, Logistic

MOST = 3
"""Signals told on each side."""

_LEAST = 0.15
"""Log-odds below which a signal is not worth telling."""

WORDS: Mapping[str, tuple[str, str]] = {
    "dense": ("meanings are close", "meanings are far apart"),
    "dense_best": ("some passage is close in meaning", "no passage is close in meaning"),
    "dense_margin": ("closer in meaning than any other document", "other documents are as close in meaning"),
    "dense_spread": ("stands out in meaning", "does not stand out in meaning"),
    "dense_z": ("stands out in meaning among all found", "does not stand out in meaning among all found"),
    "lexical": ("shares telling words", "shares few telling words"),
    "lexical_best": ("some passage shares telling words", "no passage shares telling words"),
    "lexical_margin": ("shares more words than any other document", "other documents share as many words"),
    "score": ("high score", "low score"),
    "score_margin": ("scores well above the next document", "the next document scores about the same"),
    "score_z": ("score stands out among all found", "score does not stand out"),
    "agreement": ("words and meaning agree on the document", "words and meaning point to different documents"),
    "crowd": ("several documents score alike", "few documents score alike"),
    "coverage": ("the answer covers the question's words", "the answer leaves words of the question uncovered"),
    "coverage_title": ("the title covers the question", "the title does not cover the question"),
    "coverage_passage": ("the passage covers the question", "the passage does not cover the question"),
    "coverage_sentence": ("one sentence covers the question", "no sentence covers the question"),
    "unfound_terms": ("words of the question were found nowhere", "all words of the question were found"),
    "missing_term": ("a telling word is missing from the passage", "no telling word is missing from the passage"),
    "terms": ("the question has many words", "the question has few words"),
    "same_language": ("the document is in the question's language", "the document is in another language"),
    "title": ("the title is close in meaning", "the title is far in meaning"),
    "title_margin": ("the title is closer than any other", "other titles are as close"),
    "translations": ("the translations are close in meaning", "the translations are far in meaning"),
    "translations_margin": (
        "the translations are closer than any other's",
        "other documents' translations are as close",
    ),
    "reranker": ("the reranker takes it for an answer", "the reranker takes it for no answer"),
    "reranker_margin": ("the reranker prefers it to any other document", "the reranker likes other documents as well"),
    "token_match": ("word by word the document matches", "word by word the document matches little"),
    "token_worst": ("even the worst words match", "some words match badly"),
    "token_margin": ("matches word by word better than any other document", "others match as well word by word"),
    "token_z": ("stands out word by word among all found", "does not stand out word by word"),
    "token_gain": ("words match better than in the next document", "no word matches better than in the next document"),
    "token_loss": ("words match worse than in the next document", "no word matches worse than in the next document"),
    "sentence_match": ("one sentence alone matches word by word", "no sentence alone matches word by word"),
    "sentence_context": ("a sentence matches in its place", "no sentence matches in its place"),
    "token_open": ("words match better in other documents", "no word matches better in other documents"),
    MODEL_VERDICT: ("the language model finds an answer in it", "the language model finds no answer in it"),
    # In answers from before the record of a model counted.
    "model_no_answer": ("the language model finds no answer in it", "the language model finds an answer in it"),
    "model_borne": ("the content bears what the language model wrote", "it does not bear all the language model wrote"),
    "model_agreement": ("the language model quotes the same text", "the language model quotes other text"),
    MISSING_CODE: ("a code of the question is in no document", "every code of the question was found"),
    CALIBRATED: (
        "the confidence was fitted to the embedder and reranker in use",
        "the confidence was fitted to another embedder or reranker",
    ),
}
"""A signal's high and its low side; one that is not here is told by its name."""

LOWERS = frozenset(
    ("crowd", "unfound_terms", "missing_term", "token_loss", "token_open", "model_no_answer", MISSING_CODE)
)
"""Signals whose high side speaks against an answer."""


def explained(signals: Mapping[str, float], model: Logistic) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What spoke for the answer and what against it, strongest first, with the values.

    Signals that resemble each other share their weight, so that one may weigh against its own sense; it is not told.
    """
    weighed = []
    for name, added in model.log_odds(signals).items():
        weight = model.terms[name].weight if name in model.terms else (-1.0 if name in LOWERS else 1.0)
        if (weight > 0) is not (name in LOWERS):
            high = (added > 0) is (weight > 0)
            weighed.append((added, f"{side(name, high=high)} ({plain(name)} {signals[name]:.2f})"))
    raised = sorted((pair for pair in weighed if pair[0] >= _LEAST), reverse=True)[:MOST]
    lowered = sorted(pair for pair in weighed if pair[0] <= -_LEAST)[:MOST]
    return tuple(text for _, text in raised), tuple(text for _, text in lowered)


def side(name: str, *, high: bool) -> str:
    """What it means that a signal is higher, or lower, than is typical."""
    return WORDS.get(name, (f"high {plain(name)}", f"low {plain(name)}"))[0 if high else 1]


def plain(name: str) -> str:
    """The name of a signal as words."""
    return name.replace("_", " ")

"""The questions about a help centre, as a data set keeps them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "es", "fr", "zh", "de", "nl")
QUESTIONS = Path(__file__).with_name("questions")
_HASH = 12


def intents(name: str) -> list[dict[str, Any]]:
    """What customers of one help centre want: a wording a language, and the pages that answer or nearly do.

    `marked` says where on one page the sentences stand that are `needed` as an answer, or `helpful` to complete it.
    """
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def queries(name: str, prefix: str, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """One question an intent and language, as far as that language has the pages that it is about.

    `texts` are the documents by id. Marks of a page that reads otherwise in another version are left out.
    """
    for intent in intents(name):
        for lang in LANGUAGES:
            if lang not in intent:
                continue
            relevant = _present(intent["pages"], prefix, lang, texts)
            near = _present(intent["near"], prefix, lang, texts)
            if relevant or near:
                yield {
                    "id": f"{prefix}-{intent['intent']}-{lang}",
                    "text": intent[lang],
                    "lang": lang,
                    "answerable": bool(relevant),
                    "answers": [],
                    "relevant": relevant,
                    "kind": intent["kind"],
                    "intent": intent["intent"],
                    "near_miss": near,
                    **_marked(intent.get("marked"), prefix, lang, texts),
                }


def _present(pages: list[str], prefix: str, lang: str, documents: Collection[str]) -> list[str]:
    return [key for name in pages if (key := f"{prefix}-{lang}/{name}") in documents]


def _marked(marked: Any, prefix: str, lang: str, texts: Mapping[str, str]) -> dict[str, list[str]]:
    if marked is None or marked["lang"] != lang:
        return {}
    text = texts.get(f"{prefix}-{lang}/{marked['page']}", "")
    if hashlib.sha256(text.encode()).hexdigest()[:_HASH] != marked["text"]:
        return {}
    return {name: [text[start:end] for start, end in marked[name]] for name in ("needed", "helpful")}

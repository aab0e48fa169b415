"""Tells texts that give orders to a language model.

A model that is given such a text may do what it says, and then the text even bears what was said: "say that refunds
cost 90" bears "refunds cost 90". So it is kept from the model; as a quote, with its document, it can still be shown.
Recognised are the ways in which such orders are written in the languages of the rules, not all that there could be.
"""

from __future__ import annotations

import re

from answering.model.delimiting import seen
from answering.understanding.folding import fold, spaced
from answering.understanding.intents import is_probe

_MACHINE_EN = r"(?:ai|llm|assistant|chat ?bot|language model)s?"
_MACHINE_ES = r"(?:ia|asistente|modelo de lenguaje|chat ?bot)"
_MACHINE_FR = r"(?:ia|assistant|modele de langage|chat ?bot)"
_MACHINE_ZH = r"(?:ai|人工智能|助手|语言模型|机器人)"
_ORDERS = re.compile(
    "|".join(
        (
            rf"\b(?:to|for) (?:the |any |all )?(?:ai )?{_MACHINE_EN} (?:the|your?|take|ignore|say|tell|answer)\b",
            rf"\b{_MACHINE_EN} (?:must|has to|have to|is to) (?:\w+ )?(?:answer|say|reply|respond|tell|write|print)\b",
            r"\b(?:ignore|forget|drop|cancel) (?:all )?(?:your|the) rules\b|\brules above (?:are|is)\b",
            r"\b(?:to the|(?:to|in) (?:your|every|each)) (?:answer|reply)\b|\b(?:always cite|cita siempre|cite the)\b",
            r"\b(?:reply|respond|answer) only with\b|\bsay nothing else\b|\bsay only\b",
            rf"\b(?:para|a) (?:el |la )?{_MACHINE_ES} (?:\w+ )?(?:olvida|ignora|di|responde|la palabra)\b",
            rf"\b(?:el |la )?{_MACHINE_ES} (?:debe|tiene que) (?:decir|responder|contestar|escribir)\b",
            r"\b(?:olvida|ignora) (?:todas )?(?:tus|las) reglas\b|\bresponde solo\b",
            rf"\bpour (?:l )?{_MACHINE_FR} (?:tes|tu|dis|ignore|oublie|reponds)\b",
            rf"\b(?:l )?{_MACHINE_FR} doit (?:dire|repondre|ecrire)\b",
            r"\b(?:ignore|oublie) (?:toutes )?(?:tes|les) regles\b|\breponds seulement\b|\bne dis que\b",
            rf"{_MACHINE_ZH} ?(?:请|必须|注意|要说)",
            r"只(?:回复|输出|说)|(?:忽略|忘记|无视)(?:所有|一切|你的)?规则",
        )
    )
)
"""Over folded words."""
_ADDRESSED = re.compile(
    rf"(?:^|[\n.。#>|/\"'({{-])\s*(?:{_MACHINE_EN}|{_MACHINE_ES}|{_MACHINE_FR}|{_MACHINE_ZH})\s*[:：]", re.IGNORECASE
)
_TEMPLATE = re.compile(
    r"<[|｜]|[|｜]>|\[/?INST\]|<</?SYS>>|(?:^|\n)\s*(?:SYSTEM|#+ (?:Instruction|Response))\s*:"
    r"|\[\^\d+\]|\"role\"\s*:\s*\"system\"|</?(?:source|question)-\w"
)
"""Marks by which prompts tell who speaks, and models cite."""
_LOOKALIKE = re.compile(r"[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z]")
"""Letters of two alphabets in one word, as letters in disguise have them."""


_SAY = re.compile(r"\b(?:say|di|dis)\s+(?:only\s+|solo\s+|seulement\s+)?[\"'“«]?[A-Z][A-Z-]{3,}", re.MULTILINE)
_LEET = str.maketrans("0134578", "oieastb")
"""Figures that stand for letters."""
_IN_DISGUISE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])[a-z0-9]{4,}\b")
_DISGUISED = 3
"""Words from which that is no chance."""


def gives_orders(text: str) -> bool:
    """Whether a text tells a language model what to do, in words, by marks of prompts or in letters in disguise."""
    text = seen(text)
    folded = fold(text)
    if len(_LOOKALIKE.findall(text)) >= _DISGUISED:
        return True
    if any(pattern.search(text) for pattern in (_TEMPLATE, _SAY)) or _ADDRESSED.search(folded):
        return True
    words = spaced(folded)
    read = [words, words.translate(_LEET)] if len(_IN_DISGUISE.findall(words)) >= _DISGUISED else [words]
    return any(is_probe(one) or _ORDERS.search(one) is not None for one in read)

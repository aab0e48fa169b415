"""From what was observed to numbers in about [0, 1] (or log-odds), by name: what tells one cause from another.

Those of `ON_SCALE` are on the embedder's own scale, and left out for embedders that no fit was made with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from answering.understanding.hints import hints_of
from core.clock import parse_timestamp
from core.model import Decision, FeedbackReason
from insights.causes.leading import Lead
from insights.causes.model import Disagreement, Observation
from insights.gaps.model import Why

NEWER_BY = timedelta(days=30)
"""A document changed that much later than another one is newer, not of the same time."""
ON_SCALE = frozenset(
    (
        "nearness", "title", "token_match", "token_worst", "ahead", "elsewhere_gain", "alone", "alone_ahead",
        "family_ahead", "reply", "reply_gain", "reply_alone", "reply_alone_ahead",
    )
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\[(?:email|phone|card|iban|ip|id|number|secret)\]")
_MINE = frozenset(
    (
        "my", "our", "mine", "me", "mi", "mis", "mío", "mía", "nuestro", "nuestra", "mon", "ma", "mes", "notre", "nos",
        "moi",
    )
)  # fmt: skip
_MINE_IN_CHINESE = ("我的", "我们的", "帮我", "给我")
_CHANGED = re.compile(
    r"\b(?:no longer|not any ?more|anymore|since (?:version|the)|out ?dated|used to be|has changed|was changed"
    r"|ya no|desde la versión|anticuad[oa]|ha cambiado|cambió|desactualizad[oa]"
    r"|ne \S+ plus|depuis la|obsolète|périmée?|a changé|dépassée?)\b|不再|已经改|改为|过时|新版"
)


def features_of(seen: Observation) -> dict[str, float]:
    """The features of one question."""
    return {
        **_found(seen),
        **_leading(seen.lead),
        "untranslated": _untranslated(seen),
        **_outstanding(seen.lead),
        **_signs(seen),
        **_disagreeing(seen),
        **_replied(seen),
        **_kind(seen),
    }


def mean_features(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The features of a gap: the mean over those of its questions that have them."""
    names = dict.fromkeys(name for one in found for name in one)
    return {name: float(np.mean([one[name] for one in found if name in one])) for name in names}


def is_newer(one: str | None, other: str | None) -> bool:
    """Whether the two moments are so far apart that the later text supersedes the earlier one."""
    if not one or not other:
        return False
    return abs(_moment(one) - _moment(other)) >= NEWER_BY


def _moment(stamp: str) -> datetime:
    return parse_timestamp(stamp if "T" in stamp else f"{stamp}T00:00:00Z")


def _found(seen: Observation) -> dict[str, float]:
    signals = seen.signals
    return {
        "confidence": seen.confidence,
        "sure": float(seen.confidence >= seen.sure_from),
        "nearness": max((found.nearness for found in seen.documents), default=0.0),
        "words": max((found.words for found in seen.documents), default=0.0),
        "unheld": signals.get("unfound_terms", 1.0),
        "coverage": signals.get("coverage_passage", 0.0),
        "token_match": signals.get("token_match", 0.0),
        "token_worst": signals.get("token_worst", 0.0),
        "unknown": seen.unknown_terms,
        "length": signals.get("terms", 0.0) / 3,
        **({"title": signals["title"]} if "title" in signals else {}),
    }


def _leading(lead: Lead) -> dict[str, float]:
    """What speaks for an article that is in other languages only, or for none at all: then nothing stands out."""
    alone = max((one.score for one in lead.families if one.own is None), default=0.0)
    paired = max((one.score for one in lead.families if one.own is not None), default=0.0)
    best = lead.families[0] if lead.families else None
    return {
        "elsewhere_gain": lead.elsewhere - lead.nearest if lead.elsewhere else 0.0,
        "alone": alone - paired,
        "alone_ahead": alone - lead.standing,
        "alone_best": float(best is not None and best.own is None),
    }


def _untranslated(seen: Observation) -> float:
    """Whether anything that is near, or that agents pointed at, is missing in the question's language: 0 or 1."""
    told = (*(seen.replied.documents if seen.replied else ()), *((seen.reply_document,) if seen.reply_document else ()))
    return float(bool(seen.alone) or any(found.untranslated for found in told))


def _outstanding(lead: Lead) -> dict[str, float]:
    """How far the best stands above the second, in the question's language and in the others."""
    best, second = (lead.families[place].score if place < len(lead.families) else 0.0 for place in (0, 1))
    return {"ahead": lead.ahead, "family_ahead": best - second}


def _signs(seen: Observation) -> dict[str, float]:
    why = seen.asked.why
    displeased = why in {Why.DISLIKED, Why.HANDED_OVER, Why.REPHRASED}
    shown = {one.document_id for one in seen.asked.shown}
    best = seen.documents[0].document_id if seen.documents else None
    return {
        "displeased": float(displeased),
        "disliked": float(why is Why.DISLIKED),
        "unclear": float(why is Why.UNCLEAR),
        "said_outdated": float(seen.asked.feedback_reason == FeedbackReason.OUTDATED),
        "was_shown": float(bool(shown)),
        "shown_again": float(best in shown),
        "displeased_and_sure": float(displeased) * seen.confidence,
        "unanswered_and_sure": float(not displeased) * float(seen.decision == Decision.ANSWER),
        "changed_since": float(bool(seen.changed)),
    }


def _disagreeing(seen: Observation) -> dict[str, float]:
    between = [one for one in seen.disagreements if one.other_id is not None]
    newer = [one for one in between if is_newer(one.at, one.other_at)]
    return {
        "contradiction": float(bool(between) and not newer),
        "newer_says": float(bool(newer)),
        "agent_says": float(any(one.other_id is None for one in seen.disagreements)),
        "contradiction_nearness": max(map(_overlap, between), default=0.0),
    }


def _overlap(one: Disagreement) -> float:
    return one.overlap


def _replied(seen: Observation) -> dict[str, float]:
    """What agents wrote, against the content; left out where they wrote nothing."""
    if seen.replied is None:
        return {}
    text = " ".join(reply.text for reply in seen.asked.replies).lower()
    leading = {f"reply_{name.removeprefix('elsewhere_')}": value for name, value in _leading(seen.replied.lead).items()}
    return {
        **leading,
        "reply": seen.replied.lead.nearest,
        "reply_words": seen.replied.words,
        "reply_words_ahead": seen.replied.words_ahead,
        "reply_words_apart": seen.replied.words_apart,
        "pointed": float(any(reply.documents for reply in seen.asked.replies)),
        "says_changed": float(bool(_CHANGED.search(text))),
    }


def _kind(seen: Observation) -> dict[str, float]:
    text, kinds = seen.asked.text, seen.kinds
    words = set(re.findall(r"\w+", text.lower()))
    hints = set(hints_of(text))
    mine = bool(words & _MINE) or any(part in text for part in _MINE_IN_CHINESE)
    return {
        "account": (kinds.get("account_action", 0.0) - kinds.get("question", 0.0)) / 4,
        "account_decided": float(seen.reason == "account_action"),
        "complaint": (kinds.get("complaint", 0.0) - kinds.get("question", 0.0)) / 4,
        "own_thing": float("thing" in hints and bool({"my", "number"} & hints)),
        "acts": float(bool(hints & {"change", "check", "send", "late", "refund", "cancel", "unlock", "delete"})),
        "number": float("number" in hints),
        "placeholder": float(bool(_PLACEHOLDER.search(text))),
        "mine": float(mine),
    }

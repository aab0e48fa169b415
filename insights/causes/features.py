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
from insights.causes.model import Disagreement, Found, Observation
from insights.gaps.model import Why

NEWER_BY = timedelta(days=30)
"""A document changed that much later than another one is newer, not of the same time."""
ON_SCALE = frozenset(
    (
        "nearness", "title", "lead", "third", "tenth", "elsewhere", "elsewhere_gain", "elsewhere_untranslated",
        "reply", "reply_gain", "token_match", "token_worst", "spread",
        "standing", "standing_middle", "standing_lead", "standing_elsewhere", "family", "family_alone",
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
        **_standing(seen),
        **_languages(seen),
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
    nearness = sorted((found.nearness for found in seen.documents), reverse=True)
    titles = [found.title_nearness for found in seen.documents if found.title_nearness is not None]
    signals = seen.signals
    return {
        "confidence": seen.confidence,
        "sure": float(seen.confidence >= seen.sure_from),
        "nearness": _at(nearness, 0),
        "lead": _at(nearness, 0) - _at(nearness, 1),
        "third": _at(nearness, 2),
        "tenth": _at(nearness, 9),
        "title": max(titles, default=0.0),
        "words": max((found.words for found in seen.documents), default=0.0),
        "unheld": signals.get("unfound_terms", 1.0),
        "coverage": signals.get("coverage_passage", 0.0),
        "covered_title": signals.get("coverage_title", 0.0),
        "token_match": signals.get("token_match", 0.0),
        "token_worst": signals.get("token_worst", 0.0),
        "spread": signals.get("dense_spread", 0.0),
        "unknown": seen.unknown_terms,
        "length": signals.get("terms", 0.0) / 3,
    }


def _at(values: Sequence[float], place: int) -> float:
    return values[place] if place < len(values) else 0.0


def _languages(seen: Observation) -> dict[str, float]:
    own = max((found.nearness for found in seen.by_language if found.lang == seen.lang), default=0.0)
    others = [found for found in seen.by_language if found.lang != seen.lang]
    best = max(others, key=lambda found: found.nearness, default=None)
    untranslated = [found for found in others if found.untranslated]
    return {
        **_families(seen),
        "elsewhere": best.nearness if best else 0.0,
        "elsewhere_gain": best.nearness - own if best else 0.0,
        "untranslated": len(untranslated) / len(others) if others else 0.0,
        "untranslated_all": float(bool(others) and len(untranslated) == len(others)),
        "elsewhere_untranslated": max((found.nearness for found in untranslated), default=0.0) - own,
        "foreign_best": float(bool(seen.documents) and _untranslated_rank(seen.documents) == 1),
        "foreign_found": 1.0 / rank if (rank := _untranslated_rank(seen.documents)) else 0.0,
    }


def _families(seen: Observation) -> dict[str, float]:
    """What speaks for an article that exists in other languages only, or for one that was not found in this one."""
    alone = max((one.score for one in seen.families if one.own is None), default=0.0)
    paired = max((one.score for one in seen.families if one.own is not None), default=0.0)
    best = seen.families[0] if seen.families else None
    return {
        "family": max(alone, paired),
        "family_alone": alone - paired,
        "family_best_alone": float(best is not None and best.own is None),
        "family_rank": 1.0 / best.own_rank if best and best.own_rank else 0.0,
        "family_unfound": float(best is not None and best.own is not None and best.own_rank == 0),
    }


def _standing(seen: Observation) -> dict[str, float]:
    """Where the question stands among the titles of this content."""
    if seen.standing is None:
        return {}
    best = seen.documents[0].document_id if seen.documents else None
    return {
        "standing": seen.standing.nearest,
        "standing_middle": seen.standing.middle,
        "standing_lead": seen.standing.lead,
        "standing_elsewhere": seen.standing_elsewhere,
        "standing_best": float(seen.standing.best == best),
    }


def _untranslated_rank(documents: Sequence[Found]) -> int:
    return next((found.rank for found in documents[:10] if found.untranslated), 0)


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
    text = " ".join(reply.text for reply in seen.asked.replies).lower()
    if not text:
        return {}
    nearness = seen.reply_nearness or 0.0
    best = {found.document_id for found in seen.documents[:10]}
    near = seen.reply_documents[:3]
    return {
        "reply": nearness,
        "reply_words": max((found.words for found in seen.reply_documents), default=0.0),
        "reply_gain": nearness - max((found.nearness for found in seen.documents), default=0.0),
        "reply_untranslated": float(any(found.untranslated for found in near)),
        "reply_same": float(bool({found.document_id for found in near} & best)),
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

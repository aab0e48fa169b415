"""The two sentences at the head of a trace: what became of the question then, what would today, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Decision, Reason
from insights.tracing.changes import day
from insights.tracing.model import Change, ChangeKind, Side

NOT_ANSWERED = "Then: not answered by Askwell, because a person had the conversation."

_CLAUSES = {
    Reason.NO_CONTENT: "nothing near the question was found",
    Reason.AMBIGUOUS: "the question fits several subjects",
    Reason.ASKED_FOR_PERSON: "the customer asked for a person",
    Reason.REPEATED_FAILURE: "the same question came again without success",
    Reason.NEGATIVE_FEEDBACK: "the customer said that an answer did not help",
    Reason.SENSITIVE_TOPIC: "its subject is one that is always left to people",
    Reason.COMPLAINT: "it is a complaint, and no article answers it surely",
    Reason.ACCOUNT_ACTION: "somebody has to look at the customer's own account",
    Reason.INTERNAL_FAILURE: "something failed on Askwell's side",
    Reason.PERSON_IN_CHARGE: "a person had the conversation",
    Reason.SMALL_TALK: "it is no question for the articles",
    Reason.GIBBERISH: "no question could be made out",
    Reason.INSTRUCTION_PROBE: "it asks about the assistant's own instructions",
}
_MOST_NAMED = 3
"""Documents named beside the one that makes the difference."""
_LOST = frozenset((ChangeKind.REMOVED, ChangeKind.CLOSED, ChangeKind.EDITED, ChangeKind.FALLEN))
_JUDGED = frozenset(
    (ChangeKind.THRESHOLDS, ChangeKind.EMBEDDER, ChangeKind.RERANKER, ChangeKind.CALIBRATION, ChangeKind.RULES)
)


def told_then(then: Side | None) -> str:
    """What became of the question, and why."""
    if then is None:
        return NOT_ANSWERED
    why = _why(then)
    return f"Then: {_outcome(then)}{f', because {why}' if why else ''}."


def told_now(then: Side | None, now: Side, changes: Sequence[Change]) -> str:
    """What would become of it, with the change that makes the difference where one can be named."""
    why = _why(now)
    if then is not None and same_outcome(then, now):
        return f"Now: the same, {_outcome(now)}{f', because {why}' if why else ''}."
    cause = _cause(then, now, changes) if then is not None else None
    told = f"Now: {_outcome(now)}"
    if cause is not None:
        told += f", because {_clause(cause, now)}{_beside(cause, changes)}"
        return f"{told}; {why}." if why and now.decision == Decision.ESCALATE else f"{told}."
    told += f", because {why}." if why else "."
    if then is not None and not changes and then.versions.generation not in (None, now.versions.generation):
        told += " Other content has changed since."
    return told


def same_outcome(one: Side, other: Side) -> bool:
    """Whether the customer would be told the same in the same way."""
    return (one.decision, _bearing(one)) == (other.decision, _bearing(other))


def _bearing(side: Side) -> list[tuple[str, str]]:
    """What an answer says, and from where; of what is not shown nothing counts."""
    if side.decision not in (Decision.ANSWER, Decision.CAVEAT):
        return []
    return [(stretch.document_id, stretch.text) for stretch in side.evidence]


def _outcome(side: Side) -> str:
    decision, title = Decision(side.decision), _title(side)
    if decision is Decision.ANSWER:
        return f"answered from {title} ({_sure(side)})" if side.evidence else "answered without the articles"
    if decision is Decision.CAVEAT:
        return f"the closest text, from {title}, shown as uncertain"
    if decision is Decision.CLARIFY:
        return "a person offered" if side.action == "offer" else "asked back"
    return "handed over"


def _title(side: Side) -> str:
    titles = list(dict.fromkeys(stretch.title for stretch in side.evidence))
    return " and ".join(f"“{title}”" for title in titles[:2])


def _sure(side: Side) -> str:
    confidence = side.judgement.confidence
    if not 0.01 <= confidence <= 0.99:
        return "under 1% sure" if confidence < 0.5 else "over 99% sure"
    return f"{confidence:.0%} sure"


def _why(side: Side) -> str:
    """Why it is no plain answer, as a clause; empty for a plain answer from the articles."""
    if side.reason is None:
        return ""
    doubt = next(iter(side.judgement.doubts), "").rstrip(".")
    if side.reason == Reason.LOW_CONFIDENCE or (side.reason == Reason.AMBIGUOUS and doubt):
        found = doubt[:1].lower() + doubt[1:] if doubt else "the best text found may not answer it"
        return found + (_needed(side) if side.reason == Reason.LOW_CONFIDENCE else "")
    return _CLAUSES.get(Reason(side.reason), "")


def _needed(side: Side) -> str:
    cuts = side.judgement.thresholds
    if not cuts:
        return f" ({_sure(side)})"
    needed = cuts["answer"] if side.decision == Decision.CAVEAT else cuts["caveat"]
    return f" ({_sure(side)}; {needed:.0%} needed)"


def _cause(then: Side, now: Side, changes: Sequence[Change]) -> Change | None:
    """The change that makes the difference: proved by asking without it, or the loss of what the answer came from."""
    proved = next((change for change in changes if change.decisive), None)
    before = {stretch.document_id for stretch in then.evidence}
    after = {stretch.document_id for stretch in now.evidence}
    lost = (one for one in changes if one.kind in _LOST and one.document_id in before)
    edited = (one for one in changes if one.kind is ChangeKind.EDITED and one.document_id in after)
    judged = (one for one in changes if one.kind in _JUDGED)
    return proved or next(lost, None) or next(edited, None) or next(judged, None)


def _beside(cause: Change, changes: Sequence[Change]) -> str:
    """What else it takes for the difference: most often the translation that came along with a document."""
    others = [one for one in changes if cause.decisive and one.decisive and one is not cause]
    alike = [one for one in others if one.kind is not ChangeKind.RISEN and _fate(one) == _fate(cause)]
    told = f", and so {'was' if len(alike) == 1 else 'were'} {_named(alike, cause)}" if alike else ""
    apart = [one for one in others if one not in alike]
    return told + "".join(f", and {_named([one], cause)} {_fate(one)}" for one in apart[:_MOST_NAMED])


def _named(changes: Sequence[Change], cause: Change) -> str:
    """Their titles, translations of the cause first."""
    kin = [f"“{one.title}”" for one in changes if one.translation_of == cause.document_id]
    rest = [f"“{one.title}”" for one in changes if one.translation_of != cause.document_id]
    if kin:
        kin[0] = f"its {'translation' if len(kin) == 1 else 'translations'} {kin[0]}"
    named = [*kin, *rest]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED:] = [f"{len(named) - _MOST_NAMED} more"]
    return " and ".join([*filter(None, [", ".join(named[:-1])]), named[-1]])


def _fate(change: Change) -> str:
    if change.kind is ChangeKind.RISEN or change.at is None:
        return "is found now"
    return f"was {'published' if change.kind is ChangeKind.PUBLISHED else 'changed'} on {day(change.at)}"


def _clause(cause: Change, now: Side) -> str:
    text = cause.text.rstrip(".")
    if cause.title and _outcome(now).count(f"“{cause.title}”"):
        return text.replace(f"“{cause.title}”", "it", 1)
    return text[:1].lower() + text[1:]

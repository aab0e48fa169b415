"""What a check amounts to: pure, from what became of each question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.model import Citation, Decision
from insights.gaps.model import GapState
from insights.proof.model import AskedAgain, Change, ChangeKind, CheckedQuestion, Cited, Known, Rules, Verdict

_QUOTED = 400
"""Characters of a quote that are kept."""


def answered(decision: Decision, rules: Rules) -> bool:
    """Whether this decision counts as an answer."""
    return decision is Decision.ANSWER or (rules.accept_unsure and decision is Decision.CAVEAT)


def best_citation(citations: Sequence[Citation], right: Collection[str]) -> Cited | None:
    """The first citation of a right document, else the first one."""
    found = next((one for one in citations if one.document_id in right), citations[0] if citations else None)
    if found is None:
        return None
    return Cited(found.document_id, found.document_version, found.title, found.quote[:_QUOTED])


def verdict_of(questions: Iterable[CheckedQuestion], right: Collection[str], rules: Rules) -> Verdict:
    """Whether these questions prove that the gap is closed."""
    asked: dict[str, list[AskedAgain]] = defaultdict(list)
    for question in questions:
        if question.now is not None:
            asked[question.lang or ""].append(question.now)
    if not asked:
        return Verdict.NO_QUESTIONS
    if not right:
        return Verdict.NO_DOCUMENT
    every = [one for some in asked.values() for one in some]
    parts = [every, *(asked.values() if rules.each_language else ())]
    return Verdict.PASSED if all(_share(part) >= rules.bar for part in parts) else Verdict.FAILED


def state_after(before: GapState, verdict: Verdict) -> GapState:
    """Where a gap stands after such a verdict."""
    if verdict is Verdict.PASSED and before is not GapState.DISMISSED:
        return GapState.CLOSED
    if verdict is Verdict.FAILED and before is GapState.CLOSED:
        return GapState.REOPENED
    if verdict is Verdict.FAILED and before is GapState.WAITING:
        return GapState.FAILING
    return before


def changed_documents(before: Mapping[str, Known], after: Mapping[str, Known]) -> list[Change]:
    """What happened to the right documents between two checks; when and by whom is found out elsewhere."""
    changes = []
    for key, old in before.items():
        if not old.right:
            continue
        new = after.get(key)
        if new is None:
            changes.append(Change(ChangeKind.REMOVED, key, old.title, old.version))
        elif new.version != old.version:
            changes.append(Change(ChangeKind.EDITED, key, new.title, old.version, new.version))
        elif new.audiences != old.audiences:
            changes.append(
                Change(ChangeKind.HIDDEN, key, new.title, ", ".join(old.audiences), ", ".join(new.audiences))
            )
    return changes


def rivals(questions: Iterable[CheckedQuestion], right: Collection[str]) -> dict[str, str]:
    """Titles, by id, of other documents that questions which failed are answered from now."""
    found: dict[str, str] = {}
    for question in questions:
        now = question.now
        if now and not now.passed and now.cited and now.cited.document_id not in right:
            found[now.cited.document_id] = now.cited.title
    return found


def _share(asked: Sequence[AskedAgain]) -> float:
    # Shares such as 3 of 4 must pass a bar of 0.75 exactly.
    return round(sum(one.passed for one in asked) / len(asked), 6)

"""What the names of proof mean, for people."""

from __future__ import annotations

from collections.abc import Mapping

from core.model import Decision
from insights.proof.model import Because, Change, ChangeKind, CheckedQuestion, Verdict

BECAUSE = {
    Because.PUBLISHED: "something was published for it",
    Because.CONTENT: "content changed",
    Because.CHANGED: "a document of its answers changed",
    Because.NEIGHBOURS: "new text stands near its questions",
    Because.JUDGEMENT: "answers are judged otherwise now",
    Because.ROUND: "it was not looked at for long",
    Because.ASKED: "somebody wanted it",
}
VERDICTS = {
    Verdict.PASSED: ("Proven", "Enough of its questions are answered from the right document."),
    Verdict.FAILED: ("Not proven", "Too few of its questions are answered from the right document."),
    Verdict.NO_DOCUMENT: (
        "Nothing to prove yet",
        "Nobody has published or named the document that answers it, so no answer can count as the right one.",
    ),
    Verdict.NO_QUESTIONS: ("No questions", "No question is left in this gap."),
}
DECISIONS = {
    Decision.ANSWER: "Answered",
    Decision.CAVEAT: "Unsure",
    Decision.CLARIFY: "Asked back",
    Decision.ESCALATE: "Handed over",
}


def change_words(change: Change, people: Mapping[str, str]) -> str:
    """A change in words: what, since when, and whose it is."""
    what = {
        ChangeKind.REMOVED: "{title} was removed",
        ChangeKind.EDITED: "{title} was changed, from version {before} to {after}",
        ChangeKind.HIDDEN: "{title} is shown to others now: before “{before}”, now “{after}”",
        ChangeKind.OUTRANKED: "{title}, which is {new}, is cited instead",
        ChangeKind.JUDGEMENT: "The embedder, the reranker or the fit of the confidence is another one",
        ChangeKind.RULES: "The rules of proof were changed, from {before} to {after}",
    }[change.kind].format(
        title=f"“{change.title}”",
        before=(change.before or "everybody")[:60],
        after=(change.after or "everybody")[:60],
        new="changed" if change.before else "new",
    )
    return what + (f", by {people.get(change.by, change.by)}" if change.by else "")


def outcome_words(question: CheckedQuestion) -> str:
    """Why a question passed or failed, in a few words."""
    now = question.now
    if now is None:
        return "Not asked yet"
    if now.passed:
        return "From the right document"
    if now.rank is None:
        return "The right document was not found"
    if not now.shown:
        return f"The right document came {_place(now.rank)}, and nothing was sure enough"
    return f"The right document came {_place(now.rank)}" if now.rank > 1 else "Not sure enough to count"


def _place(rank: int) -> str:
    return f"{rank}{'st' if rank == 1 else 'nd' if rank == 2 else 'rd' if rank == 3 else 'th'}"

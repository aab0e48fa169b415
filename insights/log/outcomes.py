"""What happened after a question: which outcomes there are, what each means, and the one rule set that finds them.

Each question has exactly one outcome: the first that fits, in the order of `QuestionOutcome`.
"""

# ruff: noqa: S608 - fixed texts
from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from core.clock import Clock, timestamp
from core.db import Session
from core.model import Decision, Reason
from escalation.policy import NOT_A_QUESTION
from insights.reports.names import BACK_WITHIN, FRESH, PAUSE

AGAIN_WITHIN = timedelta(minutes=30)
"""Who says the same again within that time was not helped by the first answer."""


class QuestionOutcome(StrEnum):
    """What happened next, in the order in which it is looked for."""

    HELPED = "helped"
    ANSWERED_BY_PERSON = "answered_by_person"
    HANDED_OVER = "handed_over"
    DISLIKED = "disliked"
    NO_QUESTION = "no_question"
    REPHRASED = "rephrased"
    CAME_BACK = "came_back"
    WENT_ON = "went_on"
    TOO_EARLY = "too_early"
    ENOUGH = "enough"
    LEFT = "left"


class Certainty(StrEnum):
    """How far an outcome can be relied on."""

    CONFIRMED = "confirmed"
    """Somebody said or did it."""
    ASSUMED = "assumed"
    """Concluded from what the customer did afterwards, or did not do."""
    OPEN = "open"
    """Nothing can be said."""


CERTAINTY = {
    QuestionOutcome.HELPED: Certainty.CONFIRMED,
    QuestionOutcome.ANSWERED_BY_PERSON: Certainty.CONFIRMED,
    QuestionOutcome.HANDED_OVER: Certainty.CONFIRMED,
    QuestionOutcome.DISLIKED: Certainty.CONFIRMED,
    QuestionOutcome.REPHRASED: Certainty.ASSUMED,
    QuestionOutcome.CAME_BACK: Certainty.ASSUMED,
    QuestionOutcome.WENT_ON: Certainty.ASSUMED,
    QuestionOutcome.ENOUGH: Certainty.ASSUMED,
    QuestionOutcome.LEFT: Certainty.ASSUMED,
    QuestionOutcome.TOO_EARLY: Certainty.OPEN,
    QuestionOutcome.NO_QUESTION: Certainty.OPEN,
}
_HOURS, _DAYS = int(FRESH.total_seconds() // 3600), BACK_WITHIN.days
_AGAIN = int(AGAIN_WITHIN.total_seconds() // 60)
MEANINGS = {
    QuestionOutcome.HELPED: ("Helped", "The customer said that the answer helped."),
    QuestionOutcome.ANSWERED_BY_PERSON: (
        "Answered by a person",
        "It was handed to a person because of this question, or before the next one, and an agent has replied.",
    ),
    QuestionOutcome.HANDED_OVER: ("Handed to a person", "The same, and no agent has replied yet."),
    QuestionOutcome.DISLIKED: (
        "Did not help",
        "The customer said that the answer did not help, and no person was asked.",
    ),
    QuestionOutcome.NO_QUESTION: (
        "Nothing asked",
        "A greeting, senseless text or a probe of the assistant: nothing follows.",
    ),
    QuestionOutcome.REPHRASED: (
        "Asked again",
        f"The customer asked the same once more within {_AGAIN} minutes: literally, or in other words with the same "
        "meaning.",
    ),
    QuestionOutcome.CAME_BACK: (
        "Came back",
        f"The same customer asked about a cited article again, more than an hour and at most {_DAYS} days later. "
        "Customers without a session are known within one conversation only.",
    ),
    QuestionOutcome.WENT_ON: (
        "Went on",
        f"The customer asked something else in the same conversation within {_HOURS} hours, or replied to what was "
        "asked back.",
    ),
    QuestionOutcome.TOO_EARLY: (
        "Too early to say",
        f"Asked less than {_HOURS} hours ago, and nothing has followed yet.",
    ),
    QuestionOutcome.ENOUGH: (
        "Assumed enough",
        f"It was answered, and the customer has been silent for {_HOURS} hours. Nobody confirmed it.",
    ),
    QuestionOutcome.LEFT: ("Left", f"There was no sure answer, and the customer has been silent for {_HOURS} hours."),
}
"""The name of each outcome, and what it means."""


def _listed(names: Sequence[Reason]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_NOTHING = _listed(sorted(NOT_A_QUESTION))
# Asking for a person, complaining and the like do not end what may be said about the question before them.
_ASIDE = _listed(
    sorted(
        {
            *NOT_A_QUESTION,
            Reason.ASKED_FOR_PERSON,
            Reason.COMPLAINT,
            Reason.ACCOUNT_ACTION,
            Reason.INTERNAL_FAILURE,
            Reason.PERSON_IN_CHARGE,
        }
    )
)
_AT = "strftime('%Y-%m-%dT%H:%M:%fZ', q.created_at, '+{:.0f} seconds')"
_TO_PERSON = f"""EXISTS (SELECT 1 FROM escalations e LEFT JOIN questions eq ON eq.message_id = e.question_id
    WHERE e.conversation_id = q.conversation_id AND (e.question_id = q.message_id
        OR (e.created_at >= q.created_at AND (n.created_at IS NULL OR e.created_at < n.created_at)
            AND (eq.message_id IS NULL OR eq.reason IN ({_ASIDE})))){{}})"""
_SAME_AGAIN = f"""n.created_at <= {_AT.format(AGAIN_WITHIN.total_seconds())} AND (n.text = q.text
    OR EXISTS (SELECT 1 FROM gap_questions g LEFT JOIN gap_questions h ON h.message_id = n.message_id
        WHERE g.message_id = q.message_id AND (g.why = 'rephrased' OR g.gap_id = h.gap_id)))"""
_CAME_BACK = f"""EXISTS (SELECT 1 FROM questions b, json_each(b.documents) later, json_each(q.documents) cited
    WHERE q.documents <> '[]' AND later.value = cited.value AND b.visitor_id = q.visitor_id
    AND b.created_at > {_AT.format(PAUSE.total_seconds())} AND b.created_at <= {_AT.format(BACK_WITHIN.total_seconds())}
    AND (b.conversation_id = q.conversation_id OR q.visitor_id NOT LIKE 'key\\_%' ESCAPE '\\'))"""
_RULES = f"""SELECT q.message_id, CASE
    WHEN q.helpful = 1 THEN '{QuestionOutcome.HELPED}'
    WHEN {_TO_PERSON.format(" AND e.first_reply_at IS NOT NULL")} THEN '{QuestionOutcome.ANSWERED_BY_PERSON}'
    WHEN {_TO_PERSON.format("")} THEN '{QuestionOutcome.HANDED_OVER}'
    WHEN q.helpful = 0 THEN '{QuestionOutcome.DISLIKED}'
    WHEN q.reason IN ({_NOTHING}) THEN '{QuestionOutcome.NO_QUESTION}'
    WHEN {_SAME_AGAIN} THEN '{QuestionOutcome.REPHRASED}'
    WHEN {_CAME_BACK} THEN '{QuestionOutcome.CAME_BACK}'
    WHEN n.created_at <= {_AT.format(FRESH.total_seconds())} THEN '{QuestionOutcome.WENT_ON}'
    WHEN q.created_at > :fresh THEN '{QuestionOutcome.TOO_EARLY}'
    WHEN q.decision = '{Decision.ANSWER}' THEN '{QuestionOutcome.ENOUGH}'
    ELSE '{QuestionOutcome.LEFT}' END AS outcome
    FROM questions q LEFT JOIN questions n ON n.message_id = (SELECT o.message_id FROM questions o
        WHERE o.conversation_id = q.conversation_id AND (o.created_at, o.message_id) > (q.created_at, q.message_id)
        AND coalesce(o.reason, '') NOT IN ({_ASIDE}) ORDER BY o.created_at, o.message_id LIMIT 1)"""
_STORE = f"""UPDATE questions SET outcome = found.outcome FROM ({_RULES} WHERE {{}}) found
    WHERE questions.message_id = found.message_id AND questions.outcome <> found.outcome"""
_OF_CONVERSATIONS = _STORE.format("q.conversation_id IN (SELECT value FROM json_each(:these))")
_OF_UNDECIDED = _STORE.format(
    "q.message_id IN (SELECT message_id FROM questions WHERE outcome = 'too_early' AND created_at <= :fresh"
    " ORDER BY created_at LIMIT :limit)"
)


class Outcomes:
    """Finds outcomes and stores them beside their questions; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def of(self, session: Session, message_id: str) -> QuestionOutcome:
        """The outcome of one question as it is this very moment."""
        row = session.execute(
            f"{_RULES} WHERE q.message_id = :id", {"id": message_id, "fresh": self._fresh()}
        ).fetchone()
        return QuestionOutcome(row["outcome"])

    def store(self, session: Session, conversations_as_json: str) -> int:
        """Find the outcomes of these conversations' questions anew; returns how many have changed."""
        values = {"these": conversations_as_json, "fresh": self._fresh()}
        return session.execute(_OF_CONVERSATIONS, values).rowcount

    def age(self, session: Session, limit: int) -> int:
        """Settle some of the questions that nothing has followed for long enough; returns how many."""
        return session.execute(_OF_UNDECIDED, {"fresh": self._fresh(), "limit": limit}).rowcount

    def any_to_age(self, session: Session) -> bool:
        """Whether there are questions that nothing has followed for long enough."""
        found = session.execute(
            "SELECT 1 FROM questions WHERE outcome = 'too_early' AND created_at <= ? LIMIT 1", (self._fresh(),)
        )
        return found.fetchone() is not None

    def _fresh(self) -> str:
        """What was asked later may still be followed by something."""
        return timestamp(self._clock() - FRESH)

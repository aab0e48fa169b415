"""What the reader of the log chose to see, as it stands in the address of the page and in saved views."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.clock import timestamp
from core.errors import InvalidInput
from core.model import Decision, FeedbackReason, Reason
from insights.log.filtering import QuestionFilter, Vote
from insights.log.outcomes import CERTAINTY, Certainty, QuestionOutcome
from insights.log.views import SavedView

NOBODY_SPECIAL = "-"
"""In the place of an audience: those who have none."""
_BESIDE = frozenset({"view", "cursor", "done"})
"""What the address holds beside the choice."""


class Period(StrEnum):
    """How far back the log is shown."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"


class LogChoice(BaseModel):
    """Each part narrows the list further."""

    model_config = ConfigDict(frozen=True)

    show: Literal["", "all", "wanted"] = ""
    """Empty: those that were not answered, unless a decision is chosen."""
    decision: Decision | None = None
    text: str = Field("", max_length=200)
    period: Period = Period.MONTH
    since: date | None = None
    """First day (UTC); days take the place of the period."""
    until: date | None = None
    """Last day (UTC)."""
    lang: str = Field("", max_length=35)
    outcome: QuestionOutcome | Certainty | None = None
    reason: Reason | None = None
    feedback: Vote | FeedbackReason | None = None
    audience: str = Field("", max_length=100)
    least: float | None = Field(None, ge=0, le=1)
    most: float | None = Field(None, ge=0, le=1)
    document: str = Field("", max_length=500)
    page: str = Field("", max_length=500)
    view: str = Field("", max_length=80)
    """Id of the saved view that the reader came from."""
    cursor: str | None = Field(None, max_length=500)
    done: str = Field("", max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        """A form sends its empty fields too."""
        if not isinstance(values, dict):
            return values
        plain = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in plain.items() if value != ""}

    def query(self, **changes: str) -> str:
        """The query of an address with this choice, or a changed one; pages and what was just done are left out."""
        chosen = self.model_dump(mode="json", exclude_defaults=True, exclude=set(_BESIDE)) | changes
        return urlencode({name: value for name, value in sorted(chosen.items()) if value not in ("", None)})

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen but for which questions are shown and the period."""
        return bool(self.model_dump(exclude_defaults=True, exclude={*_BESIDE, "show", "decision", "period"}))

    @property
    def further(self) -> bool:
        """Whether one of the less common filters is used."""
        common = {*_BESIDE, "show", "decision", "period", "text", "lang", "outcome"}
        return bool(self.model_dump(exclude_defaults=True, exclude=common))

    def filter(self, now: datetime) -> QuestionFilter:
        """The rows to list."""
        feedback, outcome = self.feedback, self.outcome
        return QuestionFilter(
            decisions=(self.decision,) if self.decision else None,
            lang=self.lang or None,
            text=self.text or None,
            since=self._since(now),
            until=timestamp(_midnight(self.until + timedelta(days=1))) if self.until else None,
            unanswered=not self.show and not self.decision,
            wants_content=self.show == "wanted",
            outcomes=_outcomes(outcome) if outcome else None,
            reasons=(self.reason,) if self.reason else None,
            vote=feedback if isinstance(feedback, Vote) else None,
            feedback_reasons=(feedback,) if isinstance(feedback, FeedbackReason) else None,
            audience=None if not self.audience else "" if self.audience == NOBODY_SPECIAL else self.audience,
            least=self.least,
            most=self.most,
            document=self.document or None,
            page=self.page or None,
        )

    def _since(self, now: datetime) -> str | None:
        if self.since or self.until:
            return timestamp(_midnight(self.since)) if self.since else None
        return None if self.period is Period.ALL else timestamp(now - timedelta(days=int(self.period.value)))


def choice_of(query: str) -> LogChoice:
    """The choice that a saved view holds; raises InvalidInput."""
    try:
        return LogChoice.model_validate(dict(parse_qsl(query)))
    except ValidationError as error:
        raise InvalidInput("What is chosen cannot be used. Choose again.") from error


def unknown_in(query: str) -> list[str]:
    """Names in a query that the log cannot be filtered by."""
    return sorted(
        {name for name, _ in parse_qsl(query, keep_blank_values=True)} - (set(LogChoice.model_fields) - _BESIDE)
    )


def page_address(view: SavedView) -> str:
    """Where the board shows a saved view."""
    return f"/content?{view.query}{'&' if view.query else ''}view={view.id}"


def csv_address(chosen: QuestionFilter) -> str:
    """Where exactly these questions are to be had as a CSV file."""
    return list_address(chosen, format="csv")


def list_address(chosen: QuestionFilter, **more: str) -> str:
    """Where the API lists exactly these questions; `more` goes into the query too."""
    values: dict[str, Any] = {
        "decision": list(chosen.decisions or ()),
        "outcome": list(chosen.outcomes or ()),
        "reason": list(chosen.reasons or ()),
        "feedback": chosen.vote,
        "feedback_reason": list(chosen.feedback_reasons or ()),
        "audience": chosen.audience,
        "least": chosen.least,
        "most": chosen.most,
        "document": chosen.document,
        "page": chosen.page,
        "lang": chosen.lang,
        "text": chosen.text,
        "since": chosen.since,
        "until": chosen.until,
        "unanswered": "true" if chosen.unanswered else None,
        "wants_content": "true" if chosen.wants_content else None,
        **more,
    }
    given = {name: value for name, value in values.items() if value is not None and value != []}
    return f"/v1/questions{'?' if given else ''}{urlencode(given, doseq=True)}"


def _outcomes(chosen: QuestionOutcome | Certainty) -> tuple[QuestionOutcome, ...]:
    if isinstance(chosen, QuestionOutcome):
        return (chosen,)
    return tuple(outcome for outcome in QuestionOutcome if CERTAINTY[outcome] is chosen)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

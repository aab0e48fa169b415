"""The log of questions, under the name that other rooms know it by."""

from __future__ import annotations

from insights.log.filtering import QuestionFilter
from insights.log.model import NO_QUESTION, UNANSWERED, LoggedQuestion
from insights.log.store import QuestionLog

__all__ = ["NO_QUESTION", "UNANSWERED", "LoggedQuestion", "QuestionFilter", "QuestionLog"]

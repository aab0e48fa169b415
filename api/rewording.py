"""Having a model make follow-ups self-contained: when it is asked at all, and for how long."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence

from answering.clarifying.asking_back import Reworded
from answering.evidence.generator import Terms
from answering.understanding.followup_model import FollowUpModel, may_lean
from core.model import Turn

SHARE_OF_TIME = 0.25
MOST_S = 6.0
"""Of the time that a visitor waits for a model, so many seconds at most: the answer is still to be written."""
LEAST_S = 0.3
MOST_AT_ONCE = 8
"""Messages of one process that wait for the model; further ones are read by rule, or they would take all threads."""

_log = logging.getLogger("askwell.writing")


class FollowUps:
    """Has a model make messages self-contained."""

    def __init__(self, model: FollowUpModel, seconds: float) -> None:
        """`seconds`: how long a visitor waits for a model in all."""
        self._model = model
        self._seconds = min(SHARE_OF_TIME * seconds, MOST_S)
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def reword(
        self,
        text: str,
        history: Sequence[Turn],
        lang: str,
        *,
        arrived: float,
        visitor: str,
        cancelled: threading.Event | None = None,
    ) -> Reworded | None:
        """`text` self-contained; None where it stands alone, or the model has nothing to say that can be used.

        `arrived`: when the message came, by `time.monotonic`.
        """
        left = self._seconds - (time.monotonic() - arrived)
        if left < LEAST_S or not may_lean(text, lang) or not self._places.acquire(blocking=False):
            return None
        try:
            return self._model.reword(text, history, lang, Terms(left, visitor, cancelled or threading.Event()))
        except Exception:  # whatever fails, there is the rules' reading
            _log.exception("Making a message self-contained failed")
            return None
        finally:
            self._places.release()

"""How long the log of questions takes to open with 100,000 questions, and to find the outcomes of all of them anew.

Uses the same history as the reports' benchmark. Processor time is measured, because it says the same on a busy machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.reporting import NOW, _fill
from benchmarks.table import Figure
from core.clock import timestamp
from core.db import Database, Session
from insights.log.board import LogBoard
from insights.log.filtering import QuestionFilter
from insights.log.outcomes import QuestionOutcome
from insights.log.store import QuestionLog
from insights.log.tally import tally

BUDGET_S = 1.0
MONTH = timestamp(NOW - timedelta(days=30))
CHOICES = {
    "last 30 days": QuestionFilter(since=MONTH, unanswered=True),
    "all time": QuestionFilter(unanswered=True),
    "all time, left": QuestionFilter(outcomes=[QuestionOutcome.LEFT]),
    "all time, words": QuestionFilter(text="password device"),
    "all time, a document": QuestionFilter(document="help/article-7"),
}


def log(folder: Path, conversations: int = 50_000) -> list[Figure]:
    """Processor seconds of the upkeep after an upgrade, of the page by choice, and of the CSV file of everything."""
    database, questions = Database(folder / "log.db"), QuestionLog(lambda: NOW)
    with database.write() as session:
        _fill(session, conversations)
        count = session.execute("SELECT count(*) FROM questions").fetchone()[0]
    board, note = LogBoard(database, lambda: NOW), f"{count:,} questions"
    found = [Figure("log: outcomes and masking anew", _timed(lambda: _settle(board)), 120.0, "s", note=note)]
    for name, chosen in CHOICES.items():
        with database.read() as session:
            seconds = _timed(partial(_open, session, questions, chosen))
        found.append(Figure(f"log: {name}", seconds, BUDGET_S, "s", note=note))
    with database.read() as session:
        rows = _timed(lambda: sum(1 for _ in questions.rows(session)))
    database.close()
    return [*found, Figure("log: CSV of everything", rows, 10.0, "s", note=note)]


def _settle(board: LogBoard) -> None:
    while board.upkeep.run():
        pass


def _open(session: Session, questions: QuestionLog, chosen: QuestionFilter) -> None:
    questions.list(session, chosen)
    tally(session, chosen)


def _timed(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started

"""The use case of proof: the questions of gaps are asked again, as their customers would, and nothing of it is stored
as a conversation."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict

from answering.answerer import Answered, Answerer, Question
from core.db import Database
from core.errors import AppError
from core.model import Decision, Reason
from insights.proof.board import ProofBoard
from insights.proof.judging import answered, best_citation
from insights.proof.model import AskedAgain, Planned, Rules

_log = logging.getLogger("askwell.proof")


class Proving:
    """Checks gaps in small steps; safe in several processes at once, of which one has a check in hand."""

    def __init__(self, database: Database, board: ProofBoard, answerer: Answerer) -> None:
        self._database = database
        self._board = board
        self._answerer = answerer

    def step(self) -> int:
        """Ask one question, or end a check; returns 0 when there is nothing to do for now."""
        settled = self._board.watching.look()
        check_id = self._board.checking.take(settled=settled)
        if check_id is None:
            return 0
        planned = self._board.checking.next_question(check_id)
        if planned is not None:
            self._board.checking.put(planned, self._ask(planned))
            return 1
        with self._database.write() as session:
            self._board.conclude(session, check_id)
        return 1

    def _ask(self, planned: Planned) -> AskedAgain:
        with self._database.read() as session:
            check = self._board.store.running(session)
            right = self._board.right.ids(session, check.gap_id) if check else frozenset[str]()
        rules = check.rules if check else Rules()
        try:
            found = self._answerer.answer(Question(planned.text, planned.lang, planned.audiences))
        except AppError:  # the embedder or the database is away: later, for all questions
            raise
        except Exception:  # this one question fails, as it would for its customer
            _log.exception("A question could not be asked again")
            return AskedAgain(Decision.ESCALATE, Reason.INTERNAL_FAILURE, 0.0, None, False, None, False)
        return _judged(found, right, rules)


def fit_name(answerer: Answerer, reranker: str | None) -> str:
    """Names what answers are judged by: embedder, reranker, calibration and the thresholds' target."""
    fit = answerer.fit
    parts = {
        "embedder": fit.embedder,
        "reranker": reranker,
        "calibration": fit.calibration,
        "thresholds": asdict(fit.thresholds),
    }
    return json.dumps({name: value for name, value in parts.items() if value is not None}, sort_keys=True)


def _judged(found: Answered, right: frozenset[str], rules: Rules) -> AskedAgain:
    answer, draft = found.answer, found.draft
    shown = bool(answer.citations)
    cited = best_citation(answer.citations or (draft.citations if draft else ()), right)
    hits = found.retrieval.hits if found.retrieval else ()
    rank = next((hit.rank for hit in hits if hit.passage.document_id in right), None)
    passed = shown and cited is not None and cited.document_id in right and answered(answer.decision, rules)
    return AskedAgain(answer.decision, answer.reason, answer.confidence, cited, shown, rank, passed)

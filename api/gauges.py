"""Values of the moment for `/metrics`, read from the database: the same in every process."""

from __future__ import annotations

from collections.abc import Mapping

from api.budget import DailyBudget
from api.model_standing import ModelStanding
from core.clock import Clock, parse_timestamp
from core.db import Database
from escalation.delivery.deliveries import TROUBLED, Deliveries, TargetReport
from escalation.delivery.outbox import Outbox


def gauges(database: Database, outbox: Outbox, budget: DailyBudget, model: ModelStanding) -> Mapping[str, float]:
    """Values of the moment, read from the database: the same in every process."""
    with database.read() as session:
        state = outbox.state(session)
        by_status = dict(session.execute("SELECT status, count(*) FROM escalations GROUP BY status").fetchall())
        documents = session.execute("SELECT count(*) FROM documents WHERE removed_at IS NULL").fetchone()[0]
        today = budget.today(session)
        passages = session.execute("SELECT count(*) FROM passages").fetchone()[0]
    return {
        "outbox_waiting": state.waiting,
        "outbox_failed": state.failed,
        "escalations_queued": by_status.get("queued", 0),
        "escalations_claimed": by_status.get("claimed", 0),
        "escalations_waiting": by_status.get("waiting", 0),
        "escalations_snoozed": by_status.get("snoozed", 0),
        "documents": documents,
        "passages": passages,
        "questions_today": today,
        "daily_budget": budget.in_all,
        **model.gauges(),
    }


def target_gauges(database: Database, deliveries: Deliveries, clock: Clock) -> Mapping[str, Mapping[str, float]]:
    """Values of the moment by their name and the target's: what waits, since how many seconds, what was given up, and
    whether the target is in trouble (0 or 1)."""
    with database.read() as session:
        found = deliveries.targets(session)
    return {
        "outbox_target_waiting": {report.name: float(report.waiting) for report in found},
        "outbox_target_failed": {report.name: float(report.given_up) for report in found},
        "outbox_target_oldest_seconds": {report.name: _age(report, clock) for report in found},
        "outbox_target_troubled": {report.name: float(report.standing in TROUBLED) for report in found},
    }


def _age(report: TargetReport, clock: Clock) -> float:
    if report.oldest_waiting is None:
        return 0.0
    return max(0.0, (clock() - parse_timestamp(report.oldest_waiting)).total_seconds())

"""What `askwell doctor` says of deliveries: whether targets are set up rightly, and which need somebody."""

from __future__ import annotations

from collections.abc import Iterator

from api.checks import Check, State
from api.mail import mail_target
from api.target_file import holds_secrets
from api.targets import make_targets
from core.clock import system_clock
from core.db import Database
from core.errors import AppError
from core.files import open_to_others
from core.settings import Settings
from escalation.delivery.deliveries import TROUBLED, Deliveries, Standing, TargetReport
from escalation.delivery.handoff_log import LogTarget
from escalation.delivery.outbox import Outbox
from escalation.delivery.targets import Target, TargetKind
from escalation.mail.target import MAIL

_LOOK = "See /desk/deliveries: send a test event there, then retry what was given up"
_MEND = {
    Standing.MISSING: "Put it back into the settings under that name, or discard what is left at /desk/deliveries",
    Standing.OFF: "Mend the receiver, then press “Try now” at /desk/deliveries",
    Standing.FAILING: "Mend the receiver; it is tried again by itself, and at once with “Try now” at /desk/deliveries",
}


def settings_checks(settings: Settings) -> Iterator[Check]:
    """Whether the targets can be set up as the settings have them."""
    try:
        make_targets(settings, system_clock)
    except AppError as error:
        mend = "Correct it; docs/webhooks.md shows how targets are set up"
        yield Check("targets", State.PROBLEM, error.message, mend)
        return
    if settings.targets is not None and open_to_others(settings.targets) and holds_secrets(settings.targets):
        detail = f"{settings.targets} holds secrets and can be read by other users."
        yield Check("targets", State.PROBLEM, detail, f"chmod 600 {settings.targets}, or write ${{NAME}} instead")


def delivery_checks(settings: Settings, database: Database) -> Iterator[Check]:
    """Each target that somebody should look at, by name; nothing about settings that cannot be read."""
    try:
        targets = (*make_targets(settings, system_clock), *_mail(settings))
    except AppError:
        return
    if settings.smtp_url:  # looked at here, never sent to
        targets = (*targets, Target(MAIL, TargetKind.MAIL, "", LogTarget()))
    deliveries = Deliveries(Outbox(system_clock, [target.name for target in targets]), targets, system_clock)
    with database.read() as session:
        reports = deliveries.targets(session)
    for report in reports:
        if report.standing in TROUBLED:
            yield Check("deliveries", State.PROBLEM, _detail(report), _MEND.get(report.standing, _LOOK))


def _mail(settings: Settings) -> Iterator[Target]:
    if settings.smtp_url is not None:
        yield mail_target(settings, LogTarget())  # nothing is delivered from here


def _detail(report: TargetReport) -> str:
    words = {
        Standing.MISSING: "is not set up any more",
        Standing.OFF: f"is gone since {report.state.disabled_at}",
        Standing.FAILING: f"has been failing since {report.state.failing_since}",
    }.get(report.standing, "is in order now")
    error = f" Last error: {report.state.last_error}" if report.state.last_error else ""
    return f"{report.name} {words}: {report.given_up} could not be delivered, {report.waiting} wait.{error}"

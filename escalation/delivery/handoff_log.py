"""Writes hand-offs to the log: the target when no other is set."""

from __future__ import annotations

import logging

from escalation.delivery.handoff import HandoffEvent

_log = logging.getLogger("askwell.handoff")


class LogTarget:
    """Logs the topic and the ids, nothing else."""

    together = 100

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Write one line; safe to repeat."""
        ids = {name: value for name, value in event.payload.items() if name.endswith("_id") and value is not None}
        _log.info("%s key=%s %s", event.topic, key, " ".join(f"{name}={value}" for name, value in ids.items()))

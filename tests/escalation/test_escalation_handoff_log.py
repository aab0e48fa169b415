"""The default target writes ids to the log and nothing a customer or agent wrote."""

from __future__ import annotations

import logging

import pytest

from escalation.delivery.handoff import HandoffEvent
from escalation.delivery.handoff_log import LogTarget


def test_ids_are_logged_and_text_is_not(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="askwell.handoff")
    payload = {"conversation_id": "cnv_1", "agent_id": None, "agent_name": "Ann", "question": "my card is 4111"}
    LogTarget().deliver(HandoffEvent("escalation.requested", payload, "2026-11-21T10:00:00.000Z"), "esc_1.7")
    assert caplog.messages == ["escalation.requested key=esc_1.7 conversation_id=cnv_1"]

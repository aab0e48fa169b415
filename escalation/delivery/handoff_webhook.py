"""Posts hand-offs to a webhook, signed as Standard Webhooks (https://www.standardwebhooks.com) asks."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import httpx2
from standardwebhooks.webhooks import Webhook

from core.clock import Clock
from core.errors import Misconfigured
from escalation.delivery.handoff import HandoffEvent
from escalation.delivery.http_post import checked_address, deliver


class WebhookTarget:
    """One webhook address. The key of an event is its `webhook-id`, by which the receiver knows repetitions."""

    def __init__(self, client: httpx2.Client, url: str, secrets: Sequence[str], clock: Clock) -> None:
        """`client` decides which addresses may be reached.

        `secrets` are base64, with or without `whsec_`. Each signs: while a receiver changes from one to the next, both
        signatures are sent. Raises Misconfigured.
        """
        self._client = client
        self._url = checked_address(url)
        self._clock = clock
        self._signers = [Webhook(_decoded(secret)) for secret in secrets]
        if not self._signers:
            raise Misconfigured("A webhook needs a signing secret.")

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Post it; only a 2xx status counts as arrived, and 410 means that nobody will ever listen there again."""
        now = self._clock()
        body = json.dumps(
            {"type": event.topic, "timestamp": event.created_at, "data": dict(event.payload)}, ensure_ascii=False
        )
        headers = {
            "content-type": "application/json",
            "user-agent": "Askwell",
            "webhook-id": key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signer.sign(key, now, body) for signer in self._signers),
        }
        deliver(self._client, self._url, body.encode(), headers, now)


def _decoded(secret: str) -> bytes:
    """Strictly: the library would drop what is not base64 and sign with a weaker secret than was set."""
    text = secret.removeprefix("whsec_")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise Misconfigured("A signing secret must be base64, such as whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.")
    return key

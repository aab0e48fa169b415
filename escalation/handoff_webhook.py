"""Posts hand-offs to a webhook, signed as Standard Webhooks (https://www.standardwebhooks.com) asks."""

from __future__ import annotations

import base64
import json

import httpx2
from standardwebhooks.webhooks import Webhook

from core.clock import Clock
from core.errors import Misconfigured, Unavailable
from escalation.handoff import HandoffEvent, TargetGone

_GONE = 410


class WebhookTarget:
    """One webhook address. The key of an event is its `webhook-id`, by which the receiver knows repetitions."""

    def __init__(self, client: httpx2.Client, url: str, secret: str, clock: Clock) -> None:
        """`client` decides which addresses may be reached; `secret` is base64, with or without `whsec_`."""
        if httpx2.URL(url).scheme not in {"http", "https"}:
            raise Misconfigured(f"ASKWELL_WEBHOOK_URL must begin with https:// or http://, not {url!r}.")
        self._client = client
        self._url = url
        self._clock = clock
        self._signer = Webhook(_decoded(secret))

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
            "webhook-signature": self._signer.sign(key, now, body),
        }
        status = self._post(body.encode(), headers)
        if status == _GONE:
            raise TargetGone(f"The webhook answered {_GONE}: it is gone for good.")
        if not 200 <= status < 300:
            raise Unavailable(f"The webhook answered {status}.")

    def _post(self, body: bytes, headers: dict[str, str]) -> int:
        try:
            # Streamed and left unread: however much the receiver answers, only the status matters.
            with self._client.stream("POST", self._url, content=body, headers=headers) as response:
                return response.status_code
        except httpx2.HTTPError as error:
            raise Unavailable(f"The webhook does not answer: {type(error).__name__} {error}".strip()) from error


def _decoded(secret: str) -> bytes:
    """Strictly: the library would drop what is not base64 and sign with a weaker secret than was set."""
    text = secret.removeprefix("whsec_")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise Misconfigured("ASKWELL_WEBHOOK_SECRET must be base64, such as whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.")
    return key

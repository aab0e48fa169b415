"""Puts the targets of announcements together from settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import httpx2
from pydantic import SecretStr

from api.target_file import SlackEntry, WebhookEntry, read_targets
from core.clock import Clock
from core.errors import Misconfigured
from core.outbound import anywhere, guarded_client, is_public
from core.settings import Settings
from escalation.delivery.handoff import HandoffTarget
from escalation.delivery.handoff_log import LogTarget
from escalation.delivery.handoff_slack import SlackTarget
from escalation.delivery.handoff_webhook import WebhookTarget
from escalation.delivery.http_post import host_of
from escalation.delivery.targets import Target, TargetKind, TargetName


def make_targets(settings: Settings, clock: Clock) -> tuple[Target, ...]:
    """Where events are announced: the webhook, then those of the file; the log when there are none.

    Raises Misconfigured with the setting to correct.
    """
    found = (*_first_webhook(settings, clock), *_of_the_file(settings, clock))
    return found or (Target(TargetName("log"), TargetKind.LOG, "the log of the server", LogTarget()),)


def _first_webhook(settings: Settings, clock: Clock) -> Iterator[Target]:
    if settings.webhook_url is None:
        return
    if settings.webhook_secret is None:
        raise Misconfigured("ASKWELL_WEBHOOK_URL needs ASKWELL_WEBHOOK_SECRET, which is not set.")
    secrets = _shown([settings.webhook_secret, settings.webhook_old_secret])
    yield _webhook(
        "webhook",
        TargetName("webhook"),
        settings.webhook_url,
        lambda url: WebhookTarget(_client(settings.webhook_allow_private), url, secrets, clock),
        "ASKWELL_WEBHOOK_URL or ASKWELL_WEBHOOK_SECRET",
    )


def _of_the_file(settings: Settings, clock: Clock) -> Iterator[Target]:
    if settings.targets is None:
        return
    for name, entry in read_targets(settings.targets).items():
        taker = _slack(entry, settings, clock) if isinstance(entry, SlackEntry) else _hook(entry, clock)
        where = f"ASKWELL_TARGETS: {settings.targets}, [{name}]"
        yield _webhook(entry.kind, TargetName(name, entry.topics), entry.url.get_secret_value(), taker, where)


def _hook(entry: WebhookEntry, clock: Clock) -> Callable[[str], HandoffTarget]:
    secrets = _shown([entry.secret, entry.old_secret])
    return lambda url: WebhookTarget(_client(entry.allow_private), url, secrets, clock)


def _slack(entry: SlackEntry, settings: Settings, clock: Clock) -> Callable[[str], HandoffTarget]:
    return lambda url: SlackTarget(_client(entry.allow_private), url, clock, settings.public_url)


def _webhook(kind: str, name: TargetName, url: str, taker: Callable[[str], HandoffTarget], where: str) -> Target:
    try:
        made = taker(url)
    except Misconfigured as error:
        raise Misconfigured(f"{where}: {error.message}") from error
    return Target(name, TargetKind(kind), host_of(url), made)


def _client(allow_private: bool) -> httpx2.Client:
    return guarded_client(allowed=anywhere if allow_private else is_public)


def _shown(secrets: Sequence[SecretStr | None]) -> list[str]:
    return [secret.get_secret_value() for secret in secrets if secret is not None]

"""How sites are read with these settings."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version

from core.outbound import anywhere, guarded_client, is_public
from core.settings import Settings
from ingest.site.crawl import SiteReading


def make_site_reading(settings: Settings) -> SiteReading:
    """Guarded, named as Askwell, and with an end."""
    allowed = anywhere if settings.site_allow_private else is_public
    agent = f"Askwell/{version('askwell')} (+{settings.public_url or 'no public address'}; robot)"
    return SiteReading(partial(guarded_client, allowed=allowed), agent, settings.site_pages)

"""Languages to choose from on the pages for staff."""

from __future__ import annotations

from api.pages.rendering import LANGUAGE_NAMES
from api.services import Services


def languages_in_use(parts: Services, *chosen: str) -> list[str]:
    """Those that customers are expected to write in, those of the content, and what is `chosen` now, if anything."""
    return list(dict.fromkeys((*parts.settings.languages, *parts.documents.languages(), *filter(None, chosen))))


def language_choices(parts: Services, *chosen: str) -> list[str]:
    """The same, and the common ones: for what is yet to be written, or somebody who speaks them."""
    return list(dict.fromkeys((*languages_in_use(parts), *LANGUAGE_NAMES, *filter(None, chosen))))

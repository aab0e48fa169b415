"""What commands need before they begin: settings, and the database they work on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.db import Database
from core.errors import Misconfigured
from core.settings import Settings, load_settings


def require_data(settings: Settings) -> None:
    """Raise Misconfigured when there is no database yet: reading commands never create one."""
    if not settings.database_path.is_file():
        raise Misconfigured(
            f"There is no data folder with a database at {settings.data}. "
            "Set ASKWELL_DATA to the right folder, or run `askwell ingest` to begin anew."
        )


@contextmanager
def opened_database(*, create: bool = False) -> Iterator[Database]:
    """The database of the settings; without `create` it must be there."""
    settings = load_settings()
    if not create:
        require_data(settings)
    database = Database(settings.database_path)
    try:
        yield database
    finally:
        database.close()

"""The sample help centre: Askwell's own help in four languages, for a first look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from api.services import Services
from api.staff import Role, StaffMember, StaffStore
from ingest.pipeline import sync
from ingest.report import ProgressCallback
from ingest.sources import FolderSource, Listed, SourceItem

SOURCE = "help"
ADMINISTRATOR = "admin@example.com"
_LOADED = "sample_loaded"


class HelpSource(FolderSource):
    """The packaged articles, with the addresses of their pages."""

    def __init__(self, folder: Path, base: str) -> None:
        """`base` goes before the path of each page."""
        super().__init__(folder, SOURCE)
        self._base = base

    def items(self) -> Iterator[Listed]:
        """Each article with its address."""
        for item in super().items():
            if isinstance(item, SourceItem):
                yield replace(item, url=f"{self._base}/help/{item.key.removesuffix('.md')}")
            else:
                yield item


def load_sample(parts: Services, progress: ProgressCallback) -> bool:
    """Load the articles unless that was done before; returns whether they were loaded now.

    What was interrupted is taken up again; what somebody has removed since does not come back.
    """
    with parts.database.read() as session:
        if session.execute("SELECT 1 FROM meta WHERE key = ?", [_LOADED]).fetchone():
            return False
    base = (parts.settings.public_url or "").rstrip("/")
    with as_file(files("api") / "help") as folder:
        sync(HelpSource(folder, base), parts.documents, parts.embedder, progress=progress)
    with parts.database.write() as session:
        session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, '1')", [_LOADED])
    return True


def first_administrator(staff: StaffStore) -> StaffMember:
    """The first administrator there is; made when there is none."""
    there = [member for member in staff.all() if member.role is Role.ADMIN and not member.disabled]
    return there[0] if there else staff.add(ADMINISTRATOR, Role.ADMIN, "Administrator")

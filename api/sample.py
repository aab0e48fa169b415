"""The sample help centre: Askwell's own help in four languages, for a first look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from api.staff import Role, StaffMember, StaffStore
from core.clock import Clock
from core.db import Database
from ingest.pipeline import sync
from ingest.report import ProgressCallback
from ingest.sources import FolderSource, Listed, SourceItem
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder

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


def load_sample(
    database: Database,
    store: DocumentStore,
    make_embedder: Callable[[], Embedder],
    public_url: str | None,
    progress: ProgressCallback,
) -> bool:
    """Load the articles unless that was done before; returns whether they were loaded now.

    What was interrupted is taken up again; what somebody has removed since does not come back.
    """
    with database.read() as session:
        if session.execute("SELECT 1 FROM meta WHERE key = ?", [_LOADED]).fetchone():
            return False
    with as_file(files("api") / "help") as folder:
        sync(HelpSource(folder, (public_url or "").rstrip("/")), store, make_embedder(), progress=progress)
    with database.write() as session:
        session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, '1')", [_LOADED])
    return True


def first_administrator(database: Database, clock: Clock) -> StaffMember:
    """The first administrator there is; made when there is none."""
    store = StaffStore(database, clock)
    open_accounts = [member for member in store.all() if member.role is Role.ADMIN and not member.disabled]
    return open_accounts[0] if open_accounts else store.add(ADMINISTRATOR, Role.ADMIN, "Administrator")

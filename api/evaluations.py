"""Reports of evaluations on this very content, kept in the data folder: what `askwell eval run --golden` leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.errors import NotFound
from core.files import replace_text

KEPT = 50
"""Reports that are kept; older ones are deleted."""

_NAME = re.compile(r"\d{8}T\d{6}\w*")


class EvaluationReports:
    """A JSON and an HTML file for each run, named by its time."""

    def __init__(self, data: Path) -> None:
        """Below the data folder `data`; nothing is created before a report is saved."""
        self.folder = data / "evaluations"

    def save(self, report: Mapping[str, Any], html: str) -> Path:
        """Keep a report; the path of its JSON. `report["about"]["at"]` is the time that names it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^0-9TZ]", "", str(report["about"]["at"]))
        path = self.folder / f"{name}.json"
        replace_text(path.with_suffix(".html"), html)
        replace_text(path, json.dumps(report, ensure_ascii=False) + "\n")
        for old in self.names()[KEPT:]:
            self._delete(old)
        return path

    def names(self) -> list[str]:
        """All reports, latest first."""
        return sorted((path.stem for path in self.folder.glob("*.json") if _NAME.fullmatch(path.stem)), reverse=True)

    def read(self, name: str) -> dict[str, Any]:
        """One report; raises NotFound, also for a file that cannot be read."""
        try:
            if not _NAME.fullmatch(name):
                raise ValueError("no name of a report")
            found = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise NotFound("There is no such report.") from error
        return found if isinstance(found, dict) else {}

    def html(self, name: str) -> str:
        """One report as the file that was written with it; raises NotFound."""
        self.read(name)
        try:
            return (self.folder / f"{name}.html").read_text(encoding="utf-8")
        except OSError as error:
            raise NotFound("There is no such report.") from error

    def forget(self, words: Iterable[str]) -> int:
        """Delete every report that holds one of `words`, such as the id of an erased question; returns how many."""
        wanted = list(words)
        found = [
            name
            for name in self.names()
            if any(word in (self.folder / f"{name}.json").read_text(encoding="utf-8") for word in wanted)
        ]
        for name in found:
            self._delete(name)
        return len(found)

    def _delete(self, name: str) -> None:
        for ending in ("json", "html"):
            (self.folder / f"{name}.{ending}").unlink(missing_ok=True)

"""Keeps the records of the other systems, so that a change to Askwell needs only Askwell measured again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers.protocol import DEPTH
from benchmarks.peers.questions import Choice, Task
from benchmarks.peers.record import Record, record_of
from benchmarks.peers.registry import Entry

_HARNESS = ("by_language.py", "measuring.py", "protocol.py", "questions.py")
"""A change to one of these ends all kept records."""


def about(entry: Entry, task: Task, choice: Choice, embedder_id: str) -> dict[str, Any]:
    """What a result depends on."""
    return {
        "data": task.fingerprint,
        "versions": entry.versions(),
        "embedder": embedder_id,
        "limit": choice.limit,
        "documents": choice.documents,
        "seed": choice.seed,
        "depth": DEPTH,
        "python": platform.python_version(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "adapter": _digest(entry.source(), *(_text(name) for name in _HARNESS)),
    }


def path_of(folder: Path, entry: Entry, task: Task, facts: Mapping[str, Any]) -> Path:
    """Where the record of these facts is kept."""
    key = _digest(json.dumps(facts, sort_keys=True).encode())
    return folder / "records" / f"{task.name}-{entry.key}-{key}.json"


def read(path: Path) -> Record | None:
    """A kept record, if there is one."""
    return record_of(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def write(path: Path, record: Record) -> None:
    """Keep a record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record.as_dict(), ensure_ascii=False), encoding="utf-8")


def processor() -> str:
    """The processor's name, as the system gives it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _text(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]

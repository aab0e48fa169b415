"""Makes the passages with their questions: `python -m benchmarks.reading FOLDER`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from benchmarks.help_centres.debian import unpack
from benchmarks.reading.pages import heading_at, read_page, siblings
from core.errors import InvalidInput
from core.model import DocumentContent
from ingest.splitting import CountTokens
from retrieval.e5_tokens import E5Tokenizer
from retrieval.e5_weights import E5Weights

QUESTIONS = Path(__file__).with_name("questions")
_HASH = 12


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--packages", type=click.Path(path_type=Path, file_okay=False), help="Where Debian's packages are kept.")
def main(folder: Path, packages: Path | None) -> None:
    """Write FOLDER/passages.jsonl: passages that questions were written for, and the others of their pages.

    Those with questions have `asked` (text, language, and which characters of the passage answer) and `near_misses`,
    which only sound as if the passage answered them. What reads otherwise in another version of a package is left out.
    """
    tokenizer = E5Tokenizer(E5Weights().vocabulary())
    try:
        lines = list(_lines(packages or folder / "packages", lambda text: len(tokenizer.encode(text))))
    except InvalidInput as error:
        raise click.ClickException(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    written = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    (folder / "passages.jsonl").write_text(written, encoding="utf-8")
    asked = [line for line in lines if "asked" in line]
    questions, near = (sum(len(line[part]) for line in asked) for part in ("asked", "near_misses"))
    click.echo(f"{len(lines)} passages, {len(asked)} with {questions} questions and {near} near misses")


def _lines(packages: Path, count: CountTokens) -> Iterator[dict[str, Any]]:
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for (package, name), about in groupby(records, key=lambda record: (record["package"], record["page"])):
            place = unpack([package], packages) / package / name
            if not place.exists():
                continue
            page = read_page(place, package, path.stem)
            yield from _of_page(package, name, page, list(about), count)


def _of_page(
    package: str, name: str, page: DocumentContent, about: list[dict[str, Any]], count: CountTokens
) -> Iterator[dict[str, Any]]:
    about = [record for record in about if _reads_as_then(record, page.text)]
    shared = {"package": package, "page": name, "lang": page.lang, "title": page.title}
    taken = [(record["at"][0], record["at"][1]) for record in about]
    for record, (start, end) in zip(about, taken, strict=True):
        own = {"heading": heading_at(page, start, count), "text": page.text[start:end]}
        yield {**shared, **own, "asked": record["asked"], "near_misses": record["near_misses"]}
    for passage in siblings(page, taken, count):
        yield {**shared, "heading": passage.heading, "text": passage.text}


def _reads_as_then(record: dict[str, Any], text: str) -> bool:
    """Whether a passage is the one that the questions were written for, and not that of another version."""
    start, end = record["at"]
    then: str = record["text"]
    return hashlib.sha256(text[start:end].encode()).hexdigest()[:_HASH] == then


if __name__ == "__main__":
    main()

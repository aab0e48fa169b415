"""`askwell ask` and `askwell search`: the same as over HTTP, but nothing is stored and nobody is notified."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click

from answering.answerer import Answered, Question
from answering.evidence.generator import Terms
from answering.reasons import told
from api.handover import answer_without_conversation
from api.model_wiring import make_writer
from api.routes.search import MAX_RESULTS, result
from api.schemas.fields import language, question_text
from api.services import Services
from api.wiring import build
from cli.context import require_data
from cli.explaining import explanation
from cli.output import print_json
from core.settings import load_settings
from retrieval.retriever import RetrievalQuery

QUOTE_SHOWN = 300
"""Characters of a passage that `search` prints."""


@click.command()
@click.argument("question", callback=lambda _ctx, _param, value: checked(question_text, value))
@click.option("--lang", callback=lambda _ctx, _param, value: value and checked(language, value), help="Its language.")
@click.option("--audience", "audiences", multiple=True, help="Group the asker belongs to; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer object; with --explain the explanation.")
@click.option("--explain", is_flag=True, help="Print how the question was read, what was found, and what weighed.")
def ask(question: str, lang: str | None, audiences: tuple[str, ...], as_json: bool, explain: bool) -> None:
    """Answer one question from the content."""
    asked = Question(question, lang, frozenset(audiences))
    with _opened() as parts:
        if explain:
            side = parts.tracing.asked(asked)
            print_json(asdict(side)) if as_json else click.echo("\n".join(explanation(side)))
            return
        answered = _written(parts, parts.answerer.answer(asked))
    answer = answer_without_conversation(answered.answer)
    if as_json:
        print_json(answer)
        return
    click.echo(f"{answer['decision']} ({answer['confidence']:.0%} sure)")
    click.echo(f"\n{answer['text']}\n")
    for choice in answer["choices"]:
        click.echo(f"- {choice}")
    for citation in answer["citations"]:
        where = " > ".join([citation["title"], *(part for part in citation["heading"] if part != citation["title"])])
        click.echo(f"[{citation['id']}] {where} ({citation['url'] or citation['document_id']})")
    for doubt in answered.doubts:
        click.echo(f"Not sure because: {told(doubt)}")
    if answer["decision"] == "escalate":
        click.echo("On the command line nothing is stored and nobody is notified.", err=True)


def _written(parts: Services, answered: Answered) -> Answered:
    """The answer in a model's words, where there is one for it."""
    model = parts.models.for_use("answer")
    if model is None:
        return answered
    writer = make_writer(parts.settings, model, parts.embedder, parts.answerer, parts.database)
    return writer.write(answered, Terms(parts.settings.llm_timeout))


@click.command()
@click.argument("query", callback=lambda _ctx, _param, value: checked(question_text, value))
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, MAX_RESULTS), help="How many, at most.")
@click.option("--lang", callback=lambda _ctx, _param, value: value and checked(language, value), help="Its language.")
@click.option("--audience", "audiences", multiple=True, help="Group the asker belongs to; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def search(query: str, k: int, lang: str | None, audiences: tuple[str, ...], as_json: bool) -> None:
    """Show the passages that fit a query best."""
    with _opened() as parts:
        found = parts.retriever.retrieve(RetrievalQuery(query, lang, frozenset(audiences), k=k))
    results = [result(hit) for hit in found.hits]
    if as_json:
        print_json({"results": results, "lang": found.lang})
        return
    if not results:
        click.echo("Nothing was found.")
    for number, (item, hit) in enumerate(zip(results, found.hits, strict=True), 1):
        click.echo(f"{number:2}. {item['score']:.3f}  {item['title']}  ({item['document_id']}, {item['lang']})")
        text = " ".join(hit.passage.text.split())
        click.echo(f"    {text[:QUOTE_SHOWN]}{'…' if len(text) > QUOTE_SHOWN else ''}")


def checked(check: Any, value: str) -> str:
    """`value` as the HTTP interface would take it; click.BadParameter otherwise."""
    try:
        found: str = check(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error
    return found


@contextmanager
def _opened() -> Iterator[Services]:
    settings = load_settings()
    require_data(settings)
    parts = build(settings)
    try:
        yield parts
    finally:
        parts.close()

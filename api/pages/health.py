"""The health of documents: a list to work through, and a page for each document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Form, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages.gap_words import REASONS
from api.pages.languages import languages_in_use
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, go, page_router
from api.pages.timeline import document_address
from insights.health.definitions import FEW, FIGURES, PROBLEMS
from insights.health.model import HealthFilter, PairKind, Problem
from insights.health.pairs import LONGEST_NOTE, links_of, pairs_of

router = page_router()

ROWS = 50
_PROBLEMS = "|".join(Problem)
DocumentId = Annotated[str, Query(alias="id", min_length=1, max_length=1_000)]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader chose to see."""

    problem: str = ""
    lang: str = ""
    source: str = ""
    text: str = ""
    all: bool = False
    """Documents without a problem too."""

    def query(self, **changes: str) -> str:
        """The query of an address with this choice, or a changed one."""
        chosen = {
            "problem": self.problem,
            "lang": self.lang,
            "source": self.source,
            "text": self.text,
            "show": "all" if self.all else "",
            **changes,
        }
        return urlencode({name: value for name, value in chosen.items() if value})

    def filter(self) -> HealthFilter:
        """The documents to list."""
        problem = Problem(self.problem) if self.problem else None
        return HealthFilter(problem, self.lang or None, self.source or None, self.text or None, troubled=not self.all)

    def csv(self) -> str:
        """The address of the same list as a file."""
        values = {
            "problem": self.problem,
            "lang": self.lang,
            "source": self.source,
            "text": self.text,
            "troubled": "" if self.all else "true",
            "format": "csv",
        }
        return f"/v1/content-health?{urlencode({name: value for name, value in values.items() if value})}"


def _shown(
    problem: Annotated[str, Query(pattern=f"^({_PROBLEMS})?$")] = "",
    lang: Annotated[str, Query(max_length=35)] = "",
    source: Annotated[str, Query(max_length=200)] = "",
    text: Annotated[str, Query(max_length=200)] = "",
    show: Annotated[str, Query(pattern="^(all)?$")] = "",
) -> Shown:
    return Shown(problem, lang.strip(), source, text.strip(), show == "all")


@router.get("/content/health")
def health(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    shown: Annotated[Shown, Depends(_shown)],
    cursor: Annotated[str | None, Query(max_length=1_500)] = None,
) -> Response:
    """Documents with a problem, unless all are asked for; the worst first."""
    with parts.database.read() as session:
        found = parts.health.store.list(session, shown.filter(), limit=ROWS, cursor=cursor)
        sources = parts.health.store.sources(session)
    counts, documents, troubled = parts.health.totals()
    return page(
        "content_health.html",
        request,
        reader=reader,
        shown=shown,
        found=found.items,
        next_cursor=found.next_cursor,
        first=cursor is None,
        sources=sources,
        counts=counts,
        documents=documents,
        troubled=troubled,
        progress=parts.health.progress(),
        asks_outside=parts.health.asks_outside,
        languages=languages_in_use(parts, shown.lang),
        definitions=PROBLEMS,
        figures=FIGURES,
        few=FEW,
    )


@router.get("/content/health/document")
def document(
    request: Request, parts: ServicesDep, reader: ContentReader, document_id: DocumentId, done: str = ""
) -> Response:
    """One document: its figures, what is wrong with it, and who checked it."""
    store = parts.health.store
    with parts.database.read() as session:
        found = store.get(session, document_id)
        pairs, links = pairs_of(session, document_id), links_of(session, document_id)
        checks, failing = store.checks(session, document_id), store.failing_questions(session, document_id)
    return page(
        "content_health_document.html",
        request,
        reader=reader,
        health=found,
        contradictions=[pair for pair in pairs if pair.kind is PairKind.CONTRADICTION],
        duplicates=[pair for pair in pairs if pair.kind is PairKind.DUPLICATE],
        links=links,
        checks=checks,
        failing=failing,
        reasons=REASONS,
        definitions=PROBLEMS,
        figures=FIGURES,
        few=FEW,
        asks_outside=parts.health.asks_outside,
        address=document_address,
        longest_note=LONGEST_NOTE,
        said=done == "checked",
    )


@router.post("/content/health/check", dependencies=[OWN_FORM])
def check(
    parts: ServicesDep,
    reader: ContentReader,
    document_id: Annotated[str, Form(alias="id", max_length=1_000)],
    version: Annotated[str, Form(max_length=80)] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE * 4)] = "",
) -> Response:
    """Mark a document as checked."""
    text = note.replace("\r\n", "\n")
    parts.health.check(document_id, version, reader.member.id, reader.member.id, text)
    return go(f"/content/health/document?id={quote(document_id, safe='')}&done=checked")


@router.post("/content/health/pairs/{pair_id}", dependencies=[OWN_FORM])
def dismiss(
    parts: ServicesDep,
    reader: ContentReader,
    pair_id: int,
    document_id: Annotated[str, Form(alias="id", max_length=1_000)],
    dismissed: Annotated[str, Form(pattern="^(yes|no)$")] = "yes",
) -> Response:
    """Say that a pair is no problem, or that it is one after all."""
    parts.health.dismiss(pair_id, reader.member.id, reader.member.id, dismissed=dismissed == "yes")
    return go(f"/content/health/document?id={quote(document_id, safe='')}#pairs")

"""The content board: what customers asked, and the documents answers come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages import definitions
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import AnyReader, ContentReader, page_router
from api.pages.timeline import answer_html, document_address, piece, quotes_of
from api.services import Services
from core.clock import timestamp
from core.errors import NotFound
from core.model import Decision
from insights.doubts import masked_doubts
from insights.drafts.differences import differences
from insights.masking import mask
from insights.questions import QuestionFilter

router = page_router()

ROWS = 50


class Period(StrEnum):
    """How far back the log is shown."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader of the log chose to see."""

    all: bool = False
    """Every question, not only those that were not answered."""
    wanted: bool = False
    """Those of which agents said that content should have answered them."""
    decision: str = ""
    lang: str = ""
    text: str = ""
    period: Period = Period.MONTH

    def query(self, **changes: str) -> str:
        """The query of an address with this choice, or a changed one."""
        chosen = {
            "show": "all" if self.all else "wanted" if self.wanted else "",
            "decision": self.decision,
            "lang": self.lang,
            "text": self.text,
            "period": self.period.value,
            **changes,
        }
        usual = {"period": Period.MONTH.value}
        return urlencode({name: value for name, value in chosen.items() if value and usual.get(name) != value})

    def filter(self, parts: Services) -> QuestionFilter:
        """The rows to list."""
        since = None if self.period is Period.ALL else parts.clock() - timedelta(days=int(self.period.value))
        return QuestionFilter(
            decisions=(Decision(self.decision),) if self.decision else None,
            lang=self.lang or None,
            text=self.text or None,
            since=timestamp(since) if since else None,
            unanswered=not self.all and not self.decision and not self.wanted,
            wants_content=self.wanted,
        )


def _shown(
    show: Annotated[str, Query(pattern="^(all|wanted)?$")] = "",
    decision: Annotated[str, Query(pattern="^(answer|caveat|clarify|escalate)?$")] = "",
    lang: Annotated[str, Query(max_length=35)] = "",
    text: Annotated[str, Query(max_length=200)] = "",
    period: Period = Period.MONTH,
) -> Shown:
    return Shown(show == "all", show == "wanted", decision, lang.strip(), text.strip(), period)


ShownDep = Annotated[Shown, Depends(_shown)]
Cursor = Annotated[str | None, Query(max_length=500)]


@router.get("/content")
def questions(
    request: Request, parts: ServicesDep, reader: ContentReader, shown: ShownDep, cursor: Cursor = None
) -> Response:
    """The log of questions; those that were not answered, unless asked otherwise."""
    chosen = shown.filter(parts)
    whole = replace(chosen, decisions=None, unanswered=False, wants_content=False)
    with parts.database.read() as session:
        found = parts.questions.list(session, chosen, limit=ROWS, cursor=cursor)
        counts = parts.questions.counts(session, whole)
        unanswered = sum(parts.questions.counts(session, replace(whole, unanswered=True)).values())
        wanted = sum(parts.questions.counts(session, replace(whole, wants_content=True)).values())
    return page(
        "content_questions.html",
        request,
        reader=reader,
        shown=shown,
        periods=[("7", "Last 7 days"), ("30", "Last 30 days"), ("90", "Last 90 days"), ("all", "All time")],
        found=found.items,
        next_cursor=found.next_cursor,
        first=cursor is None,
        counts=counts,
        total=sum(counts.values()),
        unanswered=unanswered,
        wanted=wanted,
        csv=_csv_address(chosen),
        languages=parts.settings.languages,
        definitions=definitions,
    )


@router.get("/content/questions/{message_id}")
def question(request: Request, parts: ServicesDep, reader: ContentReader, message_id: str) -> Response:
    """One question: what was answered, and what was found for it."""
    with parts.database.read() as session:
        logged = parts.questions.get(session, message_id)
        answer = parts.conversations.answer_to(session, message_id)
        evidence = parts.conversations.evidence(session, answer["message_id"]) if answer else []
        trace = parts.conversations.trace(session, answer["message_id"]) if answer else {}
        comments = parts.conversations.comments(session, logged.conversation_id)
        golden = parts.golden.find(session, message_id)
    return page(
        "content_question.html",
        request,
        reader=reader,
        question=logged,
        answer=answer,
        answer_html=answer_html(answer) if answer else "",
        quotes=quotes_of(answer) if answer else (),
        evidence=[piece(found) for found in evidence],
        doubts=masked_doubts(trace),
        standalone=mask(trace.get("standalone") or ""),
        comment=mask(comments.get(answer["message_id"], "")) if answer else "",
        golden=golden,
        choices=_choices(golden.documents if golden else logged.documents, answer, evidence),
        definitions=definitions,
    )


@router.get("/content/documents")
def documents(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    q: Annotated[str, Query(max_length=200)] = "",
    lang: Annotated[str, Query(max_length=35)] = "",
    source: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """Every document answers can come from."""
    chosen = {"q": q.strip(), "lang": lang, "source": source}
    found = parts.documents.documents(ROWS + 1, cursor, lang or None, source or None, chosen["q"] or None)
    more = len(found) > ROWS
    query = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        "content_documents.html",
        request,
        reader=reader,
        chosen=chosen,
        query=query,
        found=found[:ROWS],
        next_cursor=found[ROWS - 1].id if more else None,
        first=cursor is None,
        languages=parts.settings.languages,
    )


@router.get("/documents/{document_id:path}")
def document(
    request: Request,
    parts: ServicesDep,
    reader: AnyReader,
    document_id: str,
    version: Annotated[str | None, Query(max_length=80)] = None,
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
    since: Annotated[str | None, Query(max_length=80)] = None,
) -> Response:
    """One version of a document with its passages; `start` and `end` mark a stretch of it.

    `since`: an earlier version; what changed from that one is shown first.
    """
    found = parts.documents.version(document_id, version, None)
    earlier = parts.documents.version(document_id, since, None) if since else None
    if found is None or (since and earlier is None):
        raise NotFound("There is no such document, or it has no such version.")
    now = parts.documents.document(document_id, None)
    current = now is not None and now.version == found.version
    passages = parts.documents.passages(document_id) if current else []
    return page(
        "document.html",
        request,
        reader=reader,
        document=found,
        now=now,
        current=current,
        passages=[
            (passage, document_address(document_id, found.version, passage.start, passage.end)) for passage in passages
        ],
        chosen=(start, end),
        html=_marked(found.text, start, end),
        earlier=earlier,
        changed=differences(earlier.text, found.text) if earlier else (),
        quote=found.text[start:end],
    )


def _choices(
    chosen: Sequence[str], answer: Mapping[str, Any] | None, evidence: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str, bool]]:
    """Documents that may answer a question: id, title, and whether it is among the `chosen`, which come first."""
    found = [*(answer["citations"] if answer else ()), *evidence]
    titles = {str(row["document_id"]): str(row["title"]) for row in reversed(found)}
    ids = dict.fromkeys([*chosen, *(str(row["document_id"]) for row in found)])
    return [(document, titles.get(document, document), document in chosen) for document in ids]


def _marked(text: str, start: int, end: int) -> Markup:
    """The text, with the first marked stretch as the target of `#quote`."""
    html = str(render_text(text, (start, end) if end > start else None, top=2))
    return Markup(html.replace("<mark>", '<mark id="quote">', 1))  # noqa: S704 - escaped by render_text


def _csv_address(chosen: QuestionFilter) -> str:
    values: dict[str, Any] = {
        "decision": list(chosen.decisions or ()),
        "lang": chosen.lang,
        "text": chosen.text,
        "since": chosen.since,
        "unanswered": "true" if chosen.unanswered else None,
        "wants_content": "true" if chosen.wants_content else None,
        "format": "csv",
    }
    return f"/v1/questions?{urlencode({name: value for name, value in values.items() if value}, doseq=True)}"

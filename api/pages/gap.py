"""One gap: its questions, its figures, and what people do with it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, Query, Request
from starlette.responses import Response

from api import gaps
from api.auth import ServicesDep
from api.causes import cause_of, correct_cause
from api.pages.cause_words import CAUSES, HELPED_BY_CHANGE
from api.pages.draft_words import STATES as DRAFT_STATES
from api.pages.gap_words import REASONS, STATES, happening, language_of, weeks_chart
from api.pages.proof import proof_of
from api.pages.proof_words import BECAUSE, DECISIONS, VERDICTS, change_words, outcome_words
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, go, page_router
from api.services import Services
from core.errors import InvalidInput
from insights.gaps.hands import LONGEST_NOTE, MOST_AT_ONCE
from insights.gaps.harm import DEFINITIONS
from insights.gaps.model import BY_HAND, Cause, Gap, GapState
from insights.gaps.neighbours import nearest_gaps

router = page_router()

ROWS = 50


@router.get("/content/gaps/{gap_id}")
def gap(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    gap_id: str,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """One gap on one page; for one that was merged the one it is in now."""
    store = parts.gaps.store
    with parts.database.read() as session:
        found = store.get(session, gap_id, language_of(reader))
        if found.id != gap_id:
            return go(f"/content/gaps/{found.id}")
        questions = store.questions(session, gap_id, limit=ROWS, cursor=cursor)
        names = store.names(session, gap_id)
        drafts = parts.drafts.store.of_gap(session, gap_id)
        notes, history = store.notes(session, gap_id), store.history(session, gap_id)
        nearest = [store.get(session, other, language_of(reader)) for other in nearest_gaps(session, gap_id)]
        weights = parts.gaps.settings.get(session)
        proof = proof_of(parts, session, found.id)
        why = cause_of(parts, session, found.id)
    people = {one.id: one.name for one in parts.staff.all()}
    return page(
        "content_gap.html",
        request,
        reader=reader,
        gap=found,
        weeks=weeks_chart(found.weeks, found.name),
        names={lang: name for lang, name in names.items() if name != found.name},
        questions=questions.items,
        next_cursor=questions.next_cursor,
        first=cursor is None,
        notes=notes,
        history=[(entry, happening(entry, people)) for entry in history],
        nearest=nearest,
        weights=weights,
        proof=proof,
        because=BECAUSE,
        verdicts=VERDICTS,
        decisions=DECISIONS,
        change_words=change_words,
        outcome_words=outcome_words,
        people=people,
        why=why,
        causes=CAUSES,
        helped_by_change=HELPED_BY_CHANGE,
        said_by=people.get(why.corrected_by or "", "An API key"),
        states=STATES,
        drafts=drafts,
        draft_states=DRAFT_STATES,
        choices=list(dict.fromkeys((found.state, *BY_HAND))),
        reasons=REASONS,
        team=gaps.content_team(parts),
        definitions=DEFINITIONS,
        longest_note=LONGEST_NOTE,
    )


@router.post("/content/gaps/{gap_id}/work", dependencies=[OWN_FORM])
def work(
    parts: ServicesDep,
    reader: ContentReader,
    gap_id: str,
    state: Annotated[GapState, Form()],
    before: Annotated[GapState, Form()],
    owner: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Say who works on it and where that stands."""
    if state is not before:
        gaps.set_state(parts, gap_id, state, reader.member.id, before)
    gaps.set_owner(parts, gap_id, owner or None, reader.member.id)
    return _back(parts, gap_id)


@router.post("/content/gaps/{gap_id}/cause", dependencies=[OWN_FORM])
def correct(
    parts: ServicesDep, reader: ContentReader, gap_id: str, cause: Annotated[Cause | Literal[""], Form()] = ""
) -> Response:
    """Say what the cause is, or leave it to Askwell."""
    correct_cause(parts, gap_id, cause or None, reader.member.id)
    return _back(parts, gap_id, "#cause")


@router.post("/content/gaps/{gap_id}/notes", dependencies=[OWN_FORM])
def note(
    parts: ServicesDep, reader: ContentReader, gap_id: str, text: Annotated[str, Form(max_length=LONGEST_NOTE * 4)] = ""
) -> Response:
    """Write a note for colleagues."""
    gaps.note(parts, gap_id, text.replace("\r\n", "\n"), reader.member.id, reader.member.id)
    return _back(parts, gap_id, "#notes")


@router.post("/content/gaps/{gap_id}/split", dependencies=[OWN_FORM])
def split(
    parts: ServicesDep,
    reader: ContentReader,
    gap_id: str,
    questions: Annotated[list[str], Form(max_length=MOST_AT_ONCE)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Put some questions into a gap of their own, and show that one."""
    return go(f"/content/gaps/{gaps.split(parts, gap_id, questions, reader.member.id)}")


@router.post("/content/gaps/{gap_id}/merge", dependencies=[OWN_FORM])
def merge(
    parts: ServicesDep,
    reader: ContentReader,
    gap_id: str,
    other: Annotated[str, Form(max_length=80)] = "",
    address: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Take another gap in: chosen from the nearest, or named by its address."""
    wanted = address.strip().rstrip("/").rpartition("/")[2] or other
    if not wanted:
        raise InvalidInput("Choose the gap that is about the same, or paste its address.")
    return go(f"/content/gaps/{gaps.merge(parts, gap_id, wanted, reader.member.id)}")


def _back(parts: Services, gap_id: str, where: str = "") -> Response:
    with parts.database.read() as session:
        found: Gap = parts.gaps.store.get(session, gap_id)
    return go(f"/content/gaps/{found.id}{where}")

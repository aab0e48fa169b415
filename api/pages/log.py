"""The log of questions on the content board: the list, its filters, and saved views."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.errors import status_of
from api.pages import definitions
from api.pages.first_run import first_run
from api.pages.log_choice import NOBODY_SPECIAL, LogChoice, choice_of, csv_address, page_address
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, Reader, go, page_router
from api.services import Services
from core.errors import AppError
from core.model import FeedbackReason
from insights.log.filtering import Vote
from insights.log.outcomes import CERTAINTY, MEANINGS, Certainty, QuestionOutcome
from insights.log.tally import Tally, tally
from insights.log.views import LONGEST_NAME

router = page_router()

ROWS = 50
PERIODS = {"7": "Last 7 days", "30": "Last 30 days", "90": "Last 90 days", "all": "All time"}
VOTES = {Vote.YES: "It helped", Vote.NO: "It did not help", Vote.NONE: "No vote"}
MISSED = {
    FeedbackReason.WRONG: "wrong",
    FeedbackReason.INCOMPLETE: "incomplete",
    FeedbackReason.UNCLEAR: "unclear",
    FeedbackReason.OUTDATED: "outdated",
    FeedbackReason.NOT_MY_QUESTION: "not my question",
}
GROUPS = {
    Certainty.CONFIRMED: ("Confirmed", "Somebody said or did it."),
    Certainty.ASSUMED: ("Assumed", "Concluded from what the customer did afterwards, or did not do."),
    Certainty.OPEN: ("Open", "Nothing can be said."),
}
OUTCOMES = {group: [outcome for outcome in QuestionOutcome if CERTAINTY[outcome] is group] for group in Certainty}
SAID = {"saved": "View saved.", "changed": "View changed.", "deleted": "View deleted."}

Name = Annotated[str, Form(max_length=LONGEST_NAME * 4)]
Chosen = Annotated[str, Form(max_length=3_000)]
Sharing = Annotated[str, Form(pattern="^(yes)?$")]


@router.get("/content")
def questions(
    request: Request, parts: ServicesDep, reader: ContentReader, shown: Annotated[LogChoice, Query()]
) -> Response:
    """The log of questions; those that were not answered, unless asked otherwise."""
    return _page(request, parts, reader, shown)


@router.post("/content/views", dependencies=[OWN_FORM])
def save_view(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    name: Name = "",
    query: Chosen = "",
    shared: Sharing = "",
) -> Response:
    """Saves what is chosen under a name; what is refused stays in the form."""
    shown = choice_of(query)
    try:
        with parts.database.write() as session:
            made = parts.log.views.add(session, reader.member.id, name, shown.query(), shared=bool(shared))
    except AppError as error:
        return _page(request, parts, reader, shown, error=error, name=name)
    return go(f"{page_address(made)}&done=saved")


@router.post("/content/views/{view_id}", dependencies=[OWN_FORM])
def change_view(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    view_id: str,
    name: Name = "",
    query: Chosen = "",
    shared: Sharing = "",
    update: Sharing = "",
) -> Response:
    """Renames it, shares it or not, and with `update` has it show what is chosen now."""
    shown = choice_of(query)
    try:
        with parts.database.write() as session:
            changed = parts.log.views.change(
                session,
                reader.member.id,
                view_id,
                name=name,
                shared=bool(shared),
                query=shown.query() if update else None,
            )
    except AppError as error:
        return _page(request, parts, reader, shown.model_copy(update={"view": view_id}), error=error, name=name)
    return go(f"{page_address(changed)}&done=changed")


@router.post("/content/views/{view_id}/delete", dependencies=[OWN_FORM])
def delete_view(parts: ServicesDep, reader: ContentReader, view_id: str) -> Response:
    """Deletes it; administrators may delete what others share."""
    with parts.database.write() as session:
        parts.log.views.delete(session, reader.member.id, view_id, of_others=reader.admin)
    return go("/content?done=deleted")


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    shown: LogChoice,
    *,
    error: AppError | None = None,
    name: str = "",
) -> Response:
    chosen = shown.filter(parts.clock())
    with parts.database.read() as session:
        found = parts.questions.list(session, chosen, limit=ROWS, cursor=shown.cursor)
        understood = parts.questions.understood(session, [one.message_id for one in found.items])
        counted = tally(session, chosen)
        views = parts.log.views.seen_by(session, reader.member.id)
        first = first_run(session)
    return page(
        "content_questions.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        first=first,
        shown=shown,
        periods=PERIODS,
        found=found.items,
        understood=understood,
        next_cursor=found.next_cursor,
        counted=counted,
        count=_count(shown, counted),
        views=views,
        view=next((view for view in views if view.id == shown.view), None),
        csv=csv_address(chosen),
        votes=VOTES,
        missed=MISSED,
        groups=GROUPS,
        outcomes=OUTCOMES,
        meanings=MEANINGS,
        certainty=CERTAINTY,
        nobody=NOBODY_SPECIAL,
        definitions=definitions,
        said=SAID.get(shown.done, ""),
        error=error.message if error else "",
        name=name,
        longest_name=LONGEST_NAME,
    )


def _count(shown: LogChoice, counted: Tally) -> int:
    """How many questions the list has, on all its pages."""
    if shown.decision:
        return counted.decisions[shown.decision]
    return {"": counted.unanswered, "all": counted.everything, "wanted": counted.wanted}[shown.show]

"""The board of gaps: what the content does not serve, the most harmful first; its weights; grouping anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Form, Query, Request
from starlette.responses import Response

from api import gaps
from api.auth import ServicesDep
from api.errors import status_of
from api.pages.cause_words import CAUSES
from api.pages.gap_words import ORDERS, REASONS, STATES, language_of, weeks_chart
from api.pages.languages import languages_in_use
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, Reader, go, page_router
from api.services import Services
from core.errors import AppError, InvalidInput
from insights.gaps.harm import DEFINITIONS, HEAVIEST, Weights
from insights.gaps.model import ON_THE_BOARD, Cause, GapFilter, GapOrder, GapState
from insights.gaps.runs import RunState

router = page_router()

ROWS = 50
_STATES = "|".join(GapState)
_CAUSES = "|".join(Cause)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader of the board chose to see."""

    state: str = ""
    lang: str = ""
    owner: str = ""
    text: str = ""
    cause: str = ""
    order: GapOrder = GapOrder.HARM

    def query(self, **changes: str) -> str:
        """The query of an address with this choice, or a changed one."""
        chosen = {**asdict(self), **changes}
        usual = {"order": GapOrder.HARM.value}
        return urlencode({name: value for name, value in chosen.items() if value and usual.get(name) != value})

    def filter(self, reader: Reader) -> GapFilter:
        """The gaps to list."""
        states = (GapState(self.state),) if self.state else ON_THE_BOARD
        owner, cause = reader.member.id if self.owner else None, Cause(self.cause) if self.cause else None
        return GapFilter(states, self.lang or None, owner, self.text or None, cause)


def _shown(
    state: Annotated[str, Query(pattern=f"^({_STATES})?$")] = "",
    lang: Annotated[str, Query(max_length=35)] = "",
    owner: Annotated[str, Query(pattern="^(me)?$")] = "",
    text: Annotated[str, Query(max_length=200)] = "",
    cause: Annotated[str, Query(pattern=f"^({_CAUSES})?$")] = "",
    order: GapOrder = GapOrder.HARM,
) -> Shown:
    return Shown(state, lang.strip(), owner, text.strip(), cause, order)


@router.get("/content/gaps")
def board(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    shown: Annotated[Shown, Depends(_shown)],
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """All gaps that something is left to do about, unless others are asked for."""
    with parts.database.read() as session:
        found = parts.gaps.store.list(
            session,
            shown.filter(reader),
            order=shown.order,
            named_in=language_of(reader),
            limit=ROWS,
            cursor=cursor,
        )
        counts, pending = parts.gaps.store.counts(session), parts.gaps.store.pending(session)
        run = parts.gaps.runs.latest(session)
    return page(
        "content_gaps.html",
        request,
        reader=reader,
        shown=shown,
        found=[(gap, weeks_chart(gap.weeks, gap.name)) for gap in found.items],
        next_cursor=found.next_cursor,
        first=cursor is None,
        counts=counts,
        on_the_board=sum(counts[state] for state in ON_THE_BOARD),
        pending=pending,
        run=run,
        grouping=run is not None and run.state in {RunState.ASKED, RunState.RUNNING},
        states=STATES,
        causes=CAUSES,
        reasons=REASONS,
        orders=ORDERS,
        definitions=DEFINITIONS,
        languages=languages_in_use(parts, shown.lang),
    )


@router.post("/content/gaps/regroup", dependencies=[OWN_FORM])
def regroup(parts: ServicesDep, reader: ContentReader) -> Response:
    """Have all questions grouped anew in the background."""
    gaps.ask_for_regrouping(parts, reader.member.id)
    return go("/content/gaps")


@router.get("/content/gaps/weights")
def weights(request: Request, parts: ServicesDep, reader: ContentReader, done: str = "") -> Response:
    """How harm is made of its factors."""
    with parts.database.read() as session:
        found = parts.gaps.settings.get(session)
    return _weights(
        request, reader, {name: f"{value:g}" for name, value in asdict(found).items()}, said=done == "saved"
    )


@router.post("/content/gaps/weights", dependencies=[OWN_FORM])
def set_weights(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    customers: Annotated[str, Form(max_length=20)] = "",
    repeat: Annotated[str, Form(max_length=20)] = "",
    agent_minutes: Annotated[str, Form(max_length=20)] = "",
    trend: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Weight the factors otherwise; what is refused stays in the form."""
    entered = {"customers": customers, "repeat": repeat, "agent_minutes": agent_minutes, "trend": trend}
    try:
        _put(parts, reader, entered)
    except AppError as error:
        return _weights(request, reader, entered, error=error)
    return go("/content/gaps/weights?done=saved")


def _put(parts: Services, reader: Reader, entered: dict[str, str]) -> None:
    try:
        chosen = Weights(**{name: float(value.replace(",", ".")) for name, value in entered.items()})
    except ValueError as error:
        raise InvalidInput(f"Each weight is a number from 0 to {HEAVIEST:g}.") from error
    gaps.set_weights(parts, chosen, reader.member.id, reader.member.id)


def _weights(
    request: Request, reader: Reader, entered: dict[str, str], *, said: bool = False, error: AppError | None = None
) -> Response:
    return page(
        "content_gap_weights.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        entered=entered,
        definitions=DEFINITIONS,
        heaviest=HEAVIEST,
        said=said,
        error=error.message if error else "",
    )

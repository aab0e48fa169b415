"""Proof on the board: what was asked again, the documents that are right, the rules, and customers to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote

from fastapi import Form, Request
from starlette.responses import Response

from api import proof
from api.auth import ServicesDep
from api.errors import status_of
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, go, page_router
from api.services import Services
from core.db import Session
from core.errors import AppError, InvalidInput
from insights.proof.model import Check, CheckedQuestion, Due, RightDocument, Rules
from insights.proof.rules import DEFINITIONS, LONGEST_ROUND, LOWEST_BAR, MOST_SAMPLED

router = page_router()

_HISTORY = 10
_FOUND = 5
"""Documents that are offered as the right one: those that answers cite now."""


@dataclass(frozen=True, slots=True)
class ProofShown:
    """What the page of a gap shows of proof."""

    rules: Rules
    documents: tuple[RightDocument, ...]
    due: Due | None
    running: Check | None
    latest: Check | None
    questions: tuple[CheckedQuestion, ...]
    history: tuple[Check, ...]
    offered: tuple[tuple[str, str], ...]
    """Ids and titles."""
    tell: bool
    told: int
    untold: int
    can_write: bool

    @property
    def shares(self) -> dict[str, tuple[int, int]]:
        """By language, how many of the questions of the latest check passed, and of how many."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.questions:
            passed, total = found.get(one.lang or "und", (0, 0))
            found[one.lang or "und"] = (passed + bool(one.now and one.now.passed), total + 1)
        return found


def proof_of(parts: Services, session: Session, gap_id: str) -> ProofShown:
    """All of it for one gap."""
    board = parts.proof
    latest, running = board.store.latest(session, gap_id), board.store.running(session)
    questions = tuple(board.store.questions(session, latest.id)) if latest else ()
    right = board.right.ids(session, gap_id)
    offered = {
        one.now.cited.document_id: one.now.cited.title
        for one in questions
        if one.now and one.now.cited and one.now.cited.document_id not in right
    }
    return ProofShown(
        rules=board.settings.get(session),
        documents=board.right.of(session, gap_id),
        due=board.store.due(session, gap_id),
        running=running if running and running.gap_id == gap_id else None,
        latest=latest,
        questions=tuple(sorted(questions, key=lambda one: bool(one.now and one.now.passed))),
        history=board.store.list(session, gap_id, limit=_HISTORY).items,
        offered=tuple(offered.items())[:_FOUND],
        tell=board.telling.wanted(session, gap_id),
        told=board.telling.told(session, gap_id),
        untold=len(board.telling.untold(session, gap_id)),
        can_write=board.telling.can_write,
    )


@router.get("/content/gaps/proof")
def rules(request: Request, parts: ServicesDep, reader: ContentReader, done: str = "") -> Response:
    """When a gap counts as closed."""
    with parts.database.read() as session:
        found = parts.proof.settings.get(session)
        waiting, running = parts.proof.store.waiting(session), parts.proof.store.running(session)
    return _rules(request, reader, _entered(found), said=done == "saved", waiting=waiting, running=running)


@router.post("/content/gaps/proof", dependencies=[OWN_FORM])
def set_rules(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    bar: Annotated[str, Form(max_length=20)] = "",
    sample: Annotated[str, Form(max_length=20)] = "",
    round_days: Annotated[str, Form(max_length=20)] = "",
    each_language: Annotated[str, Form(max_length=5)] = "",
    accept_unsure: Annotated[str, Form(max_length=5)] = "",
    tell: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """Set the rules; what is refused stays in the form."""
    entered: dict[str, str | bool] = {
        "bar": bar,
        "sample": sample,
        "round_days": round_days,
        "each_language": bool(each_language),
        "accept_unsure": bool(accept_unsure),
        "tell": bool(tell),
    }
    try:
        proof.set_rules(parts, _read(bar, sample, round_days, entered), reader.member.id, reader.member.id)
    except AppError as error:
        return _rules(request, reader, entered, error=error)
    return go("/content/gaps/proof?done=saved")


@router.post("/content/gaps/{gap_id}/check", dependencies=[OWN_FORM])
def check(parts: ServicesDep, reader: ContentReader, gap_id: str) -> Response:
    """Ask its questions again, soon."""
    proof.ask_for_check(parts, gap_id, reader.member.id)
    return go(f"/content/gaps/{gap_id}#proof")


@router.post("/content/gaps/{gap_id}/documents", dependencies=[OWN_FORM])
def documents(
    parts: ServicesDep,
    reader: ContentReader,
    gap_id: str,
    add: Annotated[str, Form(max_length=1_000)] = "",
    drop: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Name one more document as right, by id or link, or take one back."""
    with parts.database.read() as session:
        gap = parts.gaps.store.get(session, gap_id)
        there = [one.document_id for one in parts.proof.right.of(session, gap.id)]
    wanted = unquote(add.strip().partition("?")[0].rpartition("/documents/")[2])
    if not wanted and not drop:
        raise InvalidInput("Give the id or the link of the document that answers this gap.")
    left = [one for one in there if one != drop]
    proof.name_documents(parts, gap.id, [*left, *([wanted] if wanted else [])], reader.member.id)
    return go(f"/content/gaps/{gap.id}#proof")


@router.post("/content/gaps/{gap_id}/telling", dependencies=[OWN_FORM])
def telling(
    parts: ServicesDep, reader: ContentReader, gap_id: str, act: Annotated[str, Form(pattern="^(now|on|off)$")]
) -> Response:
    """Tell customers now, or say whether they are told by themselves."""
    if act == "now":
        proof.tell_now(parts, gap_id, reader.member.id)
    else:
        proof.decide_telling(parts, gap_id, act == "on")
    return go(f"/content/gaps/{gap_id}#proof")


def _entered(rules: Rules) -> dict[str, str | bool]:
    return {
        "bar": f"{rules.bar * 100:g}",
        "sample": str(rules.sample),
        "round_days": str(rules.round_days),
        "each_language": rules.each_language,
        "accept_unsure": rules.accept_unsure,
        "tell": rules.tell,
    }


def _read(bar: str, sample: str, round_days: str, ticked: dict[str, str | bool]) -> Rules:
    try:
        return Rules(
            bar=float(bar.replace(",", ".")) / 100,
            each_language=bool(ticked["each_language"]),
            sample=int(sample),
            accept_unsure=bool(ticked["accept_unsure"]),
            round_days=int(round_days),
            tell=bool(ticked["tell"]),
        )
    except ValueError as error:
        raise InvalidInput("The bar, the number of questions and the days are numbers.") from error


def _rules(
    request: Request,
    reader: ContentReader,
    entered: dict[str, str | bool],
    *,
    said: bool = False,
    waiting: int = 0,
    running: Check | None = None,
    error: AppError | None = None,
) -> Response:
    return page(
        "content_proof.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        entered=entered,
        definitions=DEFINITIONS,
        lowest=LOWEST_BAR * 100,
        most=MOST_SAMPLED,
        longest=LONGEST_ROUND,
        waiting=waiting,
        running=running,
        said=said,
        error=error.message if error else "",
    )

"""Tools for the content team: what is missing, and proposing an article for it."""

from __future__ import annotations

from api.drafting.beginning import Wanted
from api.idempotency import ticket
from api.mcp.access import ALL_GAPS, Access
from api.mcp.content_tools import visible_version
from api.mcp.inputs import DraftInput, GapsInput
from api.mcp.outputs import DraftOutput, GapOutput, GapsOutput
from api.services import Services
from core.db import Session
from core.errors import Forbidden, NotFound
from core.language import primary
from insights.gaps.model import ON_THE_BOARD, Gap, GapFilter

EXAMPLES = 3
"""Questions shown of each gap."""


def list_gaps(parts: Services, access: Access, given: GapsInput) -> GapsOutput:
    """Gaps of which every question was asked within the caller's audiences; keys for content see all."""
    lang = primary(given.lang) if given.lang else None
    chosen = GapFilter(tuple(given.states) or ON_THE_BOARD, lang, None, None, given.cause)
    with parts.database.read() as session:
        page = parts.gaps.store.list(
            session, chosen, order=given.order, named_in=lang, limit=given.limit, cursor=given.cursor
        )
        gaps = [_shown(parts, session, gap) for gap in page.items if _visible(access, gap)]
    return GapsOutput(gaps=gaps, next_cursor=page.next_cursor)


def draft_article(parts: Services, access: Access, given: DraftInput) -> DraftOutput:
    """A proposal to the content team, made once for the same arguments; nothing is published."""
    wanted = Wanted(
        gap_id=_gap_of(parts, access, given.gap_id),
        document_id=given.document_id,
        lang=given.lang,
        title=given.title,
        text=given.text,
        audiences=_audiences(parts, access, given),
    )
    body = given.model_dump()
    # Clients repeat calls that they believe lost: the request itself is the key that tells a repetition.
    fingerprint = ticket(access.name, "", "mcp draft", body)
    paper = ticket(access.name, f"mcp {fingerprint.fingerprint}" if fingerprint else None, "mcp draft", body)
    made = parts.drafts.begin(wanted, access.name, paper, propose=True)
    return _draft(parts, made)


def _gap_of(parts: Services, access: Access, gap_id: str | None) -> str | None:
    """The gap, if this caller may see it; raises NotFound."""
    if gap_id is None:
        return None
    with parts.database.read() as session:
        gap = parts.gaps.store.get(session, gap_id)
    if not _visible(access, gap):
        raise NotFound("There is no such gap.")
    return gap.id


def _audiences(parts: Services, access: Access, given: DraftInput) -> frozenset[str] | None:
    """Who would see it; None: as the document that it is an addition to. Raises Forbidden and NotFound."""
    own = access.caller.audiences
    if given.document_id is not None:
        visible_version(parts, access, given.document_id)
        return None
    if given.audiences is None:
        return own
    wanted = frozenset(given.audiences)
    # What was read for it may be for these audiences only, so only who has none may write for everybody.
    if (own and not wanted) or not wanted <= own:
        raise Forbidden("audiences: name some of your own audiences, or leave it out.")
    return wanted


def _visible(access: Access, gap: Gap) -> bool:
    return access.allows(ALL_GAPS) or frozenset(gap.audiences) <= access.caller.audiences


def _shown(parts: Services, session: Session, gap: Gap) -> GapOutput:
    examples = parts.gaps.store.questions(session, gap.id, limit=EXAMPLES).items
    return GapOutput(
        id=gap.id,
        name=gap.name,
        state=gap.state,
        cause=gap.cause,
        lang=gap.lang,
        langs=dict(gap.langs),
        size=gap.size,
        customers=gap.customers,
        harm=round(gap.harm, 3),
        last_seen=gap.last_seen,
        examples=[question.text for question in examples],
    )


def _draft(parts: Services, draft_id: str) -> DraftOutput:
    with parts.database.read() as session:
        draft, texts = parts.drafts.store.get(session, draft_id), parts.drafts.store.texts(session, draft_id)
    address = f"{(parts.settings.public_url or '').rstrip('/')}/content/drafts/{draft.id}"
    return DraftOutput(
        draft_id=draft.id,
        state=draft.state,
        title=texts[0].title,
        lang=texts[0].lang,
        gap_id=draft.gap_id,
        document_id=texts[0].document_id,
        audiences=sorted(draft.audiences),
        address=address,
    )

"""People of the staff, for administrators: who there is, what each may do, and ways in for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.errors import status_of
from api.pages.account import Languages
from api.pages.languages import language_choices
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, AdminReader, Reader, go, page_router
from api.services import Services
from api.staff import Profile, Role, StaffMember
from api.staffing.accounts import MAX_CAPACITY, MAX_EMAIL, MAX_NAME
from core.clock import timestamp
from core.errors import AppError, Conflict, InvalidInput
from escalation.tickets import OPEN

router = page_router()

ROLES = {
    Role.AGENT: "Works on the desk: reads conversations and replies to customers.",
    Role.CONTENT: "Works on content: documents, the log of questions, quality.",
    Role.ADMIN: "Everything, people and settings included.",
}
SAVED = {
    "added": "Added. Make a sign-in link below and give it to them.",
    "profile": "Saved.",
    "role": "The role is changed. It counts at once.",
    "disable": "The account is closed. Its sessions and links have ended.",
    "enable": "The account is open again.",
    "unlock": "Passwords are looked at again.",
    "send-link": "A letter with a sign-in link is on its way.",
    "end-sessions": "They are signed out everywhere.",
}


@dataclass(frozen=True, slots=True)
class PersonForm:
    """The fields of the forms on a person's page; each form uses its own."""

    role: Role | None = None
    name: str = ""
    languages: tuple[str, ...] = ()
    capacity: str = ""
    away: bool = False

    def profile(self) -> Profile:
        """As a profile; raises InvalidInput for a capacity that is no number."""
        if self.capacity and not (self.capacity.isascii() and self.capacity.isdigit()):
            raise InvalidInput(f"Open conversations at once: a number from 0 to {MAX_CAPACITY}, or nothing.")
        return Profile(self.name, self.languages, int(self.capacity) if self.capacity else None, self.away)


def _person_form(
    role: Annotated[Role | None, Form()] = None,
    name: Annotated[str, Form(max_length=MAX_NAME * 4)] = "",
    languages: Languages = [],  # noqa: B006 - FastAPI copies it
    capacity: Annotated[str, Form(max_length=6)] = "",
    away: Annotated[bool, Form()] = False,
) -> PersonForm:
    return PersonForm(role, name, tuple(languages), capacity.strip(), away)


PersonFormDep = Annotated[PersonForm, Depends(_person_form)]


@router.get("/desk/staff")
def people(request: Request, parts: ServicesDep, reader: AdminReader) -> Response:
    """Everybody."""
    return _list(request, parts, reader)


@router.post("/desk/staff", dependencies=[OWN_FORM])
def add(
    request: Request,
    parts: ServicesDep,
    reader: AdminReader,
    email: Annotated[str, Form(max_length=MAX_EMAIL)] = "",
    name: Annotated[str, Form(max_length=MAX_NAME * 4)] = "",
    role: Annotated[Role, Form()] = Role.AGENT,
) -> Response:
    """A new account."""
    try:
        with parts.database.write() as session:
            made = parts.staff.create(session, email, role, name.strip() or None, reader.member.id)
    except (InvalidInput, Conflict) as error:
        return _list(request, parts, reader, error=error, draft={"email": email, "name": name, "role": role})
    return go(f"/desk/staff/{made.id}?saved=added")


@router.get("/desk/staff/{staff_id}")
def person(request: Request, parts: ServicesDep, reader: AdminReader, staff_id: str, saved: str = "") -> Response:
    """One person."""
    return _person(request, parts, reader, staff_id, said=SAVED.get(saved))


@router.post("/desk/staff/{staff_id}/link", dependencies=[OWN_FORM])
def make_link(request: Request, parts: ServicesDep, reader: AdminReader, staff_id: str) -> Response:
    """Makes a sign-in link and shows it, this once."""
    member = parts.staff.find(staff_id)
    if member.disabled:
        return _person(request, parts, reader, staff_id, error=Conflict("Open the account again first."))
    token = parts.staff.create_link(member, by=reader.member.id)
    base = (parts.settings.public_url or str(request.base_url)).rstrip("/")
    return _person(request, parts, reader, staff_id, link=f"{base}/sign-in?token={token}")


@router.post("/desk/staff/{staff_id}/{verb}", dependencies=[OWN_FORM])
def change(
    request: Request, parts: ServicesDep, reader: AdminReader, staff_id: str, verb: str, form: PersonFormDep
) -> Response:
    """Changes one thing about a person; a refusal shows the page with the reason."""
    acts = _acts(parts, parts.staff.find(staff_id), form, reader.member.id)
    try:
        if verb not in acts:
            raise InvalidInput("There is no such action.")
        acts[verb]()
    except AppError as error:
        return _person(request, parts, reader, staff_id, error=error)
    if staff_id == reader.member.id and verb in {"role", "end-sessions"}:
        return go("/account")
    return go(f"/desk/staff/{staff_id}?saved={verb}")


def _acts(parts: Services, member: StaffMember, form: PersonForm, by: str) -> Mapping[str, Callable[[], object]]:
    staff = parts.staff
    return {
        "profile": lambda: staff.set_profile(member.id, form.profile(), by),
        "role": lambda: staff.set_role(member.id, form.role or member.role, by),
        "disable": lambda: staff.set_disabled(member.id, True, by),
        "enable": lambda: staff.set_disabled(member.id, False, by),
        "unlock": lambda: staff.unlock(member.id, by),
        "send-link": lambda: parts.staffing.sign_ins.send_link(member.id, by),
        "end-sessions": lambda: staff.sign_out_elsewhere(member.id, by),
    }


def _list(
    request: Request,
    parts: Services,
    reader: Reader,
    *,
    error: AppError | None = None,
    draft: Mapping[str, str] | None = None,
) -> Response:
    members = parts.staff.all()
    return page(
        "people.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        members=sorted(members, key=lambda member: (member.disabled, member.name.casefold())),
        loads=_loads(parts),
        roles=ROLES,
        now=timestamp(parts.clock()),
        error=error.message if error else None,
        draft=draft or {"email": "", "name": "", "role": Role.AGENT},
    )


def _person(
    request: Request,
    parts: Services,
    reader: Reader,
    staff_id: str,
    *,
    said: str | None = None,
    error: AppError | None = None,
    link: str | None = None,
) -> Response:
    member = parts.staff.find(staff_id)
    response = page(
        "person.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        member=member,
        load=_loads(parts).get(member.id, 0),
        sessions=parts.staff.sessions.list(member.id),
        choices=language_choices(parts, *member.languages),
        roles=ROLES,
        locked=(member.locked_until or "") > timestamp(parts.clock()),
        said=said,
        error=error.message if error else None,
        link=link,
        sends_letters=parts.staffing.sign_ins.sends_letters,
        max_capacity=MAX_CAPACITY,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _loads(parts: Services) -> dict[str, int]:
    """Open conversations of each agent."""
    states = sorted(OPEN)
    marks = ", ".join("?" * len(states))
    with parts.database.read() as session:
        rows = session.execute(
            f"SELECT agent_id, count(*) FROM escalations WHERE agent_id IS NOT NULL AND status IN ({marks})"  # noqa: S608
            " GROUP BY agent_id",
            states,
        ).fetchall()
    return dict(map(tuple, rows))

"""Where customers say that they want no more letters telling of answers; the link in the letter is signed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages.rendering import page
from api.pages.routing import page_router
from insights.proof.words import words_of

router = page_router()

Token = Annotated[str, Query(max_length=200)]
Lang = Annotated[str, Query(max_length=35)]


@router.get("/unsubscribe")
def ask(request: Request, parts: ServicesDep, token: Token = "", lang: Lang = "en") -> Response:
    """The button that ends the letters: programs that only look at links end nothing."""
    return _page(request, token, lang, "asked" if parts.proof.telling.refusals.is_token(token) else "bad")


@router.post("/unsubscribe")
def stop(request: Request, parts: ServicesDep, token: Token = "", lang: Lang = "en") -> Response:
    """Ends the letters, for the button and for mail programs (RFC 8058): the token says whose, nobody signs in."""
    with parts.database.write() as session:
        known = parts.proof.telling.refusals.refuse(session, token)
    return _page(request, token, lang, "done" if known else "bad")


def _page(request: Request, token: str, lang: str, state: str) -> Response:
    response = page(
        "unsubscribe.html",
        request,
        status=404 if state == "bad" else 200,
        token=token,
        state=state,
        words=words_of(lang),
        lang=words_of(lang).lang,
    )
    response.headers["Cache-Control"] = "no-store"
    return response

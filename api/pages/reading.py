"""One public document as a page for customers: where a letter leads when the document has no page of its own."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from api.auth import AnyCaller, ServicesDep
from api.light_limits import Budget
from api.pages.helpcentre import LANGUAGES
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import page_router
from api.pages.words import words_of
from core.errors import NotFound
from core.language import primary
from insights.proof.letters import READ_PATH

router = page_router()


@router.get(f"{READ_PATH}/{{document_id:path}}")
def read(request: Request, document_id: str, caller: AnyCaller, parts: ServicesDep) -> Response:
    """The document as everybody may see it now, whoever asks; search engines are told to leave it out."""
    parts.light_limits.check(Budget.READING, caller.address)
    found = parts.public_documents.read([document_id]).get(document_id)
    if found is None:
        raise NotFound("There is no such article. It may have been renamed or taken away.")
    title, text = _headed(found.title, found.text)
    lang = primary(found.lang)
    response = page(
        "read.html",
        request,
        title=title,
        html=render_text(text, top=2),
        lang=found.lang,
        url=found.url if (found.url or "").startswith(("https://", "http://")) else None,
        w=words_of(lang if lang in LANGUAGES else "en"),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _headed(title: str, text: str) -> tuple[str, str]:
    """The heading of the page, which is that of the text where it begins with one, and the rest."""
    first, _, rest = text.partition("\n")
    return (first[2:].strip(), rest.lstrip("\n")) if first.startswith("# ") else (title, text)

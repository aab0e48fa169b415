"""Pages for everybody: the demo and the help centre."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.auth import ServicesDep, address_of
from api.pages.helpcentre import LANGUAGES, Article, HelpCentre, Reader, anchor_of, help_centre
from api.pages.rendering import excerpt, page
from api.pages.routing import go, page_router
from api.pages.words import preferred, words_of
from api.services import Services
from core.errors import AppError, NotFound
from retrieval.retriever import RetrievalQuery

router = page_router()

MAX_QUERY = 300
FOUND_AT_MOST = 12
_CANDIDATES = 40
LOWEST = 0.46
OF_THE_BEST = 0.57
"""What scores lower, or much lower than the best, is what words without a meaning find; so in the widget's search."""
_log = logging.getLogger("askwell.http")

QueryText = Annotated[str, Query(max_length=MAX_QUERY)]


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: an article, and the place in it that fits best."""

    article: Article
    heading: str
    path: str
    excerpt: str


@router.get("/")
def root() -> RedirectResponse:
    """The demo is the front door."""
    return RedirectResponse("/demo")


@router.get("/demo")
def demo(request: Request, lang: str | None = None) -> Response:
    """A help page with the widget on it."""
    chosen = lang if lang is not None and lang in LANGUAGES else preferred(request)
    return page("demo.html", request, **_public(chosen, {code: f"/demo?lang={code}" for code in LANGUAGES}))


@router.get("/help")
def help_root(request: Request) -> Response:
    """To the help centre in the visitor's language."""
    return go(f"/help/{preferred(request)}")


@router.get("/help/{lang}")
def help_index(request: Request, lang: str, parts: ServicesDep, q: QueryText = "") -> Response:
    """All articles in one language, or those that match a search."""
    _check_language(lang)
    query = q.strip()
    found: list[Found] | None = []
    if query:
        parts.limits.check(address_of(request))
        try:
            found = _search(parts, help_centre(), query, lang)
        except AppError as error:
            _log.warning("Searching the help centre failed: %s", error.message)
            found = None
    values = _public(lang, {code: f"/help/{code}" for code in LANGUAGES})
    return page("help_index.html", request, query=query, found=found, **values)


@router.get("/help/{lang}/{slug}")
def help_article(request: Request, lang: str, slug: str) -> Response:
    """One article."""
    _check_language(lang)
    centre = help_centre()
    article = centre.find(lang, slug)
    if article is None:
        raise NotFound("There is no such article. It may have been renamed or taken away.")
    others = {code: (centre.find(code, slug) or article).path for code in LANGUAGES if centre.find(code, slug)}
    previous, following = centre.neighbours(article)
    values = _public(lang, others)
    return page("help_article.html", request, article=article, previous=previous, following=following, **values)


def _check_language(lang: str) -> None:
    if lang not in LANGUAGES:
        raise NotFound("The help centre does not exist in this language. It does in English, Spanish, French, Chinese.")


def _public(lang: str, switch: dict[str, str]) -> dict[str, Any]:
    """What every public page is given."""
    articles = help_centre().of(lang)
    by_reader = {reader: [found for found in articles if found.reader is reader] for reader in Reader}
    return {
        "lang": lang,
        "w": words_of(lang),
        "languages": LANGUAGES,
        "switch": switch,
        "by_reader": {reader: found for reader, found in by_reader.items() if found},
    }


def _search(parts: Services, centre: HelpCentre, query: str, lang: str) -> list[Found]:
    """Articles by relevance, each with its best passage: the search that answers are made from."""
    asked = RetrievalQuery(query, lang, frozenset(), k=_CANDIDATES, strict_lang=True)
    found: dict[str, Found] = {}
    hits = parts.retriever.retrieve(asked).hits
    least = max(LOWEST, hits[0].score * OF_THE_BEST) if hits else 0.0
    for hit in (one for one in hits if one.score >= least):
        passage = hit.passage
        article = centre.by_document(passage.document_id)
        if article is None or article.path in found:
            continue
        heading = passage.heading[-1] if passage.heading and passage.heading[-1] != article.title else ""
        known = any(heading == entry.text for entry in article.headings)
        path = f"{article.path}#{anchor_of(heading)}" if known else article.path
        found[article.path] = Found(article, heading, path, excerpt(passage.text))
    return list(found.values())[:FOUND_AT_MOST]

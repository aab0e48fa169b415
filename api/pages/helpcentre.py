"""The sample help centre: articles as Markdown files in the package, shown as pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import nh3
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin

LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español", "fr": "Français", "zh": "简体中文"}
"""The languages of the help centre, each by its own name."""

_NOTE = re.compile(r"<blockquote>\s*<p>\[!(NOTE|TIP|WARNING|IMPORTANT|CAUTION)\]\s*(?:<br />)?\s*")
_SCROLLED = re.compile(r"(<table>.*?</table>)", re.DOTALL)
_TAGS = {
    *("p", "br", "ul", "ol", "li", "strong", "em", "code", "pre", "a", "blockquote", "hr"),
    *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"}}


class Reader(StrEnum):
    """Whom an article is for."""

    CUSTOMER = "customer"
    AGENT = "agent"
    CONTENT = "content"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that can be linked to."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article, ready to show."""

    lang: str
    slug: str
    file: str
    """Name of its file; `lang/file` is the id of the document that is ingested from it."""
    title: str
    summary: str
    reader: Reader
    order: int
    html: Markup
    headings: tuple[Heading, ...]

    @property
    def path(self) -> str:
        """Where it is shown."""
        return f"/help/{self.lang}/{self.slug}"


@dataclass(frozen=True, slots=True)
class HelpCentre:
    """All articles, in reading order."""

    articles: tuple[Article, ...]

    def of(self, lang: str) -> list[Article]:
        """The articles in one language."""
        return [article for article in self.articles if article.lang == lang]

    def find(self, lang: str, slug: str) -> Article | None:
        """One article by its address."""
        return next((article for article in self.of(lang) if article.slug == slug), None)

    def by_document(self, document_id: str) -> Article | None:
        """The article that a document was made from."""
        return next((article for article in self.articles if f"{article.lang}/{article.file}" == document_id), None)

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """The articles before and after, for the same readers."""
        row = [other for other in self.of(article.lang) if other.reader is article.reader]
        at = row.index(article)
        return row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None


@cache
def help_centre() -> HelpCentre:
    """The help centre, read at the first request."""
    return HelpCentre(
        tuple(sorted(_read_all(), key=lambda found: (found.lang, list(Reader).index(found.reader), found.order)))
    )


def anchor_of(text: str) -> str:
    """The address of a heading within its page; keeps letters of every script."""
    return "-".join(re.findall(r"\w+", text.lower())) or "section"


def _read_all() -> Iterable[Article]:
    root = files("api") / "help"
    for lang in LANGUAGES:
        folder = root / lang
        if folder.is_dir():
            for entry in folder.iterdir():
                if entry.name.endswith(".md"):
                    yield _article(lang, entry.name, entry.read_text(encoding="utf-8"))


def _article(lang: str, file: str, source: str) -> Article:
    _, front, body = source.split("---\n", 2)
    facts = yaml.safe_load(front)
    renderer = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    renderer.use(anchors_plugin, min_level=2, max_level=4, slug_func=anchor_of)
    tokens = renderer.parse(body)
    _relink(tokens, lambda target: _page_of(target, lang))
    cleaned = nh3.clean(
        renderer.renderer.render(tokens, renderer.options, {}), tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None
    )
    return Article(
        lang=lang,
        slug=str(facts["slug"]),
        file=file,
        title=str(facts["title"]),
        summary=str(facts["summary"]),
        reader=Reader(facts["audience_role"]),
        order=int(facts["order"]),
        html=Markup(_dress(cleaned)),  # noqa: S704 - cleaned by nh3 just above
        headings=tuple(_headings(tokens)),
    )


def _relink(tokens: Iterable[Token], change: Callable[[str], str]) -> None:
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("href", change(str(token.attrGet("href"))))
        _relink(token.children or (), change)


def _page_of(target: str, lang: str) -> str:
    """Articles link to each other's files; pages to each other's addresses."""
    found = re.fullmatch(r"([\w-]+)\.md(#.*)?", target)
    return f"/help/{lang}/{found[1]}{found[2] or ''}" if found else target


def _headings(tokens: list[Token]) -> Iterable[Heading]:
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            yield Heading(str(token.attrGet("id")), "".join(part.content for part in tokens[at + 1].children or ()))


def _dress(html: str) -> str:
    """Notes get a class by their kind, tables a frame that scrolls."""
    html = _NOTE.sub(lambda found: f'<blockquote class="note {found[1].lower()}"><p>', html)
    return _SCROLLED.sub(r'<div class="table" tabindex="0">\1</div>', html)

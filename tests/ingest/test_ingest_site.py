"""Sites read over real HTTP: which pages, under which address, and what happens when some cannot be had."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.outbound import anywhere, guarded_client, is_public
from ingest.pipeline import sync
from ingest.report import SyncReport
from ingest.site.addresses import Scope, normalised
from ingest.site.crawl import SiteReading
from ingest.sources import SourceItem, SourceProblem, open_source
from retrieval.documents import DocumentStore
from tests.conftest import HashingEmbedder

EMBEDDER = HashingEmbedder(64)


class Site(ThreadingHTTPServer):
    """A site of a few pages, by path: a body, or a status with headers and a body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.pages: dict[str, Any] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """Gives what the site has under a path; a list is given one by one, the last for ever."""

    server: Any

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        found = self.server.pages.get(self.path, (404, {}, ""))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        status, headers, body = found if isinstance(found, tuple) else (200, {}, found)
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def listing(site: Site, waits: list[float]) -> Callable[..., tuple[dict[str, SourceItem], dict[str, str]]]:
    """Items by key, and the reasons of what is not one, with the address of the site taken off."""

    def run(path: str = "/", **changes: Any) -> tuple[dict[str, SourceItem], dict[str, str]]:
        listed = list(open_source(site.url + path, None, reading(waits, **changes)).items())
        items = {item.key.removeprefix(site.url): item for item in listed if isinstance(item, SourceItem)}
        problems = {item.key.removeprefix(site.url): item.reason for item in listed if isinstance(item, SourceProblem)}
        assert len(items) + len(problems) == len(listed)
        return items, problems

    return run


@pytest.fixture
def read(site: Site, store: DocumentStore, waits: list[float]) -> Callable[..., SyncReport]:
    """Brings the store in step with the site."""
    return lambda path="/", **changes: sync(
        open_source(site.url + path, None, reading(waits, **changes)), store, EMBEDDER
    )


def reading(waits: list[float], **changes: Any) -> SiteReading:
    return SiteReading(
        **{
            "make_client": partial(guarded_client, allowed=anywhere),
            "agent": "Askwell/1 (test; robot)",
            "pause": waits.append,
            **changes,
        }
    )


def page(title: str, *links: str, head: str = "", text: str = "Some words about it.") -> str:
    anchors = "".join(f'<a href="{link}">to {link}</a> ' for link in links)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav>{anchors}</nav>"
        f"<main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )


def sitemap(*urls: str) -> str:
    return f'<?xml version="1.0"?><urlset>{"".join(f"<url><loc>{url}</loc></url>" for url in urls)}</urlset>'


def test_links_are_followed_inside_the_folder_only(site: Site, listing: Callable[..., Any]) -> None:
    site.pages |= {
        "/help/": page("Help", "refund", "/help/deep/invoice#top", "/blog/", "mailto:a@example.com", "logo.png"),
        "/help/refund": page("Refund", "https://elsewhere.example/", "javascript:alert(1)", "?utm_source=x"),
        "/help/deep/invoice": page("Invoice", "../refund?utm_campaign=mail", "/help/"),
        "/blog/": page("Blog"),
    }
    items, problems = listing("/help/")
    assert list(items) == ["/help/", "/help/refund", "/help/deep/invoice"]
    assert problems == {}
    assert items["/help/refund"].url == f"{site.url}/help/refund"
    assert not {path for path in site.asked if path.startswith(("/blog", "/help/logo"))}
    assert site.agents == {"Askwell/1 (test; robot)"}


def test_a_site_map_says_which_pages_there_are(site: Site, listing: Callable[..., Any]) -> None:
    site.pages |= {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, f"Sitemap: {site.url}/maps.xml\n"),
        "/maps.xml": f"<sitemapindex><sitemap><loc>{site.url}/one.xml.gz</loc></sitemap>"
        f"<sitemap><loc><![CDATA[{site.url}/two.xml]]></loc></sitemap></sitemapindex>",
        "/one.xml.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(sitemap(f"{site.url}/a").encode())),
        "/two.xml": sitemap(f"{site.url}/b?x=1&amp;y=2", "https://elsewhere.example/c", f"{site.url}/gone"),
        "/": page("Front", "/linked-only"),
        "/a": page("A"),
        "/b?x=1&y=2": page("B"),
        "/linked-only": page("Linked"),
    }
    items, problems = listing()
    assert list(items) == ["/", "/a", "/b?x=1&y=2"]
    assert problems == {"/gone": "gone (404)"}
    assert "/linked-only" not in site.asked


def test_the_address_of_a_site_map_can_be_given(site: Site, listing: Callable[..., Any]) -> None:
    site.pages |= {
        "/maps/help.xml": (200, {"Content-Type": "application/xml"}, sitemap(f"{site.url}/a")),
        "/a": page("A"),
    }
    assert list(listing("/maps/help.xml")[0]) == ["/a"]


def test_a_page_is_known_by_its_canonical_address(site: Site, listing: Callable[..., Any]) -> None:
    def canonical(url: str) -> str:
        return f'<link rel="canonical" href="{url}">'

    site.pages |= {
        "/": page("Front", "/a?print=1", "/b/", "/c", "/x", "/y"),
        "/a?print=1": page("A for printing", head=canonical("/a")),
        "/a": page("A", head=canonical(f"{site.url}/a")),
        "/b/": page("B", head=canonical("https://www.example.com/b")),
        "/c": page("C", head=canonical(f"{site.url}/")),
        "/x": page("X", head=canonical("/y")),
        "/y": page("Y", head=canonical("/x")),
    }
    items, problems = listing()
    assert list(items) == ["/", "https://www.example.com/b", "/c", "/y", "/a"]
    assert problems == {
        "/a?print=1": f"the same page as {site.url}/a",
        "/x": f"the same page as {site.url}/y",
    }


def test_pages_that_ask_for_it_are_left_out(site: Site, listing: Callable[..., Any]) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /*/print$\nDisallow: /closed\nAllow: /closed/not\n",
        "/": page("Front", "/closed", "/closed/not", "/a/print", "/quiet", "/header", "/dead-end"),
        "/closed/not": page("Not closed"),
        "/quiet": page("Quiet", head='<meta name="ROBOTS" content="NOINDEX, follow">'),
        "/header": (200, {"X-Robots-Tag": "noindex"}, page("Header")),
        "/dead-end": page("Dead end", "/behind", head='<meta name="robots" content="nofollow">'),
        "/behind": page("Behind"),
    }
    items, problems = listing()
    assert list(items) == ["/", "/closed/not", "/dead-end"]
    assert problems == {
        "/closed": "robots.txt asks robots to stay away",
        "/a/print": "robots.txt asks robots to stay away",
        "/quiet": "not to be listed",
        "/header": "not to be listed",
    }
    assert not {"/closed", "/a/print", "/behind"} & set(site.asked)


def test_what_moved_is_read_where_it_is_now(site: Site, listing: Callable[..., Any]) -> None:
    site.pages |= {
        "/start": (302, {"Location": "/docs/"}, ""),
        "/docs/": page("Docs", "old", "away", "round"),
        "/docs/old": (301, {"Location": "/docs/new"}, ""),
        "/docs/new": page("New"),
        "/docs/away": (301, {"Location": "https://elsewhere.example/"}, ""),
        "/docs/round": (302, {"Location": "/docs/round"}, ""),
    }
    items, problems = listing("/start")
    assert list(items) == ["/docs/", "/docs/new"]
    assert problems == {"/docs/away": "leads out of the site"}


def test_formats_and_characters(site: Site, listing: Callable[..., Any]) -> None:
    site.pages |= {
        "/": page("Front", "/guide.md", "/notes", "/archive", "/old", "/fr/aide"),
        "/guide.md": (200, {"Content-Type": "text/markdown"}, "# Guide\n\nWords."),
        "/notes": (200, {"Content-Type": "text/plain"}, "Plain words."),
        "/archive": (200, {"Content-Type": "application/zip"}, b"PK\x03\x04"),
        "/old": (200, {"Content-Type": "text/html; charset=cp1252"}, page("Prix 5 €").encode("cp1252")),
        "/fr/aide": page("Aide"),
    }
    items, problems = listing()
    types = {key: item.media_type for key, item in items.items()}
    assert types == {
        "/": "text/html", "/guide.md": "text/markdown", "/notes": "text/plain", "/old": "text/html",
        "/fr/aide": "text/html",
    }  # fmt: skip
    assert problems == {"/archive": "not a type that can be read: application/zip"}
    assert "Prix 5 €" in items["/old"].read().decode()
    language = items["/fr/aide"].path_lang
    assert language is not None
    assert language.lang == "fr"


def test_a_busy_server_is_asked_again(site: Site, listing: Callable[..., Any], waits: list[float]) -> None:
    site.pages |= {
        "/": page("Front", "/busy", "/down"),
        "/busy": [(429, {"Retry-After": "7"}, ""), (503, {"Retry-After": "9999"}, ""), page("Busy")],
        "/down": (500, {}, ""),
    }
    items, problems = listing()
    assert list(items) == ["/", "/busy"]
    assert problems == {"/down": "The server answered with 500."}
    assert sorted(waits) == [1, 2, 7, 30]


def test_the_pause_that_a_site_asks_for_is_kept(site: Site, listing: Callable[..., Any], waits: list[float]) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nCrawl-delay: 3\n",
        "/": page("Front", "/a", "/b"),
        "/a": page("A"),
        "/b": page("B"),
    }
    listing()
    assert waits[0] == 0
    assert [round(wait) for wait in waits[1:]] == [3, 6]  # the test waits for nothing, so turns pile up


def test_many_pages_end_somewhere(site: Site, store: DocumentStore, read: Callable[..., SyncReport]) -> None:
    site.pages |= {f"/{n or ''}": page(f"Page {n}", f"/{n + 1}") for n in range(20)}
    assert read().added == 20
    report = read(most_pages=5)
    assert (report.unchanged, report.removed) == (5, 0)
    assert report.failed == (
        (
            f"{site.url}/5",
            "There are more than 5 pages; raise ASKWELL_SITE_PAGES, or give the address of a part of the site.",
        ),
    )


def test_a_sync_keeps_in_step(site: Site, store: DocumentStore, read: Callable[..., SyncReport]) -> None:
    """Scripts, tokens and lists of pages that change are no news; what is gone is gone; what fails stays."""
    token = "<script nonce='{0}'>x = {0}</script><meta name='csrf-token' content='{0}'><!-- {0} -->"
    site.pages |= {
        "/": page("Front", "/a", "/b", head=token.format(1)),
        "/a": page("A"),
        "/b": page("B"),
    }
    assert (report := read()).added == 3
    assert report.source == f"127.0.0.1:{site.server_port}"
    site.pages["/"] = page("Front", "/a", "/b", "/c", head=token.format(2))
    assert read().unchanged == 3
    site.pages["/a"] = (503, {}, "")
    failing = read()
    assert (failing.unchanged, failing.removed) == (2, 0)
    assert "Nothing was removed" in failing.notes[0]
    del site.pages["/a"]
    assert read().removed == 1
    assert sorted(store.stored_hashes(1)) == [f"{site.url}/", f"{site.url}/b"]


def test_a_page_of_the_map_that_fails_keeps_nothing_else(
    site: Site, store: DocumentStore, read: Callable[..., SyncReport]
) -> None:
    site.pages |= {
        "/sitemap.xml": sitemap(*(f"{site.url}/{name}" for name in "abc")),
        "/": page("Front"), "/a": page("A"), "/b": page("B"), "/c": page("C"),
    }  # fmt: skip
    assert read().added == 4
    site.pages["/a"] = (500, {}, "")
    del site.pages["/b"]
    report = read()
    assert (report.removed, len(report.failed)) == (1, 1)
    assert sorted(store.stored_hashes(1)) == [f"{site.url}/", f"{site.url}/a", f"{site.url}/c"]


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({}, "cannot be read: gone (404)"),
        ({"/": (403, {}, "")}, "The site does not show it to Askwell (403)"),
        ({"/": page("x"), "/robots.txt": "User-agent: askwell\nDisallow: /\n"}, "asks robots not to read"),
        ({"/": page("x"), "/robots.txt": (503, {}, "")}, "cannot be read now; try again later"),
        ({"/": (302, {"Location": "/"}, "")}, "redirects without end"),
        ({"/": "<html><body><div id=app></div><script>x</script></body></html>"}, "shows no page with text"),
    ],
)
def test_a_site_that_cannot_be_read_changes_nothing(
    site: Site, store: DocumentStore, read: Callable[..., SyncReport], pages: dict[str, Any], told: str
) -> None:
    site.pages["/"] = page("Front")
    read()
    site.pages.clear()
    site.pages |= pages
    with pytest.raises(InvalidInput) as error:
        read()
    assert told in error.value.message
    assert list(store.stored_hashes(1)) == [f"{site.url}/"]


def test_private_addresses_are_not_entered(site: Site, store: DocumentStore, read: Callable[..., SyncReport]) -> None:
    site.pages["/"] = page("Front")
    with pytest.raises(InvalidInput, match="ASKWELL_SITE_ALLOW_PRIVATE"):
        read(make_client=partial(guarded_client, allowed=is_public))
    assert site.asked == []
    assert store.sources() == {}


def test_a_redirect_into_the_private_network_is_not_followed(site: Site, read: Callable[..., SyncReport]) -> None:
    """The first address may be public and lead elsewhere; each step is judged."""
    judged: list[str] = []

    def only_once(address: str) -> bool:
        judged.append(address)
        return len(judged) == 1

    site.pages |= {"/": (302, {"Location": f"http://localhost:{site.server_port}/inside"}, "")}
    with pytest.raises(InvalidInput, match="private or special network"):
        read(make_client=partial(guarded_client, allowed=only_once))
    assert site.asked == ["/"]


@pytest.mark.parametrize("location", ["ftp://example.com/", "https://", "https://user:pw@example.com/", "https://[x/"])
def test_what_is_no_address_of_a_site_is_refused(location: str, waits: list[float]) -> None:
    with pytest.raises(InvalidInput, match="no web address"):
        open_source(location, None, reading(waits))


@given(st.text(max_size=40))
def test_a_normalised_address_stays_as_it_is(text: str) -> None:
    address = normalised(text, "https://example.com/a/")
    assert address is None or normalised(address) == address


@pytest.mark.parametrize(
    ("start", "url", "own"),
    [
        ("https://a.example/help", "https://www.a.example/help/x", "https://a.example/help/x"),
        ("https://a.example/help", "https://a.example/helpful", None),
        ("https://a.example/help", "http://a.example/help", "https://a.example/help"),
        ("https://a.example/help/index.html", "https://a.example/help/x?y=1", "https://a.example/help/x?y=1"),
        ("https://a.example/help/", "https://a.example/help", "https://a.example/help"),
        ("https://a.example/help/", "https://b.example/help/", None),
        ("https://a.example/", "https://a.example:8443/", None),
    ],
)
def test_what_belongs_to_a_site(start: str, url: str, own: str | None) -> None:
    assert Scope.around(start).own(url) == own

"""The demo, the help centre and the files for browsers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from api.pages.files import static_assets
from api.pages.helpcentre import LANGUAGES, help_centre
from api.sample import load_sample
from api.services import Services

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
PAGES = [
    "/demo",
    *(f"/help/{lang}" for lang in LANGUAGES),
    "/help/en/sign-in",
    "/help/zh/settings",
    "/sign-in",
    "/help/en/nope",
]


class Anchors(HTMLParser):
    """Collects addresses and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.add(str(found["href"]))
        if found.get("id"):
            self.ids.add(str(found["id"]))


def test_the_front_door_is_the_demo(client: TestClient) -> None:
    assert client.get("/").url.path == "/demo"


@pytest.mark.parametrize(
    ("header", "lang"), [("fr-CA,fr;q=0.9,en;q=0.5", "fr"), ("de,zh-TW;q=0.8", "zh"), ("xx;q=nan, *", "en"), ("", "en")]
)
def test_the_demo_speaks_the_visitors_language(client: TestClient, header: str, lang: str) -> None:
    """The first language of the browser that there is; the widget is told the same."""
    page = client.get("/demo", headers={"Accept-Language": header}).text
    assert f'<html lang="{lang}"' in page
    assert f'data-lang="{lang}"' in page


def test_the_language_can_be_chosen(client: TestClient) -> None:
    assert '<html lang="es"' in client.get("/demo?lang=es", headers={"Accept-Language": "fr"}).text
    assert '<html lang="fr"' in client.get("/demo?lang=xx", headers={"Accept-Language": "fr"}).text


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_script_and_a_strict_policy(client: TestClient, path: str) -> None:
    """Scripts and styles are files, so that the policy needs no exception."""
    found = client.get(path)
    assert found.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in found.headers["content-security-policy"]
    assert "unsafe" not in found.headers["content-security-policy"]
    assert not INLINE.search(found.text)


def test_every_link_of_the_help_centre_leads_somewhere(client: TestClient) -> None:
    """Between articles, to headings, and in the navigation, in all languages."""
    pages: dict[str, Anchors] = {}
    for address in [f"/help/{lang}" for lang in LANGUAGES] + [article.path for article in help_centre().articles]:
        found = client.get(address)
        assert found.status_code == 200, address
        pages[address] = Anchors()
        pages[address].feed(found.text)
    for address, anchors in pages.items():
        for link in anchors.links:
            path, _, anchor = link.partition("#")
            target = pages.get(path or address)
            if path.startswith("/help/"):
                assert target is not None, (address, link)
            if anchor and target is not None:
                assert unquote(anchor) in target.ids | {"main"}, (address, link)


def test_articles_are_listed_for_their_readers_in_order() -> None:
    centre = help_centre()
    for lang in LANGUAGES:
        articles = centre.of(lang)
        assert [found.slug for found in articles] == [found.slug for found in centre.of("en")]
        previous, following = centre.neighbours(articles[0])
        assert previous is None
        assert following == articles[1]


def test_a_search_finds_the_article_and_the_place_in_it(client: TestClient, services: Services) -> None:
    """Results come from the same search as answers; other documents are left out."""
    load_sample(services, lambda _: None)
    page = client.get("/help/en", params={"q": "sign in desk one-time link"}).text
    results = page[page.index('class="results"') : page.index('class="all"')]
    assert "/help/en/sign-in" in results
    assert "Download an invoice" not in results
    nothing = client.get("/help/en", params={"q": "zzzzqqqq"})
    assert nothing.status_code == 200
    assert 'class="results"' in nothing.text
    assert "No article matches" in nothing.text


def test_a_query_is_shown_as_text(client: TestClient) -> None:
    page = client.get("/help/en", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page


def test_what_is_not_there_is_a_page(client: TestClient) -> None:
    """Unknown articles and languages get a page that leads on, with the right status."""
    for path in ("/help/en/nope", "/help/xx", "/help/xx/sign-in"):
        found = client.get(path)
        assert found.status_code == 404
        assert 'href="/help/en"' in found.text
        assert "There is no such page" in found.text


def test_who_is_lost_reads_it_in_their_language(client: TestClient) -> None:
    """By the address where it names one, else by the browser; the search and the widget are at hand."""
    browser = {"Accept": "text/html", "Accept-Language": "fr-CH, fr;q=0.9"}
    for path, lang, said in (
        ("/help/zh/nope", "zh", "没有这个页面"),
        ("/nowhere", "fr", "Cette page n"),
        ("/read/nope", "fr", "Cette page n"),
    ):
        found = client.get(path, headers=browser)
        assert found.status_code == 404
        assert f'<html lang="{lang}"' in found.text
        assert said in found.text
        assert f'action="/help/{lang}"' in found.text
        assert "/widget.js" in found.text


def test_asking_again_for_the_same_page_costs_nothing(client: TestClient) -> None:
    first = client.get("/help/en/sign-in")
    again = client.get("/help/en/sign-in", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_static_files_are_kept_for_ever_under_their_hash(client: TestClient) -> None:
    page = client.get("/demo").text
    address = re.findall(r'href="(/static/base\.css\?v=\w+)"', page)[0]
    found = client.get(address)
    assert "immutable" in found.headers["cache-control"]
    assert "immutable" not in client.get("/static/base.css?v=old").headers["cache-control"]
    assert client.get(address, headers={"Accept-Encoding": "identity"}).content == static_assets()["base.css"].body
    for name in ("nope.css", "..%2Fapp.py", "base.css%00"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_widget_is_served_to_any_site(client: TestClient) -> None:
    """The loader names the version; its modules may be kept for ever and read across origins."""
    loader = client.get("/widget.js", headers={"Origin": "https://elsewhere.example"})
    version = re.findall(r"widget/(\w+)/element\.js", loader.text)[0]
    assert "immutable" not in loader.headers["cache-control"]
    module = client.get(f"/widget/{version}/element.js")
    assert module.headers["access-control-allow-origin"] == "*"
    assert module.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "immutable" in module.headers["cache-control"]
    assert "immutable" not in client.get("/widget/older/element.js").headers["cache-control"]
    assert client.get(f"/widget/{version}/nope.js").status_code == 404
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"

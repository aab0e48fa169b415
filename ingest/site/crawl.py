"""A help centre as a source: the pages of its site map, or those that its pages link to."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

import httpx2

from core.errors import AddressRefused, InvalidInput
from core.robots import Rules, read_rules
from ingest import media
from ingest.languages import from_path
from ingest.site.addresses import Scope, is_front, may_be_read, normalised, same_page
from ingest.site.fetching import XML, Fetched, Fetcher, Missing, Moved, Page
from ingest.site.page import Said, said_by
from ingest.site.sitemap import is_map, listed_pages
from ingest.sources import Listed, SourceItem, SourceProblem

AT_ONCE = 4
"""Pages that are asked for at the same time, of a site that asks for no pause."""
LONGEST_DELAY = 10.0
"""Seconds between two requests, however long a pause the site asks for."""
_MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class SiteReading:
    """How sites are read."""

    make_client: Callable[[], httpx2.Client]
    """Opens a guarded client that follows no redirects."""
    agent: str
    """How Askwell names itself to servers."""
    most_pages: int = 5_000
    pause: Callable[[float], None] = time.sleep


class SiteSource:
    """The pages at and below an address, by their canonical addresses."""

    kind = "site"

    def __init__(self, address: str, reading: SiteReading, name: str | None = None) -> None:
        """Ask for nothing yet; raises InvalidInput for what is no web address."""
        location = normalised(address)
        if location is None:
            raise InvalidInput(f"{address} is no web address that can be read; write it like https://help.example.com/")
        self.location = location
        self.name: str | None = name or Scope.around(location).name
        self._reading = reading
        self._crawl: _Crawl | None = None

    def size(self) -> int | None:
        """Not known before all pages have been read; raises InvalidInput for a site that cannot be reached."""
        self._crawl = _Crawl(self._reading, self.location)
        return None

    def items(self) -> Iterator[Listed]:
        """Each page once.

        Raises InvalidInput when the site cannot be reached, does not want to be read, or shows no page with text.
        """
        crawl, self._crawl = self._crawl or _Crawl(self._reading, self.location), None
        yield from crawl.run()


class _Crawl:
    """One walk through a site, which begins with its first page and its rules."""

    def __init__(self, reading: SiteReading, location: str) -> None:
        self._client = reading.make_client()
        self._reading = reading
        self._location = location
        self._fetcher = Fetcher(self._client, reading.agent, reading.pause)
        self._waiting: deque[str] = deque()
        self._known: set[str] = set()
        self._given: set[str] = set()
        """Keys of pages that have been listed."""
        self._copies: set[str] = set()
        """Pages that were left out for the one that they call theirs."""
        self._follows_links = True
        self._first = self._first_page()
        self._scope = Scope.around(self._first.url)
        self._rules = self._read_rules()
        self._fetcher.keep_apart(min(self._rules.delay, LONGEST_DELAY))

    def run(self) -> Iterator[Listed]:
        """Walk, and list what is found."""
        with closing(self._client):
            yield from self._begin(self._first)
            yield from self._walk()
        if not self._given:
            raise InvalidInput(
                f"{self._location} shows no page with text. Pages that only JavaScript fills cannot be read: "
                "give the address of a site map, or export the articles to files."
            )

    def _first_page(self) -> Page:
        url = self._location
        for _ in range(_MOST_HOPS):
            try:
                fetched = self._fetcher.fetch(url)
            except AddressRefused as error:
                raise InvalidInput(f"{error.message} Set ASKWELL_SITE_ALLOW_PRIVATE=true to read it.") from error
            if isinstance(fetched, Page):
                return fetched
            if isinstance(fetched, Missing):
                raise InvalidInput(f"{url} cannot be read: {fetched.reason.rstrip('.')}.")
            url = fetched.target
        raise InvalidInput(f"{self._location} redirects without end.")

    def _read_rules(self) -> Rules:
        try:
            rules = read_rules(self._client, self._scope.site, self._reading.agent)
        except (httpx2.HTTPError, AddressRefused, ValueError) as error:
            raise InvalidInput(f"robots.txt of {self._scope.site} cannot be read: {error}") from error
        if rules is None:
            raise InvalidInput(f"robots.txt of {self._scope.site} cannot be read now; try again later.")
        if not rules.may(self._first.url):
            raise InvalidInput(f"robots.txt of {self._scope.site} asks robots not to read {self._first.url}.")
        return rules

    def _begin(self, first: Page) -> Iterator[Listed]:
        """List the first page, and note where the others are."""
        if first.media_type == XML and is_map(first.data):
            maps: tuple[str, ...] = (first.url,)
            self._scope = Scope.around(f"{self._scope.site}/")
        else:
            maps = self._rules.sitemaps or (f"{self._scope.site}/sitemap.xml",)
            self._known.add(first.url)
        most = self._reading.most_pages
        pages = [own for page in listed_pages(maps, self._fetch, 10 * most) if (own := self._scope.own(page))]
        # A map that knows nothing of this part of the site does not speak for it.
        self._follows_links = not set(pages) - {first.url}
        self._add(pages)
        if first.media_type != XML:
            yield from self._list(first.url, first)

    def _walk(self) -> Iterator[Listed]:
        """Fetch what waits, some pages at a time, and list it in the order in which it was found."""
        asked = 1
        workers = 1 if self._rules.delay else AT_ONCE
        running: deque[tuple[str, Future[Fetched]]] = deque()
        pool = ThreadPoolExecutor(workers, thread_name_prefix="askwell-site")
        try:
            while self._waiting or running:
                room = min(2 * workers - len(running), self._reading.most_pages - asked)
                for url in list(islice(self._waiting, max(0, room))):
                    self._waiting.popleft()
                    running.append((url, pool.submit(self._fetch, url)))
                    asked += 1
                if not running:
                    break
                url, future = running.popleft()
                yield from self._list(url, future.result())
        finally:
            pool.shutdown(cancel_futures=True)
        if self._waiting:
            yield SourceProblem(
                self._waiting[0],
                f"There are more than {self._reading.most_pages} pages; raise ASKWELL_SITE_PAGES, or give the address "
                "of a part of the site.",
                hides_documents=True,
            )

    def _fetch(self, url: str) -> Fetched:
        if not self._rules.may(url):
            return Missing("robots.txt asks robots to stay away", False)
        try:
            return self._fetcher.fetch(url)
        except AddressRefused as error:
            return Missing(error.message, True)

    def _add(self, urls: list[str]) -> None:
        for url in urls:
            if url not in self._known and may_be_read(url):
                self._known.add(url)
                self._waiting.append(url)

    def _list(self, url: str, fetched: Fetched) -> Iterator[Listed]:
        """What comes of one address; the pages that it leads to join those that wait."""
        if isinstance(fetched, Moved):
            target = self._scope.own(fetched.target)
            self._add([target] if target else [])
            if not target:
                yield _left_out(url, "leads out of the site")
        elif isinstance(fetched, Missing):
            # Pages that are linked from this one alone are not seen now.
            hidden = fetched.is_failure and self._follows_links
            yield SourceProblem(url, fetched.reason, is_failure=fetched.is_failure, hides_documents=hidden)
        elif fetched.media_type == XML:
            yield _left_out(url, "not a type that can be read")
        elif fetched.media_type != media.HTML:
            yield _left_out(url, "not to be listed") if fetched.unlisted else self._item(url, fetched, fetched.data)
        else:
            yield from self._list_html(url, fetched)

    def _list_html(self, url: str, page: Page) -> Iterator[Listed]:
        try:
            said = said_by(page.data, url)
        except InvalidInput as error:
            yield SourceProblem(url, error.message)
            return
        if self._follows_links:
            self._add([own for link in said.links if (own := self._scope.own(link))])
        key = self._key(url, said)
        if page.unlisted or said.unlisted:
            yield _left_out(url, "not to be listed")
        elif not said.has_text:
            yield _left_out(url, "holds no text without JavaScript")
        elif key is None or key in self._given:
            yield _left_out(url, f"the same page as {said.canonical}")
        else:
            yield self._item(key, page, said.data)

    def _key(self, url: str, said: Said) -> str | None:
        """The canonical address of a page; None for a copy of another page of the site, which is read instead.

        Sites that by mistake call every page a copy of the front page are common, so that is not believed.
        """
        canonical = said.canonical
        if canonical is None or canonical == url or (is_front(canonical) and not is_front(url)):
            return url
        own = self._scope.own(canonical)
        if own is None or same_page(canonical, url):
            return canonical
        if own in self._copies:  # two pages that each call the other the original
            return url
        self._copies.add(url)
        self._add([own])
        return None

    def _item(self, key: str, page: Page, data: bytes) -> SourceItem:
        self._given.add(key)
        parts = urlsplit(key)
        *folders, name = [part for part in parts.path.split("/") if part] or [parts.hostname or ""]
        language = from_path([*folders, name, (parts.hostname or "").split(".")[0]], name)
        return SourceItem(key, page.media_type, lambda: data, name, path_lang=language, url=key)


def _left_out(url: str, reason: str) -> SourceProblem:
    return SourceProblem(url, reason, is_failure=False)

"""Asks one address on the web whether it is still there: politely, and never inside the private network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from core.errors import AddressRefused
from core.robots import Rules, read_rules

NOT_TOLD = frozenset({401, 402, 403, 405, 406, 407, 429, 451, 503})
"""Statuses that say more about who asks, or when, than about the page."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an address said."""

    works: bool | None
    """None: it cannot be told."""
    problem: str | None = None


class Asking:
    """Asks addresses with one HTTP client; what sites say about robots is read once each."""

    def __init__(self, client: httpx2.Client, agent: str) -> None:
        self._client = client
        self._agent = agent
        self._rules: dict[str, Rules | None] = {}

    def ask(self, url: str, *, is_image: bool) -> Outcome:
        """Whether the page or picture at `url` is there."""
        try:
            if not self._may(url):
                return Outcome(None, "The site asks robots to stay away.")
            return self._judged(url, is_image=is_image)
        except AddressRefused:
            return Outcome(None, "It lies in a private network.")
        except httpx2.TooManyRedirects:
            return Outcome(False, "It redirects without end.")
        except httpx2.TimeoutException:
            return Outcome(False, "No answer in time.")
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            return Outcome(False, f"No connection: {str(error)[:120] or type(error).__name__}.")

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def _judged(self, url: str, *, is_image: bool) -> Outcome:
        outcome = self._request("HEAD", url, is_image=is_image)
        # Servers that answer HEAD wrongly are common; the body of the GET is not read.
        return outcome if outcome.works else self._request("GET", url, is_image=is_image)

    def _request(self, method: str, url: str, *, is_image: bool) -> Outcome:
        with self._client.stream(method, url, headers=self._headers) as response:
            status, kind = response.status_code, response.headers.get("content-type", "")
        if status in NOT_TOLD:
            return Outcome(None, f"The server answered with {status}.")
        if status >= 400:
            return Outcome(False, f"The server answered with {status}.")
        if is_image and kind and not kind.startswith(("image/", "application/octet-stream")):
            return Outcome(False, f"It is no picture but {kind.partition(';')[0][:60]}.")
        return Outcome(True)

    def _may(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = read_rules(self._client, site, self._agent)
        rules = self._rules[site]
        return rules is None or rules.may(url)

    @property
    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self._agent, "Accept": "*/*"}


MakeClient = Callable[[], httpx2.Client]
"""Opens a guarded client; closed when nothing is due any more."""

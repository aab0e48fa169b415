"""What a site asks of robots in its `robots.txt`, as RFC 9309 reads it."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2
from protego import Protego

_LARGEST = 500 * 1024
"""Bytes that are read; RFC 9309 asks for no more."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for one robot."""

    sitemaps: tuple[str, ...]
    delay: float
    """Seconds that it asks for between two requests; 0 where it says nothing."""
    _parsed: Protego
    _agent: str

    def may(self, url: str) -> bool:
        """Whether the robot may ask for `url`."""
        return bool(self._parsed.can_fetch(url, self._agent))


def read_rules(client: httpx2.Client, site: str, agent: str) -> Rules | None:
    """The rules of `site` (`https://host`) for the robot `agent`; a site that has none allows everything.

    None when the server fails to say: whoever reads many pages then stays away. Raises what the client raises.
    """
    headers = {"User-Agent": agent, "Accept": "*/*"}
    with client.stream("GET", f"{site}/robots.txt", headers=headers, follow_redirects=True) as response:
        if response.status_code >= 500 or response.status_code == 429:
            return None
        text = _text(response) if response.status_code == 200 else ""
    parsed = Protego.parse(text)
    return Rules(tuple(parsed.sitemaps), float(parsed.crawl_delay(agent) or 0), parsed, agent)


def _text(response: httpx2.Response) -> str:
    data = b""
    for part in response.iter_bytes():
        data += part
        if len(data) > _LARGEST:
            break
    return data[:_LARGEST].decode("utf-8", "replace")

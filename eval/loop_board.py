"""What a walk through the loop of the content board reads and does over HTTP, with the key of the content team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from core.errors import Conflict

_STATES = ["open", "in_progress", "drafted", "waiting", "closed", "failing", "reopened", "dismissed"]


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """The content board as a program uses it; everything raises Conflict for what the server refuses."""

    http: httpx2.Client

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """What stands at that address."""
        return good(self.http.get(path, params=query))

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the server answers to that."""
        return good(self.http.post(path, json=body))

    def pending(self) -> int:
        """Questions that have not been looked at yet."""
        return int(self.get("/v1/gaps", limit=1)["pending"])

    def gaps(self) -> list[str]:
        """The ids of all gaps."""
        page = self.get("/v1/gaps", limit=200, state=_STATES)
        found = list(page["items"])
        while page["next_cursor"]:
            page = self.get("/v1/gaps", limit=200, state=_STATES, cursor=page["next_cursor"])
            found += page["items"]
        return [gap["id"] for gap in found]

    def questions(self, gap: str) -> list[dict[str, Any]]:
        """The latest 200 questions of a gap."""
        return list(self.get(f"/v1/gaps/{gap}/questions", limit=200)["items"])

    def states(self, gaps: Iterable[str]) -> dict[str, str]:
        """The state of each of these gaps."""
        return {gap: self.get(f"/v1/gaps/{gap}")["state"] for gap in sorted(set(gaps))}

    def latest(self, gap: str) -> dict[str, Any]:
        """The latest check of a gap; without questions where there was none."""
        items = self.get(f"/v1/gaps/{gap}/checks", limit=1)["items"]
        return dict(items[0]) if items else {"questions": [], "changes": [], "passed": 0, "total": 0}

    def name(self, gap: str, documents: Sequence[str]) -> None:
        """Say that these documents are right for a gap too."""
        there = [one["document_id"] for one in self.get(f"/v1/gaps/{gap}/checks", limit=1)["documents"]]
        self.post(f"/v1/gaps/{gap}/documents", {"documents": list(dict.fromkeys([*there, *documents]))})

    def approve(self, draft_id: str) -> dict[str, Any]:
        """Publish a draft, and give it."""
        draft = self.get(f"/v1/drafts/{draft_id}")
        revisions = {one["lang"]: one["revision"] for one in draft["texts"]}
        body = {"revisions": revisions, "checked": True, "near_seen": True}
        return self.post(f"/v1/drafts/{draft_id}/publish", body)

    def is_quiet(self) -> bool:
        """Whether no gap waits to be checked, and none will because of the content as it is."""
        state = self.get("/v1/gaps/proof")
        return bool(state["settled"]) and not state["waiting"] and not state["running"]


def good(response: httpx2.Response) -> dict[str, Any]:
    """The body of a response; raises Conflict for one that is an error."""
    if response.status_code >= 400:
        raise Conflict(f"{response.request.method} {response.request.url.path}: {response.text[:300]}")
    found: dict[str, Any] = response.json()
    return found

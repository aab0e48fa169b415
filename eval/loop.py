"""The loop of the content board, gone through over HTTP: questions that nothing answers, gaps, drafts, proof, and back.

Pages are withheld, their questions asked by guests, the gaps that appear are given drafts with the pages, and the
drafts are published. What then fails is given its own questions to be found by, as a writer would who reads which ones
fail. At last one page is removed again.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from core.errors import Conflict
from eval.loop_board import TeamBoard, good

PATIENCE_S = 600.0
_PAUSE_S = 0.25
_QUIET = 2
"""Looks in a row that find nothing to do."""
_REOPENED = ("closed", "reopened")


@dataclass(frozen=True, slots=True)
class LoopPage:
    """A page that is withheld at first."""

    name: str
    texts: Mapping[str, tuple[str, str]]
    """Title and Markdown by language."""
    questions: tuple[tuple[str, str], ...]
    """(language, question)."""


@dataclass(slots=True)
class LoopFigures:
    """What came of it."""

    pages: int = 0
    asked: int = 0
    in_gaps: int = 0
    """Questions that got no good answer while their pages were withheld, so that they are in a gap."""
    gaps: int = 0
    pages_with_gap: int = 0
    closed: int = 0
    """Gaps closed after the pages were published as they are."""
    closed_with_questions: int = 0
    """Likewise after those still failing were given the questions that failed."""
    failing: int = 0
    passed: tuple[int, int] = (0, 0)
    """Questions answered from the right document, and of how many, after the first publishing."""
    passed_with_questions: tuple[int, int] = (0, 0)
    removed: str = ""
    """The page that was removed again."""
    reopened: tuple[str, ...] = ()
    """Gaps that reopened after that, which should be those of that page."""
    expected: tuple[str, ...] = ()
    """Closed gaps that held questions of that page only."""
    named: int = 0
    """Reopened gaps that name a removed document as what did it."""
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Loop:
    """One walk through it."""

    board: TeamBoard
    guests: httpx2.Client
    pages: Sequence[LoopPage]
    tell: Callable[[str, int, int], None] = lambda label, done, total: None
    pause: Callable[[], None] = lambda: time.sleep(_PAUSE_S)
    """Between two looks at what the server does in the background."""
    figures: LoopFigures = field(default_factory=LoopFigures)
    _page_of: dict[str, str] = field(default_factory=dict)
    """The page of a question, by its message."""
    _gap_of: dict[str, str] = field(default_factory=dict)
    _drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By page, the draft it was published with."""

    def walk(self) -> LoopFigures:
        """All of it, in order."""
        self.figures.pages = len(self.pages)
        for name, step in (
            ("ask", self.ask),
            ("gaps", self.wait_for_gaps),
            ("publish", self.publish),
            ("proof", self.prove),
            ("publish with questions", self.publish_questions),
            ("proof with questions", self.prove_again),
            ("remove", self.remove_one),
        ):
            started = time.monotonic()
            step()
            self.figures.seconds[name] = round(time.monotonic() - started, 1)
        return self.figures

    def ask(self) -> None:
        """Every question by a guest of its own, while its page is withheld."""
        wanted = [(page.name, lang, text) for page in self.pages for lang, text in page.questions]
        for done, (name, lang, text) in enumerate(wanted, 1):
            answer = good(self.guests.post("/v1/ask", json={"question": text, "lang": lang}))
            found = self.board.get(f"/v1/conversations/{answer['conversation_id']}")
            self._page_of[found["messages"][0]["id"]] = name
            self.tell("asked", done, len(wanted))
        self.figures.asked = len(wanted)

    def wait_for_gaps(self) -> None:
        """Until every question has been looked at; then which gap has which."""
        self._wait(lambda: self.board.pending() == 0)
        for gap in self.board.gaps():
            for row in self.board.questions(gap):
                if row["message_id"] in self._page_of:
                    self._gap_of[row["message_id"]] = gap
        self.figures.in_gaps = len(self._gap_of)
        self.figures.gaps = len(set(self._gap_of.values()))
        self.figures.pages_with_gap = len({self._page_of[message] for message in self._gap_of})

    def publish(self) -> None:
        """A draft for each page that has a gap, in all its languages; other gaps with its questions are told of it."""
        gaps_of = self._gaps_by_page()
        for done, page in enumerate(self.pages, 1):
            if gaps_of[page.name]:
                self._publish_page(page, gaps_of[page.name])
            self.tell("published", done, len(self.pages))

    def prove(self) -> None:
        """Until everything that is due has been checked."""
        self._settle()
        states = self.board.states(self._gap_of.values())
        self.figures.closed = sum(state == "closed" for state in states.values())
        self.figures.passed = self._passed()

    def publish_questions(self) -> None:
        """Publish pages whose gaps still fail once more, now with the questions that failed to be found by."""
        failed: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for gap, state in self.board.states(self._gap_of.values()).items():
            for one in self.board.latest(gap)["questions"] if state != "closed" else ():
                if one["now"] and not one["now"]["passed"] and one["message_id"] in self._page_of:
                    failed[self._page_of[one["message_id"]]][one["lang"]].append(one["text"])
        for done, page in enumerate(self.pages, 1):
            for lang, questions in failed.get(page.name, {}).items():
                if lang in page.texts and page.name in self._drafts:
                    self._publish_again(page, lang, questions)
            self.tell("published with questions", done, len(self.pages))

    def prove_again(self) -> None:
        """Likewise after that."""
        self._settle()
        states = self.board.states(self._gap_of.values())
        closed = sum(state == "closed" for state in states.values())
        self.figures.closed_with_questions = closed - self.figures.closed
        self.figures.failing = len(states) - closed
        self.figures.passed_with_questions = self._passed()

    def remove_one(self) -> None:
        """Remove the page whose closed gap has most questions, in all languages, and wait for what reopens."""
        before, gaps_of = self.board.states(self._gap_of.values()), self._gaps_by_page()
        pages_of = self._pages_by_gap()
        closed = {name: [gap for gap in gaps if before.get(gap) == "closed"] for name, gaps in gaps_of.items()}
        own = {name: [gap for gap in gaps if pages_of[gap] == {name}] for name, gaps in closed.items()}
        if not any(own.values()):
            return
        sizes = Counter(self._gap_of.values())
        chosen = max(own, key=lambda name: (max((sizes[gap] for gap in own[name]), default=0), name))
        self.figures.removed, self.figures.expected = chosen, tuple(sorted(own[chosen]))
        for document in self._drafts[chosen]["documents"]:
            self.board.http.delete(f"/v1/documents/{document}").raise_for_status()
        self._settle()
        after = self.board.states(self._gap_of.values())
        self.figures.reopened = tuple(sorted(gap for gap in before if (before[gap], after[gap]) == _REOPENED))
        gone = set(self._drafts[chosen]["documents"])
        self.figures.named = sum(
            any(one["kind"] == "removed" and one["document_id"] in gone for one in self.board.latest(gap)["changes"])
            for gap in self.figures.reopened
        )

    # Inside

    def _publish_page(self, page: LoopPage, gaps: Sequence[str]) -> None:
        first, *others = page.texts
        title, text = page.texts[first]
        begun = {"gap": gaps[0], "lang": first, "title": title, "text": text, "audiences": []}
        draft = self.board.post("/v1/drafts", begun)
        for lang in others:
            added = self.board.post(f"/v1/drafts/{draft['id']}/translate", {"source": first, "target": lang})
            title, text = page.texts[lang]
            body = {"title": title, "text": text, "revision": added["revision"]}
            self.board.post(f"/v1/drafts/{draft['id']}/texts/{lang}", body)
        self._drafts[page.name] = self.board.approve(draft["id"])
        for gap in gaps[1:]:
            self.board.name(gap, self._drafts[page.name]["documents"])

    def _publish_again(self, page: LoopPage, lang: str, questions: Sequence[str]) -> None:
        document = next(one["document_id"] for one in self._drafts[page.name]["texts"] if one["lang"] == lang)
        title, text = page.texts[lang]
        lines = "".join(f"  - {_quoted(question)}\n" for question in dict.fromkeys(questions))
        draft = self.board.post("/v1/drafts", {"document": document, "lang": lang})
        revision = next(one["revision"] for one in draft["texts"] if one["lang"] == lang)
        body = {"title": title, "text": f"---\nquestions:\n{lines}---\n\n{text}", "revision": revision}
        self.board.post(f"/v1/drafts/{draft['id']}/texts/{lang}", body)
        self.board.approve(draft["id"])

    def _settle(self) -> None:
        """Until content has been noticed and nothing is due any more."""
        deadline, quiet = time.monotonic() + PATIENCE_S, 0
        while quiet < _QUIET:
            self.pause()
            quiet = quiet + 1 if self.board.is_quiet() else 0
            if time.monotonic() > deadline:
                raise Conflict("Gaps were not checked in time.")

    def _wait(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > deadline:
                raise Conflict("Questions were not looked at in time.")
            self.pause()

    def _passed(self) -> tuple[int, int]:
        checks = [self.board.latest(gap) for gap in set(self._gap_of.values())]
        return sum(check["passed"] for check in checks), sum(check["total"] for check in checks)

    def _gaps_by_page(self) -> dict[str, list[str]]:
        """The gaps of each page's questions, the one with most of them first."""
        counted: dict[str, Counter[str]] = {page.name: Counter() for page in self.pages}
        for message, gap in self._gap_of.items():
            counted[self._page_of[message]][gap] += 1
        return {name: [gap for gap, _ in count.most_common()] for name, count in counted.items()}

    def _pages_by_gap(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for message, gap in self._gap_of.items():
            found[gap].add(self._page_of[message])
        return found


def _quoted(text: str) -> str:
    """A line of text in YAML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

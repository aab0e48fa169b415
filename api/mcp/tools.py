"""The tools: what each is for, what it takes and gives, who may use it, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from api.keys import Scope
from api.mcp import asking_tool, content_tools, gap_tools
from api.mcp.access import Access
from api.mcp.inputs import AskInput, DraftInput, GapsInput, Input, ReadInput, SearchInput
from api.mcp.outputs import AnswerOutput, DraftOutput, GapsOutput, PieceOutput, SearchOutput
from api.services import Services


@dataclass(frozen=True, slots=True)
class ToolKind:
    """One tool."""

    name: str
    title: str
    description: str
    takes: type[Input]
    gives: type[BaseModel]
    run: Callable[[Services, Access, Any], BaseModel]
    scopes: tuple[Scope, ...]
    """One of them is needed."""
    changes: bool = False
    """Whether anything is written."""
    repeatable: bool = True
    """Whether the same call again changes nothing more."""
    needs_leave: bool = False
    """Whether the operator must have allowed it (`ASKWELL_MCP_DRAFTS`)."""

    def open_to(self, access: Access) -> bool:
        """Whether this caller may use it."""
        return access.allows(self.scopes) and (access.drafts or not self.needs_leave)


TOOLS = (
    ToolKind(
        "search",
        "Search the help content",
        "Passages of the help content that fit a query best, by meaning and by words. Use it to look around; "
        "use `ask` for a checked answer.",
        SearchInput,
        SearchOutput,
        content_tools.search,
        (Scope.SEARCH,),
    ),
    ToolKind(
        "ask",
        "Ask a question",
        "A checked answer from the help content, with verbatim quotes as its proof, the probability that it is right "
        "(`confidence`) and a `decision`: `answer`, `caveat` (uncertain), `clarify` (pick one of `choices` and ask "
        "again in the conversation) or `escalate` (not answered; the question went to the people who help customers). "
        "The question is stored and counted, so ask what somebody wants to know, not to try things out.",
        AskInput,
        AnswerOutput,
        asking_tool.ask,
        (Scope.ASK,),
        changes=True,
        repeatable=False,
    ),
    ToolKind(
        "read_document",
        "Read a document",
        "The text of a document, in parts, by the `document_id` of a search result or citation. Read on at "
        "`next_start`.",
        ReadInput,
        PieceOutput,
        content_tools.read_document,
        (Scope.SEARCH, Scope.ASK, Scope.CONTENT, Scope.DRAFTS),
    ),
    ToolKind(
        "list_gaps",
        "List content gaps",
        "Questions of customers that the content does not answer well, in groups, the most harmful first.",
        GapsInput,
        GapsOutput,
        gap_tools.list_gaps,
        (Scope.CONTENT, Scope.DRAFTS),
    ),
    ToolKind(
        "draft_article",
        "Propose an article",
        "Leaves an article, or an addition to a document, with the content team as a proposal. People look at it, "
        "change it and decide; nothing is published. Write only what the documents or the person you work for bear "
        "out.",
        DraftInput,
        DraftOutput,
        gap_tools.draft_article,
        (Scope.CONTENT, Scope.DRAFTS),
        changes=True,
        needs_leave=True,
    ),
)
BY_NAME = {tool.name: tool for tool in TOOLS}

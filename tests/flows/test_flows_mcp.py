"""The official MCP client against real servers: two worker processes over HTTP, and a process of its own over stdio."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import anyio
import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from api.content import Draft
from api.keys import Scope
from api.services import Services
from api.wiring import build
from core.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
PUBLIC = "Open Settings > Security and choose Reset password. A link arrives by e-mail within a minute."
GOLD = "Gold members reset a password at the platinum counter, which is open day and night."
QUESTION = "How do I reset my password?"


@dataclass(frozen=True)
class Place:
    """A data folder with documents and keys, and a server with two workers on it."""

    url: str
    data: Path
    parts: Services

    def key(self, *scopes: str, audiences: tuple[str, ...] = ()) -> tuple[str, str]:
        """Id and secret of a new key."""
        made, secret = self.parts.keys.create("agent", [Scope(name) for name in scopes], audiences)
        return made.id, secret

    @asynccontextmanager
    async def over_http(self, secret: str, mode: Literal["auto", "legacy"] = "auto") -> AsyncIterator[Client]:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}, timeout=60) as http,
            Client(streamable_http_client(f"{self.url}/mcp", http_client=http), mode=mode) as client,
        ):
            yield client

    def stdio(self, *options: str, **environment: str) -> StdioServerParameters:
        clean = {"ASKWELL_DATA": str(self.data), "ASKWELL_EMBEDDER": "hashing", **environment}
        return StdioServerParameters(
            command=sys.executable, args=["-m", "cli", "mcp", *options], env=clean, cwd=str(ROOT)
        )


@pytest.fixture(scope="module")
def place(make_shared_server: Callable[..., Any]) -> Iterator[Place]:
    server = make_shared_server(workers=2, ASKWELL_MCP_DRAFTS="true")
    parts = build(Settings(_env_file=None, data=server.data, embedder="hashing", rate_limit="off"))
    parts.content.write("password", Draft("Reset your password", PUBLIC, lang="en"))
    parts.content.write(
        "gold", Draft("Reset a password as a gold member", GOLD, lang="en", audiences=frozenset({"gold"}))
    )
    server.start()
    yield Place(server.url, server.data, parts)
    parts.close()


def snippets(kind: str) -> list[str]:
    """The code of the page, in order."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def refused(result: Any) -> str:
    assert result.is_error
    assert result.structured_content is None
    return str(result.content[0].text)


async def checked_tour(client: Client, *, gold: bool) -> str:
    """Everything that reads, looked at as a client gets it; returns the conversation's id."""
    names = [tool.name for tool in (await client.list_tools()).tools]
    assert names[:3] == ["search", "ask", "read_document"]
    answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
    assert answer["decision"] in {"answer", "caveat"}
    assert 0 < answer["confidence"] < 1
    for citation in answer["citations"]:
        place = {"document_id": citation["document_id"], "version": citation["document_version"]}
        piece = await client.call_tool(
            "read_document", {**place, "start": citation["start"], "length": citation["end"] - citation["start"]}
        )
        assert piece.structured_content["text"] == citation["quote"]
    found = (await client.call_tool("search", {"query": "platinum counter"})).structured_content["results"]
    assert ("gold" in {one["document_id"] for one in found}) is gold
    listed = {resource.name for resource in (await client.list_resources()).resources}
    assert listed == ({"gold", "password"} if gold else {"password"})
    hidden = await client.call_tool("read_document", {"document_id": "gold"})
    assert hidden.is_error is not gold
    assert refused(await client.call_tool("search", {"query": ""})).startswith("invalid_input: query")
    with pytest.raises(MCPError, match="There is no tool of this name"):
        await client.call_tool("rm", {})
    return str(answer["conversation_id"])


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_works_over_http_with_two_workers(place: Place, mode: Literal["auto", "legacy"]) -> None:
    """In the present form of the protocol and in the one before; no request knows of another."""
    _, secret = place.key("ask", "search")
    _, member = place.key("ask", "search", audiences=("gold",))

    async def run() -> None:
        async with place.over_http(secret, mode) as client:
            conversation = await checked_tour(client, gold=False)
        async with place.over_http(member, mode) as client:
            await checked_tour(client, gold=True)
        # Each on a connection of its own, so that either worker may get it.
        async with anyio.create_task_group() as group:
            for _ in range(6):
                group.start_soon(again, conversation)

    async def again(conversation: str) -> None:
        async with place.over_http(secret, mode) as client:
            more = {"question": "Does a link arrive by e-mail?", "conversation_id": conversation}
            answer = (await client.call_tool("ask", more)).structured_content
            assert answer["conversation_id"] == conversation

    anyio.run(run)


def test_the_page_tells_how_to_reach_it_over_http(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    _, secret = place.key("ask")

    def here(text: str) -> str:
        return text.replace("https://help.example.com", place.url).replace("ask_…", secret)

    shown = json.loads(here(snippets("json")[0]))["mcpServers"]["askwell"]
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    sent = {**shown["headers"], "Accept": "application/json"}
    assert httpx2.post(shown["url"], json=ping, headers=sent).json()["result"] == {}
    exec(here(snippets("python")[0]), {"__name__": "page"})  # noqa: S102 - our own page
    assert f"1 {PUBLIC.split('. ')[0]}" in capsys.readouterr().out


def test_a_key_that_is_revoked_ends_at_once_over_http(place: Place) -> None:
    identifier, secret = place.key("search")

    async def run() -> None:
        async with place.over_http(secret) as client:
            assert not (await client.call_tool("search", {"query": "password"})).is_error
            place.parts.keys.revoke(identifier)
            for _ in range(4):  # either worker
                with pytest.raises(MCPError):
                    await client.call_tool("search", {"query": "password"})

    anyio.run(run)
    sent = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
    response = httpx2.post(f"{place.url}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=sent)
    assert response.status_code == 401


def test_a_repeated_draft_is_one_proposal_whichever_worker_gets_it(place: Place) -> None:
    _, secret = place.key("drafts", "search")
    article = {"title": "Refunds", "text": "Refunds take five days.", "lang": "en"}
    made: set[str] = set()

    async def propose() -> None:
        async with place.over_http(secret) as client:
            made.add((await client.call_tool("draft_article", article)).structured_content["draft_id"])

    async def run() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(propose)

    anyio.run(run)
    assert len(made) == 1


def test_the_official_client_works_over_stdio(place: Place, tmp_path: Path) -> None:
    """Beside the running server, with a key whose end is noticed by the next call."""
    identifier, secret = place.key("ask", "search", "drafts", audiences=("gold",))

    async def run() -> None:
        with (tmp_path / "log").open("w") as log:
            from mcp.client.stdio import stdio_client

            async with Client(stdio_client(place.stdio(ASKWELL_MCP_KEY=secret), errlog=log)) as client:
                await checked_tour(client, gold=True)
                article = {"title": "Refunds", "text": "Refunds take five days.", "lang": "en"}
                assert "read-only" in refused(await client.call_tool("draft_article", article))
                place.parts.keys.revoke(identifier)
                assert refused(await client.call_tool("search", {"query": "password"})).startswith("unauthorized: ")
                with pytest.raises(MCPError, match="unauthorized"):
                    await client.list_tools()

    anyio.run(run)
    log = (tmp_path / "log").read_text()
    assert "askwell.mcp" in log
    assert secret not in log
    assert QUESTION not in log


def test_without_a_key_the_options_say_what_may_be_done(place: Place) -> None:
    """Started as the page says."""
    shown = json.loads(snippets("json")[1])["mcpServers"]["askwell"]
    assert Path(shown["command"]).name == "askwell"
    assert set(shown["env"]) == {"ASKWELL_DATA"}
    started = StdioServerParameters(
        command=str(Path(sys.executable).with_name("askwell")),
        args=[*shown["args"], "--audience", "gold", "--drafts"],
        env={"ASKWELL_DATA": str(place.data), "ASKWELL_EMBEDDER": "hashing"},
    )

    async def run() -> None:
        async with Client(started, mode="legacy") as client:
            conversation = await checked_tour(client, gold=True)
            article = {"title": "Opening hours", "text": "We open at nine.", "lang": "en"}
            drafted = (await client.call_tool("draft_article", article)).structured_content
            assert drafted["state"] == "proposed"
            assert drafted["audiences"] == ["gold"]
            assert isinstance((await client.call_tool("list_gaps", {})).structured_content["gaps"], list)
        with place.parts.database.read() as session:
            kept = place.parts.conversations.get(session, conversation)
            draft = place.parts.drafts.store.get(session, drafted["draft_id"])
        assert kept.audiences == draft.audiences == frozenset({"gold"})

    anyio.run(run)


def test_standard_output_carries_the_protocol_only(place: Place) -> None:
    """Whatever comes in; and the process ends in order when its client closes the input."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    asked = {"name": "ask", "arguments": {"question": QUESTION}}
    lines = [
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        "this is no JSON",
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": asked}),
        json.dumps({"jsonrpc": "2.0", "id": 3, "method": "no/such/method"}),
    ]
    parameters = place.stdio()
    with subprocess.Popen(
        [parameters.command, *parameters.args],
        cwd=ROOT,
        env={**os.environ, **(parameters.env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.flush()
        answers = {}
        while not {1, 2, 3} <= set(answers):
            message = json.loads(process.stdout.readline())
            assert message["jsonrpc"] == "2.0"
            answers[message.get("id")] = message
        process.stdin.close()
        assert process.stdout.read() == ""
        assert all(json.loads(line)["level"] for line in process.stderr.read().splitlines())
        assert process.wait(30) == 0
    assert answers[1]["result"]["serverInfo"]["name"] == "askwell"
    assert answers[2]["result"]["structuredContent"]["citations"]
    assert answers[3]["error"]["code"] == -32601

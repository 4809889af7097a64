"""Assistants ask by the Model Context Protocol, through its official client and real processes."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, McpError, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from pydantic import AnyUrl

from copies import copy_home
from databases import to_processes
from plant_copilot import Settings, build_copilot
from plant_ui.mcp.told import MOST_PAYLOAD, bounded, words
from tiny_plant import serving, write_pdf

COMMAND = [sys.executable, "-m", "plant_ui.cli"]
Json = dict[str, Any]
PATIENCE = 60.0
Work = Callable[[ClientSession], Awaitable[Any]]


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny plant with a manual that engineers alone may see."""
    home = copy_home(tiny_home, tmp_path_factory.mktemp("asked") / "home")
    manual = write_pdf(home.parent / "secret.pdf", (("Recipe R-77 needs 4.2 g of dye.",),))
    with build_copilot(Settings.read({}, home=home)) as copilot:
        copilot.ingest([manual], described={"document": "Recipes", "rights": ["engineer"]})
    return home


@pytest.fixture(scope="module")
def keys(home: Path) -> dict[str, str]:
    """The keys of a technician and of an engineer."""
    with build_copilot(Settings.read({}, home=home)) as copilot:
        for name, role in (("tina", "technician"), ("egon", "engineer"), ("root", "admin")):
            copilot.user("add", name, {"roles": [role], "source": "oidc", "shown": name.title()})
        return {name: copilot.user("key", name, {"label": "assistant"})["key"] for name in ("tina", "egon")}


def over_stdio(home: Path, work: Work, *options: str, key: str = "") -> Any:
    """Start the command as an assistant does, let ``work`` speak with it, and return what that returns."""
    arguments = [*COMMAND[1:], "--home", str(home), "mcp", *options]
    started = StdioServerParameters(
        command=COMMAND[0], args=arguments, env=to_processes() | ({"PLANT_MCP_KEY": key} if key else {})
    )

    async def talk() -> Any:
        async with stdio_client(started) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await work(session)

    return asyncio.run(talk())


def said(result: types.CallToolResult) -> str:
    assert isinstance(result.content[0], types.TextContent)
    return result.content[0].text


async def everything(session: ClientSession) -> Json:
    """Ask for all that the tiny plant can tell."""
    told: Json = {"tools": (await session.list_tools()).tools}
    told["hits"] = await session.call_tool("search", {"text": "E0712", "limit": 2})
    told["page"] = await session.call_tool("page", {"document": "GR-12 gearbox", "page": 2})
    told["words"] = await session.call_tool("page", {"document": "GR-12 gearbox", "page": 2, "width": 0})
    told["answer"] = await session.call_tool("ask", {"text": "Was bedeutet E0712?"})
    told["dictated"] = await session.call_tool("ask", {"text": "Write a work order: GR-12 leaks, stopped 20 min"})
    told["long"] = await session.call_tool("ask", {"text": "x" * 40_000})
    told["strange"] = await session.call_tool("search", {"txt": "E0712", "limit": 500})
    told["lost"] = await session.call_tool("page", {"document": "GR-12 gearbox", "page": 9})
    told["hidden"] = await session.call_tool("page", {"document": "Recipes", "page": 1})
    told["draft"] = await session.call_tool("draft_order", {"text": "GR-12 leaks"})
    told["resources"] = (await session.list_resources()).resources
    told["read"] = await session.read_resource(told["resources"][1].uri)
    with pytest.raises(McpError, match="is not in the library"):
        await session.read_resource(AnyUrl("plant://page/Recipes/1"))
    return told


@pytest.fixture(scope="module")
def told(home: Path, keys: dict[str, str]) -> Json:
    """What a technician's assistant is told by a process that opens the home itself."""
    found: Json = over_stdio(home, everything, key=keys["tina"])
    return found


def test_tools_only_read(told: Json) -> None:
    assert len(told["tools"]) == 9
    assert all(tool.annotations.readOnlyHint and tool.outputSchema for tool in told["tools"])
    assert told["draft"].isError
    assert "draft_order is off: these tools only read." in said(told["draft"])


def test_what_is_found_comes_with_its_place_and_as_the_payload(told: Json) -> None:
    hit = told["hits"].structuredContent["hits"][0]
    assert (hit["document"], hit["page"]) == ("GR-12 gearbox", 2)
    assert "plant://page/GR-12%20gearbox/2" in said(told["hits"])
    answer = told["answer"].structuredContent
    assert answer["citations"][0]["page"] == 2
    assert "above 90 °C" in said(told["answer"])


def test_a_page_is_words_and_a_picture(told: Json) -> None:
    words, picture = told["page"].content
    assert "Check the oil cooler." in words.text
    assert picture.mimeType == "image/png"
    assert len(told["words"].content) == 1
    text, png = told["read"].contents
    assert (text.mimeType, png.mimeType) == ("text/plain", "image/png")


def test_a_question_leaves_no_draft_and_begins_no_flow(told: Json) -> None:
    answer = told["dictated"].structuredContent
    assert answer["pending"] is None


def test_what_is_wrong_is_told_in_a_line_that_does_not_repeat_it(told: Json) -> None:
    assert said(told["long"]).startswith("ask: text is longer than 2,000 characters.")
    assert "text is missing" in said(told["strange"])
    assert "there is no field txt" in said(told["strange"])
    assert said(told["lost"]).startswith("GR-12 gearbox has pages 1 to 2, not 9.")
    assert all(told[name].isError for name in ("long", "strange", "lost", "hidden"))


def test_an_assistant_sees_what_its_person_may_see(told: Json) -> None:
    assert "'Recipes' is not in the library" in said(told["hidden"])
    assert all(resource.name != "Recipes" for resource in told["resources"])


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Path]:
    """The same home with a server running on it."""
    with serving(home):
        yield home


def test_through_a_running_server_it_is_the_same_and_drafts_where_they_are_allowed(
    served: Path, told: Json, keys: dict[str, str]
) -> None:
    through = over_stdio(served, everything, "--drafts", key=keys["tina"])
    for name in ("hits", "page", "strange", "lost", "hidden"):
        assert said(through[name]) == said(told[name]), name
    assert through["page"].content[1] == told["page"].content[1]
    assert through["answer"].structuredContent["statements"] == told["answer"].structuredContent["statements"]
    offered = {tool.name: tool.annotations.readOnlyHint for tool in through["tools"]}
    assert [name for name, reads in offered.items() if not reads] == ["draft_order", "draft_procedure"]
    assert "off" not in said(through["draft"])


def test_over_http_a_key_is_needed_and_gives_its_rights(served: Path, keys: dict[str, str]) -> None:
    command = [*COMMAND, "--home", str(served), "mcp", "--http", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = re.search(r"http://\S+/mcp", process.stdout.readline())
        assert found
        try:
            assert httpx.post(found[0], json={}, timeout=PATIENCE).status_code == 401
            assert httpx.post(found[0], headers={"Origin": "http://evil.example"}, timeout=PATIENCE).status_code == 403
            forged = {"Authorization": "Bearer pck_forged"}
            assert httpx.post(found[0], json={}, headers=forged, timeout=PATIENCE).status_code == 403
            assert "not in the library" in said(asyncio.run(_over_http(found[0], keys["tina"])))
            assert "4.2 g of dye" in said(asyncio.run(_over_http(found[0], keys["egon"])))
        finally:
            process.terminate()


async def _over_http(url: str, key: str) -> types.CallToolResult:
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        httpx.AsyncClient(headers=headers, timeout=PATIENCE) as http,
        streamable_http_client(url, http_client=http) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        return await session.call_tool("page", {"document": "Recipes", "page": 1, "width": 0})


def test_a_payload_is_no_longer_than_an_assistant_can_take() -> None:
    long = {"evidence": [{"statement": "x" * 5_000, "marks": []}] * 400, "gap": "", "citations": []}
    assert len(json.dumps(bounded(long))) < MOST_PAYLOAD
    assert len(words("history", long)) < 30_000
    assert bounded({"gap": ""}) == {"gap": ""}

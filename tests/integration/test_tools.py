"""The two tools, as Open WebUI takes them from OpenAPI and as an MCP client calls them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tests.clock import LONGEST_S
from tests.integration.conftest import NOTE, Served

QUESTION = "With how much notice can the tenant end the lease?"
NOTICE = "three months notice to the end of a quarter"


def test_there_are_two_operations_with_flat_arguments(client: httpx.Client) -> None:
    document = client.get("/tools/openapi.json").json()
    operations = {each["post"]["operationId"]: each["post"] for each in document["paths"].values()}
    assert {name for methods in document["paths"].values() for name in methods} == {"post"}
    assert set(operations) == {"ask_my_records", "search_my_documents"}
    schemas = document["components"]["schemas"]
    for operation in operations.values():
        assert operation["description"]
        form = schemas[operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
        for argument in form["properties"].values():
            kinds = {each.get("type") for each in argument.get("anyOf", [argument])}
            assert kinds <= {"string", "integer", "null"}, argument
    assert set(re.findall(r"#/components/schemas/(\w+)", str(document))) <= set(schemas)


def test_asking_gives_an_answer_with_links_that_open(client: httpx.Client) -> None:
    found = client.post("/tools/ask", json={"question": QUESTION}).json()
    assert found["status"] == "answered"
    source = next(each for each in found["sources"] if NOTICE in each["quote"])
    assert f"[{source['n']}]" in found["answer"]
    assert httpx.get(source["link"], trust_env=False, timeout=LONGEST_S).status_code == 200


def test_searching_gives_passages_with_links_that_open(client: httpx.Client) -> None:
    found = client.post("/tools/search", json={"query": "boiler service", "limit": 2}).json()["passages"]
    assert len(found) == 2
    assert found[0]["text"] in NOTE
    assert found[0]["path"].endswith("boiler.txt")
    assert httpx.get(found[0]["link"], trust_env=False, timeout=LONGEST_S).status_code == 200
    assert client.post("/tools/search", json={"query": "x", "limit": 1000}).status_code == 422


def with_mcp(served: Served, act: Callable[[Client], Awaitable[Any]], token: str | None = None) -> Any:
    """Do something as an MCP client."""

    async def run() -> Any:
        headers = {"Authorization": f"Bearer {token or served.reader}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=LONGEST_S, trust_env=False) as http,
            Client(streamable_http_client(f"{served.url}/mcp", http_client=http)) as client,
        ):
            return await act(client)

    return asyncio.run(run())


def test_mcp_lists_the_same_tools(served: Served) -> None:
    listed = with_mcp(served, lambda client: client.list_tools())
    tools = {each.name: each for each in listed.tools}
    assert set(tools) == {"ask_my_records", "search_my_documents"}
    assert set(tools["ask_my_records"].input_schema["properties"]) == {"question"}
    assert tools["search_my_documents"].input_schema["required"] == ["query"]


def test_mcp_answers_with_links_that_open(served: Served) -> None:
    result = with_mcp(served, lambda client: client.call_tool("ask_my_records", {"question": QUESTION}))
    assert not result.is_error
    source = next(each for each in result.structured_content["sources"] if NOTICE in each["quote"])
    assert httpx.get(source["link"], trust_env=False, timeout=LONGEST_S).status_code == 200
    passages = with_mcp(
        served, lambda client: client.call_tool("search_my_documents", {"query": "boiler service", "limit": 1})
    )
    assert passages.structured_content["passages"][0]["text"] in NOTE


def test_mcp_is_closed_to_strangers(served: Served) -> None:
    with pytest.raises(ExceptionGroup):
        with_mcp(served, lambda client: client.list_tools(), token="pkm_wrong")

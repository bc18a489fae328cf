"""The two tools over the Model Context Protocol: ``/mcp``, streamable HTTP, without sessions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, cast

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, TextContent, Tool
from pydantic import ValidationError
from starlette.requests import Request
from starlette.routing import Route

from api.asking import Desk
from api.auth import caller
from api.links import base_url
from api.problems import field_errors
from api.service import Service
from api.toolbox import INSTRUCTIONS, TOOLS
from pkm.errors import PkmError

PATH = "/mcp"
TOOLS_BY_NAME = {each.name: each for each in TOOLS}


@dataclass(frozen=True, slots=True)
class McpFace:
    """The protocol's endpoint, and what must run while it is served."""

    route: Route
    running: Callable[[], AbstractAsyncContextManager[None]]


def create(service: Service) -> McpFace:
    """The endpoint for a service; bearer tokens are checked before it is reached."""

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_described(name) for name in TOOLS_BY_NAME])

    async def call_tool(context: ServerRequestContext[Any], call: CallToolRequestParams) -> CallToolResult:
        tool = TOOLS_BY_NAME.get(call.name)
        if tool is None:
            return _failed(f"there is no such tool; there are {', '.join(TOOLS_BY_NAME)}")
        request = cast(Request, context.request)
        desk = Desk(service, caller(request).person, base_url(service.settings, request))
        try:
            found = await tool.use(desk, tool.form.model_validate(call.arguments or {}))
        except ValidationError as exc:
            return _failed("; ".join(f"{each.at}: {each.reason}" for each in field_errors(exc.errors())))
        except PkmError as fault:
            return _failed(f"{fault} ({fault.hint})" if fault.hint else str(fault))
        text = TextContent(type="text", text=found.model_dump_json())
        return CallToolResult(content=[text], structured_content=found.model_dump(mode="json"))

    server = Server(
        "pkm", version=version("pkm"), instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool
    )
    # A page elsewhere that rebinds its name to this address has no bearer token: hosts need no list of their own.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    sessions = StreamableHTTPSessionManager(server, stateless=True, json_response=True, security_settings=security)
    return McpFace(Route(PATH, StreamableHTTPASGIApp(sessions), methods=["POST"]), sessions.run)


def _described(name: str) -> Tool:
    tool = TOOLS_BY_NAME[name]
    return Tool(
        name=name, description=tool.description, input_schema=tool.form.model_json_schema(),
        output_schema=tool.result.model_json_schema(),
    )  # fmt: skip


def _failed(reason: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=reason)], is_error=True)

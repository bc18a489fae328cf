"""The two tools over the Model Context Protocol: ``/mcp``, streamable HTTP, without sessions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date as Day
from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.routing import BaseRoute

from api import toolbox
from api.asking import Desk
from api.auth import caller
from api.links import base_url
from api.service import Service
from pkm.models import Kind

PATH = "/mcp"


@dataclass(frozen=True, slots=True)
class McpFace:
    """The protocol's endpoint, and what must run while it is served."""

    route: BaseRoute
    running: Callable[[], AbstractAsyncContextManager[None]]


def create(service: Service) -> McpFace:
    """The endpoint for a service; bearer tokens are checked before it is reached."""
    from mcp.server.mcpserver import Context, MCPServer
    from mcp.server.transport_security import TransportSecuritySettings

    server: MCPServer[Any] = MCPServer("pkm", instructions=toolbox.INSTRUCTIONS)

    def desk(context: Context[Any, Any]) -> Desk:
        request: Request = context.request_context.request
        return Desk(service, caller(request).person, base_url(service.settings, request))

    @server.tool()
    async def ask_my_records(
        question: Annotated[str, Field(min_length=1, max_length=4000, description="The question, complete in itself.")],
        context: Context[Any, Any],
    ) -> toolbox.Finding:
        """Answer a question from the user's own documents, mail and bank records, with cited sources and computed figures."""
        return await toolbox.ask_my_records(desk(context), question)

    @server.tool()
    async def search_my_documents(
        query: Annotated[str, Field(min_length=1, max_length=4000)],
        context: Context[Any, Any],
        kind: Annotated[Kind | None, Field(description="Only documents of this kind.")] = None,
        since: Annotated[Day | None, Field(description="Only documents of this day or later.")] = None,
        until: Annotated[Day | None, Field(description="Only documents of this day or earlier.")] = None,
        limit: Annotated[int, Field(ge=1, le=50, description="How many passages.")] = 8,
    ) -> toolbox.Passages:
        """Find the passages of the user's own documents and mail that say most about something."""
        return await toolbox.search_my_documents(desk(context), query, kind, since, until, limit)

    # A page elsewhere that rebinds its name to this address has no bearer token: hosts need no list of their own.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    inner = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=security
    )
    return McpFace(inner.routes[0], server.session_manager.run)

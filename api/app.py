"""The HTTP face of one home: ``create_app(settings)`` is an ASGI application that opens what it needs when it starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import Depends, FastAPI

from api import problems
from api.access import Access, BodyLimit
from api.auth import Authentication, bearer
from api.metrics import Metrics
from api.routes import (
    accounts,
    ask,
    chat,
    documents,
    home,
    judgements,
    mcp,
    papers,
    reports,
    rules,
    sources,
    status,
    tools,
    transactions,
    why,
)
from api.service import Service
from pkm.config import Settings


def create_app(settings: Settings, local_token: str | None = None) -> FastAPI:
    """The application for a home.

    Args:
        settings: Whose home, database and models.
        local_token: A bearer token that is valid for this process alone, for the command line on the same machine.
    """
    service = Service(settings, local_token)
    metrics = Metrics(lambda: service.database)
    mcp_app = mcp.create(service)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with service.opened(), mcp_app.running():
            yield

    app = FastAPI(
        title="pkm",
        summary="A private memory that can be asked: your documents and your money, answered with the words that prove it.",
        version=version("pkm"),
        docs_url=None,  # the usual pages load their scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(bearer), Depends(problems.refuse_no_text)],
        responses=problems.documented(400, 401, 503),
    )
    app.state.service = service
    app.state.metrics = metrics
    problems.install(app)
    problems.describe(app)
    for each in (
        ask, why, judgements, transactions, accounts, rules, papers, reports, documents, sources, status, chat, home,
    ):  # fmt: skip
        app.include_router(each.router)
    app.mount("/tools", tools.create(service))
    app.router.routes.append(mcp_app.route)
    app.add_middleware(BodyLimit)
    app.add_middleware(Authentication, service=service)
    app.add_middleware(Access, metrics=metrics)
    return app

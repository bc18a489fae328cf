"""The two tools as an OpenAPI server of its own under ``/tools``, as Open WebUI takes it."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import Depends, FastAPI

from api import problems, toolbox
from api.auth import bearer
from api.context import Asking
from api.service import Service


def create(service: Service) -> FastAPI:
    """The application to mount under ``/tools``."""
    app = FastAPI(
        title="pkm", description=toolbox.INSTRUCTIONS, version=version("pkm"), docs_url=None, redoc_url=None,
        dependencies=[Depends(bearer)], responses=problems.documented(400, 401, 503),
    )  # fmt: skip
    app.state.service = service
    problems.install(app)
    problems.describe(app)

    @app.post("/ask", operation_id="ask_my_records", description=toolbox.ask_my_records.__doc__)
    async def ask(form: toolbox.QuestionForm, desk: Asking) -> toolbox.Finding:
        return await toolbox.ask_my_records(desk, form)

    @app.post("/search", operation_id="search_my_documents", description=toolbox.search_my_documents.__doc__)
    async def search(form: toolbox.QueryForm, desk: Asking) -> toolbox.Passages:
        return await toolbox.search_my_documents(desk, form)

    return app

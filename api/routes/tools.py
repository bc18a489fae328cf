"""The two tools as an OpenAPI server of its own under ``/tools``, as Open WebUI takes it."""

from __future__ import annotations

from datetime import date as Day
from importlib.metadata import version
from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import Field

from api import problems, schemas, toolbox
from api.auth import bearer
from api.context import Asking
from api.schemas import Form
from api.service import Service
from pkm.models import Kind


class QuestionForm(Form):
    """A question in the user's words."""

    question: Annotated[str, Field(min_length=1, max_length=4000, description="The question, complete in itself.")]


class QueryForm(Form):
    """What to look for."""

    query: schemas.Question
    kind: Kind | None = Field(None, description="Only documents of this kind.")
    since: Day | None = Field(None, description="Only documents of this day or later, YYYY-MM-DD.")
    until: Day | None = Field(None, description="Only documents of this day or earlier, YYYY-MM-DD.")
    limit: int = Field(8, ge=1, le=50, description="How many passages.")


def create(service: Service) -> FastAPI:
    """The application to mount under ``/tools``."""
    app = FastAPI(
        title="pkm", description=toolbox.INSTRUCTIONS, version=version("pkm"), docs_url=None, redoc_url=None,
        dependencies=[Depends(bearer)],
    )  # fmt: skip
    app.state.service = service
    problems.install(app)

    @app.post("/ask", operation_id="ask_my_records")
    async def ask_my_records(form: QuestionForm, desk: Asking) -> toolbox.Finding:
        """Answer a question from the user's own documents, mail and bank records, with cited sources and computed figures."""
        return await toolbox.ask_my_records(desk, form.question)

    @app.post("/search", operation_id="search_my_documents")
    async def search_my_documents(form: QueryForm, desk: Asking) -> toolbox.Passages:
        """Find the passages of the user's own documents and mail that say most about something."""
        return await toolbox.search_my_documents(desk, form.query, form.kind, form.since, form.until, form.limit)

    return app

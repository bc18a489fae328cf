"""Questions and searches."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api import schemas
from api.context import Asking
from api.problems import documented, spoken
from pkm.json import to_json

if TYPE_CHECKING:
    from pkm.answer import Event

router = APIRouter(prefix="/v1", tags=["asking"])
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.post("/ask", response_model=schemas.Answer, responses=documented(404) | EVENTS)
async def ask(form: schemas.AskForm, desk: Asking) -> Response:
    """Ask a question; every claim of the answer cites the words that prove it.

    With ``stream`` the answer comes as server-sent events ``plan``, ``hit``, ``token``, ``citation``, ``error`` and, last,
    ``done`` with the whole answer.
    """
    if form.stream:
        events = desk.stream(form.question, form.as_of, form.collection, form.no_llm)
        first = await anext(events)  # a fault before anything was said is a status, not an event
        return StreamingResponse(_sent(first, events), media_type="text/event-stream", headers=STREAM_HEADERS)
    return JSONResponse(to_json(await desk.ask(form.question, form.as_of, form.collection, form.no_llm)))


async def _sent(first: Event, rest: AsyncIterator[Event]) -> AsyncIterator[str]:
    yield _sse(first.event, to_json(first.data))
    try:
        async for each in rest:
            yield _sse(each.event, to_json(each.data))
    except Exception as error:
        yield _sse("error", spoken(error).model_dump(exclude_none=True))


def _sse(event: str, data: Any) -> str:
    """One event in the form of the HTML standard, section 9.2.6."""
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


@router.post("/search", response_model=schemas.Hits, responses=documented(404))
async def search(form: schemas.SearchForm, desk: Asking) -> dict[str, Any]:
    """Find the passages that say most about something."""
    return {"hits": to_json(await desk.search(**form.model_dump()))}

"""How the service is: for people, for what restarts it, and for Prometheus."""

from __future__ import annotations

import logging
from typing import Any, Literal

from anyio import move_on_after, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api import metrics
from api.auth import Caller
from api.context import Served
from api.problems import documented
from api.schemas import Count
from pkm.errors import NotFound, PkmError
from pkm.json import to_json
from pkm.models import FileState
from pkm.store import files, people, refusals
from pkm.store.status import read_status

log = logging.getLogger("pkm.api")
router = APIRouter(tags=["service"])
PATIENCE_S = 3  # who asks whether it is ready gives up after a few seconds, a request waits longer for a connection


class Readiness(BaseModel):
    """Whether questions are answered. Who asks needs no token and is told no more: the log says why not."""

    ready: bool
    database: Literal["ok", "unreachable"]
    models: Literal["ok", "loading", "failed"]


class Files(BaseModel):
    """How many files are in each state."""

    pending: Count
    indexed: Count
    duplicate: Count
    quarantined: Count
    deleted: Count


class Progress(BaseModel):
    """How the reading goes on: files that wait, files settled since it began, files a minute now, seconds left, passages embedded ahead."""

    waiting: Count
    settled: Count
    rate_per_min: float
    eta_s: int | None
    ahead: Count


class Worker(BaseModel):
    """A process that reads files, or waits for some."""

    host: str
    pid: int
    reading: bool
    since: str
    beat_at: str


class Work(BaseModel):
    """Long work beside the reading: what, of what, how much of how much, as far as that is known."""

    what: Literal["look", "reading", "backup", "erasing", "reembed"]
    of: str
    done: Count | None
    total: Count | None


class Status(BaseModel):
    """What this home holds, and how it grows."""

    files: Files
    ignored: Count
    documents: Count
    chunks: Count
    transactions: Count
    progress: Progress
    work: list[Work]
    workers: list[Worker]
    sources: list[dict[str, Any]]
    embedder: str | None
    index: dict[str, Any] | None
    last_refresh: str | None
    next_refresh: str | None


class Event(BaseModel):
    """A stage of a file's way that began or ended."""

    at: str
    stage: str
    outcome: str


class Why(BaseModel):
    """What became of a file."""

    path: str
    state: FileState
    reason: str | None
    attempts: Count
    crashes: Count
    next_try: str | None
    ignored: bool
    ahead: Count
    history: list[Event]
    document_ids: list[int]
    chunks: Count
    transactions: Count


class Refusal(BaseModel):
    """What was refused of a file, since when, and when it is tried again by itself, if ever."""

    path: str
    locator: str | None
    reason: str
    since: str
    next_try: str | None
    attempts: Count
    collection: str
    state: FileState
    ignored: bool


class Refusals(BaseModel):
    """What is refused at present."""

    problems: list[Refusal]


@router.get("/healthz")
async def healthz() -> dict[str, bool]:
    """The process answers."""
    return {"ok": True}


@router.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness}})
async def readyz(service: Served) -> JSONResponse:
    """The database is reached and migrated, and the models are loaded: questions are answered."""
    parts = {"database": "ok", "models": "ok" if service.loaded else "failed" if service.has_failed else "loading"}
    fault = f"the database gives no answer within {PATIENCE_S} s"
    with move_on_after(PATIENCE_S):
        fault = await to_thread.run_sync(_touch, service, abandon_on_cancel=True)
    if fault:
        log.warning("not ready: %s", fault)
        parts["database"] = "unreachable"
    ready = set(parts.values()) == {"ok"}
    return JSONResponse({"ready": ready} | parts, 200 if ready else 503)


@router.get("/v1/status", response_model=Status)
def status(service: Served, caller: Caller) -> dict[str, Any]:
    """What this home holds, and when its sources are looked at next."""
    found = read_status(service.database, service.settings, caller.person)
    shown: dict[str, Any] = to_json(found)
    return shown


@router.get("/v1/files", response_model=Why, responses=documented(404))
def why(service: Served, caller: Caller, path: str) -> dict[str, Any]:
    """What became of a file: its state, the reason, its history and what it holds."""
    with service.database.transaction(caller.person) as connection:
        found = files.explain(connection, path)
    if found is None:
        raise NotFound("there is no such file")
    shown: dict[str, Any] = to_json(found)
    return shown


@router.get("/v1/problems", response_model=Refusals, responses=documented(404))
def problems(service: Served, caller: Caller, collection: str | None = None, ignored: bool = False) -> dict[str, Any]:
    """What was refused, with the reason, and when it is tried again by itself."""
    with service.database.transaction(caller.person) as connection:
        within = people.within(connection, collection or None)
        found = refusals.listed(connection, within, ignored=ignored)
    return {"problems": to_json(found)}


def _touch(service: Served) -> str:
    """Why the database is not reached; empty where it is."""
    try:
        with service.database.transaction():
            return ""
    except PkmError as fault:
        return str(fault)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def expose(request: Request) -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(request.app.state.metrics.expose(), media_type=metrics.CONTENT_TYPE)

"""How the service is: for people, for what restarts it, and for Prometheus."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api import metrics, schemas
from api.auth import Caller
from api.context import Served
from api.problems import documented
from pkm.errors import NotFound, PkmError
from pkm.json import to_json
from pkm.store import files, people, refusals
from pkm.store.status import read_status

router = APIRouter(tags=["service"])


@router.get("/healthz")
async def healthz() -> dict[str, bool]:
    """The process answers."""
    return {"ok": True}


@router.get("/readyz", responses=documented(503))
async def readyz(service: Served) -> JSONResponse:
    """The database is reached and migrated, and the models are loaded: questions are answered."""
    parts = {"database": "ok", "models": "ok" if service.loaded else service.loading_fault or "loading"}
    try:
        await to_thread.run_sync(_touch, service)
    except PkmError as fault:
        parts["database"] = str(fault)
    ready = set(parts.values()) == {"ok"}
    return JSONResponse({"ready": ready} | parts, 200 if ready else 503)


@router.get("/v1/status", response_model=schemas.Status)
def status(service: Served, caller: Caller) -> dict[str, Any]:
    """What this home holds, and when its sources are looked at next."""
    found = read_status(service.database, service.settings, caller.person)
    shown: dict[str, Any] = to_json(found)
    return shown


@router.get("/v1/files", response_model=schemas.Why, responses=documented(404))
def why(service: Served, caller: Caller, path: str) -> dict[str, Any]:
    """What became of a file: its state, the reason, its history and what it holds."""
    with service.database.transaction(caller.person) as connection:
        found = files.explain(connection, path)
    if found is None:
        raise NotFound("there is no such file")
    shown: dict[str, Any] = to_json(found)
    return shown


@router.get("/v1/problems", response_model=schemas.Refusals, responses=documented(404))
def problems(service: Served, caller: Caller, collection: str | None = None, ignored: bool = False) -> dict[str, Any]:
    """What was refused, with the reason, and when it is tried again by itself."""
    with service.database.transaction(caller.person) as connection:
        within = people.within(connection, collection or None)
        found = refusals.listed(connection, within, ignored=ignored)
    return {"problems": to_json(found)}


def _touch(service: Served) -> None:
    with service.database.transaction():
        pass


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def expose(request: Request) -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(request.app.state.metrics.expose(), media_type=metrics.CONTENT_TYPE)

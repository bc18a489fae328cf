"""Every error as RFC 9457 ``application/problem+json``: what went wrong, and in ``hint`` what to do about it.

No problem repeats what the caller sent, so that no document's or question's words end up in a log of errors.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from pkm import errors

STATUS: dict[type[errors.PkmError], HTTPStatus] = {
    errors.UsageError: HTTPStatus.BAD_REQUEST,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.SpaceMismatch: HTTPStatus.CONFLICT,
    errors.Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ModelError: HTTPStatus.BAD_GATEWAY,
    errors.Unstorable: HTTPStatus.UNPROCESSABLE_ENTITY,  # to try again is of no use
    errors.ServiceError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SettingError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.PkmError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


DEFECT = ("pkm failed at this request", "its log has the details")
log = logging.getLogger("pkm.api")


class FieldError(BaseModel):
    """What is wrong with one part of the request."""

    at: str
    reason: str


class ProblemDetails(BaseModel):
    """An error as RFC 9457 states it, section 3.1; ``hint`` and ``errors`` are extension members (3.2)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    hint: str | None = None
    errors: list[FieldError] | None = None


class ProblemResponse(JSONResponse):
    """A response whose body is a problem."""

    media_type = "application/problem+json"


def problem(
    status: int,
    detail: str,
    hint: str = "",
    fields: list[FieldError] | None = None,
    headers: dict[str, str] | None = None,
) -> ProblemResponse:
    """The response for one error."""
    details = ProblemDetails(
        title=HTTPStatus(status).phrase, status=status, detail=detail, hint=hint or None, errors=fields
    )
    return ProblemResponse(details.model_dump(exclude_none=True), status, headers)


def status_of(error: errors.PkmError) -> HTTPStatus:
    """The status of a fault: that of its nearest ancestor in ``STATUS``."""
    return next(STATUS[each] for each in type(error).__mro__ if each in STATUS)


def spoken(error: Exception) -> ProblemDetails:
    """What a stream that has begun says of an error; one of pkm's own is logged by its frames, without its words."""
    if isinstance(error, errors.PkmError):
        status = status_of(error)
        return ProblemDetails(title=status.phrase, status=status, detail=str(error), hint=error.hint or None)
    log_defect(error)
    return ProblemDetails(title="Internal Server Error", status=500, detail=DEFECT[0], hint=DEFECT[1])


def log_defect(error: Exception) -> None:
    """Log where an error arose; its message may hold somebody's words, its frames do not."""
    log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def field_errors(found: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors without the values that it refused."""
    return [
        FieldError(at=".".join(map(str, each["loc"])), reason=each["msg"].removeprefix("Value error, "))
        for each in found
    ]


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with a problem."""

    @app.exception_handler(errors.PkmError)
    async def on_fault(_: Request, error: errors.PkmError) -> ProblemResponse:
        status = status_of(error)
        headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        return problem(status, str(error), error.hint, headers=headers)

    @app.exception_handler(HTTPException)
    async def on_http(_: Request, error: HTTPException) -> ProblemResponse:
        return problem(error.status_code, error.detail, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_: Request, error: RequestValidationError) -> ProblemResponse:
        found = field_errors(error.errors())
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "the request is not of the form that is asked for", fields=found
        )

    @app.exception_handler(Exception)
    async def on_defect(_: Request, __: Exception) -> ProblemResponse:
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, *DEFECT)


def why_no_text(value: str) -> str | None:
    """Why PostgreSQL could not even look it up, if so."""
    if "\0" in value:
        return "a NUL character is no letter"
    if any("\ud800" <= each <= "\udfff" for each in value):
        return "half of a surrogate pair is no letter"
    return None


def refuse_no_text(request: Request) -> None:
    """Raise ``UsageError`` for a parameter that PostgreSQL could not even look up."""
    for value in request.query_params.values():
        if fault := why_no_text(value):
            raise errors.UsageError(fault)


def describe(app: FastAPI) -> None:
    """Put the form of a problem into the OpenAPI document, for requests of another form too, which FastAPI describes as its own."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        schema = generate()
        _, described = models_json_schema(
            [(ProblemDetails, "serialization")], ref_template="#/components/schemas/{model}"
        )
        forms = schema.setdefault("components", {}).setdefault("schemas", {})
        forms.update(described["$defs"])
        for operation in (each for path in schema["paths"].values() for each in path.values()):
            if "422" in operation["responses"]:
                operation["responses"]["422"] = documented(422)[422]
        for unused in ("HTTPValidationError", "ValidationError"):
            forms.pop(unused, None)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route for OpenAPI: these statuses carry a problem."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
        for status in statuses
    }

"""What every request passes: an id, a line in the log without its query, a count, a limit on its body."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import time
import uuid
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import writer
from api.metrics import Metrics
from api.problems import DEFECT, log_defect, problem
from ingest.jobs import MAX_UPLOAD_BYTES
from pkm.errors import Forbidden

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
MAX_BODY_BYTES = 1 << 20
UPLOADS = "/v1/documents"
PLAIN = frozenset({"/mcp", "/openapi.json", "/tools/openapi.json"})  # routes that do not tell their template
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
log = logging.getLogger("pkm.access")


class Access:
    """ASGI middleware, the outermost: numbers, times, counts and logs each request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics
        logging.getLogger("uvicorn.access").disabled = True  # it would write out queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        request_id = asked if _REQUEST_ID.fullmatch(asked) else uuid.uuid4().hex
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(each for each in SECURITY_HEADERS if each[0] not in given),
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        # HEAD is a GET whose body the server keeps to itself (RFC 9110, section 9.3.2)
        passed = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        begun = time.perf_counter()
        try:
            await self.app(passed, receive, send_marked)
        except Exception as error:
            log_defect(error)
            if not status:
                await problem(HTTPStatus.INTERNAL_SERVER_ERROR, *DEFECT)(passed, receive, send_marked)
        finally:
            seconds = time.perf_counter() - begun
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.metrics.note(method, route_of(passed), status, seconds)
            log.info("%s %s %d %.0f ms %s", method, route_of(passed), status, seconds * 1000, request_id)


def route_of(scope: Scope) -> str:
    """The route's template, such as ``/v1/documents/{document_id}``: never what the caller wrote."""
    if scope["path"] in PLAIN:
        return str(scope["path"])
    template = getattr(scope.get("route"), "path", None)
    return scope.get("root_path", "") + template if template else "unmatched"


class BodyLimit:
    """ASGI middleware that reads no body that is not wanted, and no more of another than is taken.

    The framework takes a body in before it asks whose it is: an upload by somebody who may only read is refused here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, whose body is read through a counter."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        uploads = scope["path"] == UPLOADS and scope["method"] == "POST"
        limit = MAX_UPLOAD_BYTES + MAX_BODY_BYTES if uploads else MAX_BODY_BYTES
        too_large = f"more than {limit >> 20} MiB are not taken"
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        try:
            if uploads:
                writer(scope["state"]["identity"])
        except Forbidden as refusal:
            await problem(HTTPStatus.FORBIDDEN, str(refusal), refusal.hint)(scope, receive, send)
            return
        if announced.isdigit() and int(announced) > limit:
            await problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large)(scope, receive, send)
            return
        seen = 0

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > limit:
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large)
            return message

        await self.app(scope, receive_counted, send)


def content_security(**directives: str) -> dict[str, str]:
    """The header of a page that may load nothing but what is named: ``style_src="'unsafe-inline'"`` and the like."""
    nothing = ("default-src", "base-uri", "form-action", "frame-ancestors")
    # An empty icon is named in the page: without it a browser asks for one.
    allowed = dict.fromkeys(nothing, "'none'") | {"img-src": "data:"}
    allowed |= {name.replace("_", "-"): value for name, value in directives.items()}
    return {"Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in allowed.items())}


def inline_hash(content: str) -> str:
    """What allows one inline script or style and no other (CSP level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"

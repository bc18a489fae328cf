"""Who is asking: bearer tokens for programs, signed links for browsers.

Everything is closed but what ``PUBLIC`` names, so that a new route cannot be forgotten. A token of the scope ``read``
may ask and search; it may neither add nor delete.
"""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs

from anyio import to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from api.links import PARAMETER
from api.problems import problem, status_of
from api.service import Service
from pkm.errors import Forbidden, PkmError
from pkm.models import DocumentId
from pkm.store import people
from pkm.store.people import Identity

PUBLIC = frozenset({"/", "/healthz", "/readyz"})
BY_LINK = re.compile(r"/v1/documents/(\d{1,18})/(?:view|text|pages/\d{1,9}\.png)")
_CHALLENGE = 'Bearer realm="pkm"'


class Authentication:
    """ASGI middleware that puts the caller's ``Identity`` into the request's state, or answers 401."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass whose caller is known."""
        if scope["type"] != "http" or scope["path"] in PUBLIC:
            await self.app(scope, receive, send)
            return
        try:
            scope.setdefault("state", {})["identity"] = await self._identify(scope)
        except Forbidden as refusal:
            challenge = _CHALLENGE + ', error="invalid_token"'
            answer = problem(
                HTTPStatus.UNAUTHORIZED, str(refusal), refusal.hint, headers={"WWW-Authenticate": challenge}
            )
            await answer(scope, receive, send)
        except Unknown:
            answer = problem(
                HTTPStatus.UNAUTHORIZED, "who is asking? This needs a bearer token", "make one with: pkm token create",
                headers={"WWW-Authenticate": _CHALLENGE},
            )  # fmt: skip
            await answer(scope, receive, send)
        except PkmError as fault:
            await problem(status_of(fault), str(fault), fault.hint)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _identify(self, scope: Scope) -> Identity:
        header = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"), "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return await self._by_token(token.strip())
        link = BY_LINK.fullmatch(scope["path"]) if scope["method"] == "GET" else None
        signed = parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER) if link else None
        if link and signed:
            return Identity(self.service.links.check(signed[-1], DocumentId(int(link[1]))), "read")
        raise Unknown

    async def _by_token(self, token: str) -> Identity:
        if self.service.local_token and secrets.compare_digest(token.encode(), self.service.local_token.encode()):
            return Identity(self.service.owner, "all")

        def look_up() -> Identity:
            with self.service.database.transaction() as connection:
                return people.identify(connection, token)

        return await to_thread.run_sync(look_up)


class Unknown(Exception):
    """Nobody said who is asking."""


def caller(request: Request) -> Identity:
    """Whom this request speaks for."""
    identity: Identity = request.state.identity
    return identity


def writer(identity: Annotated[Identity, Depends(caller)]) -> Identity:
    """The same, for a request that changes something; raises ``Forbidden`` for a token that may only read."""
    if identity.scope != "all":
        raise Forbidden("this token may only read", "make one with: pkm token create --scope all")
    return identity


Caller = Annotated[Identity, Depends(caller)]
Writer = Annotated[Identity, Depends(writer)]

bearer = HTTPBearer(auto_error=False, description="A token from `pkm token create`.")  # states the scheme in OpenAPI

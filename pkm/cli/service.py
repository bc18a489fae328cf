"""The running service of this home, asked over HTTP so that the command loads no model of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pkm.config import Settings
from pkm.errors import ServiceError
from pkm.presence import running_service

if TYPE_CHECKING:
    import httpx

_TIMEOUT_S = 600


class Service:
    """A service that runs on this home."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self._token = url, token

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """POST JSON, return JSON; a problem of the service becomes ``ServiceError`` with its words."""
        with self._asked(path, body) as reply:
            reply.read()
            return reply.json()

    def follow(self, path: str, body: dict[str, Any], tell: Callable[[str, Any], None]) -> Any:
        """POST JSON, be told each server-sent event, return the data of the last one, ``done``."""
        event, data = "", None
        with self._asked(path, body | {"stream": True}) as reply:
            for line in reply.iter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    data = json.loads(line.removeprefix("data: "))
                    tell(event, data)
        if event != "done":
            raise ServiceError(f"the service at {self.url} broke off", "its log says why")
        return data

    @contextmanager
    def _asked(self, path: str, body: dict[str, Any]) -> Iterator[httpx.Response]:
        import httpx

        sent = {key: value for key, value in body.items() if value is not None}
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            with (
                httpx.Client(base_url=self.url, headers=headers, timeout=_TIMEOUT_S, trust_env=False) as client,
                client.stream("POST", path, json=sent) as reply,
            ):
                if reply.is_error:
                    reply.read()
                    problem = reply.json()
                    words = problem.get("detail") or problem.get("title") or reply.status_code
                    raise ServiceError(str(words), problem.get("hint") or "")
                yield reply
        except (httpx.HTTPError, ValueError) as exc:
            kind = type(exc).__name__
            raise ServiceError(f"the service at {self.url} does not answer ({kind})", "is it still running?") from exc


def find_service(settings: Settings) -> Service | None:
    """The service of this home, if one runs."""
    found = running_service(settings)
    return Service(*found) if found else None

"""The running service of this home, asked over HTTP so that the command loads no model of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pkm.config import Settings
from pkm.errors import PkmError, ServiceError, UsageError
from pkm.presence import running_service

if TYPE_CHECKING:
    import httpx

_TIMEOUT_S = 600
WRONG_USAGE = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}


class Service:
    """A service that runs on this home."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self._token = url, token

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """POST JSON, return JSON; a problem of the service is raised with its words.

        Raises:
            UsageError: The request makes no sense.
            ServiceError: The service failed, or does not answer.
        """
        with self._asked(path, body) as reply:
            reply.read()
            return reply.json()

    def follow(self, path: str, body: dict[str, Any], tell: Callable[[str, Any], None]) -> Any:
        """POST JSON, be told each server-sent event, return the data of the last one, ``done``; raises as ``post`` does."""
        event = ""
        data: dict[str, Any] = {}
        with self._asked(path, body | {"stream": True}) as reply:
            for line in reply.iter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    data = json.loads(line.removeprefix("data: "))
                    tell(event, data)
        if event == "error" and "status" in data:
            raise _fault(data["status"], data)
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
                    raise _fault(reply.status_code, reply.json())
                yield reply
        except UnicodeEncodeError:  # of what was to be sent
            raise
        except (httpx.HTTPError, ValueError) as exc:
            kind = type(exc).__name__
            raise ServiceError(f"the service at {self.url} does not answer ({kind})", "is it still running?") from exc


def _fault(status: int, problem: dict[str, Any]) -> PkmError:
    """The service's problem as the fault that it would have been without the service."""
    words = "; ".join(
        [
            problem.get("detail") or problem["title"],
            *(f"{each['at']}: {each['reason']}" for each in problem.get("errors", ())),
        ]
    )
    return (UsageError if status in WRONG_USAGE else ServiceError)(words, problem.get("hint") or "")


def find_service(settings: Settings) -> Service | None:
    """The service of this home, if one runs."""
    found = running_service(settings)
    return Service(*found) if found else None

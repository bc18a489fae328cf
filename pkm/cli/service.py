"""The running service of this home, asked over HTTP so that the command loads no model of its own."""

from __future__ import annotations

from typing import Any

from pkm.config import Settings
from pkm.errors import ServiceError
from pkm.services import running_service

_TIMEOUT_S = 600


class Service:
    """A service that runs on this home."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self._token = url, token

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """POST JSON, return JSON; a problem of the service becomes ``ServiceError`` with its title and detail."""
        import httpx

        try:
            reply = httpx.post(
                self.url + path, json={key: value for key, value in body.items() if value is not None},
                headers={"Authorization": f"Bearer {self._token}"}, timeout=_TIMEOUT_S, trust_env=False,
            )  # fmt: skip
            answer = reply.json()
        except (httpx.HTTPError, ValueError) as exc:
            raise ServiceError(
                f"the service at {self.url} does not answer ({type(exc).__name__})", "is it still running?"
            ) from exc
        if reply.is_error:
            raise ServiceError(
                str(answer.get("detail") or answer.get("title") or reply.status_code), answer.get("hint") or ""
            )
        return answer


def find_service(settings: Settings) -> Service | None:
    """The service of this home, if one runs."""
    found = running_service(settings)
    return Service(*found) if found else None

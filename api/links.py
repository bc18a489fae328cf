"""Links that a person can open: a browser carries no bearer token, so a citation's link brings a signature along.

A link opens one document for one person until it ends, and nothing else. Its token is
``PERSON.EXPIRES.SIGNATURE``; the signature is HMAC-SHA256 (RFC 2104) over person, document and end, under a key that is
made once a home and kept in ``run/links.key``, readable by its owner alone. Removing that file ends all links.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request

from pkm.config import Settings
from pkm.errors import Forbidden, ServiceError
from pkm.models import DocumentId, PersonId

LIFETIME_S = 7 * 24 * 3600
KEY_BYTES = 32
PARAMETER = "t"


class Links:
    """Makes and checks the links of one home."""

    def __init__(self, key: bytes, lifetime_s: float = LIFETIME_S) -> None:
        self._key = key
        self._lifetime_s = lifetime_s

    @classmethod
    def of_home(cls, run: Path) -> Links:
        """The links of the home whose ``run`` folder this is; its key is made when first needed."""
        place = run / "links.key"
        try:
            made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(made, "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
        key = place.read_bytes()
        if len(key) != KEY_BYTES:
            raise ServiceError(f"{place} is damaged", "remove it: links that were given out then end")
        return cls(key)

    def token(self, person: PersonId, document: DocumentId) -> str:
        """What opens a document for a person until the lifetime has passed."""
        expires = int(time.time() + self._lifetime_s)
        return f"{person}.{expires}.{self._signature(person, document, expires)}"

    def check(self, token: str, document: DocumentId) -> PersonId:
        """Whom a token opens the document for; raises ``Forbidden`` for one that was altered or has ended."""
        try:
            person_part, expires_part, signature = token.split(".")
            person, expires = PersonId(int(person_part)), int(expires_part)
        except ValueError as exc:
            raise Forbidden("this link is damaged", "ask again: the answer brings a new one") from exc
        if not hmac.compare_digest(signature.encode(), self._signature(person, document, expires).encode()):
            raise Forbidden("this link is not valid", "ask again: the answer brings a new one")
        if expires < time.time():
            raise Forbidden("this link has ended", "ask again: the answer brings a new one")
        return person

    def view(self, person: PersonId, document: DocumentId, char_start: int, char_end: int) -> str:
        """Path and query of the page that shows a document at the very words."""
        query = urlencode({"start": char_start, "end": char_end, PARAMETER: self.token(person, document)})
        return f"/v1/documents/{document}/view?{query}#quote"

    def _signature(self, person: PersonId, document: DocumentId, expires: int) -> str:
        said = f"{person}.{document}.{expires}".encode()
        return base64.urlsafe_b64encode(hmac.digest(self._key, said, hashlib.sha256)).decode().rstrip("=")


def base_url(settings: Settings, request: Request) -> str:
    """Where people reach this service: as configured, or as the request did."""
    return (settings.public_url or f"{request.url.scheme}://{request.url.netloc}").rstrip("/")

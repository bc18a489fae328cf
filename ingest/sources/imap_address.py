"""Addresses of mailboxes and of messages in them: ``imaps://anna@mail.example.org/INBOX``, and RFC 5092 below that."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from pkm.errors import UsageError

_PORTS = {"imaps": 993, "imap": 143}
_UNQUOTED_IN_USER = "!$'()*+,&="  # achar (RFC 5092 section 11), beside what is never quoted
_UNQUOTED_IN_FOLDER = _UNQUOTED_IN_USER + ":@/"  # bchar
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox on a server.

    Attributes:
        tls: Whether the connection begins with TLS (``imaps``); else it is turned into one (STARTTLS).
        folder: The only folder that is meant; ``None``: all.
    """

    user: str
    host: str
    port: int
    tls: bool
    folder: str | None = None

    @classmethod
    def parse(cls, location: str) -> Address:
        """Read a location; raises ``UsageError`` where it is none, or holds a password."""
        example = "it looks like imaps://anna@mail.example.org or imaps://anna@mail.example.org/INBOX"
        try:
            parts = urlsplit(location)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise UsageError("this is no address of a mailbox", example) from None
        if parts.password is not None:
            raise UsageError(
                "a password does not belong into an address: it would be shown and kept with it",
                "put it into a file that only you can read and name that with --password-file",
            )
        user, folder = unquote(parts.username or ""), unquote(parts.path.removeprefix("/")).rstrip("/")
        if parts.scheme not in _PORTS or not host or not user or parts.query or parts.fragment:
            raise UsageError("this is no address of a mailbox", example)
        if _CONTROL.search(user + folder + host):
            raise UsageError("an address holds no control characters", example)
        tls = parts.scheme == "imaps"
        return cls(user, host, port or _PORTS[parts.scheme], tls, as_folder(folder) if folder else None)

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __str__(self) -> str:
        scheme = "imaps" if self.tls else "imap"
        folder = f"/{quote(self.folder, _UNQUOTED_IN_FOLDER)}" if self.folder else ""
        return f"{scheme}://{self._server()}{folder}"

    def folder_url(self, folder: str) -> str:
        """The URL of a folder (RFC 5092)."""
        return f"imap://{self._server()}/{quote(folder, _UNQUOTED_IN_FOLDER)}"

    def _server(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS["imaps" if self.tls else "imap"] else f":{self.port}"
        return f"{quote(self.user, _UNQUOTED_IN_USER)}@{host}{port}"


def as_folder(name: str) -> str:
    """A folder's name as servers have it: INBOX is one name in whatever case (RFC 9051 section 5.1)."""
    return "INBOX" if name.upper() == "INBOX" else name

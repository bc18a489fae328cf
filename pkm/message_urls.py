"""URLs of messages on a server (RFC 5092): the folder, in one of its lives, and the message's number there."""

from __future__ import annotations

import re
from urllib.parse import unquote

_MESSAGE = re.compile(r"(?P<folder>imap://[^/]*/.+);UIDVALIDITY=(?P<validity>\d+)/;UID=(?P<uid>\d+)", re.DOTALL)


def message_url(folder_url: str, validity: int, uid: int) -> str:
    """The URL of a message."""
    return f"{folder_url};UIDVALIDITY={validity}/;UID={uid}"


def split_message_url(url: str) -> tuple[str, int, int] | None:
    """The folder's URL, its life and the number of a message's URL; ``None`` where it is none."""
    match = _MESSAGE.fullmatch(url)
    return (match["folder"], int(match["validity"]), int(match["uid"])) if match else None


def folder_of(path: str) -> str | None:
    """The name of the folder in which a message lies, for people to read; ``None`` where the path is no message's URL."""
    place = split_message_url(path)
    return unquote(place[0].removeprefix("imap://").partition("/")[2]) if place else None

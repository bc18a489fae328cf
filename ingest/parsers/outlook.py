"""Outlook's ``.msg`` (MS-OXMSG: MAPI properties in an OLE file) to letters, through python-oxmsg."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from ingest.parsers import mapi
from ingest.parsers.letter import Enclosure, Letter, Loss
from ingest.parsers.mail_header import safe_name
from pkm.errors import Refused

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_DEPTH = 8
_PROPERTIES = "__properties_version1.0"
_INSIDE = "__substg1.0_3701000D"
_OFFSET_TOP, _OFFSET_INSIDE, _OFFSET_ATTACHMENT = 32, 24, 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """A message of the file; ``parent`` is the index of the message that it is attached to."""

    letter: Letter
    locator: str | None = None
    parent: int | None = None
    name: str | None = None


def is_outlook(path: Path, head: bytes) -> bool:
    """Whether an OLE file holds a mail: Outlook's property stream at its root."""
    if not head.startswith(OLE_MAGIC):
        return False
    from olefile import OleFileIO

    try:
        with OleFileIO(str(path)) as ole:
            return bool(ole.exists(_PROPERTIES))
    except Exception:
        return False


def read_outlook(path: Path) -> list[Found]:
    """The message, and those inside it behind it; raises ``Refused`` where the file is damaged."""
    from olefile import OleFileIO
    from oxmsg.storage import Storage

    try:
        with OleFileIO(str(path)) as ole:
            root = Storage.from_ole(ole)
        found: list[Found] = []
        _gather(root, _OFFSET_TOP, Found(Letter()), 0, found)
    except Exception as error:
        raise Refused("the Outlook message is damaged") from error
    return found


def _gather(storage: Any, offset: int, place: Found, depth: int, found: list[Found]) -> None:
    """Read a message and, behind it, those inside it."""
    index = len(found)
    found.append(place)
    letter, inside = _read(storage, offset)
    found[index] = replace(place, letter=letter)
    for number, (name, child) in enumerate(inside, len(letter.enclosures) + 1):
        if depth >= MAX_DEPTH:
            loss = Loss(None, f"messages are nested more than {MAX_DEPTH} deep: the rest was not read")
            found[index] = replace(found[index], letter=replace(letter, losses=(*letter.losses, loss)))
            return
        locator = f"attachment {number} ({name})"
        locator = f"{place.locator}, {locator}" if place.locator else locator
        _gather(child, _OFFSET_INSIDE, Found(Letter(), locator, index, name), depth + 1, found)


def _read(storage: Any, offset: int) -> tuple[Letter, list[tuple[str, Any]]]:
    """One message, and the storages of the messages inside it with their names."""
    of = _Properties(storage, offset)
    html = mapi.html_of(of)
    letter = mapi.letter_of(of, html)
    enclosures: list[Enclosure] = []
    inline_images = 0
    inside: list[tuple[str, Any]] = []
    losses = list(letter.losses)
    for number, attached in enumerate(storage.iter_attachment_storages(), 1):
        its = _Properties(attached, _OFFSET_ATTACHMENT)
        stated = mapi.stated_name(its)
        message = next((each for each in attached.storages if each.name == _INSIDE), None)
        if message is not None and any(each.path.endswith(_PROPERTIES) for each in message.streams):
            inside.append((f"{safe_name(stated, 'forwarded')}.msg", message))
        elif data := its.binary(mapi.DATA):
            if enclosure := mapi.enclosure_of(its, data, html):
                enclosures.append(enclosure)
            else:
                inline_images += 1
        else:
            losses.append(Loss(f"attachment {number}", "the attachment's data is not in the file"))
    return replace(letter, enclosures=tuple(enclosures), losses=tuple(losses), inline_images=inline_images), inside


class _Properties:
    """The MAPI properties of a storage; one that is missing or damaged is empty."""

    def __init__(self, storage: Any, offset: int) -> None:
        from oxmsg.properties import Properties

        self._properties = Properties(storage, properties_header_offset=offset)

    def text(self, pid: int) -> str:
        return self._get(self._properties.str_prop_value, pid) or ""

    def binary(self, pid: int) -> bytes:
        return self._get(self._properties.binary_prop_value, pid) or b""

    def moment(self, pid: int) -> Any:
        return self._get(self._properties.date_prop_value, pid)

    def charset(self) -> str | None:
        return self._get(lambda _: self._properties.body_encoding, 0)

    @staticmethod
    def _get(read: Callable[[int], T], pid: int) -> T | None:
        try:
            return read(pid)
        except (KeyError, ValueError, LookupError, AttributeError, struct.error, OverflowError):
            return None

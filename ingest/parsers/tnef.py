"""Outlook's ``winmail.dat`` (TNEF, MS-OXTNEF) to a letter: attributes one after the other, most of them MAPI properties.

Exchange wraps a mail's formatting and attachments so where it takes who receives it for a user of Outlook.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ingest.parsers import mapi
from ingest.parsers.letter import Letter, Loss
from ingest.parsers.mail_header import one_line
from ingest.parsers.transfer import decode_text
from pkm.errors import Refused

SIGNATURE = b"\x78\x9f\x3e\x22"

# Attributes of MS-OXTNEF section 2.1.3.1, without the half that repeats their type.
_SUBJECT, _MESSAGE_ID, _BODY, _PROPERTIES, _RECIPIENTS, _CODE_PAGE = 0x8004, 0x8009, 0x800C, 0x9003, 0x9004, 0x9007
_ATTACHMENT_BEGINS, _ATTACHMENT_NAME, _ATTACHMENT_DATA, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_AS_PROPERTY = {
    _SUBJECT: mapi.SUBJECT, _MESSAGE_ID: mapi.MESSAGE_ID, _BODY: mapi.BODY, _ATTACHMENT_NAME: mapi.SHORT_NAME,
    _ATTACHMENT_DATA: mapi.DATA,
}  # fmt: skip

# Types of MS-OXCDATA section 2.11.1, with the bytes of those that are always as long.
_BYTES, _CODED, _UNICODE, _OBJECT, _TIME, _BINARY = 0, 0x1E, 0x1F, 0x0D, 0x40, 0x102
_LONG = frozenset((_CODED, _UNICODE, _OBJECT, _BINARY))
_SIZES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, _TIME: 8, 0x48: 16}
_MULTIPLE, _FIRST_NAMED = 0x1000, 0x8000

_RECIPIENT_KIND, _RECIPIENT_SMTP, _RECIPIENT_ADDRESS = 0x0C15, 0x39FE, 0x3003
_RECIPIENT_LINES = {1: mapi.TO, 2: mapi.CC}
_INTERNET_CODE_PAGE = 0x3FDE
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODECS = {65001: "utf-8", 20127: "ascii", 20866: "koi8_r", 50220: "iso2022_jp", 51932: "euc_jp"}

_Values = dict[int, tuple[int, bytes]]  # by their ids: type and bytes


def read_tnef(data: bytes) -> Letter:
    """The letter, as far as it is there; messages inside it are enclosures of the same form.

    Raises:
        Refused: It is none, or damaged from its beginning.
    """
    if not data.startswith(SIGNATURE):
        raise Refused("it is called winmail.dat (TNEF) and does not begin as one")
    message = _Properties()
    attached: list[_Properties] = []
    loss: list[Loss] = []
    try:
        for attribute, value in _attributes(data):
            if attribute == _ATTACHMENT_BEGINS:
                attached.append(_Properties(page=message.page))
            _take(attribute, value, attached[-1] if attached else message)
    except (ValueError, struct.error):
        loss.append(Loss(None, "winmail.dat (TNEF) is damaged or cut short: what follows in it was not read"))
    if not (message.values or attached):
        raise Refused("winmail.dat (TNEF) is damaged")
    html = mapi.html_of(message)
    letter = mapi.letter_of(message, html)
    enclosures = []
    images = 0
    for number, each in enumerate(attached, 1):
        kind, content = each.values.get(mapi.DATA, (_BYTES, b""))
        if kind == _OBJECT:
            content = content[16:]  # behind what interface it is of
            if content.startswith(SIGNATURE):
                each.values[mapi.LONG_NAME] = (
                    _UNICODE,
                    f"{mapi.stated_name(each) or 'forwarded'}.msg".encode("utf-16-le"),
                )
        if mapi.DATA not in each.values:
            loss.append(Loss(f"attachment {number}", "the attachment's data is not in the file"))
        elif enclosure := mapi.enclosure_of(each, content, html):
            enclosures.append(enclosure)
        else:
            images += 1
    return replace(letter, enclosures=tuple(enclosures), losses=(*letter.losses, *loss), inline_images=images)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its value; raises ``ValueError`` or ``struct.error`` where the file ends too early."""
    position = len(SIGNATURE) + 2
    while position < len(data):
        attribute, size = struct.unpack_from("<xHxxI", data, position)
        position += 9
        if position + size > len(data):
            raise ValueError("it ends too early")
        yield attribute, data[position : position + size]
        position += size + 2  # its checksum, which some programs leave wrong


def _take(attribute: int, value: bytes, of: _Properties) -> None:
    if attribute in {_PROPERTIES, _ATTACHMENT_PROPERTIES}:
        found, _ = _properties(value, 0)
        of.values |= found
    elif attribute == _RECIPIENTS:
        _take_recipients(value, of)
    elif attribute == _CODE_PAGE:
        of.page = _codec(value)
    elif (pid := _AS_PROPERTY.get(attribute)) is not None:
        of.values.setdefault(pid, (_BYTES, value))


def _take_recipients(value: bytes, of: _Properties) -> None:
    lines: dict[int, list[str]] = {}
    (count,) = struct.unpack_from("<I", value)
    position = 4
    for _ in range(count):
        values, position = _properties(value, position)
        its = _Properties(values, of.page)
        name, address = its.text(mapi.SHOWN_NAME), its.text(_RECIPIENT_SMTP) or its.text(_RECIPIENT_ADDRESS)
        shown = f"{name} <{address}>" if name and "@" in address and name != address else name or address
        _, kind = values.get(_RECIPIENT_KIND, (0, b""))
        if line := _RECIPIENT_LINES.get(int.from_bytes(kind[:4], "little") & 0xF):
            lines.setdefault(line, []).append(one_line(shown))
    for pid, people in lines.items():
        of.values.setdefault(pid, (_UNICODE, ", ".join(people).encode("utf-16-le", "replace")))


def _properties(data: bytes, position: int) -> tuple[_Values, int]:
    """The properties that begin there, of several values the first, and where they end; raises as ``_attributes``."""
    (count,) = struct.unpack_from("<I", data, position)
    position += 4
    found: _Values = {}
    for _ in range(count):
        kind, pid = struct.unpack_from("<HH", data, position)
        position += 4
        if pid >= _FIRST_NAMED:
            position = _behind_name(data, position)
        single = kind & ~_MULTIPLE
        values = 1
        if kind != single or single in _LONG:
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        for _ in range(values):
            size = _SIZES.get(single, 0)
            if single in _LONG:
                (size,) = struct.unpack_from("<I", data, position)
                position += 4
            elif not size:
                raise ValueError("a property is of a type that there is not")
            if position + size > len(data):
                raise ValueError("a property ends too early")
            found.setdefault(pid, (single, data[position : position + size]))
            position += size + -size % 4
    return found, position


def _behind_name(data: bytes, position: int) -> int:
    """Where the value of a property begins that bears a name (its set, then a number or words) in place of an id."""
    kind, size = struct.unpack_from("<II", data, position + 16)
    return position + 24 + (size + -size % 4 if kind else 0)


def _codec(value: bytes) -> str:
    """Python's name of a Windows code page."""
    number = int.from_bytes(value[:4], "little")
    if 28591 <= number <= 28605:
        return f"iso8859-{number - 28590}"
    return _CODECS.get(number, f"cp{number}")


@dataclass(slots=True)
class _Properties:
    """The properties of a message or attachment (``mapi.Properties``)."""

    values: _Values = field(default_factory=dict)
    page: str = "cp1252"

    def text(self, pid: int) -> str:
        """Words, up to a first NUL."""
        kind, data = self.values.get(pid, (_BINARY, b""))
        if kind == _UNICODE:
            return data.decode("utf-16-le", "replace").partition("\0")[0]
        if kind in {_CODED, _BYTES}:
            return decode_text(data.partition(b"\0")[0], self.page).text
        return ""

    def binary(self, pid: int) -> bytes:
        """Bytes."""
        kind, data = self.values.get(pid, (_UNICODE, b""))
        return data if kind in {_BINARY, _BYTES} else b""

    def moment(self, pid: int) -> datetime | None:
        """A moment, which is counted in tenths of microseconds."""
        kind, data = self.values.get(pid, (_BINARY, b""))
        try:
            return _EPOCH + timedelta(microseconds=int.from_bytes(data, "little") // 10) if kind == _TIME else None
        except OverflowError:
            return None

    def charset(self) -> str | None:
        """The charset of HTML that is kept as bytes."""
        _, data = self.values.get(_INTERNET_CODE_PAGE, (0, b""))
        return _codec(data) if data else None


def is_tnef(head: bytes) -> bool:
    """Whether a file begins so."""
    return head.startswith(SIGNATURE)

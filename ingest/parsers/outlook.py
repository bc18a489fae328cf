"""Outlook's ``.msg`` (MS-OXMSG: MAPI properties in an OLE file) to letters, through python-oxmsg."""

from __future__ import annotations

import mimetypes
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

from ingest.parsers.letter import Enclosure, Letter, Loss
from ingest.parsers.mail_header import one_line, safe_name
from ingest.parsers.mime import is_decoration, read_message, text_of_html
from ingest.parsers.transfer import decode_text
from pkm.errors import Refused

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_DEPTH = 8
_PROPERTIES = "__properties_version1.0"
_INSIDE = "__substg1.0_3701000D"
_OFFSET_TOP, _OFFSET_INSIDE, _OFFSET_ATTACHMENT = 32, 24, 8

# Property ids of MS-OXPROPS.
_SUBJECT, _HEADERS, _SUBMITTED, _DELIVERED = 0x0037, 0x007D, 0x0039, 0x0E06
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS, _REPRESENTING = 0x0C1A, 0x5D01, 0x0C1F, 0x0042
_TO, _CC, _MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x0E04, 0x0E03, 0x1035, 0x1042, 0x1039
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_DATA, _LONG_NAME, _SHORT_NAME, _MIME, _SHOWN_NAME, _CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x370E, 0x3001, 0x3712

# The dictionary with which every compressed RTF starts (MS-OXRTFCP section 2.1.2.1).
_LZFU_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)

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
    # The headers with which it came over the Internet, if it did, are the better source for all that they state.
    letter = replace(
        read_message(of.text(_HEADERS).encode("utf-8", "replace") + b"\r\n\r\n"), body="", enclosures=(), losses=()
    )
    sent_at = letter.sent_at or of.moment(_SUBMITTED) or of.moment(_DELIVERED)
    name = of.text(_SENDER_NAME) or of.text(_REPRESENTING)
    address = of.text(_SENDER_SMTP) or of.text(_SENDER_ADDRESS)
    shown_sender = f"{name} <{address}>" if name and "@" in address and address != name else name or address
    letter = replace(
        letter,
        sender=letter.sender or one_line(shown_sender),
        to=letter.to or one_line(of.text(_TO)),
        cc=letter.cc or one_line(of.text(_CC)),
        subject=one_line(of.text(_SUBJECT)) or letter.subject,
        sent_at=sent_at,
        sent=letter.sent or (format_datetime(sent_at) if sent_at else ""),
        message_id=letter.message_id or of.text(_MESSAGE_ID).strip("<> "),
        in_reply_to=letter.in_reply_to or of.text(_IN_REPLY_TO).strip("<> "),
        references=letter.references or tuple(each.strip("<>") for each in of.text(_REFERENCES).split()),
    )
    html = of.text(_HTML) or decode_text(of.binary(_HTML), of.charset()).text
    letter = _with_body(letter, of, html)
    enclosures: list[Enclosure] = []
    inline_images = 0
    inside: list[tuple[str, Any]] = []
    losses = list(letter.losses)
    for number, attached in enumerate(storage.iter_attachment_storages(), 1):
        its = _Properties(attached, _OFFSET_ATTACHMENT)
        stated = its.text(_LONG_NAME) or its.text(_SHORT_NAME) or its.text(_SHOWN_NAME)
        message = next((each for each in attached.storages if each.name == _INSIDE), None)
        if message is not None and any(each.path.endswith(_PROPERTIES) for each in message.streams):
            inside.append((f"{safe_name(stated, 'forwarded')}.msg", message))
        elif data := its.binary(_DATA):
            mime = its.text(_MIME) or mimetypes.guess_type(stated)[0] or "application/octet-stream"
            enclosure = Enclosure(stated, data, mime)
            if mime.startswith("image/") and is_decoration(enclosure, its.text(_CONTENT_ID), html):
                inline_images += 1
            else:
                enclosures.append(enclosure)
        else:
            losses.append(Loss(f"attachment {number}", "the attachment's data is not in the file"))
    return replace(letter, enclosures=tuple(enclosures), losses=tuple(losses), inline_images=inline_images), inside


def _with_body(letter: Letter, of: _Properties, html: str) -> Letter:
    """The letter with its text: the plain one, else the HTML, else the RTF that Outlook keeps compressed."""
    if body := of.text(_BODY).strip():
        return replace(letter, body=decode_text(body.encode("utf-8", "replace"), "utf-8").text)
    if html.strip():
        text, headings = text_of_html(html)
        return replace(letter, body=text, headings=headings)
    if packed := of.binary(_RTF):
        try:
            return replace(letter, body=_text_of_rtf(unpack_rtf(packed)))
        except (ValueError, struct.error, IndexError) as error:
            loss = Loss(None, f"its text is in a damaged form of RTF ({type(error).__name__})")
            return replace(letter, losses=(*letter.losses, loss))
    return letter


def _text_of_rtf(rtf: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    text: str = rtf_to_text(rtf.decode("latin-1"), errors="replace")
    return decode_text(text.encode("utf-8", "replace"), "utf-8").text.strip()


def unpack_rtf(packed: bytes) -> bytes:
    """Decompress RTF (MS-OXRTFCP section 2.2); raises ``ValueError`` or ``struct.error`` where it is damaged."""
    _, size, kind = struct.unpack("<II4s", packed[:12])
    if kind == b"MELA":
        return packed[16 : 16 + size]
    if kind != b"LZFu":
        raise ValueError("no compressed RTF")
    window = bytearray(_LZFU_DICTIONARY.ljust(4096, b"\0"))
    write = len(_LZFU_DICTIONARY)
    out = bytearray()
    position = 16
    while position < len(packed) and len(out) < size:
        flags = packed[position]
        position += 1
        for bit in range(8):
            if position >= len(packed) or len(out) >= size:
                break
            if not flags >> bit & 1:
                run = packed[position : position + 1]
                position += 1
                window[write] = run[0]
                write = (write + 1) % 4096
                out += run
                continue
            (reference,) = struct.unpack(">H", packed[position : position + 2])
            position += 2
            read, length = reference >> 4, (reference & 15) + 2
            if read == write:
                return bytes(out)
            for _ in range(length):
                byte = window[read]
                read = (read + 1) % 4096
                window[write] = byte
                write = (write + 1) % 4096
                out.append(byte)
    return bytes(out)


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

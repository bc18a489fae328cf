"""Outlook's properties (MAPI, MS-OXPROPS) to a letter: what its ``.msg`` files and its ``winmail.dat`` have in common."""

from __future__ import annotations

import mimetypes
import struct
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Protocol

from ingest.parsers.letter import Enclosure, Letter, Loss
from ingest.parsers.mail_header import one_line
from ingest.parsers.mime import is_decoration, read_message, text_of_html
from ingest.parsers.transfer import decode_text

DATA, LONG_NAME, SHORT_NAME, SHOWN_NAME = 0x3701, 0x3707, 0x3704, 0x3001
SUBJECT, BODY, HTML, SUBMITTED, MESSAGE_ID, TO, CC = 0x0037, 0x1000, 0x1013, 0x0039, 0x1035, 0x0E04, 0x0E03
_HEADERS, _DELIVERED, _RTF, _IN_REPLY_TO, _REFERENCES = 0x007D, 0x0E06, 0x1009, 0x1042, 0x1039
_MIME, _CONTENT_ID = 0x370E, 0x3712
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS, _REPRESENTING = 0x0C1A, 0x5D01, 0x0C1F, 0x0042

# The dictionary with which every compressed RTF starts (MS-OXRTFCP section 2.1.2.1).
_LZFU_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


class Properties(Protocol):
    """The properties of a message or an attachment, by their ids; one that is missing or damaged is empty."""

    def text(self, pid: int) -> str:
        """Words."""
        ...

    def binary(self, pid: int) -> bytes:
        """Bytes."""
        ...

    def moment(self, pid: int) -> datetime | None:
        """A moment."""
        ...

    def charset(self) -> str | None:
        """The charset of HTML that is kept as bytes."""
        ...


def stated_name(its: Properties) -> str:
    """The name of an attachment, as it is stated."""
    return its.text(LONG_NAME) or its.text(SHORT_NAME) or its.text(SHOWN_NAME)


def enclosure_of(its: Properties, data: bytes, html: str) -> Enclosure | None:
    """What is attached; ``None`` for an image that only decorates the ``html``."""
    name = stated_name(its)
    mime = its.text(_MIME) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    enclosure = Enclosure(name, data, mime)
    decorates = mime.startswith("image/") and is_decoration(enclosure, its.text(_CONTENT_ID), html)
    return None if decorates else enclosure


def html_of(of: Properties) -> str:
    """The text of a message as HTML; empty where it has none."""
    return of.text(HTML) or decode_text(of.binary(HTML), of.charset()).text


def letter_of(of: Properties, html: str) -> Letter:
    """A message without what is attached to it."""
    # The headers with which it came over the Internet, if it did, are the better source for all that they state.
    letter = replace(
        read_message(of.text(_HEADERS).encode("utf-8", "replace") + b"\r\n\r\n"), body="", enclosures=(), losses=()
    )
    sent_at = letter.sent_at or of.moment(SUBMITTED) or of.moment(_DELIVERED)
    name = of.text(_SENDER_NAME) or of.text(_REPRESENTING)
    address = of.text(_SENDER_SMTP) or of.text(_SENDER_ADDRESS)
    shown_sender = f"{name} <{address}>" if name and "@" in address and address != name else name or address
    letter = replace(
        letter,
        sender=letter.sender or one_line(shown_sender),
        to=letter.to or one_line(of.text(TO)),
        cc=letter.cc or one_line(of.text(CC)),
        subject=one_line(of.text(SUBJECT)) or letter.subject,
        sent_at=sent_at,
        sent=letter.sent or (format_datetime(sent_at) if sent_at else ""),
        message_id=letter.message_id or of.text(MESSAGE_ID).strip("<> "),
        in_reply_to=letter.in_reply_to or of.text(_IN_REPLY_TO).strip("<> "),
        references=letter.references or tuple(each.strip("<>") for each in of.text(_REFERENCES).split()),
    )
    return _with_body(letter, of, html)


def _with_body(letter: Letter, of: Properties, html: str) -> Letter:
    """The letter with its text: the plain one, else the HTML, else the RTF that Outlook keeps compressed."""
    if body := of.text(BODY).strip():
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

"""From the bytes of an Internet message (RFC 5322, MIME) to a ``Letter``: the parts, which of them is the text, what is attached.

The tree comes from the standard library's parser, held to a depth; decoding is ours (``transfer``, ``mail_header``),
because the library's loses words where a message breaks the rules, as real ones do.
"""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesParser
from pathlib import PurePath
from typing import Any

from ingest.parsers import mail_header
from ingest.parsers.alternative import is_fuller
from ingest.parsers.cms import signed_contents
from ingest.parsers.flowed import unflow
from ingest.parsers.letter import Enclosure, Letter, Loss
from ingest.parsers.transfer import decode_text, decode_transfer, split_uuencoded
from pkm.errors import Refused
from pkm.models import Heading

MAX_DEPTH = 40
LOGO_BYTES = 10_000
EMBEDDED_BYTES = 100_000
"""Where the HTML shows an image, it may be larger than a logo and still decorate; beyond this it may be a pasted scan."""

_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")
_HEADER_LINE = re.compile(rb"[!-9;-~]+:|[ \t]")
_ENVELOPE = re.compile(rb">?From (?![ \t]*:)")
_SPACED_NAME = re.compile(rb"^([!-9;-~]+)[ \t]+:", re.MULTILINE)
_KNOWN_HEADER = re.compile(
    rb"(?:from|to|date|subject|message-id|mime-version|content-type|content-transfer-encoding|received):", re.IGNORECASE
)
_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-|\r?\n)", re.MULTILINE | re.IGNORECASE)
_HTML_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HTML_START = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
# "This is a multi-part message in MIME format.", in whatever language the program that sent it speaks.
_OF_FORM = re.compile(r"\bMIME\b", re.IGNORECASE)
_ENRICHED_MARK = re.compile(r"<(?!<)/?[\w-]{1,60}>")

_FORWARDED = frozenset(["message/rfc822", "message/global", "message/news"])
_NOTICES = frozenset(
    ["message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
     "message/feedback-report", "text/rfc822-headers", "message/global-headers"]
)  # fmt: skip
_SIGNATURES = frozenset(
    ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"]
)  # fmt: skip
_TNEF = frozenset(["application/ms-tnef", "application/vnd.ms-tnef"])
_SEALED = frozenset(["application/pkcs7-mime", "application/x-pkcs7-mime"])
_SIGNED_FILE = ".p7m"
_FILES_OF_TEXT = frozenset(["calendar", "vcard", "x-vcard", "directory", "csv", "rtf", "richtext-file", "xml"])


class Part(Message):
    """A node of the tree.

    Attached messages stay unread bytes, to become documents of their own, and so does all that is nested too deep:
    both are shown to the library's parser as leaves.
    """

    depth = 0

    def attach(self, payload: Any) -> None:
        """Add a child, which then knows how deep it lies."""
        payload.depth = self.depth + 1
        super().attach(payload)

    @property
    def mime(self) -> str:
        """The type that the part states, ``text/plain`` where it states none that makes sense."""
        return super().get_content_type()

    @property
    def too_deep(self) -> bool:
        """Whether this is a multipart beyond the depth that is read."""
        return self.depth >= MAX_DEPTH and self.mime.startswith("multipart/")

    def get_content_type(self) -> str:
        """The type, as the library's parser shall see it."""
        mime = self.mime
        return "application/octet-stream" if self.too_deep or mime.startswith("message/") else mime


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of the text, not yet rendered where it is HTML."""

    text: str
    html: bool = False


@dataclass(frozen=True, slots=True)
class _Image:
    """An image that may be decoration; ``cid`` is the name by which HTML shows it."""

    enclosure: Enclosure
    cid: str


def read_message(data: bytes) -> Letter:
    """Read one message, however broken; a message without headers is all body."""
    message = _tree(_mended(data))
    reading = _Reading()
    blocks = reading.read(message)
    if not any(block.text.strip() for block in blocks):
        blocks = _outside_parts(message)
    body, headings = _render(blocks)
    enclosures, inline_images = reading.attached()
    sent = mail_header.read(message, "date") or mail_header.read(message, "resent-date")
    replied = mail_header.message_ids(mail_header.read(message, "in-reply-to"))
    return Letter(
        sender=mail_header.read(message, "from") or mail_header.read(message, "sender"),
        to=mail_header.read(message, "to"),
        cc=mail_header.read(message, "cc"),
        sent=sent,
        subject=mail_header.read(message, "subject"),
        sent_at=mail_header.moment(sent) or _received_at(message),
        message_id=next(iter(mail_header.message_ids(mail_header.read(message, "message-id"))), ""),
        in_reply_to=replied[0] if replied else "",
        references=mail_header.message_ids(mail_header.read(message, "references")),
        body=body,
        headings=headings,
        enclosures=enclosures,
        losses=tuple(reading.losses),
        inline_images=inline_images,
        meta={"signed": reading.signed} if reading.signed else {},
    )


def _tree(data: bytes) -> Part:
    message = BytesParser(Part, policy=mail_header.Raw()).parsebytes(data)
    assert isinstance(message, Part)  # noqa: S101  (the parser makes what it is given)
    return message


def _mended(data: bytes) -> bytes:
    """The message from its first header on, its headers in a form that the library's parser reads to their end.

    That parser takes the first odd line for the body, and with it loses all later headers and the MIME structure.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
    if _ENVELOPE.match(data):
        data = data.partition(b"\n")[2]
    end = _HEADER_END.search(data, 0, 1 << 20)
    if end is None:
        return data
    head = _SPACED_NAME.sub(rb"\1:", data[: end.start()])
    lines = head.splitlines(keepends=True)
    odd = [i for i, line in enumerate(lines) if not _HEADER_LINE.match(line)]
    if odd and odd[0] > 0:
        last_known = max((i for i, line in enumerate(lines) if _KNOWN_HEADER.match(line)), default=0)
        for i in odd:
            if i < last_known:
                lines[i] = b" " + lines[i]
    return b"".join(lines) + data[end.start() :]


def _received_at(message: Message) -> Any:
    """When the first server took the message: its own header says nothing readable."""
    stamps = [mail_header.moment(value.rpartition(";")[2]) for value in mail_header.values(message, "received")]
    return next((stamp for stamp in reversed(stamps) if stamp), None)


class _Reading:
    """One walk through a message's parts: gives its text in blocks, and gathers all else."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []
        self.signed = ""
        self._enclosures: list[Enclosure] = []
        self._images: list[_Image] = []
        self._html: list[str] = []
        self._has_text = False
        self._decorations = self._envelopes = 0

    def read(self, part: Part, where: str = "") -> list[_Block]:
        """The text below ``part``, which is at ``where`` (``1.2``) in its message."""
        if part.too_deep:
            self._lose(where, f"parts are nested more than {MAX_DEPTH} deep: the rest was not read")
            return []
        if not part.is_multipart():
            if part.mime.startswith("multipart/"):
                return self._read_unparted(part, where)
            return self._read_leaf(part, where)
        children = [
            self.read(child, f"{where}.{i}".lstrip("."))
            for i, child in enumerate(part.get_payload(), 1)
            if isinstance(child, Part)
        ]
        if part.mime == "multipart/alternative":
            return _best(children)
        return [block for child in children for block in child]

    def attached(self) -> tuple[tuple[Enclosure, ...], int]:
        """What is attached, and how many images only decorate the text."""
        shown = "".join(self._html)
        kept = [each.enclosure for each in self._images if not is_decoration(each.enclosure, each.cid, shown)]
        return (*self._enclosures, *kept), self._decorations + len(self._images) - len(kept)

    def _lose(self, where: str, reason: str) -> None:
        self.losses.append(Loss(f"part {where}" if where else None, reason))

    def _read_unparted(self, part: Part, where: str) -> list[_Block]:
        """A multipart whose boundary is missing or never comes: guess it from its text, or take that as it is."""
        raw, _ = _contents(part)
        if guess := _BOUNDARY.search(raw):
            inner = _tree(b'Content-Type: %s; boundary="%s"\r\n\r\n%s' % (part.mime.encode(), guess[1], raw))
            if inner.is_multipart():
                return self.read(inner, where)
        return [_Block(decode_text(raw, None).text)]

    def _read_leaf(self, part: Part, where: str) -> list[_Block]:
        raw, encoding = _contents(part)
        mime = part.mime
        name = mail_header.file_name(part)
        decoded = decode_transfer(raw, encoding)
        data = decoded.data
        if decoded.loss:
            self._lose(where, decoded.loss)
        if mime in _SIGNATURES:
            self.signed = mime
            return []
        if mime in _FORWARDED:
            self._enclosures.append(Enclosure(name or "forwarded.eml", data, "message/rfc822"))
            return []
        if mime in _TNEF or name.lower() == "winmail.dat":
            return self._read_tnef(data, where)
        if mime in _SEALED:
            return self._read_sealed(mime, name, data, where)
        if reason := _unopened(mime):
            self._lose(where, reason)
            return []
        if mime in _NOTICES or mime == "message/partial" or self._is_text(part, name, data):
            return self._read_text(part, data, where)
        if part.get("X-Apple-Content-Length") and not data:
            self._lose(where, "Apple Mail keeps this attachment in a file of its own: it is not in this one")
            return []
        enclosure = Enclosure(name or _unnamed(part, mime), data, mime)
        cid = str(part.get("content-id", "")).strip(" <>\r\n\t")
        if cid and mime.startswith("image/") and part.get_content_disposition() != "attachment":
            self._images.append(_Image(enclosure, cid))
        else:
            self._enclosures.append(enclosure)
        return []

    def _read_tnef(self, data: bytes, where: str) -> list[_Block]:
        """Outlook's ``winmail.dat``: what is attached in it, and its text where the message has no other."""
        from ingest.parsers.tnef import read_tnef

        try:
            packed = read_tnef(data)
        except Refused as refusal:
            self._lose(where, str(refusal))
            return []
        for each in packed.losses:
            self._lose(f"{where}, {each.part}" if where and each.part else where, each.reason)
        self._enclosures.extend(packed.enclosures)
        self._decorations += packed.inline_images
        return [] if self._has_text else [_Block(packed.body)]

    def _read_sealed(self, mime: str, name: str, data: bytes, where: str) -> list[_Block]:
        """What was signed as a whole (S/MIME): parts of the message, or a file, whose own name is left then (``a.pdf.p7m``)."""
        contents = signed_contents(data)
        self._envelopes += 1
        if contents is None:
            self._lose(where, "its contents are encrypted with S/MIME, or damaged")
        elif self._envelopes > MAX_DEPTH:
            self._lose(where, f"it is signed more than {MAX_DEPTH} times over: the rest was not read")
        elif PurePath(file := name[: -len(_SIGNED_FILE)]).suffix and name.lower().endswith(_SIGNED_FILE):
            self._enclosures.append(
                Enclosure(file, contents, mimetypes.guess_type(file)[0] or "application/octet-stream")
            )
        else:
            self.signed = mime
            return self.read(_tree(contents), where)
        return []

    def _is_text(self, part: Part, name: str, data: bytes) -> bool:
        """Whether a part is text to be read in place, not a file."""
        main, _, sub = part.mime.partition("/")
        if main != "text" or sub in _FILES_OF_TEXT or part.get_content_disposition() == "attachment":
            return False
        if name and (self._has_text or sub not in {"plain", "html"}):
            return False
        wide = str(part.get_param("charset") or "").lower().startswith(("utf-16", "utf-32", "ucs"))
        return wide or b"\x00" not in data[:4096]

    def _read_text(self, part: Part, data: bytes, where: str) -> list[_Block]:
        stated = part.get_param("charset")
        charset = str(stated[2] if isinstance(stated, tuple) else stated) if stated else None
        if part.mime == "text/html":
            if charset is None and (meta := _HTML_CHARSET.search(data, 0, 4096)):
                charset = meta[1].decode("ascii")
        else:
            data, files = split_uuencoded(data)
            self._enclosures.extend(files)
        decoded = decode_text(data, charset)
        if decoded.lost:
            self._lose(where, f"{decoded.lost} characters are not in the charset that it states")
        if part.mime == "message/partial":
            self._lose(where, "this is one piece of a message that was sent in several; they are not joined")
        text = decoded.text
        self._has_text |= bool(text.strip())
        if part.mime == "text/html" or (part.mime == "text/plain" and _HTML_START.match(text)):
            self._html.append(text)
            return [_Block(text, html=True)]
        if part.mime in {"text/enriched", "text/richtext"}:
            text = _ENRICHED_MARK.sub("", text).replace("<<", "<")
        if str(part.get_param("format") or "").lower() == "flowed":
            text = unflow(text, delsp=str(part.get_param("delsp") or "").lower() == "yes")
        return [_Block(text)]


def is_decoration(image: Enclosure, cid: str, html: str) -> bool:
    """Whether an image only decorates the HTML: it has the Content-ID ``cid`` and is small, or shown and not large."""
    return bool(html and cid) and len(image.data) < (EMBEDDED_BYTES if cid in html else LOGO_BYTES)


def _contents(part: Part) -> tuple[bytes, str]:
    """A leaf's bytes, not decoded, and the transfer encoding that it states."""
    encoding = mail_header.read(part, "content-transfer-encoding")
    # Without the header the library hands the bytes out as they came.
    del part["content-transfer-encoding"]
    raw = part.get_payload(decode=True)
    return (raw if isinstance(raw, bytes) else b""), encoding


def _unopened(mime: str) -> str | None:
    """Why a part of this type is not opened; ``None`` where it is."""
    if mime == "application/pgp-encrypted":
        return "its contents are encrypted with PGP"
    if mime == "message/external-body":
        return "the attachment lies elsewhere and is not fetched"
    return None


def _unnamed(part: Part, mime: str) -> str:
    """A name for a file that has none."""
    described = mail_header.safe_name(mail_header.read(part, "content-description"), "")
    ending = mimetypes.guess_extension(mime) or ""
    return f"{described or mime.partition('/')[0]}{ending}"


def _best(children: list[list[_Block]]) -> list[_Block]:
    """Of alternatives that say the same, the plain one, unless it only excuses itself for not being HTML, or leaves much out."""
    told = [child for child in children if any(block.text.strip() for block in child)]
    plain = next((child for child in told if not any(block.html for block in child)), None)
    rich = next((child for child in reversed(told) if any(block.html for block in child)), None)
    if plain is None or rich is None:
        return plain or rich or []
    fuller = is_fuller([block.text for block in rich], " ".join(block.text for block in plain))
    return rich if fuller else plain


def _outside_parts(message: Part) -> list[_Block]:
    """Text before and behind the parts, for a message that has none within them; not what is said of its form."""
    outside = (message.preamble, message.epilogue) if message.is_multipart() else ()
    texts = (decode_text(text.encode("ascii", "surrogateescape"), None).text for text in outside if text)
    return [_Block(text) for text in texts if not all(map(_OF_FORM.search, text.strip().split("\n")))]


def _render(blocks: list[_Block]) -> tuple[str, tuple[Heading, ...]]:
    """The blocks as one text, and the headings that HTML brings."""
    body = ""
    headings: list[Heading] = []
    for block in blocks:
        text, own = (text_of_html(block.text)) if block.html else (block.text, ())
        text = unicodedata.normalize("NFC", text)
        lead = len(text) - len(text.lstrip("\n"))
        text = text.strip("\n").rstrip()
        if not text:
            continue
        body += "\n\n" if body else ""
        headings.extend(replace(each, char_start=each.char_start - lead + len(body)) for each in own)
        body += text
    return body, tuple(headings)


def text_of_html(html: str) -> tuple[str, tuple[Heading, ...]]:
    """The text of an HTML body."""
    from ingest.parsers.partition import text_of_html as partition_html

    return partition_html(html)

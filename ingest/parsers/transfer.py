"""From the bytes of a mail part to its contents: transfer encodings (RFC 2045 section 6, uuencode) and charsets.

Real mail breaks every rule of these, so each function takes what it can and says whether something was lost.
"""

from __future__ import annotations

import binascii
import codecs
import contextlib
import quopri
import re
from dataclasses import dataclass

from ingest.parsers.encoding import encoding_of
from ingest.parsers.letter import Enclosure

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDED = re.compile(rb"([A-Za-z0-9+/]+)(=*)")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4}(?: +(\S[^\r\n]*?))?[ \t]*\r?$", re.MULTILINE)
_UU_NAMES = frozenset(["x-uuencode", "uuencode", "uue", "x-uue"])

# What mail calls a charset and what its senders mean by it: the supersets that browsers take, after the Encoding
# Standard (WHATWG, section 4.2), and names that Python does not know.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
}
_ALIASES = {
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-unicode": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "windows-31j": "cp932",
    "windows-874": "cp874",
}
# Codecs of Python that are no charsets, some of them slow on hostile input.
_NO_CHARSETS = frozenset(["idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"])


_ENOUGH_TO_GUESS = 64


@dataclass(frozen=True, slots=True)
class Decoded:
    """A part's contents; ``loss`` says, for a person, what of them could not be had."""

    data: bytes
    loss: str | None = None


def decode_transfer(raw: bytes, encoding: str) -> Decoded:
    """Undo a Content-Transfer-Encoding; an unknown one is taken as none, as RFC 2045 section 6.4 cannot be trusted."""
    name = encoding.strip().strip("\"';").lower()
    if name == "base64":
        return decode_base64(raw)
    if name.replace("_", "-") == "quoted-printable":
        return Decoded(quopri.decodestring(raw))
    if name in _UU_NAMES:
        _, files = split_uuencoded(raw)
        return Decoded(files[0].data) if files else Decoded(raw, "its uuencoded data has no beginning")
    return Decoded(raw)


def decode_base64(raw: bytes) -> Decoded:
    """Decode base64 that may hold foreign characters, several padded runs, and a footer behind its end."""
    packed = _NOT_BASE64.sub(b"", _without_footer(raw))
    data = bytearray()
    cut = False
    for run, pads in _PADDED.findall(packed):
        cut |= bool(len(run) % 4 and len(run + pads) % 4)
        if len(run) % 4 == 1:
            run = run[:-1]
        data += binascii.a2b_base64(run + b"=" * (-len(run) % 4))
    if raw.strip() and not data:
        return Decoded(b"", "its base64 data cannot be read")
    return Decoded(bytes(data), "its base64 data ends too early: the end is missing" if cut else None)


def _without_footer(raw: bytes) -> bytes:
    """Base64 without the prose that a list or a broken boundary left behind it: behind padding or a short line."""
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    foreign = [i for i, line in enumerate(lines) if not _BASE64_LINE.fullmatch(line)]
    for i, line in enumerate(lines[: foreign[-1]] if foreign else ()):
        if _BASE64_LINE.fullmatch(line) and (b"=" in line or len(line) < len(lines[0])):
            return b"\n".join(lines[: i + 1])
    return raw


def split_uuencoded(raw: bytes) -> tuple[bytes, tuple[Enclosure, ...]]:
    """Take uuencoded files out of a text; gives the text without them, and the files."""
    kept: list[bytes] = []
    files: list[Enclosure] = []
    position = 0
    while begin := _UU_BEGIN.search(raw, position):
        data, end = _decode_uu(raw, begin.end() + 1)
        if end is None:
            kept.append(raw[position : begin.end()])
            position = begin.end()
            continue
        kept.append(raw[position : begin.start()])
        files.append(Enclosure(decode_text(begin[1] or b"", None).text, data, "application/octet-stream"))
        position = end
    kept.append(raw[position:])
    return b"".join(kept), tuple(files)


def _decode_uu(raw: bytes, start: int) -> tuple[bytes, int | None]:
    """The data of a uuencoded block and where it ends; no end where it is none."""
    data = bytearray()
    position = start
    while position < len(raw):
        stop = raw.find(b"\n", position)
        stop = len(raw) if stop < 0 else stop
        line = raw[position:stop].rstrip(b"\r\n")
        position = stop + 1
        if line.strip() == b"end":
            return bytes(data), min(position, len(raw))
        if not line.strip() or line.strip() == b"`":
            continue
        try:
            data += binascii.a2b_uu(line)
        except binascii.Error:
            # Some encoders count the padding wrongly: decode only as many characters as the length asks for.
            needed = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                data += binascii.a2b_uu(line[: needed + 1])
            except binascii.Error:
                return b"", None
    return bytes(data), None


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text; ``lost`` counts the characters that could not be decoded (shown as U+FFFD)."""

    text: str
    lost: int = 0


def decode_text(data: bytes, declared: str | None) -> Text:
    """Decode text by its declared charset, then UTF-8, then what its bytes look like; line ends become LF."""
    charset = _charset(declared)
    if charset and not (charset == "cp1252" and _is_utf8(data)):
        with contextlib.suppress(UnicodeError):
            return _clean(data.decode(charset))
    with contextlib.suppress(UnicodeError):
        return _clean(data.decode("utf-8"))
    if charset == "cp1252":
        return _clean(data.decode("latin-1"))
    if charset is None:
        return _clean(_guess(data))
    text = data.decode(charset, "replace")
    return Text(_clean(text).text, text.count("\ufffd"))


def _is_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII read as UTF-8: by chance they hardly ever do, whatever the charset that is declared."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _charset(declared: str | None) -> str | None:
    """Python's name of the charset that is meant; ``None`` where none is declared or it is unknown."""
    name = (declared or "").strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
        with contextlib.suppress(UnicodeError):
            b"x".decode(name)  # raises LookupError for codecs between bytes and bytes, or text and text
    except (LookupError, ValueError):
        return None
    return None if info.name in _NO_CHARSETS else _MEANT.get(info.name, info.name)


def _guess(data: bytes) -> str:
    """Decode bytes of unknown charset; a few of them say too little, and are most often Western."""
    codec = encoding_of(data) if len(data) >= _ENOUGH_TO_GUESS else None
    try:
        return data.decode(codec or "cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _clean(text: str) -> Text:
    """One kind of line end; no NUL (PostgreSQL keeps none) and no lone surrogates (no Unicode)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").removeprefix("\ufeff")
    return Text(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

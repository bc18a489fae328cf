"""Mail headers as a person reads them: encoded words (RFC 2047), dates, message ids, file names (RFC 2231).

Header values come from strangers: a decoded value is one line without control or direction marks, and a file name is
never a path.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from datetime import datetime, timedelta, timezone
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value, parsedate_tz

from ingest.parsers.transfer import decode_base64, decode_text

MAX_VALUE = 100_000
MAX_NAME = 150
FIRST_YEAR, LAST_YEAR = 1950, 2100

_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<([^<>]{1,500})>")
_COMMENT = re.compile(r"\([^()]*\)")
_NAMELESS_PARAMETER = re.compile(r"""(?:^|[;\s])(?:file)?name\*?\s*=\s*(?:"([^"]*)"?|([^;]+))""", re.IGNORECASE)


class Raw(Compat32):
    """A policy under which headers are handed out as they came: bytes beyond ASCII are surrogates, not lost."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        """The value, unchanged."""
        return value


def values(message: Message, name: str) -> list[str]:
    """All values of a header, as they came."""
    return [str(value)[:MAX_VALUE] for value in message.get_all(name, [])]


def read(message: Message, name: str) -> str:
    """The first value of a header that says something, decoded to one line; empty where there is none."""
    raw = values(message, name)
    charset = None if all(value.isascii() for value in raw) else _charset_of(message)
    return next((text for value in raw if (text := decode(value, charset))), "")


def _charset_of(message: Message) -> str | None:
    """The charset of the message's own text: what its undeclared header bytes are most likely in."""
    stated = message.get_param("charset")
    return stated if isinstance(stated, str) else None


def decode(value: str, charset: str | None = None) -> str:
    """Decode a raw header value: encoded words, bytes that were sent undeclared, folded lines."""
    text = decode_text(value.encode("utf-8", "surrogateescape"), charset).text
    if "=?" in text:
        text = _decode_words(_BETWEEN_WORDS.sub(r"\1", text))
    return one_line(text)


def _decode_words(text: str) -> str:
    """Decode encoded words; a character may be cut by two neighbours of one charset, so their bytes are joined."""
    pieces: list[str] = []
    pending, pending_charset, position = b"", "", 0

    def flush() -> None:
        nonlocal pending
        if pending:
            pieces.append(decode_text(pending, pending_charset).text)
            pending = b""

    for word in _WORD.finditer(text):
        charset = word[1].split("*")[0].lower()
        if word.start() != position or charset != pending_charset:
            flush()
            pieces.append(text[position : word.start()])
        raw = word[3].encode("utf-8")
        pending += decode_base64(raw).data if word[2] in "bB" else binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
        pending_charset, position = charset, word.end()
    flush()
    return "".join((*pieces, text[position:]))


def one_line(text: str) -> str:
    """Text on one line: white space collapsed, controls, format and direction marks taken out, NFC."""
    spaced = " ".join(text.split())
    return unicodedata.normalize("NFC", "".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN))


_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])


def message_ids(value: str) -> tuple[str, ...]:
    """The message ids in a header; ids that lost their angle brackets count where no other stands there."""
    found = ("".join(_COMMENT.sub("", each).split()) for each in _MESSAGE_ID.findall(value))
    return tuple(found) or tuple(word for word in value.replace(",", " ").split() if word.strip("@;").count("@") == 1)


def moment(value: str) -> datetime | None:
    """The moment that a date header states, in its own zone; naive where it names none."""
    try:
        parts = parsedate_tz(re.sub(r"\s*:\s*", ":", _COMMENT.sub(" ", " ".join(value.split()))).strip())
        if parts is None or not FIRST_YEAR <= parts[0] <= LAST_YEAR:
            return None
        year, month, day, hour, minute, second = parts[:6]
        zone = None if parts[9] is None else timezone(timedelta(seconds=parts[9]))
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def file_name(part: Message) -> str:
    """The file name that a part states, decoded; empty where it states none."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            stated = part.get_param(parameter, None, header)
        except (ValueError, TypeError, LookupError, UnicodeError):
            stated = None
        if stated is None:
            raw = next(iter(values(part, header)), "")
            match = _NAMELESS_PARAMETER.search(raw)
            stated = (match[1] or match[2] or "") if match else None
        if stated and (name := decode(_joined(stated))):
            return name
    return ""


def _joined(parameter: str | tuple[str | None, str | None, str]) -> str:
    """One string of a parameter that may be in RFC 2231 form, whose charset may be unknown."""
    if isinstance(parameter, str):
        return parameter
    charset, _, value = parameter
    if charset:
        return decode_text(value.encode("latin-1", "replace"), charset).text
    return collapse_rfc2231_value(value)


def safe_name(stated: str, otherwise: str) -> str:
    """A file name without directories, controls and direction marks, short enough for every file system."""
    name = one_line(stated).replace("\\", "/").rsplit("/", 1)[-1].strip(" .\"'")
    if not name:
        return otherwise
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        name = stem[: MAX_NAME - 20] + dot + ending[:19] if dot else name[:MAX_NAME]
    return name

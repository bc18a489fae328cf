"""Mailboxes in one file (RFC 4155): where each message lies, in mboxo, mboxrd, mboxcl and mboxcl2, and which of them were thrown away."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.parsers.mail_header import decode
from ingest.parsers.trash_and_junk import TRASH_AND_JUNK

# A separator: sender, perhaps nothing, then a date as ``ctime`` writes it, with a zone before or behind the year. What a
# body says at the start of a line ("From then on …") is none.
_DATE = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ ]+(?:[A-Z][a-z]{2}[ ]+\d{1,2}|\d{1,2}[ ]+[A-Z][a-z]{2})[ ]+"
_SEPARATOR = re.compile(
    rb"From[ ]+(?:[^\r\n]{1,1000}?[ ]+)??"
    + _DATE
    + rb"[^\r\n]{0,40}?\d{1,2}:\d{2}[^\r\n]{0,60}\r?\n(?=>?[!-9;-~]+:|>From )"
)
_FIELD_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAX_HEADER = 1 << 20
# Thunderbird marks what it deletes, and what it moves to another folder, and takes it out of the file some other day.
_MOZILLA_STATUS = re.compile(rb"^x-mozilla-status:[ \t]*([0-9a-f]{4})\b", re.MULTILINE | re.IGNORECASE)
_EXPUNGED = 0x0008
# Gmail's export is one mailbox with all mail, trash and spam among it.
_GMAIL_LABELS = re.compile(rb"^x-gmail-labels:((?:[^\r\n]|\r?\n[ \t]){1,10000})", re.MULTILINE | re.IGNORECASE)


def is_mailbox(head: bytes) -> bool:
    """Whether a file that begins so is a mailbox."""
    return _SEPARATOR.match(head.lstrip(b"\r\n")) is not None


def split_mailbox(path: Path, start: int = 0) -> Iterator[tuple[int, bytes, bool]]:
    """Give the messages one after the other, without their separators; memory holds one at a time.

    With each comes where its separator begins, and whether its end stands although the file may grow.

    Args:
        start: Where a message begins.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mailbox:
        while mailbox[start : start + 1] in {b"\r", b"\n"}:
            start += 1
        while start < len(mailbox):
            separator = _SEPARATOR.match(mailbox, start)
            begin = separator.end() if separator else start
            stated = _stated_end(mailbox, begin)
            end = _end_by_length(mailbox, stated) or _end_by_separator(mailbox, begin)
            is_final = end < len(mailbox) and (stated is None or stated <= len(mailbox))
            yield start, _QUOTED_FROM.sub(rb"\1", mailbox[begin:end]), is_final
            start = end


def is_thrown_away(message: bytes) -> bool:
    """Whether a message was deleted and is still in the file, or lies in trash or spam."""
    end = _HEADER_END.search(message, 0, _MAX_HEADER)
    head = message[: end.start() if end else _MAX_HEADER]
    if (status := _MOZILLA_STATUS.search(head)) and int(status[1], 16) & _EXPUNGED:
        return True
    labels = _GMAIL_LABELS.search(head)
    shown = decode(labels[1].decode("utf-8", "surrogateescape")) if labels else ""
    return any(each.strip().casefold() in TRASH_AND_JUNK for each in shown.split(","))


def _end_by_separator(mailbox: mmap.mmap, begin: int) -> int:
    """Where the next separator stands that follows an empty line, or the file's end."""
    position = begin
    while (found := mailbox.find(b"\nFrom ", position)) >= 0:
        before = mailbox[max(begin - 1, found - 2) : found]
        if before.endswith((b"\n", b"\n\r")) and _SEPARATOR.match(mailbox, found + 1):
            return found + 1
        position = found + 1
    return len(mailbox)


def _stated_end(mailbox: mmap.mmap, begin: int) -> int | None:
    """Where the message ends by its own Content-Length (mboxcl)."""
    blank = _HEADER_END.search(mailbox, begin, begin + _MAX_HEADER)
    stated = _FIELD_LENGTH.search(mailbox, begin, blank.end()) if blank else None
    return None if blank is None or stated is None else blank.end() + int(stated[1])


def _end_by_length(mailbox: mmap.mmap, end: int | None) -> int | None:
    """Where the message ends by what it states, if a separator or the file's end stands there."""
    if end is None or end > len(mailbox):
        return None
    while mailbox[end : end + 1] in {b"\r", b"\n"}:
        end += 1
    return end if end == len(mailbox) or _SEPARATOR.match(mailbox, end) else None

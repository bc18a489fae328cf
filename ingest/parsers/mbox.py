"""Mailboxes in one file (RFC 4155): where each message lies, in mboxo, mboxrd, mboxcl and mboxcl2, and which of them were thrown away."""

from __future__ import annotations

import mmap
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ingest import pulse
from ingest.parsers.mail_header import decode
from ingest.parsers.trash_and_junk import TRASH_AND_JUNK

Bytes = mmap.mmap | bytes
MAX_MESSAGE = 256 << 20
"""In bytes, all attachments as they are sent; servers take a tenth of it."""
WINDOW = 2 * MAX_MESSAGE
_OVERLAP = 1 << 16  # more than a separator and the field behind it
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


def split_mailbox(path: Path, start: int = 0) -> Iterator[tuple[int, bytes | None, bool]]:
    """Give the messages one after the other, without their separators; memory holds one at a time, however large the mailbox is.

    With each comes where its separator begins, and whether its end stands although the file may grow. Of a message that is
    larger than ``MAX_MESSAGE`` there are no bytes.

    Args:
        start: Where a message begins.
    """
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        while start < size:
            with _window(stream, start, size) as (window, base):
                first = start
                for begin, end, message, is_final in _messages(window, start - base, size - base):
                    yield base + begin, message, is_final
                    start = base + end
                is_whole = base + len(window) == size
            if start == first:
                if is_whole:
                    return
                start = _end_of_large(stream, start, size)
                yield first, None, start < size


def whole_messages(data: bytes) -> int:
    """How many bytes at the beginning of a mailbox, of which ``data`` are the first ones, are messages whose end is seen."""
    return max((end for _, end, _, _ in _messages(data, 0, sys.maxsize)), default=0)


@contextmanager
def _window(stream: BinaryIO, start: int, size: int) -> Iterator[tuple[mmap.mmap, int]]:
    """The bytes of a file from ``start`` on, as many as are looked at together, and where they begin."""
    base = start - start % mmap.ALLOCATIONGRANULARITY
    with mmap.mmap(stream.fileno(), min(size - base, WINDOW), access=mmap.ACCESS_READ, offset=base) as window:
        yield window, base


def _messages(window: Bytes, start: int, size: int) -> Iterator[tuple[int, int, bytes | None, bool]]:
    """The messages whose end is seen in a window of the ``size`` bytes from where it begins: begin, end, bytes, whether the end stands."""
    while window[start : start + 1] in {b"\r", b"\n"}:
        start += 1
    is_whole, first = len(window) == size, start
    while start < len(window):
        separator = _SEPARATOR.match(window, start)
        begin = separator.end() if separator else start
        stated = _stated_end(window, begin)
        if not is_whole and start != first and stated is not None and len(window) - _OVERLAP < stated <= size:
            return  # another window shows whether it ends there
        end = _end_by_length(window, stated) or _end_by_separator(window, begin)
        if end == len(window) and not is_whole:
            return
        is_final = end < size and (stated is None or stated <= size)
        message = _QUOTED_FROM.sub(rb"\1", window[begin:end]) if end - begin <= MAX_MESSAGE else None
        yield start, end, message, is_final
        start = end


def _end_of_large(stream: BinaryIO, start: int, size: int) -> int:
    """Where a message ends that no window holds: where the next separator stands, or the file's end."""
    position = start + 1
    while position < size:
        with _window(stream, position, size) as (window, base):
            end = _end_by_separator(window, position - base)
            if end < len(window) or base + end == size:
                return base + end
            position = base + len(window) - _OVERLAP
            pulse.beat()
    return size


def is_thrown_away(message: bytes) -> bool:
    """Whether a message was deleted and is still in the file, or lies in trash or spam."""
    end = _HEADER_END.search(message, 0, _MAX_HEADER)
    head = message[: end.start() if end else _MAX_HEADER]
    if (status := _MOZILLA_STATUS.search(head)) and int(status[1], 16) & _EXPUNGED:
        return True
    labels = _GMAIL_LABELS.search(head)
    shown = decode(labels[1].decode("utf-8", "surrogateescape")) if labels else ""
    return any(each.strip().casefold() in TRASH_AND_JUNK for each in shown.split(","))


def _end_by_separator(mailbox: Bytes, begin: int) -> int:
    """Where the next separator stands that follows an empty line, or the file's end."""
    position = begin
    while (found := mailbox.find(b"\nFrom ", position)) >= 0:
        before = mailbox[max(begin - 1, found - 2) : found]
        if before.endswith((b"\n", b"\n\r")) and _SEPARATOR.match(mailbox, found + 1):
            return found + 1
        position = found + 1
    return len(mailbox)


def _stated_end(mailbox: Bytes, begin: int) -> int | None:
    """Where the message ends by its own Content-Length (mboxcl)."""
    blank = _HEADER_END.search(mailbox, begin, begin + _MAX_HEADER)
    stated = _FIELD_LENGTH.search(mailbox, begin, blank.end()) if blank else None
    return None if blank is None or stated is None else blank.end() + int(stated[1])


def _end_by_length(mailbox: Bytes, end: int | None) -> int | None:
    """Where the message ends by what it states, if a separator or the file's end stands there."""
    if end is None or end > len(mailbox):
        return None
    while mailbox[end : end + 1] in {b"\r", b"\n"}:
        end += 1
    return end if end == len(mailbox) or _SEPARATOR.match(mailbox, end) else None

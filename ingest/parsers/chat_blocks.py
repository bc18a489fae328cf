"""Chats that imessage-exporter writes as text: a line with the time, one with the name, then the words, then an empty line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest.parsers.chat import clock, exchanges, named
from ingest.parsers.encoding import encoding_of
from ingest.parsers.kind import guess_language
from ingest.parsers.text import read_text
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = (
    rf"(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}}) +(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}}):\d{{2}} ?"
    r"(?P<half>[AP])M"
)
_STAMP = re.compile(rf"^{_TIME}(?: \([^\n]*\))?\r?\n(?P<author>[^\n]{{1,80}})\n", re.MULTILINE)


class ChatBlocks:
    """A conversation that imessage-exporter wrote; the document is the file."""

    name = "chat-blocks"
    version = "2"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins with a time and a name."""
        encoding = encoding_of(file.head)
        return encoding is not None and _STAMP.match(file.head.decode(encoding, "replace").lstrip()) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document whose exchanges have their days."""
        read = read_text(file)
        stamps = list(_STAMP.finditer(read.text))
        times = [_time(each) for each in stamps]
        people = named(each["author"].strip() for each in stamps)
        title = PurePath(file.name).stem
        document = ParsedDocument(
            text=read.text, kind="message", title=title, mime="text/plain",
            date=next((each.date() for each in reversed(times) if each), None), language=guess_language(read.text),
            head="" if people == title else people,
            headings=exchanges((each.start(), at) for each, at in zip(stamps, times, strict=True)),
            meta={"encoding": read.encoding, "app": "iMessage", "messages": str(len(stamps))},
        )  # fmt: skip
        return Parsed((document,), tuple(Problem(file.shown, None, fault) for fault in read.faults))


def read_time(words: str) -> datetime | None:
    """The time that imessage-exporter writes above a message."""
    stamp = re.match(_TIME, words)
    return _time(stamp) if stamp else None


def _time(stamp: re.Match[str]) -> datetime | None:
    hour = int(stamp["hour"]) % 12 + 12 * (stamp["half"] == "P")
    month = _MONTHS.index(stamp["month"]) + 1
    return clock(int(stamp["year"]), month, int(stamp["day"]), hour, int(stamp["minute"]))

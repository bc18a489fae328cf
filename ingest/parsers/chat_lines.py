"""Chats that are exported as text, a stamped line a message: WhatsApp's (Android and iOS, any language) and Signal's.

There is no standard. WhatsApp writes the day as the telephone's region does (``31.12.19, 23:59 - Name: text`` on Android,
``[31/12/2019, 23:59:00] Name: text`` on iOS); signal-export writes ``[2019-12-31, 23:59] Name: text``. Whether the day or the
month comes first is found out by what makes the days exist and the messages follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from ingest.parsers.chat import clock, exchanges, named
from ingest.parsers.encoding import encoding_of
from ingest.parsers.kind import guess_language
from ingest.parsers.text import read_text
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

Order = Literal["dmy", "mdy", "ymd"]

_MARKS = "[\u200e\u200f\u202a-\u202e\ufeff]*+"  # WhatsApp strews marks of direction; none is tried twice
_HALF = (
    r"(?:[AaPp]\.?\s?[Mm]\.?|vorm\.|nachm\.|[fe]m|上午|下午|오전|오후|午前|午後|ص|م|[πΠμΜ]\.?[μΜ]\.?|Ö[ÖS]|SA|CH"
    r"|[قب]\.?ظ\.?|לפנה״צ|אחה״צ|पूर्वाह्न|अपराह्न)"
)
_STAMP = re.compile(
    rf"^{_MARKS}(?P<bracket>\[)?{_MARKS}"
    rf"(?P<a>\d{{1,4}}){_MARKS}(?P<sep>\. ?|/|-|年|년 ?)(?P<b>\d{{1,2}}){_MARKS}(?:(?P=sep)|月|월 ?)(?P<c>\d{{1,4}})(?:\.|\s?г\.|日|일)?"
    rf"(?P<comma>[,،]?){_MARKS}(?:\s+(?:um|at|à|a las|às|klo|kl\.))?\s+(?P<before>{_HALF})?\s?"
    rf"(?P<hour>\d{{1,2}})(?:[:.]|\s?h\s?)(?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?(?:\s?(?P<after>{_HALF}))?(?:\s?ч\.)?"
    rf"(?(bracket)\]{_MARKS}\s|\s[-–]\s){_MARKS}",
    re.MULTILINE,
)
_AUTHOR = re.compile(r"(?P<author>[^:\n]{1,80}?):[ \u200e]")
_OPEN_QUOTE = re.compile('„[^“”]*$|^[^„]*“[^”]*$|«[^»]*$|^[^"]*"[^"]*$')
_LATER_HALF = re.compile(r"p|nachm|em|下午|오후|午後|م|[μΜ]|ÖS|CH|ب|אחה|अपराह्न", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 2009, 2100  # WhatsApp began in 2009, Signal later
_TITLE = re.compile(
    r"(?:whatsapp[ -]chat[ -](?:with|mit)|chat whatsapp con|conversa(?:ción|tion)? (?:de |do )?whatsapp (?:con|com|avec)"
    r"|discussion whatsapp avec|whatsapp-chat met)[ _-]+(?P<name>.+)",
    re.IGNORECASE,
)
_NAMELESS = frozenset(("_chat", "chat", "export", "messages", "data", "whatsapp", "signal"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A stamped line: where it begins, the three numbers of its day, its time, and who wrote it (nobody: the app did).

    ``american``: its day is written as telephones do that put the month first: ``1/9/20``, or a twelve-hour clock behind ``/``.
    ``told``: the app says it in somebody's name: behind a mark of direction, as it writes on iOS.
    ``dotted``: with dots alone, ``5.3.24``: no telephone puts the month first so, nor a year of two digits (CLDR 46).
    """

    char_start: int
    day: tuple[int, int, int]
    clock: timedelta
    author: str
    american: bool
    dotted: bool
    told: bool


class ChatLines:
    """A chat's export as text; the document is the file."""

    name = "chat-lines"
    version = "7"

    def identify(self, file: Candidate) -> bool:
        """Whether the first line that says something is a message's, and there are no more lines of a log than of a chat."""
        encoding = encoding_of(file.head)
        if encoding is None:
            return False
        head = file.head.decode(encoding, "replace").lstrip("\ufeff\r\n \t")
        first = _STAMP.match(head)
        return first is not None and _is_chat(first) and any(line.author for line in _lines(head))

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document whose exchanges have their days."""
        read = read_text(file)
        lines = _lines(read.text)
        order, certain = _order(lines)
        times = [_time(line, order) for line in lines]
        stem = PurePath(file.name).stem
        found = _TITLE.search(stem)
        group = _group(lines)
        people = named(line.author for line in lines if line.author != group)
        title = found["name"].strip() if found else group or people if stem.casefold() in _NAMELESS else stem
        days = [each.date() for each in times if each is not None]
        document = ParsedDocument(
            text=read.text,
            kind="message",
            title=title,
            mime="text/plain",
            date=days[-1] if days else None,
            language=guess_language(read.text),
            head=people if people != title else "",
            headings=exchanges((line.char_start, at) for line, at in zip(lines, times, strict=True)),
            meta={"encoding": read.encoding, "messages": str(sum(bool(line.author) for line in lines))},
        )
        faults = list(read.faults)
        if not certain:
            faults.append(
                f"its days could be read in two ways; they are read as {_SAID[order]}, as telephones that write so do"
            )
        return Parsed((document,), tuple(Problem(file.shown, None, each) for each in faults))


_SAID: dict[Order, str] = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


def _is_chat(stamp: re.Match[str]) -> bool:
    """Programs write logs in brackets too: with a day as ISO 8601 has it, and without the comma that chats have."""
    return bool(stamp["comma"]) or not (stamp["bracket"] and stamp["sep"] == "-" and len(stamp["a"]) == 4)


def _lines(text: str) -> list[_Line]:
    found = []
    for stamp in _STAMP.finditer(text):
        if not _is_chat(stamp):
            continue
        hour, minute = int(stamp["hour"]), int(stamp["minute"])
        half = stamp["before"] or stamp["after"]
        if half:
            hour = hour % 12 + 12 * (_LATER_HALF.match(half) is not None) if hour <= 12 else hour
        if hour > 23 or minute > 59:
            continue
        author = _AUTHOR.match(text, stamp.end())
        if author and _OPEN_QUOTE.search(author["author"]):  # the app tells of a name that has a colon in it
            author = None
        clock = timedelta(hours=hour, minutes=minute, seconds=min(59, int(stamp["second"] or 0)))
        day = (int(stamp["a"]), int(stamp["b"]), int(stamp["c"]))
        unpadded = min(len(stamp["a"]), len(stamp["b"])) == 1
        found.append(
            _Line(
                stamp.start(), day, clock, author["author"].strip() if author else "",
                american=stamp["sep"] == "/" and bool(half or unpadded), dotted=stamp["sep"] == ".",
                told=author is not None and "\u200e" in text[author.end() - 1 : author.end() + 1],
            )
        )  # fmt: skip
    return found


def _group(lines: Sequence[_Line]) -> str:
    """The chat's own name, in which WhatsApp on iOS tells what happens in it from the first line on; nobody's message has it."""
    first = lines[0].author if lines else ""
    alone = all(line.author in {first, ""} for line in lines)
    return "" if alone or not all(line.told for line in lines if line.author == first) else first


def _order(lines: Sequence[_Line]) -> tuple[Order, bool]:
    """In which order days are written, and whether that is certain.

    An order in which more of the days exist goes first, then one in which fewer messages go back in time. Where both
    hold for two orders the manner of writing tells.
    """
    days = {line.day for line in lines}
    orders: tuple[Order, ...] = ("ymd",) if any(day[0] > 99 for day in days) else ("dmy", "mdy", "ymd")
    ranked: list[tuple[int, int, Order]] = []
    for order in orders:
        times = [_time(line, order) for line in lines]
        known = [each for each in times if each is not None]
        backwards = sum(later < earlier - timedelta(hours=12) for earlier, later in pairwise(known))
        ranked.append((len(times) - len(known), backwards, order))
    best = min(each[:2] for each in ranked)
    equal = [order for *rank, order in ranked if tuple(rank) == best]
    if "dmy" in equal and all(line.dotted for line in lines):
        return "dmy", True
    if len(equal) == 1 or all(len({_time(line, each) for each in equal}) == 1 for line in lines):
        return equal[0], True
    return "mdy" if "mdy" in equal and any(line.american for line in lines) else equal[0], False


def _time(line: _Line, order: Order) -> datetime | None:
    a, b, c = line.day
    year, month, day = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[order]
    year += 2000 if year < 100 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    at = clock(year, month, day)
    return at and at + line.clock

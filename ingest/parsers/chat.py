"""Chats: messages of a conversation, grouped by the pauses between them, so that a passage is an exchange and has its day.

An export that is text is kept as it is, and only marked; one that is data (JSON, XML, a database) is written out, a line a
message, a document for each conversation and month: what was said does not change when the conversation goes on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from ingest.parsers.day import DayOrder, day_order, read_day
from ingest.parsers.kind import guess_language
from pkm.errors import Refused
from pkm.models import Heading, ParsedDocument

PAUSE = timedelta(hours=3)
"""Silence after which a conversation begins anew."""
NAMED_AUTHORS = 12
UNKNOWN = datetime.min  # noqa: DTZ901 - where no message has a time
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.]\d\d)?(?![\d.])\s*(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?"
)
_BETWEEN = re.compile(r"[\s,]*(?:\b(?:at|um|à|a las|alle|às|om|kl|klo|o)\b\.?)?[\s,]*\Z")
_STAMPED = re.compile(r"\n(?=\W{0,9}\[\d{4}-\d\d-\d\d )")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote: when, by the clock of the house or of the telephone that exported it; ``None`` if unknown."""

    at: datetime | None
    author: str
    text: str


def local(seconds: float) -> datetime | None:
    """A Unix time (seconds since 1970) as the clock in the house showed it; ``None`` where there is no such time."""
    zone = os.environ.get("TZ", "").lstrip(":")
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone) if zone else None).replace(tzinfo=None)
    except (OverflowError, OSError, ValueError, KeyError):
        return None


def moment(stamp: object) -> datetime | None:
    """A time in ISO 8601 as the clock in the house showed it, as it stands where it names no zone; ``None`` if it is none."""
    if not isinstance(stamp, str):
        return None
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return local(at.timestamp()) if at.tzinfo else at


def worded(words: str, order: DayOrder | None = None) -> datetime | None:
    """A time as programs write it for people, in any language: ``Tuesday, October 8, 2024 at 7:15:03 AM UTC``; in UTC or of no zone.

    Args:
        order: What goes first in a day of figures; where that is not known, one that could be two days is none.
    """
    stamp = _CLOCK.search(words[:200])
    if stamp is None:
        return None
    written = _BETWEEN.sub("", words[: stamp.start()]).strip()
    if (order := order or day_order([written])) is None:
        return None
    try:
        day = read_day(written, order)
    except Refused:
        return None
    hour = int(stamp["hour"])
    if half := (stamp["half"] or "").lower():
        hour = hour % 12 + 12 * half.startswith("p")
    at = clock(day.year, day.month, day.day, hour, int(stamp["minute"]))
    return local(at.replace(tzinfo=UTC).timestamp()) if at and words.rstrip().endswith("UTC") else at


def clock(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime | None:
    """What a clock on the wall showed, in no zone; ``None`` where there is no such day or time."""
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - chats do not say their zone
    except ValueError:
        return None


def exchanges(messages: Iterable[tuple[int, datetime | None]]) -> tuple[Heading, ...]:
    """A heading, named by its day, wherever a conversation begins anew after a pause.

    Args:
        messages: Where each message begins in the text, and when it was written, in the order of the text.
    """
    found: list[Heading] = []
    last: datetime | None = None
    for char_start, at in messages:
        if at is None:
            continue
        if last is None or abs(at - last) >= PAUSE or (at.date() != last.date() and abs(at - last) >= PAUSE / 3):
            found.append(Heading(char_start, 1, at.date().isoformat(), at.date()))
        last = at
    return tuple(found)


def conversation(
    title: str, messages: Sequence[Message], *, mime: str, app: str, locator: str
) -> Iterator[ParsedDocument]:
    """The documents of one conversation, a month each, oldest first.

    Args:
        messages: In any order; those without a time stay with the one before them, or make a document without a day.
        locator: What the conversation is called in its file.
    """
    placed: list[tuple[datetime, Message]] = []
    at = next((each.at for each in messages if each.at), UNKNOWN)
    for each in messages:
        at = each.at or at
        placed.append((at, each))
    placed.sort(key=lambda pair: pair[0])
    authors = _authors(each.author for each in messages)
    for _, written in groupby(placed, key=lambda pair: (pair[0].year, pair[0].month)):
        yield _month(title, list(written), authors, mime=mime, app=app, locator=locator)


def named(authors: Iterable[str]) -> str:
    """Those who take part, for a title or a head, the most talkative first."""
    return ", ".join(_authors(authors))


def _month(
    title: str, written: list[tuple[datetime, Message]], authors: list[str], *, mime: str, app: str, locator: str
) -> ParsedDocument:
    lines: list[str] = []
    starts: list[tuple[int, datetime | None]] = []
    length = 0
    last = written[-1][0]
    month = "" if last == UNKNOWN else f", {last:%Y-%m}"
    for placed, each in written:
        stamp = f"[{placed:%Y-%m-%d %H:%M}] " if month else ""
        # A line of a message that looks like another's beginning is set in: nobody puts words into others' mouths.
        said = _STAMPED.sub("\n    ", each.text.strip())
        line = f"{stamp}{' '.join(each.author.split()) or '–'}: {said}\n".replace("\0", "\ufffd")
        starts.append((length, placed if month else None))
        lines.append(line)
        length += len(line)
    text = "".join(lines)
    return ParsedDocument(
        text=text,
        kind="message",
        title=title + month,
        mime=mime,
        date=last.date() if month else None,
        language=guess_language(text),
        locator=locator + month,
        head=", ".join([app, *authors]),
        headings=exchanges(starts),
        meta={"app": app, "messages": str(len(written))},
    )


def _authors(authors: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for each in authors:
        if each:
            counts[each] = counts.get(each, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])[:NAMED_AUTHORS]

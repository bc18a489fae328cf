"""An MT940 or MT942 file as fields, and fields as messages (SWIFT Standards MT, category 9: field tags and their order).

Banks wrap fields at a fixed width wherever that falls, so that a tag may be torn apart and a time of day look like one;
they leave out envelopes and header fields, put ``:86:`` before its ``:61:``, and repeat it for each line of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(
    r"^[ \t\x01]*:[ \t]*(?:\r?\n)?(?P<tag>20|21|25P?|28C?|13D?|34F|60[FM]?|61|62[FM]?|6[45]|86|90[CD]|NS)[ \t]*:",
    re.M | re.I,
)
_TIME_BEFORE = re.compile(r"[ T]\d\d\r?\n\Z")
_TIME_AFTER = re.compile(r":\d\d:\d\d(?!\d)")
_TRAILER = re.compile(r"^[ \t]*-(?:XXX|\x03|\}[^\r\n]*)?[ \t\x03]*\r?$", re.M)
_ENVELOPE = re.compile(
    r"[^a-z#`<>]{0,2000}|\s*\{1:[^#`<>]{0,2000}"
)  # capitals, digits and braces, which some banks send as national letters
_HEADING = re.compile(r"(?:[^\n:#`<>@]{0,200}\n){1,5}[ \t]*")  # words that a person or a tool put above
_RECORD = re.compile(r"^[^\S\n]*:[^\S\n]*61[^\S\n]*:", re.M)
_STRUCTURED = re.compile(r"\s*\d{3}[?>~^<]\d\d")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its tag, its text without the message's end, and where both stand."""

    tag: str
    text: str
    char_start: int
    char_end: int


@dataclass(slots=True)
class Record:
    """A ``:61:`` with the ``:86:`` and ``:NS:`` that belong to it; ``number`` counts from 1 over the whole file."""

    number: int
    line: Field
    details: list[Field] = field(default_factory=list)

    @property
    def locator(self) -> str:
        """Where it stands, as problems name it."""
        return f"record {self.number}"

    @property
    def char_start(self) -> int:
        """Where the first of its fields begins."""
        return min(each.char_start for each in (self.line, *self.details))

    @property
    def char_end(self) -> int:
        """Where the last of its fields ends."""
        return max(each.char_end for each in (self.line, *self.details))

    def text(self, tag: str) -> str:
        """The text of all its fields of a tag, a line each."""
        return "\n".join(each.text for each in self.details if each.tag == tag)


@dataclass(slots=True)
class Message:
    """One statement message, or one page of a statement; of header fields the first of a tag counts."""

    header: dict[str, Field] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    notes: list[Field] = field(default_factory=list)

    def text(self, *tags: str) -> str:
        """The text of the first of the tags that is there."""
        return next((self.header[tag].text.strip() for tag in tags if tag in self.header), "")


def begins(head: str) -> bool:
    """Whether a text begins as a file of this format does: a first field that fits, below nothing but an envelope."""
    first = _TAG.search(head)
    if not first or not (_ENVELOPE.fullmatch(head, 0, first.start()) or _HEADING.fullmatch(head, 0, first.start())):
        return False
    tags = {tag["tag"].upper() for tag in _TAG.finditer(head)}
    return bool(
        re.search(r"^[^\S\n]*:\s*61[^\S\n]*:\s*\d{6}", head, re.M)
        or re.search(r"^[^\S\n]*:6[0245][FM]?:\s*[CD]\d{6}[A-Z]{3}", head, re.M | re.I)
        or ("20" in tags and tags & {"25", "25P", "28", "28C"})
    )


def count_records(text: str) -> int:
    """How many statement lines begin in the file, by their tag alone."""
    return len(_RECORD.findall(text))


def read_messages(text: str) -> list[Message]:
    """All messages of a file; a message begins at ``:20:``, or where a header field comes for the second time."""
    messages: list[Message] = []
    message = Message()
    number = 0
    closed = False
    for each in _fields(text):
        tag = each.tag
        if tag == "25" and message.records and _STRUCTURED.match(each.text):
            tag = "86"  # details under a wrong tag
        again = tag in message.header and tag not in ("86", "65", "64", "21", "34F")
        late = bool(message.records or closed) and tag in ("25", "28", "28C", "60F", "60M", "60")
        if tag == "20" or not messages or again or late:
            message, closed = Message(), False
            messages.append(message)
        if tag == "61":
            number, closed = number + 1, False
            message.records.append(Record(number, each))
        elif tag in ("86", "NS"):
            if message.records and not closed:
                message.records[-1].details.append(each)
            elif not closed:
                message.notes.append(each)
        else:
            closed |= tag.startswith("62") or tag in ("64", "65", "90C", "90D")
            message.header.setdefault(tag, each)
    for message in messages:
        _pair_forward(message)
    return messages


def _pair_forward(message: Message) -> None:
    """Where each ``:86:`` stands before its ``:61:``, as the first and the last of the message show, move them on."""
    notes = [each for each in message.notes if each.tag == "86"]
    records = message.records
    if len(notes) != 1 or not records or "86" in (each.tag for each in records[-1].details):
        return
    if any(sum(each.tag == "86" for each in record.details) != 1 for record in records[:-1]):
        return
    waiting = notes[0]
    for record in records:
        following = next((each for each in record.details if each.tag == "86"), None)
        record.details = [each for each in record.details if each.tag != "86"]
        record.details.append(waiting)
        if following is None:
            break
        waiting = following


def _fields(text: str) -> Iterator[Field]:
    """Every field in order; its text ends where the next begins or the message does."""
    open_tag: re.Match[str] | None = None
    for tag in _TAG.finditer(text):
        if open_tag and _is_time(text, tag, open_tag["tag"].upper()):
            continue
        if open_tag:
            yield _field(text, open_tag, tag.start())
        open_tag = tag
    if open_tag:
        yield _field(text, open_tag, len(text))


def _is_time(text: str, tag: re.Match[str], within: str) -> bool:
    """Whether it is no tag but the minutes of a time of day that was wrapped after its hour."""
    return (
        within in ("86", "NS")
        and _TIME_AFTER.match(text, tag.start()) is not None
        and _TIME_BEFORE.search(text, max(0, tag.start() - 5), tag.start()) is not None
    )


def _field(text: str, tag: re.Match[str], end: int) -> Field:
    value = text[tag.end() : end]
    if trailer := _TRAILER.search(value):
        value = value[: trailer.start()]
    value = value.rstrip()
    start = tag.start() + len(tag[0]) - len(tag[0].lstrip())
    return Field(tag["tag"].upper(), value.replace("\r\n", "\n").replace("\r", "\n"), start, tag.end() + len(value))

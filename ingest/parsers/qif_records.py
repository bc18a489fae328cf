"""A QIF file as records (Quicken Interchange Format, Intuit, "QIF files" in the Quicken 2005 documentation).

Headers begin with ``!`` and say what the records below them are; a record is lines of a letter and a value, up to ``^``. A header
``!Account`` names the account that the following ``!Type:`` sections belong to; lists (categories, classes, securities, prices,
memorised payments) hold no bookings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r"[^\r\n]*")
_HEADER = re.compile(
    r"![ \t]*(?:type[ \t]*:[ \t]*(?P<type>[^\r\n]*?)|(?P<account>account)|(?:option|clear)[ \t]*:[^\r\n]*?)[ \t]*", re.I
)
_LISTS = frozenset(["cat", "class", "memorized", "security", "prices", "tag", "budget", "payee", "invitem", "template"])
_INVESTMENTS = frozenset(["invst", "port", "401(k)/403(b)", "401(k)", "mutual"])
_KINDS = {"ccard": "creditcard", **dict.fromkeys(_INVESTMENTS, "investment")}
_SPLIT = frozenset("SE$%")


@dataclass(slots=True)
class Split:
    """A part of a booking: category or account, memo, amount or per cent as they stand."""

    category: str
    char_start: int
    char_end: int
    memo: str = ""
    amount: str = ""
    percent: str = ""


@dataclass(slots=True)
class Record:
    """A booking as it stands; ``lines`` are values by letter, ``number`` counts from 1 over the whole file.

    ``whole`` is false where the file ends inside its last line.
    """

    number: int
    char_start: int
    char_end: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    splits: list[Split] = field(default_factory=list)
    whole: bool = True

    @property
    def locator(self) -> str:
        """Where it stands, as problems name it."""
        return f"record {self.number}"

    @property
    def fields(self) -> dict[str, str]:
        """The value of each letter: the first, but of memo and address all."""
        return {letter: " ".join(found) if letter in "AM" else found[0] for letter, found in self.lines.items()}


@dataclass(slots=True)
class Account:
    """An account's bookings of one kind; ``fields`` are those of its ``!Account`` record."""

    name: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    @property
    def invests(self) -> bool:
        """Whether its records are of investments, which have letters of their own."""
        return self.kind == "investment"


@dataclass(slots=True)
class Contents:
    """All that a file holds, accounts by name and kind; ``symbols`` are the tickers of its securities by name."""

    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    symbols: dict[str, str] = field(default_factory=dict)

    @property
    def records(self) -> list[Record]:
        """The bookings of all accounts, in the file's order within each."""
        return [record for account in self.accounts.values() for record in account.records]


def begins(head: str) -> bool:
    """Whether a header of this format is the first thing in a text, below nothing but comments and empty records."""
    lines = (line.strip() for line in head.splitlines())
    first = next((line for line in lines if line and not line.startswith(("#", "^"))), "")
    return _HEADER.fullmatch(first) is not None


def count_records(text: str) -> int:
    """How many bookings the file holds, by its headers and ``^`` alone."""
    count = 0
    for section in re.split(r"^[ \t]*(?=!)", text.replace("\r", "\n"), flags=re.M):
        header, _, body = section.partition("\n")
        match = _HEADER.fullmatch(header)
        if match and match["type"] is not None and match["type"].lower() not in _LISTS:
            count += sum(bool(chunk.strip("^ \t\n")) for chunk in re.split(r"^[ \t]*\^", body, flags=re.M))
    return count


def read_contents(text: str, unnamed: str) -> Contents:
    """Sort records into accounts; bookings above any ``!Account`` are of the account ``unnamed``."""
    contents = Contents()
    section = ""
    current, number = unnamed, 0
    described: dict[str, dict[str, str]] = {}
    for header, record in _records(text):
        if header:
            section = "account" if header["account"] else (header["type"] or "").lower() if header["type"] else section
            continue
        if record is None:
            continue
        name = record.lines.get("N", [""])[0]
        if section == "account":
            current = name or current
            described.setdefault(current, {}).update(record.fields)
        elif section == "security":
            contents.symbols[name] = next((part.category for part in record.splits), "")  # S is its symbol there
        elif section and section not in _LISTS:
            number += 1
            record.number = number
            kind = _KINDS.get(section, section)
            new = Account(current, kind, described.get(current, {}))
            contents.accounts.setdefault((current, kind), new).records.append(record)
    return contents


def _records(text: str) -> Iterator[tuple[re.Match[str] | None, Record | None]]:
    """Headers and records in order; what stands above the first header is none of them."""
    record: Record | None = None
    for line in _LINE.finditer(text):
        value = line[0].strip()
        if not value:
            continue
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        header = _HEADER.fullmatch(value)
        if header or value.startswith("^"):
            if record:
                record.char_end = start + 1 if not header else record.char_end
                yield None, record
                record = None
            if header:
                yield header, None
            continue
        if record is None:
            record = Record(0, start, start)
        record.char_end = start + len(value)
        _add(record, value[0].upper(), value[1:].strip(), start)
    if record:
        record.whole = text[-1:] in ("\n", "\r")
        yield None, record


def _add(record: Record, letter: str, value: str, start: int) -> None:
    """Take the line that began at ``start``; those from ``S`` on belong to a part of the booking."""
    if letter == "S":
        record.splits.append(Split(value, start, record.char_end))
    elif letter in _SPLIT and record.splits:
        part = record.splits[-1]
        part.char_end = record.char_end
        if letter == "E":
            part.memo = value
        elif letter == "$":
            part.amount = value
        else:
            part.percent = value
    else:
        record.lines.setdefault(letter, []).append(value)

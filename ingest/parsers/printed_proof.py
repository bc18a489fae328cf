"""Which reading of a table its balances prove: signs, columns and rows are what makes the sums come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.parsers.printed_rows import Entry, Event, Point, find_events
from ingest.parsers.printed_table import Printed, Table
from ingest.parsers.printed_tokens import Money
from ingest.parsers.printed_words import Role

_Row = tuple[Decimal | None, Decimal | None]
"""A booking's signed amount and the balance after it."""


_COMMON = 0.2


@dataclass(frozen=True, slots=True)
class Convention:
    """How a statement writes signs: which amounts without one go out, and whether balances are what is owed."""

    unmarked: Literal["plain", "section"]
    amounts: int
    balances: int


@dataclass(frozen=True, slots=True)
class Section:
    """One statement's part of a document, read in one way.

    Attributes:
        events: As printed.
        values: The signed amount of each of its entries, ``None`` where it cannot be read.
        balances: The signed balance after each entry, where one is stated.
        opening, closing: Signed, as stated; where only balances beside the rows are, those before and after all rows.
        ends: The lines that state them.
        checked: How many stated balances follow from what is before them.
        doubts: Entries after which the stated balance does not follow.
    """

    events: tuple[Event, ...]
    entries: tuple[Entry, ...]
    values: tuple[Decimal | None, ...]
    balances: tuple[Decimal | None, ...]
    opening: Decimal | None
    closing: Decimal | None
    ends: tuple[Point | None, Point | None]
    checked: int
    doubts: tuple[int, ...]
    closes: bool | None

    @property
    def is_proven(self) -> bool:
        """Whether every row is borne out: all is read, some balance follows from the rows and none does not."""
        return self.checked > 0 and not self.doubts and None not in self.values and self.closes is not False

    @property
    def is_closed(self) -> bool:
        """Whether lines state both ends, so that no row can be missing where the sums come out."""
        return all(self.ends)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's sections under one assumption; ``is_named``: columns are what their names say."""

    sections: tuple[Section, ...]
    convention: Convention
    is_named: bool

    @property
    def is_proven(self) -> bool:
        """Whether every section is."""
        return bool(self.sections) and all(each.is_proven for each in self.sections)

    @property
    def merit(self) -> tuple[int, bool, int]:
        """More balances that follow than do not; lines without a day only where they are common; then more rows."""
        checks = sum(each.checked + 2 * (each.closes is True) - 2 * len(each.doubts) for each in self.sections)
        dated = [entry.is_dated for each in self.sections for entry in each.entries]
        return checks, all(dated) or dated.count(False) >= _COMMON * len(dated), len(dated)


def read_best(printed: Sequence[Printed], table: Table, owes: bool) -> Reading | None:
    """The first reading that is proven, else the one for which most speaks; ``None`` where there are no rows.

    Args:
        owes: Whether it is a credit card's statement, whose balances are debts.
    """
    readings: list[Reading] = []
    for roles in table.readings():
        for inherits in (True, False):
            events = find_events(printed, table, roles, inherits)
            if not any(isinstance(event, Entry) and event.money for event in events):
                continue
            for convention in _conventions(events, owes):
                sections = tuple(_section(part, convention) for part in _parts(events))
                reading = Reading(sections, convention, roles == table.named)
                if reading.is_proven:
                    return reading
                readings.append(reading)
    if not readings:
        quiet = Reading(
            (_section(find_events(printed, table, table.named, False), Convention("plain", 1, 1)),),
            Convention("plain", 1, 1),
            False,
        )
        return quiet if quiet.is_proven and not quiet.sections[0].entries else None
    named = [each for each in readings if each.is_named]
    return max(named or readings, key=lambda each: each.merit, default=None)


def _conventions(events: Sequence[Event], owes: bool) -> Iterator[Convention]:
    """The conventions that are to be tried, the likeliest first."""
    marked = [event.money.sign for event in events if isinstance(event, Entry) and event.money]
    if owes and 2 * marked.count(-1) <= len(marked):
        yield Convention("plain", -1, -1)
        yield Convention("section", 1, -1)
    if not any(marked) and any(isinstance(event, Entry) and event.section for event in events):
        yield Convention("section", 1, 1)
    yield Convention("plain", 1, 1)
    yield Convention("section", 1, 1)
    yield Convention("plain", -1, 1)


def _parts(events: Sequence[Event]) -> list[list[Event]]:
    """Several statements in one document: another opening balance after bookings begins the next."""
    parts: list[list[Event]] = [[]]
    opening: Decimal | None = None
    for event in events:
        if isinstance(event, Point) and event.kind == "opening":
            has_rows = any(isinstance(each, Entry) for each in parts[-1])
            if has_rows and opening is not None and event.money.value != opening:
                parts.append([])
            opening = event.money.value
        parts[-1].append(event)
    return [part for part in parts if part]


def _section(events: Sequence[Event], convention: Convention) -> Section:
    entries = tuple(event for event in events if isinstance(event, Entry) and event.money)
    values = tuple(_value(each, convention) for each in entries)
    balances = tuple(_balance(each.balance, None, convention) if each.balance else None for each in entries)
    ends = _ends(events)
    opening, closing = (_balance(end.money, end.role, convention) if end else None for end in ends)
    rows = list(zip(values, balances, strict=True))
    forward, backward = _walk(rows, opening, closing), _walk(rows[::-1], opening, closing)
    is_newest_first = backward[0] - len(backward[1]) > forward[0] - len(forward[1])
    checked, doubts = backward if is_newest_first else forward
    if is_newest_first:
        doubts = tuple(len(rows) - 1 - index for index in reversed(doubts))
        rows.reverse()
    if checked and not doubts and None not in values and any(balances):
        opening = opening if opening is not None else _before(rows)
        closing = closing if closing is not None else _after(rows)
    closes = None
    if opening is not None and closing is not None and None not in values:
        closes = opening + sum((value for value in values if value is not None), Decimal(0)) == closing
    return Section(tuple(events), entries, values, balances, opening, closing, ends, checked, doubts, closes)


def _before(rows: Sequence[_Row]) -> Decimal:
    """The balance before all rows, told by the first that is stated beside one."""
    at = next(index for index, (_, balance) in enumerate(rows) if balance is not None)
    return (rows[at][1] or Decimal(0)) - sum((value or Decimal(0) for value, _ in rows[: at + 1]), Decimal(0))


def _after(rows: Sequence[_Row]) -> Decimal:
    return _before(rows) + sum((value or Decimal(0) for value, _ in rows), Decimal(0))


def _walk(rows: Sequence[_Row], opening: Decimal | None, closing: Decimal | None) -> tuple[int, tuple[int, ...]]:
    """From balance to balance: how many follow, and after which entries they do not."""
    before, moved, is_known = opening, Decimal(0), True
    checked, doubts = 0, []
    steps: list[_Row] = [*rows, (Decimal(0), closing)]
    for index, (value, balance) in enumerate(steps):
        is_known, moved = is_known and value is not None, moved + (value or 0)
        if balance is None:
            continue
        if before is not None and is_known:
            follows = before + moved == balance
            checked += follows
            doubts += [] if follows or index == len(rows) else [index]
        before, moved, is_known = balance, Decimal(0), True
    return checked, tuple(doubts)


def _ends(events: Sequence[Event]) -> tuple[Point | None, Point | None]:
    """Opening and closing balance: what is named so, else what was carried in and out, else the outermost balances."""
    rows = [index for index, event in enumerate(events) if isinstance(event, Entry)]
    points = [(index, event) for index, event in enumerate(events) if isinstance(event, Point)]
    first, last = (rows[0], rows[-1]) if rows else (len(events), -1)
    openings = [event for _, event in points if event.kind == "opening"]
    openings += [event for index, event in points if event.kind in ("carried", "stated") and index < first]
    closings = [event for _, event in points if event.kind == "closing"][::-1]
    closings += [event for index, event in points[::-1] if event.kind == "carried" and index > last]
    closings += [
        event for index, event in points[::-1] if event.kind == "stated" and (index > last or event in openings[1:])
    ]
    opening = openings[0] if openings else None
    closing = next((each for each in closings if each is not opening), None)
    return opening, closing


def _value(entry: Entry, convention: Convention) -> Decimal | None:
    """A booking's signed amount."""
    money = entry.money
    if money is None or money.value is None:
        return None
    if entry.role == "debit":
        return -money.value
    if entry.role == "credit":
        return money.value * (money.sign or 1)
    if money.sign == 0 and convention.unmarked == "section" and entry.section:
        return money.value * entry.section
    return money.value * (money.sign if money.mark else (money.sign or 1) * convention.amounts)


def _balance(money: Money, role: Role | None, convention: Convention) -> Decimal | None:
    if money.value is None:
        return None
    if money.mark or role in ("debit", "credit"):
        return money.value * (money.sign or (-1 if role == "debit" else 1))
    return money.value * (money.sign or 1) * convention.balances

"""The bookings and the stated balances of a table, in the order of print, for one reading of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.parsers.printed_lines import Line
from ingest.parsers.printed_table import Printed, Roles, Table
from ingest.parsers.printed_tokens import Day, Money
from ingest.parsers.printed_words import BalanceKind, Role, balance_kind, is_sum

_LINE_GAP = 1.1
"""A line further below than this share of the letters' height no longer belongs to the booking above."""
_NEARER = 0.15
_SEVERAL = 0.3
_INDENT = 25.0
_TWO_LINES = 0.6


@dataclass(slots=True)
class Entry:
    """A booking as it is printed.

    Attributes:
        number: Counts the bookings of its page from 1.
        role: What the column of ``money`` is.
        section: The sign that its section gives to amounts without one, 0 outside any.
        is_dated: Whether its own line has a day; else it is of the same day as the one above.
    """

    lines: list[Line]
    number: int
    day: Day | None
    value: Day | None
    money: Money | None
    role: Role | None
    balance: Money | None
    section: int
    words: list[str] = field(default_factory=list)
    is_dated: bool = True

    @property
    def locator(self) -> str:
        """Its page and its place among the bookings of that page."""
        return f"page {self.lines[0].page} row {self.number}"


@dataclass(frozen=True, slots=True)
class Point:
    """A balance that a line states; ``role`` is that of its column, which may tell its sign."""

    kind: BalanceKind
    money: Money
    role: Role | None
    day: Day | None
    line: Line


_YEARS_BELOW = re.compile(r"(?:(?:19|20)\d\d\s+){1,2}")
"""The years of the days above them, which some banks print there."""
_VALUE_LINE = re.compile(r"(?:wertstellung|wert|valuta|value date|date (?:de )?valeur)\W", re.IGNORECASE)

Event = Entry | Point


def find_events(printed: Sequence[Printed], table: Table, roles: Roles, inherits: bool) -> list[Event]:
    """Walk down the lines.

    Args:
        roles: What each of the table's columns is taken for.
        inherits: Whether a line with an amount and without a day is a booking of the day above.
    """
    walk = _Walk(table, roles, inherits, _has_second_day(printed, table, roles))
    for each, is_ahead in zip(printed, _ahead(printed, table), strict=True):
        walk.take(each, is_ahead)
    return walk.events


def _ahead(printed: Sequence[Printed], table: Table) -> list[bool]:
    """Which lines of words belong to the booking below them.

    So it is where cells of several lines have their day and amount beside the middle or the last of them: the widest gap
    then lies above some of the words. One such place is chance, so a document must have several.
    """
    found = [False] * len(printed)
    runs: list[range] = []
    bookings = 0
    last = 0
    for index, each in enumerate(printed):
        is_booking = bool(each.amounts and each.days) and table.is_day(each.days[0])
        if not is_booking and not each.amounts and not each.is_header:
            continue
        if is_booking:
            bookings += 1
            start = _widest(printed, last, index)
            runs += [range(start, index)] if start < index else []
        last = index
    if len(runs) >= max(2, _SEVERAL * bookings):
        for run in runs:
            for index in run:
                found[index] = True
    return found


def _widest(printed: Sequence[Printed], first: int, last: int) -> int:
    """The line below the widest gap between two lines, ``last`` where no gap is wider than others."""
    lines = [each.line for each in printed[first : last + 1]]
    if len(lines) < 3 or len({line.page for line in lines}) > 1:
        return last
    gaps = [below.top - above.bottom for above, below in pairwise(lines)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    return first + widest + 1 if gaps[widest] > min(gaps) + _NEARER * lines[-1].height else last


def _has_second_day(printed: Sequence[Printed], table: Table, roles: Roles) -> bool:
    """Whether bookings take two lines, the second of which begins with the value date."""
    opened = followed = 0
    before = False
    for each in printed:
        is_dated = bool(each.days) and table.is_day(each.days[0])
        has_money = any(_role(money, table, roles) in ("amount", "debit", "credit") for money in each.amounts)
        followed += before and is_dated and not has_money
        opened += is_dated and has_money
        before = is_dated and has_money
    return followed >= _TWO_LINES * opened > 0


def _role(money: Money, table: Table, roles: Roles) -> Role | None:
    index = table.column_of(money)
    return roles[index] if index is not None else None


class _Walk:
    def __init__(self, table: Table, roles: Roles, inherits: bool, has_second_day: bool) -> None:
        self.events: list[Event] = []
        self._table, self._roles, self._inherits, self._has_second_day = table, roles, inherits, has_second_day
        self._open: Entry | None = None
        self._last: Entry | None = None
        self._waiting: list[tuple[Line, str]] = []
        self._day: Day | None = None
        self._page = self._number = 0

    def take(self, each: Printed, is_ahead: bool) -> None:
        """Sort one line into the events; ``is_ahead``: it belongs to the booking below."""
        if each.line.page != self._page:
            self._page, self._number, self._open, self._waiting = each.line.page, 0, None, []
        if is_ahead and self._is_in_words_column(each.line):
            self._waiting += [(each.line, words) for words in _cells(each.line.text)]
            return
        cells = [(role, money) for money in each.amounts if (role := _role(money, self._table, self._roles))]
        money = next(((role, cell) for role, cell in cells if role != "balance"), None)
        balance = next((cell for role, cell in cells if role == "balance"), None)
        day = each.days[0] if each.days and self._is_booking_day(each.days[0], each.line) else None
        words = self._words(each, day)
        whole = " ".join(words)
        if each.amounts and self._states_balance(each, day, whole):
            return
        if self._table.ends_with_amount and not each.is_header and each.section is not None and not is_sum(whole):
            self._close(each, day, words, money, balance)
        elif each.is_header or each.section is None or (day is None and each.amounts and is_sum(whole)):
            self._open, self._waiting = None, []
        elif day and self._has_second_day and money is None and self._open and self._open.money:
            self._open.value = self._open.value or day
            self._go_on(each, words)
        elif self._last and money is None and each.days and _VALUE_LINE.match(whole):
            self._last.value = self._last.value or each.days[0]
            self._go_on(each, [])
        elif day:
            self._begin(each, day, words, money, balance)
        elif money and self._open and self._open.money is None:
            self._open.role, self._open.money, self._open.balance = *money, balance
            self._go_on(each, words)
        elif money and self._has_unreadable_day(each.line, balance is not None):
            self._begin(each, None, words, money, balance).day = None
        elif money and self._inherits and self._day and self._is_in_words_column(each.line) and words:
            self._begin(each, None, words, money, balance)
        elif self._open and self._belongs(each.line) and money is None:
            self._open.balance = self._open.balance or balance
            self._go_on(each, words if self._is_in_words_column(each.line) else [_YEARS_BELOW.sub("", whole)])
        else:
            self._open = None

    def _close(
        self, each: Printed, day: Day | None, words: list[str], money: tuple[Role, Money] | None, balance: Money | None
    ) -> None:
        """Where amounts stand on a booking's last line: what stands above one, down from the one before, is its own."""
        self._day = day or self._day
        if money and self._day:
            self._begin(each, day, words, money, balance)
        else:
            self._waiting += [(each.line, cell) for cell in words]

    def _begin(
        self, each: Printed, day: Day | None, words: list[str], money: tuple[Role, Money] | None, balance: Money | None
    ) -> Entry:
        value = next((other for other in each.days if other is not day and self._is_value(other)), None)
        if day and value and self._table.is_posting_second:
            day, value = value, day
        self._number += 1
        self._day = day or self._day
        role, cell = money or (None, None)
        before, self._waiting = self._waiting, []
        lines = list(dict.fromkeys([*(line for line, _ in before), each.line]))
        words = [*(words for _, words in before), *words]
        self._open = Entry(
            lines,
            self._number,
            self._day,
            value,
            cell,
            role,
            balance,
            each.section or 0,
            words,
            is_dated=day is not None,
        )
        self.events.append(self._open)
        self._last = self._open
        return self._open

    def _go_on(self, each: Printed, words: list[str]) -> None:
        if self._open:
            self._open.lines.append(each.line)
            self._open.words += words

    def _states_balance(self, each: Printed, day: Day | None, words: str) -> bool:
        """Whether the line states a balance; the event is noted, what follows belongs to no booking."""
        kind = balance_kind(words)
        if kind is None or (kind == "stated" and is_sum(words)) or (day and not _begins_with_balance(words)):
            return False
        money = each.amounts[-1]
        role = _role(money, self._table, self._roles)
        if day and kind == "stated" and role in ("debit", "credit", "amount"):
            return False
        inner = next((other for other in each.days if other is not day), day)
        self.events.append(Point(kind, money, role, inner, each.line))
        self._open, self._waiting = None, []
        self._day = day or self._day
        return True

    def _is_booking_day(self, day: Day, line: Line) -> bool:
        """Whether a day stands in its column; on a scan, which may be warped, whether the line begins with it there about."""
        near = line.is_recognised and day.start == 0 and abs(day.x0 - self._table.day_x) <= 2 * _INDENT
        return near or self._table.is_day(day)

    def _has_unreadable_day(self, line: Line, has_balance: bool) -> bool:
        """Whether something that is no day stands where one should: with a figure in it, or on a line that has a balance."""
        found = [
            line.text[start : start + word.char_end - word.char_start]
            for start, word in zip(line.starts, line.words, strict=True)
            if abs(word.x0 - self._table.day_x) <= _INDENT / 2
        ]
        return any(has_balance or any(map(str.isdigit, text)) for text in found)

    def _is_value(self, day: Day) -> bool:
        return self._table.value_x is not None and abs(day.x0 - self._table.value_x) <= _INDENT / 2

    def _words(self, each: Printed, day: Day | None) -> list[str]:
        """The line's cells without its days and the amounts of its columns."""
        text = list(each.line.text)
        days = [other for other in each.days if other is day or (day and self._is_value(other))]
        amounts = [money for money in each.amounts if _role(money, self._table, self._roles)]
        for start, end in [(part.start, part.end) for part in days] + [(part.start, part.end) for part in amounts]:
            text[start:end] = " " * (end - start)
        return _cells("".join(text))

    def _is_in_words_column(self, line: Line) -> bool:
        return line.words[0].x0 >= self._table.text_x - _INDENT

    def _belongs(self, line: Line) -> bool:
        """Whether a line stands right below the open booking and under its words."""
        if self._open is None:
            return False
        above = self._open.lines[-1]
        return line.top - above.bottom <= _LINE_GAP * above.height and (
            self._is_in_words_column(line) or _YEARS_BELOW.match(line.text) is not None
        )


def _cells(text: str) -> list[str]:
    return [" ".join(cell.split()) for cell in text.split("  ") if cell.strip()]


def _begins_with_balance(words: str) -> bool:
    """Whether a dated line is a balance and not a booking that speaks of one."""
    first = " ".join(words.split()[:3])
    return balance_kind(first) is not None and len(words.split()) <= 8

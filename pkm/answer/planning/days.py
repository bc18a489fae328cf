"""Whole days on the owner's calendar: a period, its parts, and the one before it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "year"]
Part = Literal["begin", "middle", "end"]
UNITS: tuple[Unit, ...] = ("month", "quarter", "year", "week", "day")
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
LONG_DAYS = 200  # from here on the beginning and the end of a time are a quarter of it, below a third


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included; ``None`` is open."""

    since: date | None
    until: date | None

    def holds(self, part: Period) -> bool:
        """Whether the other lies within this one."""
        begins = self.since is None or (part.since is not None and self.since <= part.since)
        return begins and (self.until is None or (part.until is not None and part.until <= self.until))


def day_of(day: date) -> Period:
    """One day."""
    return Period(day, day)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months(year: int, first: int, count: int = 1) -> Period:
    """``count`` months from a first one; of no time where there is no such month."""
    if not 1 <= first <= 12:
        return Period(None, None)
    begin = date(year, first, 1)
    last = shift(begin, count - 1)
    return Period(begin, month_end(last.year, last.month))


def whole_year(year: int) -> Period:
    """All days of a year."""
    return months(year, 1, 12)


def shift(day: date, count: int) -> date:
    """The same day ``count`` months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moved(period: Period, unit: Unit, count: int) -> Period:
    """The period ``count`` units on; one that ends with a month ends with a month."""
    if unit in MONTHS:
        steps = MONTHS[unit] * count
        since = period.since and shift(period.since, steps)
        if period.until is None:
            return Period(since, None)
        until = shift(period.until, steps)
        ends_month = period.until == month_end(period.until.year, period.until.month)
        return Period(since, month_end(until.year, until.month) if ends_month else until)
    step = timedelta(days=count * (7 if unit == "week" else 1))
    return Period(period.since and period.since + step, period.until and period.until + step)


def current(unit: Unit, today: date) -> Period:
    """The calendar unit that holds today."""
    match unit:
        case "day":
            return day_of(today)
        case "week":
            monday = today - timedelta(days=today.weekday())
            return Period(monday, monday + timedelta(days=6))
        case "month":
            return months(today.year, today.month)
        case "quarter":
            return months(today.year, (today.month - 1) // 3 * 3 + 1, 3)
        case _:
            return months(today.year, 1, 12)


def rolling(count: int, unit: Unit, today: date) -> Period:
    """The last ``count`` units that end today, today included."""
    if unit in MONTHS:
        return Period(shift(today, -count * MONTHS[unit]) + timedelta(days=1), today)
    return Period(today - timedelta(days=count * (7 if unit == "week" else 1) - 1), today)


def ahead(count: int, unit: Unit, today: date) -> Period:
    """The ``count`` units that begin today, today included."""
    if unit in MONTHS:
        return Period(today, shift(today, count * MONTHS[unit]) - timedelta(days=1))
    return Period(today, today + timedelta(days=count * (7 if unit == "week" else 1) - 1))


def latest_season(first_month: int, year: int | None, today: date, *, over: bool) -> Period:
    """Three months from ``first_month``: of the year, or the latest that has begun or, if so asked, is over."""
    begin = date(year or today.year, first_month, 1)
    while not year and (shift(begin, 3 if over else 0) > today):
        begin = shift(begin, -12)
    return months(begin.year, begin.month, 3)


def weekend(today: date, count: int) -> Period:
    """Saturday and Sunday of this week, or of the week ``count`` weeks on."""
    saturday = today + timedelta(days=5 - today.weekday() + 7 * count)
    return Period(saturday, saturday + timedelta(days=1))


def part_of(period: Period, part: Part) -> Period:
    """The beginning, the middle or the end: ten days of a month, a quarter of a year."""
    since, until = period.since, period.until
    if since is None or until is None:
        return period
    length = (until - since).days + 1
    if length > LONG_DAYS:
        first, last = {"begin": (0, 2), "middle": (3, 8), "end": (9, 11)}[part]
        begin = shift(since, first)
        end = shift(since, last)
        return Period(begin, month_end(end.year, end.month))
    third = max(length // 3, 1)
    first, last = {"begin": (0, third - 1), "middle": (third, 2 * third - 1), "end": (2 * third, length - 1)}[part]
    return Period(since + timedelta(days=first), since + timedelta(days=last))


_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(/(?:19|20)\d\d)(?!\d)")
MONTHS_A_YEAR = 12


def day_first(text: str) -> str:
    """The text with days and months changed about where one of its dates is written with the month first: "9/10/2025 to 10/20/2025"."""
    told = [(int(each[1]), int(each[2])) for each in _SLASHED.finditer(text)]
    if any(first > MONTHS_A_YEAR for first, _ in told) or not any(other > MONTHS_A_YEAR for _, other in told):
        return text
    return _SLASHED.sub(r"\2/\1\3", text)

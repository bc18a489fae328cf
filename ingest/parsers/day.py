"""Calendar days as banks write them in figures: whether the day or the month goes first is decided over a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from pkm.errors import Refused

DayOrder = Literal["day first", "month first"]

_DAY = re.compile(
    r"(?:(?P<year>\d{4})(?P<mark>[-/.]?)(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"|(?P<first>\d\d?)(?P<sign>[-/.])(?P<second>\d\d?)(?P=sign)(?P<last>\d{4}|\d\d))\.?(?:[T ,]+\d\d?:\d\d\S*.{0,12})?"
)
_CENTURY = 70  # two digits from here on are of the 1900s, after POSIX strptime's 69


def day_order(days: Iterable[str]) -> DayOrder | None:
    """The order that a file's days agree on by days above 12; ``None`` where they leave it open.

    ``2024-01-31`` has no other reading, and days with points are written nowhere with the month first (Unicode CLDR);
    both need no evidence.
    """
    votes = {"day first": 0, "month first": 0}
    open_to_both = False
    for text in days:
        match = _DAY.fullmatch(text)
        if not match or match["year"] or match["sign"] == ".":
            continue
        first, second = int(match["first"]), int(match["second"])
        votes["day first"] += first > 12 >= second
        votes["month first"] += second > 12 >= first
        open_to_both |= first != second
    if votes["day first"] == votes["month first"]:
        return None if open_to_both else "day first"
    return "day first" if votes["day first"] > votes["month first"] else "month first"


def read_day(text: str, order: DayOrder) -> date:
    """The day of ``31.01.2024``, ``2024-01-31T10:00``, ``20240131`` or ``31/1/24``; raises ``Refused`` for others."""
    match = _DAY.fullmatch(text)
    if not match:
        raise Refused("the date is missing or no date" if not text else "the date cannot be read")
    if match["year"]:
        year, month, day = match["year"], match["month"], match["day"]
    else:
        year, month, day = match["last"], match["second"], match["first"]
        if order == "month first" and match["sign"] != ".":
            month, day = day, month
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _CENTURY else 2000)
    try:
        if full < 1900:
            raise Refused("the date cannot be read")
        return date(full, int(month), int(day))
    except ValueError:
        raise Refused("there is no such day") from None

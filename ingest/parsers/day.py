"""Calendar days as banks write them: in figures, where a whole file decides what goes first, or with the month's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Literal, get_args

from pkm.errors import Refused

DayOrder = Literal["day first", "month first", "year first"]

LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pt", "sv", "da", "nb", "pl", "cs", "hu", "fi")
_TIME = r"(?:[T ,/]+(?:at |um |kl\.? ?)?\d\d?[:.]\d\d\S*.{0,12})?"
_WEEKDAY = r"(?:[^\W\d]{2,10}\.?,? )?"
_FIGURES = re.compile(
    rf"{_WEEKDAY}(?:(?P<year>(?:19|20)\d\d|\d{{4}}(?=[-/.]))(?P<mark>[-/.]?) ?(?P<month>\d\d?)(?P=mark) ?(?P<day>\d\d?)"
    rf"|(?P<first>\d\d?)(?P<sign>[-/.]) ?(?P<second>\d\d?)(?P=sign) ?(?P<last>\d{{4}}|\d\d))\.?{_TIME}"
)
_STAMP = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)\d{4}(?:\d\d)?")
_NAMED = (
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d\d?)(?:st|nd|rd|th|er)?[-/. ]{{0,2}}(?:de )?(?P<name>[^\W\d_]{{3,12}})\.?[-/., ]{{0,2}}(?:de )?"
        rf"(?P<year>\d{{4}}|\d\d)\.?{_TIME}"
    ),
    re.compile(rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\.? ?(?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}"),
    re.compile(rf"(?P<year>\d{{4}})[-/. ]{{1,2}}(?P<name>[^\W\d_]{{3,12}})\.?[-/. ](?P<day>\d\d?)\.?{_TIME}"),
)
_LONGEST = 48  # characters of a day with its weekday, month and time
_CENTURY = 70  # two digits from here on are of the 1900s, after POSIX strptime's 69
_SORTED_DAYS = 6  # so many different days in order by chance: 2 of 6!, one file in 360


def day_order(days: Iterable[str]) -> DayOrder | None:
    """The order that a file's days agree on by days above 12; ``None`` where they leave it open.

    ``2024-01-31`` has no other reading, and days with points are written nowhere with the month first (Unicode CLDR);
    both need no evidence.
    """
    votes = {"day first": 0, "month first": 0}
    open_to_both = False
    for text in days:
        match = _FIGURES.fullmatch(text)
        if not match or match["year"] or match["sign"] == ".":
            continue
        first, second = int(match["first"]), int(match["second"])
        votes["day first"] += first > 12 >= second
        votes["month first"] += second > 12 >= first
        open_to_both |= first != second
    if votes["day first"] == votes["month first"]:
        return None if open_to_both else "day first"
    return "day first" if votes["day first"] > votes["month first"] else "month first"


def order_of_sorted(days: Sequence[str]) -> DayOrder | None:
    """The one order in which a file's days, no day above 12 among them, rise or fall throughout; ``None`` without one."""
    sorted_: list[DayOrder] = []
    for order in ("day first", "month first"):
        try:
            read = [read_day(each, order) for each in days]
        except Refused:
            return None
        if read in (sorted(read), sorted(read, reverse=True)):
            if len(set(read)) < _SORTED_DAYS:
                return None
            sorted_.append(order)
    return sorted_[0] if len(sorted_) == 1 else None


def is_day(text: str) -> bool:
    """Whether it is a day under some order."""
    if len(text) > _LONGEST or not any(map(str.isdecimal, text)):
        return False
    for order in get_args(DayOrder):
        try:
            read_day(text, order)
        except Refused:
            continue
        return True
    return False


@lru_cache(8192)
def read_day(text: str, order: DayOrder) -> date:
    """The day of ``31.01.2024``, ``2024-01-31T10:00``, ``20240131``, ``31/1/24`` or ``31. Jan 2024``; else ``Refused``."""
    if not text:
        raise Refused("the date is missing or no date")
    if match := _FIGURES.fullmatch(text) or _STAMP.fullmatch(text):
        parts = match.groupdict()
        if parts["year"]:
            return _day(parts["year"], parts["month"], parts["day"])
        first, second, last = parts["first"], parts["second"], parts["last"]
        if parts["sign"] == "." or order == "day first":
            return _day(last, second, first)
        return _day(last, first, second) if order == "month first" else _day(first, second, last)
    for pattern in _NAMED:
        if (match := pattern.fullmatch(text)) and (month := _months().get(_plain(match["name"]))):
            return _day(match["year"], month, match["day"])
    raise Refused("the date cannot be read")


def _day(year: str, month: str | int, day: str) -> date:
    if len(day) > 2:
        raise Refused("there is no such day")
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _CENTURY else 2000)
    try:
        if full < 1000:
            raise Refused("the date cannot be read")
        return date(full, int(month), int(day))
    except ValueError:
        raise Refused("there is no such day") from None


def month_names() -> frozenset[str]:
    """The long names of all months, without accents and capitals."""
    return frozenset(name for name in _months() if len(name) > 4)


def is_month(word: str) -> bool:
    """Whether it names a month, in full or in short."""
    return _plain(word) in _months()


@cache
def _months() -> dict[str, int]:
    """The names of months, long and short, in all languages (Unicode CLDR); names of two months are left out."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    short: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(_plain(name), set()).add(number)
                    short.setdefault(_plain(name)[:3], set()).add(number)
    together = short | found  # three letters of a name give way to a name of three letters
    return {name: numbers.pop() for name, numbers in together.items() if len(numbers) == 1 and len(name) > 2}


def _plain(name: str) -> str:
    """A name without accents, capitals and its point."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in bare if each.isalpha())

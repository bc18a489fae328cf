"""Days and amounts on a printed line, with where they stand, as banks in English, German and French print them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from ingest.parsers.day import DayOrder
from ingest.parsers.money import DecimalSign
from ingest.parsers.printed_lines import Line

_CENTURY = 2000
_AMOUNT = re.compile(
    r"""(?<![\w.,/'’])(?P<open>\()?(?P<lead>[-+−–]\ ?)?(?P<unit>[€£$¥]\ ?|[A-Z]{3}\ ?)?(?P<lead2>[-+−–]\ ?)?
    (?P<digits>\d{1,3}(?:[.,'’\ ]\d{3})+[.,]\d{2}|\d+[.,]\d{2}|[.,]\d{2})(?P<close>\))?(?P<trail>[-+−–])?
    (?:\ ?(?P<tail>[€£$]|[A-Z]{3})(?![A-Za-z]))?(?:\ {0,2}(?P<mark>CR|DR|OD|Cr|Dr|cr|dr|S|H|C|D|Soll|Haben)|\ (?P<after>[-+])(?!\ ?[€£$\d]))?
    (?![\w.,'’%]|\ ?%)""",
    re.VERBOSE,
)
_BLURRED = re.compile(
    r"(?<!\S)[-+€£$]{0,2} ?[\dOoQDIl|SBZ][\dOoQDIl|SBZ.,:;' ]{0,14}[\dOoQDIl|SBZ](?:[-+]| ?(?:CR|DR|OD|S|H))?(?!\S)"
)
_NEGATIVE = frozenset(("-", "S", "DR", "OD", "D", "SOLL"))


@dataclass(frozen=True, slots=True)
class Money:
    """A printed amount.

    Attributes:
        value: Without its sign; ``None`` where its digits cannot be read for sure.
        sign: -1 or 1 as it is marked, 0 where it carries no mark.
        unit: Its currency's symbol or code, empty where it has none.
        start, end: In the line's text.
        x0, x1: Its edges on the page.
        mark: The letters behind it that gave its sign; they mean the same on every paper, a plain sign does not.
    """

    value: Decimal | None
    sign: int
    unit: str
    start: int
    end: int
    x0: float
    x1: float
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A printed day: figures in the order of print, ``year`` 0 where it has none; a named month has no order."""

    first: int
    second: int
    year: int
    is_named: bool
    start: int
    end: int
    x0: float
    x1: float

    def on(self, order: DayOrder, year: int | None = None) -> date | None:
        """The day in its own year, or in the given one; ``None`` where there is no such day."""
        day, month = (self.first, self.second) if self.is_named or order == "day first" else (self.second, self.first)
        try:
            return date(year or self.year, month, day)
        except ValueError:
            return None


def find_amounts(line: Line, sign: DecimalSign | None) -> list[Money]:
    """The amounts of a line, left to right, all with two decimals; with ``sign``, those that use it."""
    found = []
    for match in _AMOUNT.finditer(line.text):
        digits = match["digits"]
        if sign and digits[-3] != sign:
            continue
        if sign and sign in digits[:-3]:
            continue
        unit = (match["unit"] or match["tail"] or "").strip()
        is_word = len(unit) == 3 and not _is_unit(unit)
        start = match.start() if not (is_word and match["unit"]) else match.end("unit")
        end = match.end() if not (is_word and match["tail"]) else match.end("tail") - 3
        marks = [match[name].strip() for name in ("lead", "lead2", "trail", "after", "mark") if match[name]]
        marks += ["-"] if match["open"] and match["close"] else []
        value = Decimal(re.sub(r"\D", "", digits)).scaleb(-2)
        edges = line.x_of(start, end)
        letters = (match["mark"] or "").upper()
        found.append(Money(value, _sign_of(marks), "" if is_word else unit, start, end, *edges, letters))
    return found


def find_blurred(line: Line, sign: DecimalSign) -> list[Money]:
    """What on a recognised line may be an amount with a letter or a dot misread: places without a value."""
    clear = find_amounts(line, sign)
    found = []
    for match in _BLURRED.finditer(line.text):
        digits = sum(map(str.isdigit, match[0]))
        if digits >= 2 and digits * 2 >= len(match[0]) and not any(
            each.start < match.end() and each.end > match.start() for each in clear
        ):  # fmt: skip
            found.append(Money(None, 0, "", match.start(), match.end(), *line.x_of(match.start(), match.end())))
    return found


def _sign_of(marks: Iterable[str]) -> int:
    """Marks that contradict each other say nothing."""
    signs = {-1 if mark in "−–" or mark.upper() in _NEGATIVE else 1 for mark in marks}
    return signs.pop() if len(signs) == 1 else 0


def _is_unit(code: str) -> bool:
    from ingest.parsers.money import is_currency

    return is_currency(code)


def find_days(line: Line) -> list[Day]:
    """The days of a line, left to right; numbers that may as well be something else are among them."""
    found = []
    for match in _days().finditer(re.sub(r"(?<=\d\.)/(?=\d)", " ", line.text)):  # booked and valued: 03.01./04.01.
        part = match.groupdict()
        edges = line.x_of(match.start(), match.end())
        place = (match.start(), match.end(), *edges)
        if part["iso"]:
            year, month, day = map(int, part["iso"].split("-"))
            found.append(Day(day, month, year, True, *place))
        elif part["n1"] or part["n2"]:
            month = _months()[_plain(part["n1"] or part["n2"])]
            found.append(Day(int(part["d1"] or part["d2"]), month, _year(part["y1"] or part["y2"]), True, *place))
        elif 1 <= int(part["a"]) <= 31 and 1 <= int(part["b"]) <= 31 and min(int(part["a"]), int(part["b"])) <= 12:
            found.append(Day(int(part["a"]), int(part["b"]), _year(part["y3"]), False, *place))
    return found


def _year(digits: str | None) -> int:
    return 0 if not digits else int(digits) + (_CENTURY if len(digits) == 2 else 0)


@cache
def _days() -> re.Pattern[str]:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    accented = re.sub("[aeou]", lambda vowel: {"a": "[aä]", "e": "[eéè]", "o": "[oô]", "u": "[uû]"}[vowel[0]], names)
    return re.compile(
        rf"""(?<![\w.,/-])(?:(?P<iso>\d{{4}}-\d\d-\d\d)
        |(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?[ .-]{{0,2}}(?P<n1>{accented})\b\.?(?:[ .,'-]{{0,2}}(?P<y1>\d{{4}}|\d\d)(?![\w.,/]))?
        |(?P<n2>{accented})\.?[ ]?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\w./])(?:,?[ ]?(?P<y2>\d{{4}}))?
        |(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?:(?P=sep)(?P<y3>\d{{4}}|\d\d))?\.?)(?![\w/-]|[.,]\d)""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _months() -> dict[str, int]:
    """Names and short names of the months in English, German and French, plain letters."""
    from babel.dates import get_month_names

    found = {"sept": 9, "mrz": 3, "maerz": 3, "janv": 1, "juil": 7, "fevr": 2, "fev": 2, "okt": 10}
    for locale in ("en", "de", "fr"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                found[_plain(name)] = number
    return found


def _plain(name: str) -> str:
    """Small letters without accents or a dot."""
    spread = unicodedata.normalize("NFD", name.rstrip(".").casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))

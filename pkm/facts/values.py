"""Amounts, days and durations in running text, each with its place: only those that can be read in one way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; ``currency`` is ``None`` where none, or one of several (``$``), is named."""

    amount: Decimal
    currency: str | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    day: date
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: ``unit`` is D, W, M or Y (ISO 8601)."""

    value: int
    unit: str
    char_start: int
    char_end: int

    @property
    def iso(self) -> str:
        """As in ``P3M``."""
        return f"P{self.value}{self.unit}"


def _any_of(words: Iterable[str]) -> str:
    """A pattern for all of these words, the longest that fits: a letter that begins several is tried once."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for each in words:
        ends[each[:1]].add(each[1:])
    is_over = ends.pop("", None) is not None
    told = "|".join(letter + _any_of(own) for letter, own in sorted(ends.items()))
    return f"(?:{told}){'?' if is_over else ''}" if told else ""


# ---------------------------------------------------------------- amounts

_SYMBOLS = {"€": "EUR", "£": "GBP", "euro": "EUR", "euros": "EUR", "rm": "MYR", "fr.": "CHF", "sfr.": "CHF", "sfr": "CHF", "zł": "PLN",
            "kč": "CZK", "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "s$": "SGD"}  # fmt: skip
_CODES = "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN ISK JPY CNY AUD CAD NZD SGD HKD MYR INR THB IDR PHP KRW TRY ZAR BRL MXN"
_MARK = rf"(?:[A-Z]{{0,2}}\$|[€£]|(?i:{_any_of(_CODES.casefold().split())}|euros?|s?fr\.|sfr)|RM|zł|Kč)"
_DIGITS = r"(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+|\d+)"
_MONEY = re.compile(
    rf"(?<![\w.,/-])(?P<open>\()?(?P<sign>[-+−–]\s?)?(?:(?P<head>{_MARK})\s?)?(?P<sign2>[-+−–]\s?)?"
    rf"(?P<whole>{_DIGITS})(?:(?P<point>[.,])(?P<part>\d{{2}}(?!\d)|[-–—]{{1,2}}))?(?P<close>\))?"
    rf"(?P<after>[-−](?!\w))?(?:\s?(?P<tail>{_MARK}))?(?P<credit>\s?CR\b)?(?!\w)(?![.,:/]\d|\s?%)"
)

_NAMED = re.compile(rf"(?<![\w$]){_MARK}(?![A-Za-z])")


def find_money(text: str, start: int = 0, end: int | None = None) -> list[Money]:
    """The amounts between two offsets: with two decimals, or with a currency beside them."""
    found = []
    for match in _MONEY.finditer(text, start, len(text) if end is None else end):
        part = match.groupdict()
        mark = part["head"] or part["tail"]
        if mark is None and (part["part"] is None or not part["part"].isdigit()):
            continue
        if part["head"] is None and part["part"] is None and part["tail"] and _is_per(text, match.end()):
            continue
        whole = re.sub(r"\D", "", part["whole"])
        if len(whole) > 12 or (part["point"] and part["point"] in part["whole"]):
            continue
        amount = Decimal(f"{whole}.{part['part']}" if (part["part"] or "").isdigit() else whole)
        minus = [part[name] for name in ("sign", "sign2", "after") if part[name]]
        if (part["open"] and part["close"]) or part["credit"] or any("+" not in each for each in minus):
            amount = -amount
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        found.append(Money(amount, _currency(mark), begin, match.end()))
    return found


def _is_per(text: str, end: int) -> bool:
    """Whether it is a rate, as in ``30 ct/kWh``."""
    return text[end : end + 2].lstrip().startswith("/")


def find_currencies(text: str) -> set[str]:
    """The currencies that a text names, beside an amount or not."""
    return {code for match in _NAMED.finditer(text) if (code := _currency(match.group()))}


def _currency(mark: str | None) -> str | None:
    if mark is None:
        return None
    return _SYMBOLS.get(mark.casefold()) or (mark.upper() if mark.upper() in _CODES.split() else None)


# ---------------------------------------------------------------- days

_MONTH_NAMES = (
    "january jan januar jänner janvier janv", "february feb februar febr février févr fév fevrier",
    "march mar märz mrz mars maerz", "april apr avril avr", "may mai", "june jun juni juin", "july jul juli juillet juil",
    "august aug août aout", "september sept sep septembre", "october oct oktober okt octobre",
    "november nov novembre", "december dec dezember dez décembre déc decembre",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}


_INITIALS = "".join(sorted({each[0] for each in MONTHS}))
_INITIAL = frozenset(_INITIALS + _INITIALS.upper())
MONTH = f"(?=[{_INITIALS}]){_any_of(MONTHS)}"
_DAY = re.compile(
    rf"""(?<![\d.,/-])(?=[\d{_INITIALS}])(?:
        (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s/-]*(?:of\s+)?(?P<n2>{MONTH})(?![^\W\d_])\.?,?[\s/'-]{{0,3}}(?P<y2>\d{{4}}|\d{{2}}(?!\d|:))(?!\d)
      | \b(?P<n3>{MONTH})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>\d{{4}})(?!\d)
      | (?P<d4>\d{{1,2}})\.(?:(?P<m4>\d{{1,2}})\.(?P<y4>\d{{4}}|\d{{2}})|\s?(?P<m6>\d{{1,2}})\.\s?(?P<y6>\d{{4}}))(?![\d.]\d|\d)
      | (?P<a5>\d{{1,2}})(?P<s5>[/-])(?P<b5>\d{{1,2}})(?P=s5)(?P<y5>\d{{4}}|\d{{2}})(?![\d/])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_YEARLY = re.compile(
    rf"(?<![\w.,/-])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s(?:of\s)?(?P<n1>{MONTH})|(?P<n2>{MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
    r"|(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.)(?!\w)(?![.,]*\s{0,2}['’]?\d)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d+")
_MONTH_FIRST = frozenset({"USD"})


_US_STATES = [
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
    "MD",
    "MA",
    "MI",
    "MN",
    "MS",
    "MO",
    "MT",
    "NE",
    "NV",
    "NH",
    "NJ",
    "NM",
    "NY",
    "NC",
    "ND",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VT",
    "VA",
    "WA",
    "WV",
    "WI",
    "WY",
    "DC",
]
_US_PLACE = re.compile(rf"\b(?:{'|'.join(_US_STATES)}),? \d{{5}}(?:-\d{{4}})?\b")  # a state and its ZIP code


_VAT = re.compile(r"\bVAT\b")  # no tax of the United States


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a paper writes its days: whether ``03/04/2025`` is the third of April; ``None``: it could be either."""

    day_first: bool | None

    @classmethod
    def of(cls, text: str, language: str | None, currencies: Iterable[str] = ()) -> Calendar:
        """Decided by a day above 12, else by what the language, the tax and the currency are used to."""
        votes = set()
        for match in _written_days(text, 0, len(text)):
            first, second = (int(match[name] or 0) for name in ("a5", "b5"))
            votes |= ({True} if first > 12 >= second else set()) | ({False} if second > 12 >= first else set())
        if len(votes) == 1:
            return cls(votes.pop())
        if not votes and _US_PLACE.search(text):
            return cls(False)
        held = {each for each in currencies if each}
        if language in {"de", "fr"} or ((held or _VAT.search(text)) and held.isdisjoint(_MONTH_FIRST)):
            return cls(None if votes else True)
        return cls(None if votes or not held else False)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Day]:
        """The days between two offsets that can be read in one way."""
        matches = _written_days(text, start, len(text) if end is None else end)
        return [Day(day, match.start(), match.end()) for match in matches if (day := self._read(match))]

    def _read(self, match: re.Match[str]) -> date | None:
        part = match.groupdict()
        if part["y1"]:
            year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
        elif part["n2"]:
            year, month, day = _century(part["y2"]), MONTHS[part["n2"].casefold()], int(part["d2"])
        elif part["n3"]:
            year, month, day = int(part["y3"]), MONTHS[part["n3"].casefold()], int(part["d3"])
        elif part["d4"]:
            year, month, day = _century(part["y4"] or part["y6"]), int(part["m4"] or part["m6"]), int(part["d4"])
        else:
            year, day, month = _century(part["y5"]), int(part["a5"]), int(part["b5"])
            if month > 12 or (self.day_first is False and day <= 12):
                day, month = month, day
            elif day <= 12 and day != month and self.day_first is None:
                return None
        try:
            return date(year, month, day) if 1950 <= year <= 2100 else None
        except ValueError:
            return None


def find_yearly(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """The days that are written without their year, as those of 2001, which is no leap year."""
    found = []
    for match in _YEARLY.finditer(text, start, len(text) if end is None else end):
        part = match.groupdict()
        name = part["n1"] or part["n2"]
        month = MONTHS[name.casefold()] if name else int(part["m3"])
        try:
            found.append(Day(date(2001, month, int(part["d1"] or part["d2"] or part["d3"])), *match.span()))
        except ValueError:
            continue
    return found


def _written_days(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where days are written, in order: each begins with a number, or with the word before one."""
    for number in _DIGIT.finditer(text, start, end):
        place = number.start()
        if place < start:
            continue
        match = None
        if (word := _word_before(text, place)) >= start and text[word] in _INITIAL:
            match = _DAY.match(text, word, end)
        if match := match or _DAY.match(text, place, end):
            yield match
            start = match.end()


def _word_before(text: str, place: int) -> int:
    """Where the word begins that ends before a space, or a full stop and a space; -1 where there is none."""
    word = place - 1
    if word < 0 or not text[word].isspace():
        return -1
    end = word = word - (text[word - 1 : word] == ".")
    while word and text[word - 1].isalpha():
        word -= 1
    return word if word < end else -1


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)


# ---------------------------------------------------------------- durations

_NUMBERS = (
    "one a an ein eine einen einem einer eines un une d'un d'une", "two zwei zwo deux", "three drei trois", "four vier quatre",
    "five fünf cinq", "six sechs", "seven sieben sept", "eight acht huit", "nine neun neuf", "ten zehn dix", "eleven elf onze",
    "twelve zwölf douze",
)  # fmt: skip
_VALUES = {name: value for value, names in enumerate(_NUMBERS, start=1) for name in names.split()} | {
    "fourteen": 14, "vierzehn": 14, "quatorze": 14, "fifteen": 15, "quinze": 15, "eighteen": 18, "achtzehn": 18,
    "twenty": 20, "twenty-four": 24, "vierundzwanzig": 24, "vingt-quatre": 24, "thirty": 30, "dreißig": 30, "trente": 30,
    "thirty-six": 36, "sechzig": 60, "sixty": 60,
}  # fmt: skip
_UNITS = {
    "D": r"(?:calendar |working |business |kalender)?days?|tage?n?s?|jours?(?: calendaires)?", "W": r"weeks?|wochen?|semaines?",
    "M": r"(?:calendar )?months?|(?:kalender)?monat(?:e|en|s)?|mois", "Y": r"years?|jahr(?:e|en|es|s)?|ans?|années?",
}  # fmt: skip
_ADJECTIVE = {"D": "tägig", "W": "wöchig", "M": "monatig", "Y": "jährig"}
_COUNT_INITIALS = "".join(sorted({each[0] for each in _VALUES}))
_DURATION = re.compile(
    rf"(?=[\d{_COUNT_INITIALS}])(?<![\w.,-])(?:(?P<n>\d{{1,3}})|(?P<w>{_any_of(_VALUES)}))"
    rf"(?:(?:\s*\(\w+\))?[\s-]*(?:{'|'.join(f'(?P<{unit}>{words})' for unit, words in _UNITS.items())})(?:['’]s?)?"
    rf"|(?:(?<=\d)-)?(?:{'|'.join(f'(?P<{unit}j>{word})' for unit, word in _ADJECTIVE.items())})e[mnrs]?)(?!\w)",
    re.IGNORECASE,
)


def find_durations(text: str, start: int = 0, end: int | None = None) -> list[Duration]:
    """The durations between two offsets, in order: ``14 days``, ``three months'``, ``dreimonatige``, ``d'un an``."""
    found = []
    for match in _DURATION.finditer(text, start, len(text) if end is None else end):
        value = int(match["n"]) if match["n"] else _VALUES[match["w"].casefold()]
        unit = next(each for each in _UNITS if match[each] or match[f"{each}j"])
        if value:
            found.append(Duration(value, unit, match.start(), match.end()))
    return found


# ---------------------------------------------------------------- arithmetic of days


def month_end(day: date) -> date:
    """The last day of its month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def shift(day: date, duration: str, times: int = 1) -> date:
    """The day that lies ``times`` ISO durations later (earlier if negative); a day that a month lacks is its last.

    Raises ``ValueError`` or ``OverflowError`` where no calendar reaches.
    """
    value, unit = int(duration[1:-1]) * times, duration[-1]
    if unit in "DW":
        return day + timedelta(days=value * (7 if unit == "W" else 1))
    months = day.year * 12 + day.month - 1 + value * (12 if unit == "Y" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    return min(month_end(first), first + timedelta(days=day.day - 1))


def on_yearly(month_day: str, day: date, years: int = 0) -> date:
    """The day of a year, as in ``--11-30`` (ISO 8601), of the year of another, or of one so many years later."""
    return date.fromisoformat(f"{day.year + years:04}-{month_day.removeprefix('--')}")


def last_notice(ends_on: date, notice: str) -> date:
    """The last day on which notice is in time: from the day after it to ``ends_on``, the whole period must fit.

    Of a day of every year (``--11-30``) it is the last that lies before the end.
    """
    if notice.startswith("--"):
        day = on_yearly(notice, ends_on)
        return day if day < ends_on else on_yearly(notice, ends_on, -1)
    return shift(ends_on + timedelta(days=1), notice, -1) - timedelta(days=1)

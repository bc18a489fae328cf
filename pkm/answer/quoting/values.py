"""Days, numbers, times, codes and addresses in running text, brought to one form, so that ``1.234,56`` and ``1,234.56`` compare equal.

A number that can be read in two ways (``1.234``) keeps both readings. Numbers in words up to twelve count as numbers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import chain

from pkm.answer.planning.anchors import UNITS
from pkm.answer.planning.period import NUMBER_WORDS, month_names
from pkm.ledger.words import fold


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the part of one that is stated."""

    year: int | None
    month: int
    day: int | None

    @property
    def span(self) -> tuple[date, date] | None:
        """Its first and last day; ``None`` where the year is not stated or there is no such day."""
        if self.year is None:
            return None
        try:
            first = date(self.year, self.month, self.day or 1)
            return first, date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])
        except ValueError:
            return None

    def within(self, other: Day) -> bool:
        """Whether the other states everything that this one states."""
        return (
            self.month == other.month
            and (self.year is None or self.year == other.year)
            and (self.day is None or self.day == other.day)
        )


@dataclass(frozen=True, slots=True)
class Values:
    """What a text states.

    Attributes:
        days: Full and partial days.
        numbers: For each number its possible readings.
        codes: Tokens of letters and digits, and where mail or a browser goes, folded, without spaces and hyphens.
        units: For each number what it counts or measures (``month``, ``eur``, ``kwh``); empty where nothing known stands at it.
    """

    days: tuple[Day, ...]
    numbers: tuple[frozenset[Decimal], ...]
    codes: tuple[str, ...]
    units: tuple[str, ...] = ()

    def each(self) -> Iterator[Values]:
        """The values one by one."""
        yield from (Values((each,), (), ()) for each in self.days)
        yield from (Values((), (each,), (), (unit,)) for each, unit in zip(self.numbers, self.units, strict=True))
        yield from (Values((), (), (each,)) for each in self.codes)


def is_year(number: Decimal) -> bool:
    """Whether a bare number may be a year of our time."""
    return 1900 <= number < 2100 and number == int(number)


# What stands for "one" is mostly an article, so it proves and claims nothing.
_WORD_VALUES = {
    word: value for word, value in NUMBER_WORDS.items() if value > 1 and word not in {"sept", "acht", "elf"}
}
_GROUP = r"[.,'’\u00a0\u202f ]"
_NUMBER = re.compile(
    rf"(?<![\w.,])[+\-−]?(\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d+)?)(?![\w]|[.,]\d)"
)
_TIME = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-3])(?:[:h]([0-5]\d)(?![\d:]|[.,]\d)|\.([0-5]\d)(?=\s*(?:uhr|h\b|[ap]\.?m)))"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>()\[\]\"']+")
# An embedded picture, say: no value, and looked through from each of its letters it takes minutes.
_ENDLESS = re.compile(r"\S{300,}")
_CODE = re.compile(r"(?=[^\s]*\d)[\w#*+][\w#*+/.:@-]*")
_UNIT_FORMS = {
    "eur": "€ eur euro euros", "gbp": "£ gbp pound pounds pfund livre livres", "chf": "chf franken francs franc", "usd": "$ usd dollar dollars",
    "cent": "ct cent cents centimes", "percent": "% percent prozent", "minute": "min mins minute minutes minuten",
    "hour": "h std hour hours stunde stunden heure heures", "kg": "kg kilo kilos kilogramm kilogram kilograms kilogrammes", "mg": "mg", "ml": "ml", "g": "g gramm gram grams grammes",
    "mm": "mm", "cm": "cm zentimeter centimetres centimeters", "m": "m meter metre metres meters", "km": "km kilometer kilometre kilometres kilometers",
    "m2": "m2 qm sqm quadratmeter", "m3": "m3 cbm kubikmeter", "cm3": "cm3 ccm", "l": "l liter litre litres liters", "kwh": "kwh", "kw": "kw", "mb": "mb", "gb": "gb", "tb": "tb",
    "degree": "° °c grad degrees degres",
}  # fmt: skip
CURRENCIES = ("eur", "gbp", "chf", "usd")
MEASURES: dict[str, str] = {**UNITS, **{form: unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()}}
_ENDING = re.compile(r"[a-z]+(tage?n?|wochen?|monate?n?|jahre?n?|stunden?|minuten?)")  # "12 Arbeitsstunden"
_BEFORE = re.compile(r"([€£$]|eur|gbp|chf|usd)\s?\Z")
_BEHIND = re.compile(r"[\s-]?([€£$%]|°?[a-z]+[23]?|°)(?![a-z])")


@cache
def _day_patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
    year = r"(?P<y>(?:19|20)\d\d)"
    return tuple(
        re.compile(rf"(?<![\w.,/-]){each}(?![\w]|[/-]\d|[.,]\d)")
        for each in (
            rf"{year}-(?P<m>\d\d)-(?P<d>\d\d)(?:t\d\d:\d\d\S*)?",
            r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d|\d\d)",
            rf"(?P<d>\d{{1,2}})[/-](?P<m>\d{{1,2}})[/-]{year}",
            rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:day\s+)?(?:of\s+)?(?P<n>{month})\b\.?(?:,?\s+{year})?",
            rf"(?P<n>{month})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{year})?",
            rf"(?P<n>{month})\b\.?,?\s+{year}",
        )
    )


@lru_cache(maxsize=1024)  # each sentence of a model is held against the same passages
def read(text: str, written: date | None = None) -> Values:
    """All values that a text states; a part of a day is not read again as a number.

    Args:
        written: When; a day without a year is then the next one too.
    """
    text = "".join((fold(each) or each)[0] for each in _ENDLESS.sub(" ", text))
    days: list[Day] = []
    codes = [plain_code(each.rstrip(".,;:!?")) for each in _ADDRESS.findall(text)]
    for pattern in _day_patterns():
        for match in pattern.finditer(text):
            days.extend(_days(match.groupdict()))
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    codes += [f"{int(hour):02d}:{minute or dotted}" for hour, minute, dotted in _TIME.findall(text)]
    text = _TIME.sub(" ", text)
    numbers = [(frozenset(_readings(each[1])), _unit(text, each)) for each in _NUMBER.finditer(text)]
    text = _NUMBER.sub(" ", text)
    codes += [plain_code(each) for each in _CODE.findall(text) if re.search(r"\d", each) and each not in MEASURES]
    spelt = (each for each in re.finditer(r"[a-z]+", text) if each[0] in _WORD_VALUES)
    numbers += [(frozenset({Decimal(_WORD_VALUES[each[0]])}), _unit(text, each)) for each in spelt]
    days += [next_after(each, written) for each in days if written and each.year is None]
    return Values(tuple(days), tuple(each for each, _ in numbers), tuple(codes), tuple(unit for _, unit in numbers))


def joined(several: Iterable[Values]) -> Values:
    """What several texts state together."""
    each = list(several)
    return Values(*(tuple(chain.from_iterable(getattr(one, name) for one in each)) for name in Values.__slots__))


def next_after(day: Day, written: date) -> Day:
    """A day without a year as the first one that is not before another day."""
    is_over = (day.month, day.day or 31) < (written.month, written.day)
    return replace(day, year=written.year + is_over)


def _unit(text: str, number: re.Match[str]) -> str:
    """What a number counts, by what stands before and behind it in folded text."""
    if before := _BEFORE.search(text, max(0, number.start() - 5), number.start()):
        return MEASURES[before[1]]
    behind = _BEHIND.match(text, number.end())
    if behind is None:
        return ""
    ending = _ENDING.fullmatch(behind[1])
    return MEASURES.get(behind[1]) or (MEASURES.get(ending[1], "") if ending else "")


def plain_code(text: str) -> str:
    """A code as it is compared: without spaces, hyphens and the punctuation that follows it."""
    return re.sub(r"[\s-]", "", fold(text)).strip(".:/@")


def _days(got: dict[str, str | None]) -> list[Day]:
    """One day, or two where day and month may have changed places (``3/4/2025``)."""
    year, month, day = (int(got.get(part) or 0) for part in "ymd")
    if 0 < year < 100:
        year += 2000
    if name := got.get("n"):
        return [Day(year or None, month_names()[name], day or None)]
    return [Day(year, m, d) for m, d in sorted({(month, day), (day, month)}) if 0 < m <= 12 and 0 < d <= 31]


def _readings(text: str) -> set[Decimal]:
    """``1.234`` is a thousand and some, or one and some; ``1.234,50`` can only be one."""
    bare = re.sub(r"['’\u00a0\u202f ]", "", text)
    forms = set()
    marks = [each for each in bare if each in ".,"]
    if not marks:
        forms.add(bare)
    elif len(set(marks)) == 2:
        forms.add(bare.replace("." if marks[-1] == "," else ",", "").replace(",", "."))
    else:
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
            forms.add(bare.replace(marks[0], ""))
        if len(marks) == 1:
            forms.add(bare.replace(",", "."))
    found = set()
    for each in forms:
        try:
            found.add(Decimal(each))
        except InvalidOperation:
            continue
    return found


def missing(claim: Values, source: Values, source_text: str = "") -> list[str]:
    """What the claim states and the source does not, each in words; empty when all is there."""
    absent = [str(each) for each in claim.days if not any(each.within(other) for other in source.days)]
    held = frozenset().union(*source.numbers) if source.numbers else frozenset()
    # A number may also stand in the source as a part of a day: "in 2025", "on the 14th".
    held |= {Decimal(part) for each in source.days for part in (each.year, each.day) if part}
    for each, unit in zip(claim.numbers, claim.units, strict=True):
        measured = {of for other, of in zip(source.numbers, source.units, strict=True) if not each.isdisjoint(other)}
        if each and (each.isdisjoint(held) or (unit and measured and not measured & {unit, ""})):
            absent.append(str(min(each)))
    plain = plain_code(source_text)
    absent += [each for each in claim.codes if each not in source.codes and each not in plain]
    return absent

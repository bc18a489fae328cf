"""Days, numbers, times, codes and addresses in running text, brought to one form, so that ``1.234,56`` and ``1,234.56`` compare equal.

A number that can be read in two ways (``1.234``) keeps both readings. Numbers in words up to twelve count as numbers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

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
    """

    days: tuple[Day, ...]
    numbers: tuple[frozenset[Decimal], ...]
    codes: tuple[str, ...]


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


def read(text: str) -> Values:
    """All values that a text states; a part of a day is not read again as a number."""
    text = "".join((fold(each) or each)[0] for each in _ENDLESS.sub(" ", text))
    days: list[Day] = []
    codes = [plain_code(each.rstrip(".,;:!?")) for each in _ADDRESS.findall(text)]
    for pattern in _day_patterns():
        for match in pattern.finditer(text):
            days.extend(_days(match.groupdict()))
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    codes += [f"{int(hour):02d}:{minute or dotted}" for hour, minute, dotted in _TIME.findall(text)]
    text = _TIME.sub(" ", text)
    numbers = [frozenset(_readings(each)) for each in _NUMBER.findall(text)]
    text = _NUMBER.sub(" ", text)
    codes += [plain_code(each) for each in _CODE.findall(text) if re.search(r"\d", each)]
    numbers += [
        frozenset({Decimal(_WORD_VALUES[word])}) for word in re.findall(r"[a-z]+", text) if word in _WORD_VALUES
    ]
    return Values(tuple(days), tuple(numbers), tuple(codes))


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
    absent += [str(min(each)) for each in claim.numbers if each and each.isdisjoint(held)]
    plain = plain_code(source_text)
    absent += [each for each in claim.codes if each not in source.codes and each not in plain]
    return absent

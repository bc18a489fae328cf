"""Where a statement's table has its columns: the day, the words, and which amounts are what.

Amounts of one column overlap sideways, whether they are set flush left or right; names above them say what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from ingest.parsers.money import DecimalSign
from ingest.parsers.printed_lines import PAGE_WIDTH, Line
from ingest.parsers.printed_tokens import Day, Money, find_amounts, find_blurred, find_days
from ingest.parsers.printed_words import Role, balance_kind, headers, is_sum, section

_DAY_SHIFT = 14.0
_HEADER_REACH = 60.0
_SHARED = 0.4
_FEW = 8
_MOST_LINES = 4
_MONEY: frozenset[Role] = frozenset(("amount", "debit", "credit", "balance"))
_CASES: dict[int, tuple[tuple[Role, ...], ...]] = {
    1: (("amount",),),
    2: (("amount", "balance"), ("debit", "credit"), ("credit", "debit")),
    3: (("debit", "credit", "balance"), ("credit", "debit", "balance")),
}

Column = tuple[float, float]
Roles = tuple[Role | None, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A line with what was found on it; ``section`` as ``printed_words.section`` tells, None for both outside any."""

    line: Line
    days: tuple[Day, ...]
    amounts: tuple[Money, ...]
    is_header: bool
    section: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a document's bookings.

    Attributes:
        day_x: Left edge of the days.
        value_x: Left edge of the value dates, where they have a column of their own.
        text_x: Left edge of the words.
        columns: Of amounts, left to right.
        named: What the names above say they are; ``None`` where they say nothing.
        is_posting_second: Whether the second of two days is the one of booking (transaction date, posting date).
        ends_with_amount: Whether a booking's amount stands on its last line, below its day.
    """

    day_x: float
    value_x: float | None
    text_x: float
    columns: tuple[Column, ...]
    named: Roles
    is_posting_second: bool
    ends_with_amount: bool = False

    def readings(self) -> list[Roles]:
        """What the columns may be: as they are named, then as tables without names usually are.

        A column without a name beside named ones is left out first (it may be a rate), then counted: its name may be an
        unknown word.
        """
        found = [self.named] if any(self.named) else []
        named = [index for index, role in enumerate(self.named) if role]
        for used in (named, list(range(len(self.columns)))):
            for size in (3, 2, 1):
                for case in _CASES[size] if len(used) >= size else ():
                    by_index = dict(zip(used[-size:], case, strict=True))
                    roles = tuple(by_index.get(index) for index in range(len(self.columns)))
                    found += [roles] if roles not in found else []
        return found

    def column_of(self, money: Money) -> int | None:
        """The column that an amount stands in."""
        place = (money.x0, money.x1)
        return next((index for index, each in enumerate(self.columns) if _overlap(each, place) > _SHARED), None)

    def is_day(self, day: Day) -> bool:
        """Whether a day stands where days of bookings do."""
        return abs(day.x0 - self.day_x) <= _DAY_SHIFT


NO_ROWS = Table(-PAGE_WIDTH, None, 0.0, (), (), False)
"""The table of a statement without bookings."""


def look_at(lines: Sequence[Line]) -> tuple[list[Printed], DecimalSign]:
    """Days and amounts of all lines, read with the decimal sign that most of them use; furniture left out."""
    votes = Counter(line.text[money.start : money.end] for line in lines for money in find_amounts(line, None))
    points = sum(count for text, count in votes.items() if re.search(r"\.\d\d\D*$", text))
    sign: DecimalSign = "." if 2 * points >= votes.total() else ","
    furniture = _furniture(lines)
    found: list[Printed] = []
    current: int | None = 0
    for line in lines:
        if (line.page, line.number) in furniture:
            continue
        amounts = find_amounts(line, sign)
        if line.is_recognised:
            amounts = sorted([*amounts, *find_blurred(line, sign)], key=lambda money: money.start)
        roles = {role for role, _, _ in headers(line.text)}
        is_header = not amounts and bool(roles & _MONEY) and bool(roles - _MONEY)
        if not amounts and not is_header:
            opens, sign_of_section = section(line.text)
            current = sign_of_section if opens else current
        found.append(Printed(line, tuple(find_days(line)), tuple(amounts), is_header, current))
    return found, sign


def _furniture(lines: Sequence[Line]) -> set[tuple[int, int]]:
    """What stands alike at the top or the bottom of several pages: heads and feet; no line with an amount, no columns' names."""
    shapes = Counter((re.sub(r"\d+", "#", line.text), round(line.top / 12)) for line in lines)
    found: set[tuple[int, int]] = set()
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        for order in (page, page[::-1]):
            for line in order:
                shape, place = re.sub(r"\d+", "#", line.text), round(line.top / 12)
                alike = max(shapes[shape, place + shift] for shift in (-1, 0, 1))
                if alike < 2 or len(headers(line.text)) > 2 or find_amounts(line, None):
                    break
                found.add((line.page, line.number))
    return found


def find_table(printed: Sequence[Printed]) -> Table | None:
    """The columns; ``None`` where no line has a day and an amount."""
    dated = [
        each for each in printed
        if each.days and any(money.value is not None for money in each.amounts) and each.section is not None
        and not balance_kind(_words_of(each)) and each.days[0].end <= each.amounts[-1].start
    ]  # fmt: skip
    opened = _opened(printed)
    ends_with_amount = len(opened) > 2 * len(dated)
    if ends_with_amount:
        dated = [day for day, _ in opened]
    if not dated:
        return None
    day_x = _commonest(each.days[0].x0 for each in dated)
    rows = [each for each in dated if abs(each.days[0].x0 - day_x) <= _DAY_SHIFT]
    names = [each for each in printed if each.is_header]
    below = rows[-1].line
    last = [
        each for each in printed if ends_with_amount and (each.line.page, each.line.number) > (below.page, below.number)
    ]
    undated = [each for each in last if each.line.page == below.page and not balance_kind(_words_of(each))]
    columns = _columns(rows, _between(printed, [*rows, *(each for each in undated if each.amounts)]), day_x)
    if not columns:
        return None
    named = tuple(_role_of(column, columns, names) for column in columns)
    seconds = [
        day.x0 for each in rows for day in each.days[1:] if not each.amounts or day.end <= each.amounts[-1].start
    ]
    value_x = _commonest(seconds) if seconds else None
    if value_x is not None and sum(abs(x - value_x) <= _DAY_SHIFT for x in seconds) < 0.6 * len(rows):
        value_x = None
    return Table(
        day_x,
        value_x,
        _text_x(rows, value_x),
        columns,
        named,
        any(_is_posting_second(each.line.text) for each in names),
        ends_with_amount,
    )


def _opened(printed: Sequence[Printed]) -> list[tuple[Printed, Printed]]:
    """Lines that begin with a day and have no amount, each with the line below that has one, within a few lines."""
    found = []
    for index, each in enumerate(printed):
        if each.amounts or not each.days or each.days[0].start or each.is_header or each.section is None:
            continue
        below = [other for other in printed[index + 1 : index + 1 + _MOST_LINES] if other.line.page == each.line.page]
        last = next((other for other in below if other.amounts or other.days or other.is_header), None)
        if last and last.amounts and not last.days and not balance_kind(_words_of(last)):
            found.append((each, last))
    return found


def _commonest(edges: Iterable[float]) -> float:
    """The edge around which most others lie, to a thousandth of the page; the leftmost of equals."""
    counts = Counter(round(edge) for edge in edges)
    reach = range(-round(_DAY_SHIFT), round(_DAY_SHIFT) + 1)
    return max(counts, key=lambda x: (sum(counts[x + shift] for shift in reach), counts[x], -x))


def _between(printed: Sequence[Printed], rows: Sequence[Printed]) -> list[Printed]:
    """Lines with amounts and without a day that stand between the first and the last booking of their page."""
    ends = {
        page: (min(each.line.number for each in group), max(each.line.number for each in group))
        for page, group in ((page, list(each)) for page, each in groupby(rows, key=lambda each: each.line.page))
    }
    return [
        each for each in printed
        if each.amounts and not each.days and each.line.page in ends and each.section is not None
        and ends[each.line.page][0] <= each.line.number <= ends[each.line.page][1] and not is_sum(each.line.text)
    ]  # fmt: skip


def _columns(rows: Sequence[Printed], others: Sequence[Printed], day_x: float) -> tuple[Column, ...]:
    """Groups of amounts that overlap sideways; each is as wide as its widest amount."""
    found = [money for each in (*rows, *others) for money in each.amounts if money.value is not None]
    groups: list[list[Column]] = []
    for span in sorted((money.x0, money.x1) for money in found if money.x0 > day_x):
        home = next((group for group in groups if _overlap(_mean(group), span) > _SHARED), None)
        if home is None:
            groups.append([span])
        else:
            home.append(span)
    kept = [group for group in groups if len(group) >= max(1, 0.02 * len(rows))]
    return tuple(sorted((median(x0 for x0, _ in group), median(x1 for _, x1 in group)) for group in kept))


def _mean(group: Sequence[Column]) -> Column:
    """Where a column lies by its last few amounts."""
    some = group[-_FEW:]
    return sum(x0 for x0, _ in some) / len(some), sum(x1 for _, x1 in some) / len(some)


def _overlap(one: Column, other: Column) -> float:
    """By how much of the narrower one two columns overlap."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / max(min(one[1] - one[0], other[1] - other[0]), 1e-6)


def _role_of(column: Column, columns: Sequence[Column], names: Sequence[Printed]) -> Role | None:
    """The name above a column, of those that stand nearer to it than to any other column."""
    votes: Counter[Role] = Counter()
    for each in names:
        near: dict[Role, float] = {}
        for role, start, end in headers(each.line.text):
            if role in _MONEY:
                edges = each.line.x_of(start, end)
                distance = _distance(column, edges)
                if distance <= _HEADER_REACH and distance <= min(_distance(other, edges) for other in columns):
                    near[role] = min(distance, near.get(role, distance))
        if {"debit", "credit"} <= near.keys():
            votes["amount"] += 1
        elif near:
            votes[min(near, key=near.__getitem__)] += 1
    return votes.most_common(1)[0][0] if votes else None


def _distance(column: Column, name: Column) -> float:
    """How far a name stands from its column, by whichever edges are set flush, or by the middles."""
    left, right = abs(column[0] - name[0]), abs(column[1] - name[1])
    return min(left, right, abs(sum(column) - sum(name)) / 2)


def _text_x(rows: Sequence[Printed], value_x: float | None) -> float:
    """Where the words of bookings begin, days and amounts left aside."""
    edges = []
    for each in rows:
        days = [day for day in each.days if day is each.days[0] or (value_x and abs(day.x0 - value_x) <= _DAY_SHIFT)]
        taken = [(day.start, day.end) for day in days] + [(money.start, money.end) for money in each.amounts]
        words = [
            word.x0 for start, word in zip(each.line.starts, each.line.words, strict=True)
            if not any(first <= start < last for first, last in taken)
        ]  # fmt: skip
        edges += words[:1]
    return _commonest(edges) if edges else 0.0


def _is_posting_second(text: str) -> bool:
    return (
        re.search(r"trans[a-z.]*(?: ?date)?\s+(?:post|book|effective)|beleg\w*\s+buchung", text, re.IGNORECASE)
        is not None
    )


def _words_of(each: Printed) -> str:
    """The line without its first day and its amounts."""
    end = each.amounts[0].start if each.amounts else len(each.line.text)
    return each.line.text[each.days[0].end if each.days else 0 : end].strip()

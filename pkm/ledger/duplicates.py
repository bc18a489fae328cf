"""Which records state the same booking: overlapping exports, other formats.

Within one statement equal records are two bookings. Between statements of one account a booking is told as often as there
are statements that cover its day: of equal ones, there are as many as the statement with the most has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, islice
from typing import NamedTuple

SHIFT_DAYS = 3  # by so much formats may differ on the day of a booking
BOOKED_DAYS = 10  # a reservation is booked within, and two statements of one booking lie so near
_ENOUGH = 8
_RENUMBERED = 10  # the least sure of all tiers of a match
_NO_REFERENCE = re.compile(r"(?:NONREF|NON REF|NOTPROVIDED|NOT PROVIDED|NONE|N/A|0*|-)", re.I)
_UNIQUE_REFERENCE = re.compile(r"ofx|qfx")  # OFX 2.2 §3.2.3.1: a FITID is given once within an account
_READ_FROM_PAPER = re.compile(r"pdf|image")


@dataclass(frozen=True, slots=True)
class Source:
    """The statement that a record stands in.

    Attributes:
        format: The document's type; references are told apart within one.
        since, until: What it covers, by its own words and by its rows; ``None`` where it has neither.
        origin: What identifies it by its contents, whenever it was imported.
        opening, closing: The balances that it states.
        account: The account that it names, by id.
    """

    id: int
    format: str
    since: date | None
    until: date | None
    origin: str
    opening: Decimal | None = None
    closing: Decimal | None = None
    account: int = 0

    def covers(self, day: date) -> bool:
        """Whether a booking of that day would stand in it."""
        return self.since is not None and self.until is not None and self.since <= day <= self.until

    def leads_to(self, other: Source) -> bool:
        """Whether the other begins where this one ends, by day and by balance: then no booking stands in both."""
        return (
            self.until is not None and other.since is not None and self.until <= other.since
            and self.closing is not None and self.closing == other.opening
        )  # fmt: skip


class Record(NamedTuple):
    """One raw record; ``filled`` counts what it states beside day, amount and words."""

    id: int
    source: Source
    booked_on: date
    value_on: date | None
    amount: Decimal
    reference: str | None
    payee: str
    words: str
    balance: Decimal | None
    filled: int
    locator: str


class Common(NamedTuple):
    """What two statements have on the days that both cover in full: rows of each, references of both, rows that are the same."""

    one: int
    other: int
    references: int
    same: int

    @property
    def is_renumbered(self) -> bool:
        """Whether the bank numbers anew in each download: no reference in common, and all but late bookings the same."""
        least, most = min(self.one, self.other), max(self.one, self.other)
        return not self.references and self.same > 0 and self.same * 10 >= least * 9 and self.same * 2 >= most

    @property
    def is_strange(self) -> bool:
        """Whether both tell enough of the same days, and hardly ever the same."""
        least = min(self.one, self.other)
        return least >= _ENOUGH and (self.references + self.same) * 5 <= least


Compare = Callable[[Source, Source], bool]


def never(_: Source, __: Source) -> bool:
    """References mean something."""
    return False


def originals(records: Iterable[Record], renumbers: Compare = never, strange: Compare = never) -> dict[int, int]:
    """Each duplicate with the record that stands for it, among an account's booked records of one amount and currency.

    Records are matched best first, so that an order of import cannot matter: the bank's own reference, the same words,
    the same day, the booking day of one being the value day of the other, then days apart in another format, and last what
    only references tell apart, where the bank ``renumbers`` what two statements have in common. Of two statements that are
    ``strange`` to each other nothing is the same: they may be of two accounts.
    """
    bookings = [_Booking([each]) for each in records]
    if len(bookings) < 2:
        return {}
    bookings = _fold_repeats(bookings)
    if len({each.records[0].source.id for each in bookings}) > 1:
        _match(bookings, renumbers, strange)
    found: dict[int, int] = {}
    for each in {id(each): each for each in (one.root() for one in bookings)}.values():
        best = min(each.records, key=_quality)
        found.update((record.id, best.id) for record in each.records if record.id != best.id)
    return found


def reference_of(record: Record) -> str | None:
    """The reference, where it is one."""
    return _said(record.reference) if record.reference is not None else None


@lru_cache(maxsize=16_384)
def _said(reference: str) -> str | None:
    return None if _NO_REFERENCE.fullmatch(reference) else reference


class _Booking:
    """Records that state one booking; ``root`` is the booking that it became part of."""

    __slots__ = ("_joined", "records", "references", "sources")

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.sources = {each.source.id for each in records}
        self.references = {(each.source.format, ref) for each in records if (ref := reference_of(each))}
        self._joined: _Booking | None = None

    def root(self) -> _Booking:
        return self if self._joined is None else self._joined.root()

    def may_be(self, other: _Booking, renumbered: bool) -> bool:
        """Whether nothing forbids it: a statement that states both, or two references of one format that mean something."""
        if self.sources & other.sources:
            return False
        if renumbered:
            return True
        formats = {form for form, _ in self.references} & {form for form, _ in other.references}
        return all((form, ref) in other.references for form, ref in self.references if form in formats)

    def absorb(self, other: _Booking) -> None:
        self.records = self.records + other.records
        self.sources |= other.sources
        self.references |= other.references
        other._joined = self


def _fold_repeats(bookings: list[_Booking]) -> list[_Booking]:
    """Records that their statement holds twice: the same unique reference, or the same balance after the same amount."""
    seen: dict[tuple[object, ...], _Booking] = {}
    kept = []
    for each in sorted(bookings, key=lambda one: contents_of(one.records[0])):
        (record,) = each.records
        reference = reference_of(record) if _UNIQUE_REFERENCE.search(record.source.format) else None
        evidence = reference or (record.balance if record.amount else None)
        key = (record.source.id, evidence, record.booked_on, record.words)
        if evidence is not None and key in seen:
            seen[key].absorb(each)
        else:
            seen[key] = each
            kept.append(each)
    return kept


def _match(bookings: list[_Booking], renumbers: Compare, strange: Compare) -> None:
    """Unite the bookings of several statements, the surest first."""
    ordered = sorted(bookings, key=lambda each: contents_of(each.records[0]))
    _unite_identical(ordered, renumbers, strange)
    placed: defaultdict[frozenset[int], list[tuple[int, Record]]] = defaultdict(list)
    for n, each in enumerate(ordered):
        placed[frozenset(each.root().sources)].append((n, each.records[0]))
    near = []
    for some, others in combinations(placed, 2):
        if some & others:
            continue  # each of the one is told by a statement that tells each of the other as well: they are two
        for n, m, first, second in _within(placed[some], placed[others], BOOKED_DAYS):
            tier = _tier(first, second, renumbers)
            if tier is not None and not strange(first.source, second.source):
                near.append((tier, (second.booked_on - first.booked_on).days, n, m))
    for tier, _, n, m in sorted(near):
        one, other = ordered[n].root(), ordered[m].root()
        if one is not other and one.may_be(other, tier == _RENUMBERED):
            one.absorb(other)


def _unite_identical(ordered: Sequence[_Booking], renumbers: Compare, strange: Compare) -> None:
    """Unite the first of each statement that are the same in all they say, the second, and so on: no match is surer."""
    same: defaultdict[tuple[object, ...], dict[int, list[_Booking]]] = defaultdict(dict)
    for each in ordered:
        record = each.records[0]
        said = (record.booked_on, record.value_on, record.words, record.reference, record.balance, record.source.format)
        same[said].setdefault(record.source.id, []).append(each)
    for statements in same.values():
        for some, others in combinations(statements.values(), 2):
            first, second = some[0].records[0], others[0].records[0]
            if _tier(first, second, renumbers) is None or strange(first.source, second.source):
                continue
            for one, other in zip(some, others, strict=False):
                mine, theirs = one.root(), other.root()
                if mine is not theirs and mine.may_be(theirs, renumbered=False):
                    mine.absorb(theirs)


def _within(
    some: Sequence[tuple[int, Record]], others: Sequence[tuple[int, Record]], days: int
) -> Iterator[tuple[int, int, Record, Record]]:
    """Pairs that are at most so many days apart, the earlier first; both are in order of days."""
    start = 0
    for n, one in some:
        while start < len(others) and (one.booked_on - others[start][1].booked_on).days > days:
            start += 1
        for m, other in islice(others, start, None):
            if (other.booked_on - one.booked_on).days > days:
                break
            yield (n, m, one, other) if n < m else (m, n, other, one)


def _tier(one: Record, other: Record, renumbers: Compare) -> int | None:
    """How sure it is that two records of one amount are the same booking, 0 the surest; ``None``: they are not."""
    if one.source.id == other.source.id:
        return None
    references = reference_of(one), reference_of(other)
    covered = other.source.covers(one.booked_on), one.source.covers(other.booked_on)
    if not any(covered) or one.source.leads_to(other.source) or other.source.leads_to(one.source):
        return None
    if references[0] and references[0] == references[1]:
        return 0
    if all(references) and one.source.format == other.source.format:
        return _RENUMBERED if _is_renumbered(one, other, renumbers) else None
    alike = likeness(one.words, other.words)
    same_day, same_layout = one.booked_on == other.booked_on, _layout(one) == _layout(other)
    if same_day and None not in (one.balance, other.balance):
        if one.balance == other.balance:
            return 0
        if same_layout and one.booked_on in _shared_day(one.source, other.source):
            return None
    if same_day:
        return 3 - alike if alike or not same_layout else None
    if same_layout:
        return None
    if one.booked_on == other.value_on or one.value_on == other.booked_on:
        return 6 - alike
    if (other.booked_on - one.booked_on).days <= SHIFT_DAYS and (alike or all(covered)):
        return 9 - alike
    return None


def _is_renumbered(one: Record, other: Record, renumbers: Compare) -> bool:
    """Whether the bank gave one booking two references: the same day and words, in two statements of which it is known.

    Not on a day on which one was cut off and the other begins.
    """
    both = one.source.covers(other.booked_on) and other.source.covers(one.booked_on)
    same = one.booked_on == other.booked_on and one.words == other.words
    if not both or not same or one.booked_on in _shared_day(one.source, other.source):
        return False
    agree = None in (one.balance, other.balance) or one.balance == other.balance
    return agree and renumbers(one.source, other.source)


def _shared_day(one: Source, other: Source) -> set[date | None]:
    """The day on which one statement was cut off and the other begins, if they share no other."""
    return {one.until} & {other.since} | {other.until} & {one.since}


def _layout(record: Record) -> tuple[object, ...]:
    """What tells two exports of one type apart: what they state at all."""
    return record.source.format, record.reference is None, record.value_on is None, record.balance is None


@lru_cache(maxsize=16_384)
def likeness(one: str, other: str) -> int:
    """2: the same words; 1: a word in common, or nothing to compare; 0: other words."""
    if one == other:
        return 2
    mine, others = _tokens(one), _tokens(other)
    return 1 if mine & others or not mine or not others else 0


@lru_cache(maxsize=16_384)
def _tokens(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{3,}", words))


def contents_of(record: Record) -> tuple[object, ...]:
    """A record by what it says, wherever and whenever it was stored."""
    return (
        record.booked_on, record.value_on or date.max, record.reference or "", record.words, record.source.format,
        record.balance if record.balance is not None else Decimal(0), record.source.origin, record.locator, record.id,
    )  # fmt: skip


def _quality(record: Record) -> tuple[object, ...]:
    """Least for the record that is shown: print was read by eye, more is said, then by contents."""
    return bool(_READ_FROM_PAPER.search(record.source.format)), -record.filled, -len(record.words), contents_of(record)

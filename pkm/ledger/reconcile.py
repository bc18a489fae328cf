"""Whether what statements say adds up: each by itself, one after the other, and where two speak of the same days.

Currencies are held apart throughout: an account with two of them is reviewed twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from pkm.ledger.duplicates import SHIFT_DAYS
from pkm.models import DocumentId, TransactionId

DAY = timedelta(days=1)
ZERO = Decimal(0)
LEAST_CHAIN = 3  # closings for each that does not follow: else the bank states balances of another day, as OFX allows


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement, as it states itself.

    Attributes:
        since, until: The period that it states; ``None`` where it states none.
        moved: The sum of its booked records, pending ones left out; ``count`` is how many there are.
        first_booked, last_booked: The days of its first and last booking.
        format: The document's type.
    """

    id: int
    account: str
    currency: str
    since: date | None
    until: date | None
    opening: Decimal | None
    closing: Decimal | None
    moved: Decimal
    count: int
    first_booked: date | None
    last_booked: date | None
    document_id: DocumentId
    path: str
    format: str = ""

    @property
    def covers(self) -> tuple[date, date] | None:
        """What it covers: its period, and the days of its bookings."""
        days = [each for each in (self.since, self.until, self.first_booked, self.last_booked) if each is not None]
        return (min(days), max(days)) if days else None

    @property
    def difference(self) -> Decimal | None:
        """By how much its bookings miss its closing balance; ``None`` where it does not state both balances."""
        if self.opening is None or self.closing is None:
            return None
        return self.opening + self.moved - self.closing

    @property
    def has_own_period(self) -> bool:
        """Whether its period is more than the days of its first and last booking."""
        stated = (self.since, self.until)
        return None not in stated and stated != (self.first_booked, self.last_booked)


class Row(NamedTuple):
    """A booked record; ``original_id`` is the record that stands for it, its own id where none does."""

    id: TransactionId
    statement_id: int
    booked_on: date
    amount: Decimal
    original_id: TransactionId
    balance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days that no statement covers, or that several do; ``statements`` are those around or upon them."""

    since: date
    until: date
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """One statement ends with another balance than the next begins with: ``missing`` moved between them, unseen."""

    after: int
    before: int
    day: date
    missing: Decimal


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that say different things of the same day; none of them wins.

    Attributes:
        kind: ``balance``: they state ``value`` and ``other_value`` for the end of the day; ``booking``: the first has the
            booking ``row`` of ``value``, the second covers the day and has not.
    """

    kind: Literal["balance", "booking"]
    statement: int
    other: int
    day: date
    value: Decimal
    other_value: Decimal | None = None
    row: TransactionId | None = None


@dataclass(frozen=True, slots=True)
class AccountReview:
    """How one account's records of one currency stand.

    Attributes:
        balance, balance_on: The last one that is stated.
        followed: How many closings follow from the bookings and the closing before, of statements that state no opening.
    """

    account: str
    currency: str
    statements: tuple[Stated, ...]
    since: date | None
    until: date | None
    gaps: tuple[Span, ...]
    overlaps: tuple[Span, ...]
    breaks: tuple[Break, ...]
    contradictions: tuple[Contradiction, ...]
    balance: Decimal | None
    balance_on: date | None
    followed: int = 0

    @property
    def is_reconciled(self) -> bool | None:
        """Whether all that can be added up does; ``None`` where nothing can."""
        differences = [each.difference for each in self.statements if each.difference is not None]
        if not differences and not self.breaks and not self.contradictions and not self.followed:
            return None
        return not any(differences) and not self.breaks and not self.contradictions


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account held at the end of a day.

    Attributes:
        rows: The bookings between the anchor's day and that day; ``value`` is the anchor's balance with them.
        statement: The statement that states the anchor.
        is_proven: The next balance that is stated after the day is reached as well.
        is_covered: Statements cover all days between the anchor and the day.
    """

    value: Decimal
    currency: str
    day: date
    rows: tuple[TransactionId, ...]
    statement: int
    anchored_on: date
    anchor: Decimal
    is_proven: bool
    is_covered: bool


def overlapping(statements: Iterable[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of statements of one account and currency that cover the same days."""
    groups: defaultdict[tuple[str, str], list[Stated]] = defaultdict(list)
    for each in statements:
        groups[each.account, each.currency].append(each)
    for own in groups.values():
        ordered = sorted((each for each in own if each.covers), key=lambda each: (each.covers or (), each.id))
        for n, one in enumerate(ordered):
            for other in ordered[n + 1 :]:
                if one.covers is None or other.covers is None or other.covers[0] > one.covers[1]:
                    break
                if _shared(one, other):
                    yield one, other


def review(
    statements: Iterable[Stated], rows: Iterable[Row], latest: Mapping[tuple[str, str], Sequence[Row]] | None = None
) -> list[AccountReview]:
    """Review all accounts, each currency by itself.

    Args:
        rows: The booked records, duplicates included; those of statements that share days with another will do.
        latest: By account and currency, the bookings of the last day that states running balances.
    """
    groups: defaultdict[tuple[str, str], list[Stated]] = defaultdict(list)
    for each in statements:
        groups[each.account, each.currency].append(each)
    held: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        held[row.statement_id].append(row)
    return [
        _review(account, currency, own, held, (latest or {}).get((account, currency), ()))
        for (account, currency), own in sorted(groups.items())
    ]


def balance_on(day: date, statements: Sequence[Stated], bookings: Iterable[Row]) -> Balance | None:
    """The balance of one account and currency at the end of a day; ``None`` where no statement states any.

    It starts from the last balance stated for that day or before, else from the first one after it, and counts each
    booking between.

    Args:
        bookings: The account's bookings, each told once, with the running balances that they state.
    """
    told = sorted(bookings, key=lambda row: (row.booked_on, row.id))
    anchors = sorted(_anchors(statements, told))
    before = [each for each in anchors if each[0] <= day]
    after = [each for each in anchors if each[0] > day]
    if not anchors:
        return None
    anchored_on, _, statement, anchor = before[-1] if before else after[0]
    first, last = min(anchored_on, day), max(anchored_on, day)
    between = [row for row in told if first < row.booked_on <= last]
    moved = sum((row.amount for row in between), ZERO)
    value = anchor + moved if before else anchor - moved
    is_proven = anchored_on == day
    if before and after and not is_proven:
        end, _, _, stated = after[0]
        is_proven = value + sum((row.amount for row in told if day < row.booked_on <= end), ZERO) == stated
    spans = sorted(each.covers for each in statements if each.covers)
    currency = statements[0].currency
    rows = tuple(row.id for row in between)
    return Balance(value, currency, day, rows, statement, anchored_on, anchor, is_proven, _cover(spans, first, last))


# ---------------------------------------------------------------- one account


def _review(
    account: str, currency: str, own: list[Stated], held: Mapping[int, Sequence[Row]], latest: Sequence[Row]
) -> AccountReview:
    ordered = sorted(own, key=lambda each: (each.covers or (date.max, date.max), each.id))
    covered = [each for each in ordered if each.covers]
    spans = [each.covers for each in covered if each.covers]
    pairs = list(overlapping(own))
    chain = list(_chain(covered))
    broken = [each for each in chain if each.missing]
    last = max(_anchors(own, latest), default=None)
    return AccountReview(
        account, currency, tuple(ordered), min((since for since, _ in spans), default=None),
        max((until for _, until in spans), default=None), tuple(_gaps(covered)),
        tuple(Span(*shared, (a.id, b.id)) for a, b in pairs if (shared := _shared(a, b))),
        (*_breaks(covered), *(broken if len(chain) >= LEAST_CHAIN * len(broken) else ())),
        tuple(found for a, b in pairs for found in _contradictions(a, b, held)),
        last[3] if last else None, last[0] if last else None, sum(not each.missing for each in chain),
    )  # fmt: skip


def _gaps(covered: Sequence[Stated]) -> Iterator[Span]:
    """Days between statements; none where the one ends with the balance with which the next begins.

    A statement without a period of its own says only when something was booked: it is taken for whole months.
    """
    reach: Stated | None = None
    end = date.min
    for each in covered:
        since, until = _period(each)
        if reach is not None and since > end + DAY and not (
            reach.closing is not None and reach.closing == each.opening
        ):  # fmt: skip
            yield Span(end + DAY, since - DAY, (reach.id, each.id))
        if until >= end:
            reach, end = each, until


def _period(statement: Stated) -> tuple[date, date]:
    since, until = statement.covers or (date.min, date.min)
    if statement.has_own_period:
        return since, until
    return since.replace(day=1), (until.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def _shared(one: Stated, other: Stated) -> tuple[date, date] | None:
    """The days that both cover; a day on which the one ends and the other begins with the same balance is none."""
    first, second = one.covers, other.covers
    if first is None or second is None:
        return None
    since, until = max(first[0], second[0]), min(first[1], second[1])
    if since > until:
        return None
    is_chain = since == until and (
        (one.closing is not None and one.closing == other.opening and first[1] == second[0])
        or (other.closing is not None and other.closing == one.opening and second[1] == first[0])
    )
    return None if is_chain else (since, until)


def _breaks(covered: Sequence[Stated]) -> Iterator[Break]:
    """Statements that follow each other without a day between, and whose balances do not."""
    for one, other in pairwise(sorted(covered, key=lambda each: (each.covers or ())[::-1])):
        if one.covers is None or other.covers is None or one.closing is None or other.opening is None:
            continue
        apart = (_period(other)[0] - _period(one)[1]).days
        if (
            (apart == 1 or one.covers[1] == other.covers[0])
            and one.closing != other.opening
            and not _is_inside(one, other)
        ):
            yield Break(one.id, other.id, other.covers[0], other.opening - one.closing)


def _chain(covered: Sequence[Stated]) -> Iterator[Break]:
    """What a closing misses of the closing of the day before and the bookings between, where no opening is stated (OFX)."""
    ends: defaultdict[date, list[Stated]] = defaultdict(list)
    for each in covered:
        if each.closing is not None:
            ends[_period(each)[1]].append(each)
    for each in covered:
        if each.opening is None and each.closing is not None:
            moved = [
                Break(one.id, each.id, _period(each)[0], each.closing - each.moved - one.closing)
                for one in ends.get(_period(each)[0] - DAY, ())
                if one.closing is not None
            ]
            if moved:
                yield min(moved, key=lambda one: (abs(one.missing), one.after))


def _is_inside(one: Stated, other: Stated) -> bool:
    shared = _shared(one, other)
    return shared is not None and shared[0] != shared[1]


def _contradictions(one: Stated, other: Stated, held: Mapping[int, Sequence[Row]]) -> Iterator[Contradiction]:
    """What two statements that share days do not agree on."""
    shared = _shared(one, other)
    if shared is None:
        return
    since, until = shared
    for mine, theirs in ((one, other), (other, one)):
        end = mine.until
        if mine.closing is None or end is None or not since <= end <= until or (mine is other and one.until == end):
            continue
        value = _balance_at(theirs, end, held.get(theirs.id, ()))
        if value is not None and value != mine.closing:
            yield Contradiction("balance", mine.id, theirs.id, end, mine.closing, value)
    shift = timedelta(days=SHIFT_DAYS if one.format != other.format else 0)
    for mine, theirs in ((one, other), (other, one)):
        known = {row.original_id for row in held.get(theirs.id, ())}
        first, last = theirs.covers or shared
        edge = DAY if not theirs.has_own_period and not shift else shift
        for row in held.get(mine.id, ()):
            if row.original_id not in known and first + edge <= row.booked_on <= last - edge:
                yield Contradiction("booking", mine.id, theirs.id, row.booked_on, row.amount, row=row.id)


def _balance_at(statement: Stated, day: date, rows: Sequence[Row]) -> Decimal | None:
    """What a statement makes of the end of a day that it covers; ``None`` where it does not say."""
    if statement.difference:
        return None
    if statement.until == day and statement.closing is not None:
        return statement.closing
    if statement.opening is not None:
        return statement.opening + sum((row.amount for row in rows if row.booked_on <= day), ZERO)
    if statement.closing is not None:
        return statement.closing - sum((row.amount for row in rows if row.booked_on > day), ZERO)
    return None


# ---------------------------------------------------------------- balances


def _anchors(statements: Iterable[Stated], told: Sequence[Row]) -> Iterator[tuple[date, int, int, Decimal]]:
    """Balances that are stated: the end of which day, how good (a closing is best), by which statement, how much."""
    for each in statements:
        covers = each.covers
        if covers is None:
            continue
        if each.closing is not None:
            yield each.until or covers[1], 2, each.id, each.closing
        if each.opening is not None:
            yield (each.since or covers[0]) - DAY, 1, each.id, each.opening
    days: defaultdict[date, list[Row]] = defaultdict(list)
    for row in told:
        days[row.booked_on].append(row)
    for day, rows in days.items():
        if all(row.balance is not None for row in rows):
            starts = [row.balance - row.amount for row in rows if row.balance is not None]
            ends = [row for row in rows if row.balance not in starts]
            if len(ends) == 1 and ends[0].balance is not None:
                yield day, 0, ends[0].statement_id, ends[0].balance


def _cover(spans: Sequence[tuple[date, date]], first: date, last: date) -> bool:
    """Whether the spans, in order, cover every day after ``first`` up to ``last``."""
    reach = first
    for since, until in spans:
        if since <= reach + DAY:
            reach = max(reach, until)
    return reach >= last

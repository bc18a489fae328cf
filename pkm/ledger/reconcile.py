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
from typing import Literal

from pkm.ledger.balance import DAY, ZERO, Row, Stated, anchors
from pkm.ledger.duplicates import SHIFT_DAYS
from pkm.models import TransactionId

LEAST_CHAIN = 3  # closings for each that does not follow: else the bank states balances of another day, as OFX allows


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
    last = max(anchors(own, latest), default=None)
    return AccountReview(
        account, currency, tuple(ordered), min((since for since, _ in spans), default=None),
        max((until for _, until in spans), default=None), tuple(_gaps(covered)),
        tuple(Span(*shared, (a.id, b.id)) for a, b in pairs if (shared := _shared(a, b))),
        (*_breaks(covered, held), *(broken if len(chain) >= LEAST_CHAIN * len(broken) else ())),
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


def _breaks(covered: Sequence[Stated], held: Mapping[int, Sequence[Row]]) -> Iterator[Break]:
    """Statements that follow each other without a day between, and whose balances do not, even without what both tell of a day."""
    for one, other in pairwise(sorted(covered, key=lambda each: (each.covers or ())[::-1])):
        if one.covers is None or other.covers is None or one.closing is None or other.opening is None:
            continue
        apart = (_period(other)[0] - _period(one)[1]).days
        if (
            (apart == 1 or one.covers[1] == other.covers[0])
            and one.closing not in (other.opening, other.opening + _told_again(one, other, held))
            and not _is_inside(one, other)
        ):
            yield Break(one.id, other.id, other.covers[0], other.opening - one.closing)


def _told_again(one: Stated, other: Stated, held: Mapping[int, Sequence[Row]]) -> Decimal:
    """What the bookings come to that two statements tell both."""
    known = {row.original_id for row in held.get(one.id, ())}
    return sum((row.amount for row in held.get(other.id, ()) if row.original_id in known), ZERO)


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
        if not theirs.count and theirs.closing is None:
            continue  # a report of what is pending says nothing of what was booked
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

"""What became of reservations: the booking that each turned into, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pkm.ledger.duplicates import BOOKED_DAYS, Record, Source, contents_of, likeness, originals, reference_of

LAPSED_DAYS = 30  # a reservation is none any more after


@dataclass(frozen=True, slots=True)
class Reservations:
    """What became of pending records: the record that stands for each, and those that count no more."""

    duplicates: Mapping[int, int]
    lapsed: frozenset[int]


def reservations(
    pending: Sequence[Record], booked: Mapping[int, Sequence[Record]], sources: Sequence[Source]
) -> Reservations:
    """Find the booking that each reservation became.

    Args:
        pending: All of an account's pending records of one currency.
        booked: Its bookings that may be meant: the record that stands for each, first, and its duplicates.
        sources: All statements of the account.
    """
    duplicates: dict[int, int] = {}
    for _, members in groupby(sorted(pending, key=lambda each: (each.amount, each.id)), key=lambda each: each.amount):
        duplicates |= originals(members)
    told: defaultdict[int, list[Record]] = defaultdict(list)
    for each in pending:
        told[duplicates.get(each.id, each.id)].append(each)
    near = sorted(
        (tier, contents_of(one), contents_of(records[0]), reservation, booking)
        for reservation, those in told.items()
        for one in [next(each for each in those if each.id == reservation)]
        for booking, records in booked.items()
        if (tier := _became(one, those, records)) is not None
    )
    became: dict[int, int] = {}
    for *_, reservation, booking in near:
        if reservation not in became and booking not in became.values():
            became[reservation] = booking
    lapsed = set()
    for reservation, those in told.items():
        if reservation in became:
            duplicates |= dict.fromkeys((each.id for each in those), became[reservation])
        elif _is_over(min(each.booked_on for each in those), sources):
            lapsed.add(reservation)
    return Reservations(duplicates, frozenset(lapsed))


def _became(one: Record, those: Sequence[Record], booked: Sequence[Record]) -> int | None:
    """How sure it is that a reservation became this booking; ``None``: it did not."""
    first = booked[0]
    if (one.amount < 0) != (first.amount < 0):
        return None
    if not any(0 <= (each.booked_on - one.booked_on).days <= BOOKED_DAYS for each in booked):
        return None
    references = {reference_of(each) for each in those} & {reference_of(each) for each in booked} - {None}
    if references:
        return 0
    if one.amount != first.amount or {each.source.id for each in those} & {each.source.id for each in booked}:
        return None
    if one.payee and one.payee == first.payee:
        return 1
    return 2 if likeness(one.words, first.words) else None


def _is_over(day: date, sources: Sequence[Source]) -> bool:
    """Whether statements cover the days in which it would have been booked, and reach beyond them."""
    reach = day
    for each in sorted(sources, key=lambda one: one.since or date.max):
        if each.since and each.until and each.since <= reach + timedelta(days=1):
            reach = max(reach, each.until)
    latest = max((each.until for each in sources if each.until), default=day)
    return (reach - day).days >= BOOKED_DAYS and (latest - day).days > LAPSED_DAYS

"""Rows that are the parts of one booking: budget programs write what is divided as ``Split (1/2) …``, a row for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.parsers.csv_entry import Entry
from pkm.models import ParsedPart, ParsedTransaction

_PART = re.compile(r"split \((?P<place>\d{1,3})/(?P<of>\d{1,3})\)\s*", re.IGNORECASE)


def with_parts(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each run of rows that are all parts of one booking as that booking; any other stays as it is."""
    told: list[Entry] = []
    n = 0
    while n < len(entries):
        run = _run(entries[n:])
        told.append(_whole(run) if run else entries[n])
        n += len(run) or 1
    return told


def _run(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The first entries, where they are all parts of one booking, counted up or down; else none."""
    first = _place(entries[0])
    if first is None or first[1] < 2 or len(entries) < first[1]:
        return ()
    run = entries[: first[1]]
    places = [place for each in run if (place := _place(each)) and place[1] == first[1] and _of(each) == _of(run[0])]
    counted = [place for place, _ in places]
    return run if counted in ([*range(1, first[1] + 1)], [*range(first[1], 0, -1)]) else ()


def _place(entry: Entry) -> tuple[int, int] | None:
    found = _PART.match(entry.booking.description) if entry.booking else None
    return (int(found["place"]), int(found["of"])) if found else None


def _of(entry: Entry) -> tuple[object, ...]:
    """What all parts of one booking have in common."""
    booking = entry.booking
    return () if booking is None else (entry.account, booking.booked_on, booking.currency, booking.counterparty, booking.status)  # fmt: skip


def _whole(run: Sequence[Entry]) -> Entry:
    """One booking of all their amounts, with the balance of the row that states it last."""
    bookings = [each.booking for each in run if each.booking]
    first, last = bookings[0], bookings[-1]
    whole = replace(
        first, amount=sum((each.amount for each in bookings), Decimal(0)), description=", ".join(filter(None, map(_memo, bookings))),
        code=None, char_end=last.char_end, balance=last.balance, parts=tuple(map(_part, bookings)),
    )  # fmt: skip
    return replace(run[0], booking=whole, balance=run[-1].balance)


def _part(booking: ParsedTransaction) -> ParsedPart:
    name = (booking.code or "").removeprefix("name:")
    return ParsedPart(booking.amount, name, _memo(booking), booking.char_start, booking.char_end, booking.code)


def _memo(booking: ParsedTransaction) -> str:
    return _PART.sub("", booking.description, count=1)

"""Rows that are the parts of one booking: budget programs write what is divided as ``Split (1/2) …``, a row for each.

Programs of double entry (GnuCash) write the other side of each booking below it, in rows without a day: the categories, or the
account, to which its money went.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.parsers.csv_entry import Entry, signed_amount
from ingest.parsers.csv_reading import Reading
from pkm.errors import Refused
from pkm.models import ParsedPart, ParsedTransaction

_PART = re.compile(r"split \((?P<place>\d{1,3})/(?P<of>\d{1,3})\)\s*", re.IGNORECASE)

# Accounts of one's own; what is below any other root is a category.
_OWN = re.compile(r"(?:assets?|liabilit\w+|equity|aktiva|passiva|fremdkapital|eigenkapital|verbindlichkeiten|anfangsbestand|actifs?|passifs?|dettes|capitaux)\b", re.IGNORECASE)  # fmt: skip


def with_other_sides(entries: Sequence[Entry], reading: Reading) -> list[Entry]:
    """The entries, rows without a day that are the other side of the booking above them taken into it; they come to as much."""
    told: list[Entry] = []
    n = 0
    while n < len(entries):
        sides = _sides(entries[n], entries[n + 1 :], reading)
        told.append(_divided(entries[n], sides) if sides else entries[n])
        n += 1 + len(sides)
    return told


def _sides(entry: Entry, below: Sequence[Entry], reading: Reading) -> list[tuple[Entry, Decimal]]:
    """The rows below a booking that are its other side, with their amounts; none where they do not come to as much."""
    found: list[tuple[Entry, Decimal]] = []
    for each in below if entry.booking and "account" in reading.layout.columns else ():
        if each.booking or reading.cell(each.row, "date") or not each.account:
            break
        try:
            found.append((each, signed_amount(each.row, reading)[0]))
        except Refused:
            return []
    whole = entry.booking.amount if entry.booking else Decimal(0)
    return found if found and sum(amount for _, amount in found) == -whole else []


def _divided(entry: Entry, sides: Sequence[tuple[Entry, Decimal]]) -> Entry:
    """The booking with its category, or the own account of its other side; with parts where there are several."""
    booking = entry.booking
    if booking is None:
        return entry
    end = sides[-1][0].row.char_end
    parts = tuple(_side(each, -amount) for each, amount in sides)
    if len(parts) == 1:
        whole = replace(
            booking,
            code=parts[0].code,
            counterparty_account=parts[0].account or booking.counterparty_account,
            char_end=end,
        )
    else:
        whole = replace(booking, parts=parts, char_end=end)
    return replace(entry, booking=whole)


def _side(entry: Entry, amount: Decimal) -> ParsedPart:
    is_own = _OWN.match(entry.account) is not None
    name = entry.account.rpartition(":")[2]
    return ParsedPart(
        amount, entry.account if is_own else name, "", entry.row.char_start, entry.row.char_end,
        None if is_own else f"name:{name}", entry.account if is_own else None,
    )  # fmt: skip


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

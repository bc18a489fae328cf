"""Bookings that their statement divides: what of them a filter means (``shares`` in SQL adds that up)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import sql
from pkm.ledger import words
from pkm.ledger.category import SPLIT, TRANSFER
from pkm.models import BookingPart, CollectionId, ParsedTransaction, Transaction, TransactionId
from pkm.store.chosen import Filter
from pkm.store.database import Connection

Meant = dict[int, Decimal]  # by its place in the booking, what the part comes to


def insert(connection: Connection, collection: CollectionId, statement: int, rows: Sequence[ParsedTransaction]) -> None:
    """Store the parts of a statement's bookings, which are stored already."""
    divided = {row.locator: row.parts for row in rows if row.parts}
    if not divided:
        return
    told = []
    for row in sql.queries.parts.divided(connection, statement=statement, locators=list(divided)):
        for position, each in enumerate(divided[row.locator]):
            place = {"transaction": row.id, "collection": collection, "position": position}
            told.append(place | asdict(each) | {"stems": words.stems(each.name, each.memo)})
    sql.queries.parts.insert(connection, told)


def are_there(connection: Connection) -> bool:
    """Whether any booking is divided: most households have none, and then nothing else is asked."""
    return bool(sql.queries.parts.are_there(connection))


def meant(connection: Connection, chosen: Filter, ids: Iterable[TransactionId]) -> dict[TransactionId, Meant]:
    """Of those of these bookings that are divided, the parts that a filter means: all but moves where it has no terms."""
    wanted = list(ids)
    if not wanted or not are_there(connection):
        return {}
    told = chosen.arguments()
    asked = {name: told[name] for name in ("payees", "categories", "never", "words", "terms")}
    found: defaultdict[TransactionId, Meant] = defaultdict(dict)
    for row in sql.queries.parts.meant(connection, ids=wanted, **asked):
        own = found[row.id]
        if row.is_meant:
            own[row.position] = row.amount
    if chosen.without is not None:
        apart = meant(connection, chosen.parted()[1], found)
        for each in found:
            found[each] = {place: amount for place, amount in found[each].items() if place not in apart.get(each, {})}
    return dict(found)


def moved(connection: Connection, chosen: Filter, grouping: str | None) -> list[Any]:
    """What of the bookings that are meant, by no term, was moved to another own account: by group, in rows as of ``sums``."""
    told = chosen.arguments()
    names = ("collection", "since", "until", "side", "roles", "payees", "accounts", "lowest", "highest", "excluded", "currency", "weekdays")  # fmt: skip
    return list(sql.queries.parts.moved(connection, grouping=grouping, **{name: told[name] for name in names}))


def narrowed(connection: Connection, chosen: Filter, bookings: Sequence[Transaction]) -> list[Transaction]:
    """The bookings, each that is divided with the amount of those of its parts that the filter means."""
    divided = [each.id for each in bookings if each.category == SPLIT]
    if not divided or not (chosen.terms or chosen.without):
        return list(bookings)
    shares = meant(connection, chosen, divided)
    return [_of(each, shares[each.id]) if each.id in shares else each for each in bookings]


def unmoved(booking: Transaction) -> Transaction:
    """What of a booking was not moved to another own account, as a part of it."""
    return _of(booking, {n: each.amount for n, each in enumerate(booking.parts) if each.category != TRANSFER})


def _of(booking: Transaction, parts: Meant) -> Transaction:
    if len(parts) == len(booking.parts):
        return booking
    told = tuple(booking.parts[place] for place in sorted(parts))
    whole = booking.amount if booking.part_of is None else booking.part_of
    return replace(booking, amount=sum((each.amount for each in told), Decimal(0)), part_of=whole, parts=told)


def with_parts(
    connection: Connection, bookings: Sequence[Transaction], category: str | None = None
) -> list[Transaction]:
    """The bookings, each that is divided with its parts, or those of a category."""
    divided = [each.id for each in bookings if each.category == SPLIT]
    if not divided:
        return list(bookings)
    found: defaultdict[TransactionId, list[BookingPart]] = defaultdict(list)
    for row in sql.queries.parts.of_bookings(connection, ids=divided, category=category):
        found[row.booking_id].append(_part(row))
    return [replace(each, parts=tuple(found[each.id])) if each.id in found else each for each in bookings]


def _part(row: Any) -> BookingPart:
    return BookingPart(row.amount, row.category, row.name, row.memo, row.char_start, row.char_end, row.category_from)

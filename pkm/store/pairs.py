"""The steps of settling that say what belongs together and what each booking is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sql
from pkm.ledger.own import Own
from pkm.ledger.roles import CONVERSION_STEMS, Tie, conversions, is_conversion, role_of, tie, unseen_sides
from pkm.ledger.transfers import (
    CARD_STEMS,
    PART_REFUND_DAYS,
    REFUND_STEMS,
    SETTLED_DAYS,
    SETTLED_STEMS,
    is_settled_up,
    part_refund,
)
from pkm.ledger.wallets import FILLED_DAYS, NAMES, RECEIVED_STEMS, SENT_STEMS, Filling, fillings
from pkm.models import Transaction
from pkm.store.database import Connection
from pkm.store.recognition import own_accounts
from pkm.store.rows import batches, stream
from pkm.store.touched import Touched, touch

Found = Mapping[tuple[int, int], tuple[str, str]]
"""Pairs, the payment first, with their kind and what tells it."""

_NOBODY = Own()


def settle_wallets(connection: Connection, _: Touched) -> None:
    """Pair what filled a wallet of another currency, or came from it, with the wallet's own side."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    rows = defaultdict(list)
    queries, names = sql.queries.settle, rf"(?:^|[^a-z])(?:transfer)?({NAMES})(?:[^a-z]|$)"
    for row in (
        *queries.wallet_fillings(connection, names=names, received=RECEIVED_STEMS, days=FILLED_DAYS),
        *queries.wallet_emptyings(connection, names=names, sent=SENT_STEMS, days=FILLED_DAYS),
    ):
        rows[row.collection_id].append(
            Filling(row.out_id, row.back_id, (row.paid, row.paid_in), (row.received, row.received_in), row.said)
        )
    holders = defaultdict(list)
    for row in sql.queries.settle.holders(connection) if rows else ():
        holders[row.collection_id].append(row.holder)
    for collection, candidates in rows.items():
        found |= fillings(candidates, holders[collection])
    touch(connection, replace(connection, "reference", sql.queries.settle.fillings_found(connection), found))


def settle_pairs(connection: Connection, _: Touched) -> None:
    """Pair the bookings of equal amounts and give each its role; then exchanges of currencies and partial refunds."""
    own = own_accounts(connection)
    sql.queries.settle.touch_one_sided(connection)
    by_reference = _kinds(sql.queries.settle.pairs_found(connection, found="reference"))
    found: dict[tuple[int, int], tuple[str, str]] = {}
    roles: dict[int, str] = {}
    days: set[tuple[int, date]] = {
        (row.collection_id, row.day) for row in sql.queries.settle.exchanges_touched(connection)
    }
    for rows in stream(connection, sql.queries.settle.bookings, "collection_id", "currency", "size"):
        collection = rows[0].collection_id
        accounts = own.get(collection, _NOBODY)
        bookings = [booking_of(row) for row in rows]
        ties = tie([each for each in bookings if each.id not in by_reference], accounts)
        found |= {(each.out.id, each.back.id): (each.kind, each.reason) for each in ties}
        kinds: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
        for each in ties:
            kinds[each.out.id].append((each.kind, False))
            kinds[each.back.id].append((each.kind, True))
        for id, kind in unseen_sides(bookings, ties, accounts).items():
            if id not in by_reference:
                kinds[id].append((kind, False))
        for booking, row in zip(bookings, rows, strict=True):
            role = role_of(booking, kinds.get(booking.id, by_reference.get(booking.id, [])), accounts)
            if role != row.role:
                roles[booking.id] = role
            if role == "transfer" and is_conversion(booking):
                days.add((collection, booking.booked_on))
    changed = replace(connection, "amount", sql.queries.settle.pairs_by_amount(connection), found)
    _write_roles(connection, roles)
    for ids in batches({*changed, *roles}):
        touch(connection, ids)
    _settle_exchanges(connection, days)
    _settle_parts(connection, own)


def _settle_exchanges(connection: Connection, days: set[tuple[int, date]]) -> None:
    """Pair the two sides of each exchange of currencies on these days."""
    if not days:
        return
    place = {"collections": [collection for collection, _ in days], "days": [day for _, day in days]}
    rows = sql.queries.settle.exchange_days(connection, **place, stems=CONVERSION_STEMS)
    collections: defaultdict[int, list[Transaction]] = defaultdict(list)
    for row in sql.queries.settle.bookings_by_id(connection, ids=[row.id for row in rows]):
        collections[row.collection_id].append(booking_of(row))
    ties = [each for bookings in collections.values() for each in conversions(bookings)]
    replace(connection, "exchange", sql.queries.settle.exchanges_of(connection, **place), _found(ties))


def _settle_parts(connection: Connection, own: Mapping[int, Own]) -> None:
    """Tie credits to the payments that they give a part of back."""
    stems = f"{REFUND_STEMS}|{SETTLED_STEMS}|{CARD_STEMS}"
    found = list(sql.queries.settle.parts(connection, stems=stems, days=PART_REFUND_DAYS, year=SETTLED_DAYS))
    credits = {row.id: row.payments for row in found}
    paid = {row.id: row.paid for row in found}
    wanted = {*credits, *(id for payments in credits.values() for id in payments)}
    rows = {row.id: row for ids in batches(wanted) for row in sql.queries.settle.bookings_by_id(connection, ids=ids)}
    bookings = {id: booking_of(row) for id, row in rows.items()}
    ties: list[Tie] = []
    roles: dict[int, str] = {}
    for id, payments in credits.items():
        accounts = own.get(rows[id].collection_id, _NOBODY)
        pair = part_refund(bookings[id], [bookings[each] for each in payments])
        ties += [Tie("refund", pair.out, pair.back, pair.reason)] if pair else []
        came_back = pair is not None or is_settled_up(bookings[id], paid[id])
        role = role_of(bookings[id], [("refund", True)] if came_back else [], accounts)
        if role != rows[id].role:
            roles[id] = role
    replace(connection, "part", sql.queries.settle.pairs_in_part(connection), _found(ties))
    _write_roles(connection, roles)


def replace(connection: Connection, found_by: str, stored: Iterable[Any], found: Found) -> list[int]:
    """Make the stored pairs of a step those that were found; returns the bookings whose pairs changed."""
    before = {(row.out_id, row.back_id): (row.kind, row.reason) for row in stored}
    gone = [pair for pair in before if found.get(pair) != before[pair]]
    new = [pair for pair in found if found[pair] != before.get(pair)]
    for pairs in batches(gone):
        outs, backs = map(list, zip(*pairs, strict=True))
        sql.queries.settle.delete_pairs(connection, outs=outs, backs=backs)
    for pairs in batches(new):
        outs, backs = map(list, zip(*pairs, strict=True))
        kinds, reasons = map(list, zip(*(found[pair] for pair in pairs), strict=True))
        sql.queries.settle.insert_pairs(
            connection, found=found_by, outs=outs, backs=backs, kinds=kinds, reasons=reasons
        )
    return sorted({id for pair in (*gone, *new) for id in pair})


def booking_of(row: Any) -> Transaction:
    """A row as the pure functions see it; ``account`` is the number under which its account is shown."""
    return Transaction(
        row.id, row.account, row.booked_on, row.value_on, row.amount, row.currency, row.counterparty, row.description,
        row.category, row.status, row.reference, row.document_id, "", row.locator, type=row.type, payee=row.payee,
        role=row.role, counterparty_account=row.counterparty_account, end_to_end=row.end_to_end,
        original_amount=row.original_amount, original_currency=row.original_currency, correction=row.correction,
        security=row.security,
    )  # fmt: skip


def _found(ties: Iterable[Tie]) -> Found:
    return {(each.out.id, each.back.id): (each.kind, each.reason) for each in ties}


def _kinds(rows: Iterable[Any]) -> dict[int, list[tuple[str, bool]]]:
    kinds: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows:
        kinds[row.out_id].append((row.kind, False))
        kinds[row.back_id].append((row.kind, True))
    return dict(kinds)


def _write_roles(connection: Connection, roles: Mapping[int, str]) -> None:
    for ids in batches(roles):
        sql.queries.settle.set_roles(connection, ids=ids, roles=[roles[id] for id in ids])

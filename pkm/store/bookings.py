"""The steps of settling that tell each booking once: duplicates, reservations, corrections."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cache
from itertools import groupby
from typing import Any

import sql
from pkm.ledger.duplicates import BOOKED_DAYS, SHIFT_DAYS, Common, Compare, Record, Source, originals
from pkm.ledger.identity import is_unnamed
from pkm.ledger.reservations import reservations
from pkm.store.database import Connection
from pkm.store.pairs import replace
from pkm.store.rows import batches, stream
from pkm.store.touched import Touched, touch


def settle_duplicates(connection: Connection, _: Touched) -> None:
    """Say of each record whether another one stands for it; of reservations, which count no more."""
    sources, renumbers, strange = _sources(connection), *_comparing(connection)
    changed: dict[int, int | None] = {}
    for rows in stream(connection, sql.queries.settle.records, "own", "currency", "amount"):
        found = originals([_record(row, sources) for row in rows], renumbers, strange)
        changed |= {row.id: found.get(row.id) for row in rows if found.get(row.id) != row.duplicate_of}
    _write_duplicates(connection, changed)
    _settle_batches(connection)
    _settle_reservations(connection, sources)


def _settle_batches(connection: Connection) -> None:
    """A sum that another statement tells payment by payment counts as told by the first of the payments."""
    stored = {row.id: row.duplicate_of for row in sql.queries.settle.told_in_parts(connection)}
    found: dict[int, int | None] = {}
    for row in sql.queries.settle.batches_told_as_one(connection, days=SHIFT_DAYS):
        found |= dict.fromkeys((row.id, *row.dependents), row.original_id)
    _write_duplicates(
        connection, {id: found.get(id) for id in stored.keys() | found.keys() if found.get(id) != stored.get(id)}
    )


def _settle_reservations(connection: Connection, sources: dict[int, Source]) -> None:
    pending = list(sql.queries.settle.pending_records(connection))
    by_account = defaultdict(list)
    for row in sql.queries.settle.sources(connection) if pending else ():
        by_account[row.own].append(sources[row.id])
    booked: defaultdict[tuple[int, str], defaultdict[int, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for row in sql.queries.settle.may_be_booked(connection, days=BOOKED_DAYS) if pending else ():
        booked[row.own, row.currency][row.duplicate_of or row.id].append(_record(row, sources))
    changed: dict[int, int | None] = {}
    lapsed: set[int] = set()
    for (own, currency), members in groupby(pending, key=lambda row: (row.own, row.currency)):
        rows = list(members)
        found = reservations([_record(row, sources) for row in rows], booked[own, currency], by_account[own])
        lapsed |= found.lapsed
        changed |= {row.id: new for row in rows if (new := found.duplicates.get(row.id)) != row.duplicate_of}
    _write_duplicates(connection, changed)
    _settle_corrections(connection, lapsed)


def _settle_corrections(connection: Connection, lapsed: set[int]) -> None:
    """Tie corrections to what they correct; what is replaced or deleted counts no more, nor does what only deletes."""
    before = {row.id for row in sql.queries.settle.void_rows(connection)}
    stored = list(sql.queries.settle.pairs_by_reference(connection))
    void, found = set(lapsed), {}
    for row in sql.queries.settle.corrections(connection):
        if row.correction == "delete":
            void.add(row.id)
        if row.original_id is None:
            continue
        gives_back = row.amount * row.original_amount < 0
        match row.correction:
            case "replace" | "delete":
                void.add(row.original_id)
                found[row.original_id, row.id] = "correction", f"the bank says: {row.correction} that booking"
            case "reversal":
                found[row.original_id, row.id] = "reversal", "the bank says: it takes back that booking"
            case _ if gives_back:
                found[row.original_id, row.id] = "refund", "the bank says: it belongs to that booking"
    touch(connection, replace(connection, "reference", stored, found))
    for is_void, ids in ((True, void - before), (False, before - void)):
        if ids:
            sql.queries.settle.set_void(connection, ids=sorted(ids), void=is_void)
            touch(connection, sorted(ids))


def _write_duplicates(connection: Connection, changed: dict[int, int | None]) -> None:
    for ids in batches(changed):
        sql.queries.settle.set_duplicates(connection, ids=ids, originals=[changed[id] for id in ids])
        touch(connection, ids)


def _comparing(connection: Connection) -> tuple[Compare, Compare]:
    """Whether a bank renumbers, and whether two tables that name no account have nothing in common.

    Looks at two statements once, and only when references alone tell two records apart, or nothing says whose they are.
    """
    unnamed = {row.id for row in sql.queries.settle.known_accounts(connection) if is_unnamed(row.number)}

    @cache
    def look(one: Source, other: Source) -> Common:
        if one.since is None or one.until is None or other.since is None or other.until is None:
            return Common(0, 0, 0, 0)
        since, until = max(one.since, other.since), min(one.until, other.until) - timedelta(days=1)
        row = sql.queries.settle.common_records(connection, one=one.id, other=other.id, since=since, until=until)
        return Common(*row)

    def compare(one: Source, other: Source) -> Common:
        return look(*sorted((one, other), key=lambda each: each.id))

    def is_strange(one: Source, other: Source) -> bool:
        return one.format == other.format and {one.account, other.account} <= unnamed and compare(one, other).is_strange

    return lambda one, other: compare(one, other).is_renumbered, is_strange


def _sources(connection: Connection) -> dict[int, Source]:
    return {
        row.id: Source(row.id, row.format, row.since, row.until, row.origin, row.opening, row.closing, row.account_id)
        for row in sql.queries.settle.sources(connection)
    }


def _record(row: Any, sources: dict[int, Source]) -> Record:
    return Record(
        row.id, sources[row.statement_id], row.booked_on, row.value_on, row.amount, row.reference, row.payee,
        " ".join(row.words.split()), row.balance, row.filled, row.locator,
    )  # fmt: skip

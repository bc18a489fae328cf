"""Erase: what was forgotten leaves the database's files too.

``DELETE`` and ``VACUUM`` leave the bytes of rows in free space until something else is written there; so do statistics,
the write-ahead log, and indexes that never give a key up (GIN). Here every table is written anew with its indexes
(``VACUUM FULL``), statistics are renewed, and the log moves on to fresh files. That takes time in proportion to the home,
and each table is closed to all others while its turn lasts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import psycopg

import sql
from pkm.errors import DatabaseError
from pkm.store import checks, folding, hnsw, vocabulary
from pkm.store.database import Connection, Database
from pkm.store.spaces import active, enter

BYTES_PER_S, VECTORS_PER_S, TABLES_PER_S = 20e6, 1000, 25  # on two busy cores: 435 MB with 40,000 vectors took 56 s
READERS_WAIT_S = 60
_SEGMENTS = 512  # of 16 MB: more than max_wal_size keeps
_PATIENCE = 50  # checkpoints


@dataclass(frozen=True, slots=True)
class Due:
    """Something was forgotten and its bytes are not erased yet; ``seconds`` estimates how long that takes."""

    xid: str
    since: datetime
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done. ``left`` says what this role could not do, for the database's administrator."""

    tables: int
    bytes: int
    seconds: float
    left: tuple[str, ...]


def note(connection: Connection) -> None:
    """Something was forgotten in this transaction."""
    sql.queries.erasure.note(connection)


def due(connection: Connection) -> Due | None:
    """What is to be erased, if anything is."""
    row = sql.queries.erasure.due(connection)
    if row is None:
        return None
    tables = list(sql.queries.erasure.tables(connection))
    size = sum(each.bytes for each in tables)
    seconds = len(tables) / TABLES_PER_S + size / BYTES_PER_S + sum(each.vectors for each in tables) / VECTORS_PER_S
    return Due(str(row.xid), row.since, size, seconds)


def erase(database: Database, due: Due, watch: Callable[[str, int, int], None] = lambda *_: None) -> Erased:
    """Write everything anew, so that nothing of what was forgotten is left in the database's files.

    Killed half-way it is simply done again. Run it where nothing else of this process holds a transaction.

    Args:
        watch: Is told the table at hand, the bytes done and the bytes in all.

    Raises:
        DatabaseError: Somebody has been reading for so long that the old rows must still be kept for him.
    """
    begun = time.monotonic()
    with database.transaction() as connection:
        spaces = checks.space_ids(connection)
    for space in spaces:
        folding.purge(database, space)
        with database.transaction() as connection:
            enter(connection, space)
            vocabulary.sweep(connection)
    with database.session() as connection:
        _await_readers(connection, due.xid)
        for space in spaces:
            hnsw.drop(connection, space)  # it is built again beside who reads, not while all wait for the table
        tables = list(sql.queries.erasure.tables(connection))
        done = 0
        for each in tables:
            watch(each.name, done, due.bytes)
            connection.execute(f"vacuum (full, analyze) {each.name}")
            done += each.bytes
        left = _clean_server(connection)
        sql.queries.erasure.done(connection, xid=due.xid)
    with database.transaction() as connection:
        searched = active(connection)
    if searched is not None:
        hnsw.ensure(database, *searched)
    return Erased(len(tables), done, round(time.monotonic() - begun, 3), tuple(left))


def _await_readers(connection: Connection, xid: str) -> None:
    """Rows that an open transaction may still read survive being written anew: wait for its end."""
    deadline = time.monotonic() + READERS_WAIT_S
    while sql.queries.erasure.still_seen(connection, xid=xid):
        if time.monotonic() > deadline:
            raise DatabaseError(
                "something has been reading the database since before that was forgotten: nothing is erased yet",
                "it is erased in the night, or by: pkm forget --erase",
            )
        time.sleep(0.1)


def _clean_server(connection: Connection) -> list[str]:
    """Statistics and write-ahead log; returns what is left to somebody with more rights."""
    rights = sql.queries.erasure.rights(connection)
    left = []
    if rights.version >= 180000:
        list(sql.queries.erasure.forget_statistics(connection))
    else:
        left.append("statistics of tables that are empty now: delete from pg_statistic where their columns stand")
    if rights.everything:
        connection.execute("vacuum (full) pg_catalog.pg_statistic")
    else:
        left.append("the space that old statistics took: vacuum full pg_catalog.pg_statistic")
    if rights.everything or (rights.checkpoint and rights.monitor):
        try:
            settled = _renew_log(connection)
        except psycopg.errors.InsufficientPrivilege:
            settled = False
        if not settled:
            left.append(
                "write-ahead log that is still kept: set wal_recycle = off, then pg_switch_wal() and CHECKPOINT"
            )
    else:
        left.append("the write-ahead log: with wal_recycle = off, run pg_switch_wal() and CHECKPOINT")
    if rights.archives or rights.slots:
        left.append("archived log and replicas hold it until their own retention lets it go")
    return left


def _renew_log(connection: Connection) -> bool:
    """Move the write-ahead log on until no file of it is older than this moment; whether that came about."""
    sql.queries.erasure.switch_log(connection)
    for attempt in range(_SEGMENTS):
        connection.execute("checkpoint")
        others = sql.queries.erasure.other_segments(connection)
        if not others.earlier and not others.later:
            return True
        if others.later:  # left from when the server wrote its segments over again: each is taken into use and goes
            sql.queries.erasure.switch_log(connection)
        else:
            time.sleep(0.02 * min(attempt + 1, 10))  # its summary is still being made, or a replica lags behind
            if attempt > _PATIENCE:
                return False
    return False

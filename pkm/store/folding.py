"""Folding: fresh postings move into blocks, and postings of passages that are gone leave them.

Who stores a passage writes its postings as rows, and sees them at once. Who deletes one takes its rows along and leaves a
note of the terms whose blocks may hold it still; a search passes such a passage by. Both are tidied here, term by term in
short transactions, by one process at a time: nobody waits for it, and killed half-way it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.store import arrays, blocks, bulk, spaces
from pkm.store.blocks import Ids, Weights
from pkm.store.database import Connection, Database

LEAST, MANY = 2, 16  # fresh postings of a term that are worth a block: a small one; any
TOGETHER = 1000  # terms in a transaction
FRESH_LEAST = 1000  # passages that came: worth folding their postings
GONE_LEAST, GONE_MOST = 500, 5000  # passages that are gone: worth tidying; in one go
WINDOW = 20_000  # passages whose postings are sorted together when all are made anew
AUDITED = 50_000  # ids that are held against each other together
FRESH = -1  # the form of postings that are rows

Own = tuple[Ids, Weights, float]  # a term's passages, what it weighs in them, and the coarsest unit of those weights


def is_due(connection: Connection, space_id: int) -> bool:
    """Whether so many passages came since the last time, or went, that it is worth while."""
    spaces.enter(connection, space_id)
    row = sql.queries.postings.unfolded(connection, space=space_id)
    return bool(row.fresh >= FRESH_LEAST or row.gone >= GONE_LEAST)


def tidy(database: Database, space_id: int) -> None:
    """Fold and purge what is worth it, unless another process is at it."""
    with database.transaction() as connection:
        due = is_due(connection, space_id)
        last = sql.queries.postings.unfolded(connection, space=space_id).last
    if due:
        fold(database, space_id, wait=False)
        purge(database, space_id, GONE_LEAST)
        with database.transaction(durable=False) as connection:
            sql.queries.postings.note_folded(connection, space=space_id, last=last)


def fold(database: Database, space_id: int, *, wait: bool = True) -> int:
    """Move fresh postings into blocks where there are enough of a term; returns of how many terms.

    Without ``wait`` it leaves when another process is at it.
    """
    after, folded = -(1 << 31), 0
    while True:
        with database.transaction(durable=False) as connection:
            if not _enter(connection, space_id, wait=wait):
                return folded
            found = sql.queries.postings.foldable(connection, least=LEAST, many=MANY, after=after, most=TOGETHER)
            terms = [row.term for row in found]
            if not terms:
                return folded
            _merge(connection, _by_term(arrays.rows(connection, sql.queries.postings.take_fresh.sql, terms=terms)))
        after, folded = terms[-1] + 1, folded + len(terms)


def purge(database: Database, space_id: int, least: int = 1) -> int:
    """Take the postings of passages that are gone out of blocks, once there are ``least`` of them; returns how many."""
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        waiting = sql.queries.postings.count_gone(connection)
    purged = 0
    while waiting >= max(1, least) and purged < waiting:
        with database.transaction(durable=False) as connection:
            spaces.enter(connection, space_id)
            gone = arrays.rows(connection, sql.queries.postings.gone.sql, most=GONE_MOST)
        if not gone:
            break
        chunks = np.array([row.chunk_id for row in gone], dtype=np.int64)
        terms = np.unique(np.concatenate([row.terms for row in gone]))
        for start in range(0, len(terms), TOGETHER):
            with database.transaction(durable=False) as connection:
                _enter(connection, space_id)
                _drop(connection, terms[start : start + TOGETHER].tolist(), chunks)
        with database.transaction(durable=False) as connection:
            _enter(connection, space_id)
            sql.queries.postings.drop_gone(connection, chunks=chunks.tolist())
        purged += len(gone)
    return purged


def rebuild(database: Database, space_id: int, watch: Callable[[int], None] = lambda _: None) -> None:
    """Make all postings of a space anew from the terms of its passages, in one transaction.

    Args:
        watch: Is told how many passages are done.
    """
    done, after = 0, -1
    with database.transaction(durable=False) as connection:
        _enter(connection, space_id)
        sql.queries.postings.hold_passages(connection)
        sql.queries.postings.clear(connection)
        while rows := arrays.rows(connection, sql.queries.postings.weighed.sql, after=after, most=WINDOW):
            counts = [len(row.terms) for row in rows]
            ids = np.repeat(np.array([row.chunk_id for row in rows], dtype=np.int64), counts)
            terms = np.concatenate([row.terms for row in rows])
            _add(connection, terms, ids, np.concatenate([row.weights for row in rows]))
            done, after = done + len(rows), int(rows[-1].chunk_id)
            watch(done)


def audit(connection: Connection) -> Iterator[tuple[list[int], list[int]]]:
    """Passages whose postings are not those of their terms, and passages that are not there and have postings."""
    whole = sql.queries.postings.range(connection)
    if whole.first is None:
        return
    for first in range(whole.first, whole.last + 1, AUDITED):
        asked = {"first": first, "last": min(first + AUDITED - 1, whole.last)}
        counts, sums = np.zeros((2, AUDITED), dtype=np.int64)
        for term, (ids, *_) in _by_term(
            arrays.rows(connection, sql.queries.postings.blocks_between.sql, **asked)
        ).items():
            places = ids[(ids >= first) & (ids <= asked["last"])] - first
            counts[places] += 1
            sums[places] += term
        wrong = []
        for row in sql.queries.postings.tallies(connection, **asked):
            place = row.chunk_id - first
            if (counts[place], sums[place]) != (row.terms, row.sum):
                wrong.append(row.chunk_id)
            counts[place] = 0
        for row in sql.queries.postings.gone_between(connection, **asked):
            counts[row.chunk_id - first] = 0
        yield wrong, (np.flatnonzero(counts) + first).tolist()


def insert(connection: Connection, terms: NDArray[np.int32], ids: Ids, weights: Weights) -> None:
    """Store fresh postings: what each term weighs in each passage."""
    order = np.lexsort((ids, terms))  # as the index has them
    bulk.copy(
        connection,
        sql.queries.postings.copy_postings.sql,
        [(bulk.INTEGER, terms[order]), (bulk.BIGINT, ids[order]), (bulk.REAL, weights[order])],
    )


def _enter(connection: Connection, space_id: int, *, wait: bool = True) -> bool:
    """Whether it is this process's turn to move postings of the space, until the transaction ends."""
    spaces.enter(connection, space_id)
    if not wait:
        return bool(sql.queries.postings.try_lock(connection, space=space_id))
    sql.queries.postings.lock(connection, space=space_id)
    return True


def _add(connection: Connection, terms: NDArray[np.int32], ids: Ids, weights: Weights) -> None:
    """Store postings in blocks where there are enough of a term, the others as rows."""
    order = np.lexsort((ids, terms))
    terms, ids, weights = terms[order], ids[order], weights[order]
    starts = np.flatnonzero(np.diff(terms, prepend=terms[0] - 1 if len(terms) else 0))
    ends = np.append(starts[1:], len(terms))
    many = ends - starts >= LEAST
    _merge(
        connection,
        {
            int(terms[start]): (ids[start:end], weights[start:end], 0.0)
            for start, end in zip(starts[many], ends[many], strict=True)
        },
    )
    rare = np.repeat(~many, ends - starts)
    insert(connection, terms[rare], ids[rare], weights[rare])


def _drop(connection: Connection, terms: list[int], chunks: Ids) -> None:
    """Make the blocks of these terms anew without these passages."""
    stale = arrays.rows(connection, sql.queries.postings.take_stale.sql, terms=terms, chunks=chunks.tolist())
    left = {}
    for term, (ids, weights, unit) in _by_term(stale).items():
        keep = ~np.isin(ids, chunks)
        left[term] = (ids[keep], weights[keep], unit)
    _merge(connection, left)


def _merge(connection: Connection, postings: dict[int, Own]) -> None:
    """Store postings in blocks, the last block of each term filled up with them."""
    rows = arrays.rows(connection, sql.queries.postings.take_open.sql, terms=list(postings))
    opened = _by_term(rows)
    made = []
    for term, own in postings.items():
        ids, weights, unit = _join([own, opened[term]]) if term in opened else own
        if len(ids):
            made += [(term, each) for each in blocks.cut(ids, weights, unit)]
    with connection.cursor() as cursor, cursor.copy(sql.queries.postings.copy_blocks.sql) as stream:
        stream.set_types(("int4", "int8", "int8", "int2", "float4", "float4", "int2", "bytea", "bytea"))
        for term, each in made:
            stream.write_row(
                (term, each.first, each.last, each.count, each.top, each.unit, each.form, each.gaps, each.steps)
            )


def _by_term(rows: Iterable[Any]) -> dict[int, Own]:
    """The postings that were read, by term, ascending."""
    found: dict[int, list[Own]] = {}
    for row in rows:
        found.setdefault(row.term, []).append(unpack(row))
    return {term: _join(own) for term, own in found.items()}


def _join(parts: list[Own]) -> Own:
    ids, weights = (np.concatenate(each) for each in list(zip(*parts, strict=True))[:2])
    ids, places = np.unique(ids, return_index=True)
    return ids, weights[places], max(unit for *_, unit in parts)


def unpack(row: Any) -> Own:
    """The postings of one row of ``read`` and its likes."""
    if row.form == FRESH:
        return row.firsts, row.units, 0.0
    ids, weights = blocks.unpack(row.form, row.firsts, row.lasts, row.counts, row.units, row.gaps, row.steps)
    return ids, weights, float(row.units.max())

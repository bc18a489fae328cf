"""Compaction: what came and went leaves room in the tables of postings, and they give it back once a load is over.

A term's few fresh postings stay rows while its block is large (``folding``); rows that were folded and blocks that were written
anew leave holes. Both spare time while much comes. Here all rows are folded that can be, what lies at the end of a table moves
into holes before it, ``vacuum`` gives the end back, and the indexes are made anew. All of it goes on beside who reads and writes,
in short transactions, one process at a time; killed half-way it is due again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sql
from pkm.store import folding, inverted, spaces
from pkm.store.database import Connection, Database
from pkm.store.inverted import Texts

LEAST = 8_000_000  # bytes that could be given back: fewer are not worth it,
SHARE = 6  # nor is less than one in so many, which is 1.2 times what is needed
ROW_BYTES, ROW_INDEX_BYTES = 52, 41  # that a fresh posting takes
BLOCK_BYTES, BLOCK_INDEX_BYTES = 33, 50  # that a block takes, beside its columns
SAMPLED = 2000  # rows by which it is told how many could be folded
PAGE_BYTES, PAGES = 8192, 200  # of a table; pages whose rows are moved in a transaction
PASSES = 3  # what is moved may come to lie at the end once more
SPARE = 1.03  # times as many pages as are needed stay
WAIT_S = 60  # for who still reads an index that was made anew


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of postings: bytes that it takes with its index, those of its own, and those that it would take without holes."""

    name: str
    rows: float
    bytes: int
    heap: int
    least: int
    heap_least: int

    @classmethod
    def look(cls, connection: Connection, name: str) -> _Table:
        found = sql.queries.postings.size(connection, table=name)
        each, indexed = (
            (BLOCK_BYTES + found.width, BLOCK_INDEX_BYTES) if name.endswith("block") else (ROW_BYTES, ROW_INDEX_BYTES)
        )
        rows = found.rows
        return cls(name, rows, found.bytes, found.heap, int(rows * (each + indexed)), int(rows * each))


def is_due(connection: Connection, space_id: int) -> bool:
    """Whether so much could be given back that it is worth while, or an index was left half made by who died."""
    spaces.enter(connection, space_id)
    return any(_is_due(connection, each) or _unfinished(connection, each) for each in Texts)


def compact(database: Database, space_id: int) -> None:
    """Give back what is worth it, unless another process is at it."""
    with database.session() as session:
        if not sql.queries.postings.try_compact(session, space=space_id):
            return
        session.execute(f"set search_path = space_{space_id}, public; set lock_timeout = '{WAIT_S}s'".encode())
        for texts in Texts:
            for index in _unfinished(session, texts):
                session.execute(f"drop index concurrently {index}".encode())
            if _is_due(session, texts):
                folding.fold_rest(database, space_id, texts)
                for name in _names(texts):
                    _draw_together(database, session, space_id, texts, name)
                    session.execute(f"reindex table concurrently {name}".encode())


def _names(texts: Texts) -> Sequence[str]:
    return [texts.named(each) for each in ("passage_posting", "passage_block")]


def _unfinished(connection: Connection, texts: Texts) -> list[str]:
    return [row.name for table in _names(texts) for row in sql.queries.postings.unfinished(connection, table=table)]


def _is_due(connection: Connection, texts: Texts) -> bool:
    rows, blocks = (_Table.look(connection, each) for each in _names(texts))
    worth = max(LEAST, (rows.bytes + blocks.bytes) // SHARE)
    wasted = rows.bytes + blocks.bytes - blocks.least
    if wasted < worth or not rows.rows:
        return wasted >= worth
    percent = min(100.0, 100 * SAMPLED / rows.rows)
    [sample] = texts.rows(connection, "share_foldable", percent=percent)
    return bool(wasted - (1 - sample.share) * rows.least >= worth)


def _draw_together(database: Database, session: Connection, space_id: int, texts: Texts, table: str) -> None:
    """Move what lies behind the pages that are needed into holes before, as far as it fits there, and give the end back."""
    move = "move_blocks" if table.endswith("block") else "move_rows"
    for _ in range(PASSES):
        # It makes the holes known, of which the first are filled first, and cuts off what is empty at the end.
        session.execute(f"vacuum (skip_locked, analyze) {table}".encode())
        found = _Table.look(session, table)
        pages, needed = found.heap // PAGE_BYTES, int(found.heap_least / PAGE_BYTES * SPARE) + 1
        for first in reversed(range(needed, pages, PAGES)):
            with database.transaction(durable=False) as connection:
                if not inverted.enter(connection, space_id, wait=False):
                    return
                texts.rows(connection, move, first=f"({first},0)", last=f"({min(first + PAGES, pages)},0)")

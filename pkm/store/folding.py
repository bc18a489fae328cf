"""Folding: fresh postings move into blocks, and postings of texts that are gone leave them.

Who stores a text writes its postings as rows, and sees them at once. Who deletes one takes its rows along and leaves a note of
the terms whose blocks may hold it still; a search passes such a text by. Both are tidied here, term by term in short
transactions, by one process at a time: nobody waits for it, and killed half-way it goes on where it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import sql
from pkm.store import inverted, rebuilding, spaces
from pkm.store.database import Connection, Database
from pkm.store.inverted import Texts

LEAST, MANY = 2, 16  # fresh postings of a term that are worth writing its last block anew: a small one; any
SHARE = 16  # a block of so many times as many is a small one
TOGETHER, PORTION = 1000, 250_000  # terms, and fresh postings of them, in a transaction
FRESH_LEAST = 1000  # texts that came: worth folding their postings
GONE_LEAST, GONE_SHARE = 500, 20  # texts that are gone: worth tidying, so many and one in so many
GONE_MOST = 100_000  # of them in one go: each writes most blocks anew
LEFT_LEAST = {"passage_posting": 250_000, "passage_block": 4000}  # rows left behind: worth reclaiming room, so many
LEFT_SHARE = 4  # and one in so many of those that the table has: to reclaim it takes as long as the table is large
STALE = -1  # the last text that was folded, where all are to be folded anew


def is_due(connection: Connection, space_id: int) -> bool:
    """Whether so many texts came since the last time, or went, that it is worth while."""
    spaces.enter(connection, space_id)
    return any(_is_due(inverted.unfolded(connection, space_id, each)) for each in Texts)


def _is_due(unfolded: Any) -> bool:
    return bool(unfolded.is_stale or unfolded.fresh >= FRESH_LEAST or unfolded.gone >= _gone_least(unfolded))


def _gone_least(unfolded: Any) -> int:
    """How many must be gone: a search passes a few by, and to take out many costs little more than to take out few."""
    return max(GONE_LEAST, int(unfolded.texts) // GONE_SHARE)


def outdate(connection: Connection, space_id: int) -> None:
    """Note that blocks hold what is not so any more: all postings are to be made anew."""
    for texts in Texts:
        texts.run(connection, "note_folded", space=space_id, last=STALE)


def tidy(database: Database, space_id: int) -> None:
    """Fold and purge what is worth it, unless another process is at it; make anew what is outdated."""
    for texts in Texts:
        with database.transaction() as connection:
            spaces.enter(connection, space_id)
            found = inverted.unfolded(connection, space_id, texts)
        if not _is_due(found):
            continue
        if found.is_stale:
            rebuilding.rebuild(database, space_id)
            continue
        _fold(database, space_id, texts, wait=False)
        _purge(database, space_id, texts, _gone_least(found))
        with database.transaction(durable=False) as connection:
            texts.run(connection, "note_folded", space=space_id, last=found.last)


def fold(database: Database, space_id: int, *, wait: bool = True) -> int:
    """Move fresh postings into blocks where there are enough of a term; returns of how many terms.

    Without ``wait`` it leaves when another process is at it.
    """
    return sum(_fold(database, space_id, each, wait=wait) for each in Texts)


def fold_rest(database: Database, space_id: int, texts: Texts) -> int:
    """Move all fresh postings into blocks whose term has a block or stands in two texts; returns of how many terms."""
    return _fold(database, space_id, texts, wait=False, rest=True)


def _fold(database: Database, space_id: int, texts: Texts, *, wait: bool, rest: bool = False) -> int:
    after, folded = -(1 << 31), 0
    terms: list[int] = []  # some of whose postings are left
    room = _Room(database, space_id, texts)
    while True:
        with database.transaction(durable=False) as connection:
            if not inverted.enter(connection, space_id, wait=wait):
                break
            if not terms:
                asked = {"after": after, "most": TOGETHER} | (
                    {} if rest else {"least": LEAST, "many": MANY, "share": SHARE}
                )
                terms = [row.term for row in texts.rows(connection, "foldable_rest" if rest else "foldable", **asked)]
                if not terms:
                    break
                after, folded = terms[-1] + 1, folded + len(terms)
            taken = inverted.joined(texts.rows(connection, "take_fresh", terms=terms, most=PORTION))
            made = inverted.merge(connection, texts, taken)
        room.leave(len(taken.ids), made)
        if len(taken.ids) < PORTION:
            terms = []
    if folded >= TOGETHER:
        room.reclaim()
    return folded


class _Room:
    """Of what was moved or made anew: what comes next uses it, before that takes new room."""

    def __init__(self, database: Database, space_id: int, texts: Texts) -> None:
        self._database, self._texts, self._schema = database, texts, f"space_{space_id}"
        self._left = dict.fromkeys(LEFT_LEAST, 0)
        self._worth = {table: self._estimate(table) for table in LEFT_LEAST}

    def leave(self, moved: int, remade: int) -> None:
        """So many fresh postings were moved, and so many blocks made anew."""
        for table, left in (("passage_posting", moved), ("passage_block", remade)):
            self._left[table] += left
            if self._left[table] >= self._worth[table]:
                self._reclaim(table)

    def reclaim(self) -> None:
        """Give free what was left."""
        for table in LEFT_LEAST:
            self._reclaim(table)

    def _reclaim(self, table: str) -> None:
        with self._database.session() as connection:
            connection.execute(f"vacuum (skip_locked, analyze) {self._name(table)}".encode())
        self._left[table], self._worth[table] = 0, self._estimate(table)

    def _estimate(self, table: str) -> int:
        """How many rows left behind are worth it."""
        with self._database.transaction() as connection:
            rows = sql.queries.postings.size(connection, table=self._name(table)).rows
        return max(LEFT_LEAST[table], int(rows) // LEFT_SHARE)

    def _name(self, table: str) -> str:
        return f"{self._schema}.{self._texts.named(table)}"


def purge(database: Database, space_id: int, least: int = 1) -> int:
    """Take the postings of texts that are gone out of blocks, once there are ``least`` of them; returns how many."""
    return sum(_purge(database, space_id, each, least) for each in Texts)


def _purge(database: Database, space_id: int, texts: Texts, least: int) -> int:
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        [(waiting,)] = texts.rows(connection, "count_gone")
    purged, room = 0, _Room(database, space_id, texts)
    while waiting >= max(1, least) and purged < waiting:
        with database.transaction(durable=False) as connection:
            spaces.enter(connection, space_id)
            gone = texts.rows(connection, "gone", most=GONE_MOST)
        if not gone:
            break
        ids = np.array([row.id for row in gone], dtype=np.int64)
        terms = np.unique(np.concatenate([row.terms for row in gone]))
        # In no order: a page of the index has room for a few new entries before the old ones go, not for each of its own.
        np.random.default_rng(0).shuffle(terms)
        for start in range(0, len(terms), TOGETHER):
            with database.transaction(durable=False) as connection:
                inverted.enter(connection, space_id)
                made = inverted.drop(connection, texts, terms[start : start + TOGETHER].tolist(), ids)
            room.leave(0, made)
        with database.transaction(durable=False) as connection:
            inverted.enter(connection, space_id)
            texts.run(connection, "drop_gone", ids=ids.tolist())
        purged += len(gone)
    return purged

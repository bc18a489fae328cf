"""Folding: fresh postings move into blocks, and postings of texts that are gone leave them.

A text is a passage, or a document as a whole; each has postings of its own. Who stores one writes its postings as rows, and
sees them at once. Who deletes one takes its rows along and leaves a note of the terms whose blocks may hold it still; a
search passes such a text by. Both are tidied here, term by term in short transactions, by one process at a time: nobody
waits for it, and killed half-way it goes on where it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from enum import Enum
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.store import arrays, blocks, bulk, spaces
from pkm.store.blocks import Ids, Postings, Weights
from pkm.store.database import Connection, Database

LEAST, MANY = 2, 16  # fresh postings of a term that are worth writing its last block anew: a small one; any
SHARE = 16  # a block of so many times as many is a small one
TOGETHER = 1000  # terms in a transaction
FRESH_LEAST = 1000  # texts that came: worth folding their postings
GONE_LEAST, GONE_SHARE = 500, 20  # texts that are gone: worth tidying, so many and one in so many
GONE_MOST = 100_000  # of them in one go: each writes most blocks anew
REMADE_LEAST, REMADE_SHARE = 4000, 20  # blocks made anew: worth reclaiming room, so many and one in so many
WINDOW = 2_000_000  # postings that are sorted together when all are made anew
RANGES = 500  # of terms, of which so many are sorted together as hold a window's postings
READ = 1000  # texts whose terms are read together
AUDITED = 50_000  # ids that are held against each other together
FRESH = -1  # the form of postings that are rows
STALE = -1  # the last text that was folded, where all are to be folded anew
_COLUMNS = (
    bulk.INTEGER,
    bulk.BIGINT,
    bulk.BIGINT,
    bulk.SMALLINT,
    bulk.REAL,
    bulk.REAL,
    bulk.SMALLINT,
    bulk.BYTES,
    bulk.BYTES,
)

_TABLES = {
    "passage_posting": "document_posting", "passage_block": "document_block", "passage_gone": "document_gone",
    "passage_vector": "document_words", "chunk_id": "document_id", "passages_folded_to": "documents_folded_to",
}  # fmt: skip
_NAMES = re.compile(rf"\b({'|'.join(_TABLES)})\b")


class Texts(Enum):
    """Whose postings."""

    PASSAGES = "passages"
    DOCUMENTS = "documents"

    def query(self, name: str) -> str:
        """A query of ``sql/queries/postings.sql`` over their tables."""
        return self.named(getattr(sql.queries.postings, name).sql)

    def named(self, statement: str) -> str:
        """A statement about passages as one about these."""
        return statement if self is Texts.PASSAGES else _NAMES.sub(lambda found: _TABLES[found[1]], statement)

    def rows(self, connection: Connection, name: str, **asked: Any) -> list[Any]:
        """What a query finds, arrays as numpy's."""
        return arrays.rows(connection, self.query(name), **asked)

    def run(self, connection: Connection, name: str, **asked: Any) -> None:
        """A query that finds nothing."""
        connection.execute(self.query(name).encode(), asked)


def is_due(connection: Connection, space_id: int) -> bool:
    """Whether so many texts came since the last time, or went, that it is worth while."""
    spaces.enter(connection, space_id)
    return any(_is_due(_unfolded(connection, space_id, each)) for each in Texts)


def _unfolded(connection: Connection, space_id: int, texts: Texts) -> Any:
    [row] = texts.rows(connection, "unfolded", space=space_id)
    return row


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
            found = _unfolded(connection, space_id, texts)
        if not _is_due(found):
            continue
        if found.is_stale:
            rebuild(database, space_id)
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
    room = _Room(database, space_id, texts)
    while True:
        with database.transaction(durable=False) as connection:
            if not enter(connection, space_id, wait=wait):
                break
            asked = {"after": after, "most": TOGETHER} | (
                {} if rest else {"least": LEAST, "many": MANY, "share": SHARE}
            )
            terms = [row.term for row in texts.rows(connection, "foldable_rest" if rest else "foldable", **asked)]
            if not terms:
                break
            made = _merge(connection, texts, _joined(texts.rows(connection, "take_fresh", terms=terms)))
        room.leave(made)
        after, folded = terms[-1] + 1, folded + len(terms)
    if folded >= TOGETHER:
        room.reclaim()
    return folded


class _Room:
    """Of what was moved or made anew: what comes next uses it, before that takes new room."""

    def __init__(self, database: Database, space_id: int, texts: Texts) -> None:
        self._database, self._space_id, self._texts = database, space_id, texts
        with database.transaction() as connection:
            spaces.enter(connection, space_id)
            [(blocks_,)] = texts.rows(connection, "estimate_blocks")
        self._worth, self._left = max(REMADE_LEAST, blocks_ // REMADE_SHARE), 0

    def leave(self, remade: int) -> None:
        """So many blocks were made anew."""
        self._left += remade
        if self._left >= self._worth:
            self.reclaim()

    def reclaim(self) -> None:
        """Give free what was left."""
        self._left = 0
        with self._database.session() as connection:
            for table in ("passage_posting", "passage_block"):
                name = self._texts.named(f"space_{self._space_id}.{table}")
                connection.execute(f"vacuum (skip_locked, analyze) {name}".encode())


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
                enter(connection, space_id)
                made = _drop(connection, texts, terms[start : start + TOGETHER].tolist(), ids)
            room.leave(made)
        with database.transaction(durable=False) as connection:
            enter(connection, space_id)
            texts.run(connection, "drop_gone", ids=ids.tolist())
        purged += len(gone)
    return purged


def rebuild(database: Database, space_id: int, watch: Callable[[int], None] = lambda _: None) -> None:
    """Make all postings of a space anew from the terms of its texts, in one transaction.

    Args:
        watch: Is told how many texts are done.
    """
    done = 0
    with database.transaction(durable=False) as connection:
        enter(connection, space_id)
        for texts in Texts:
            texts.run(connection, "hold")
            texts.run(connection, "clear")
            sql.queries.postings.begin_pieces(connection)
            bounds: NDArray[np.int32] | None = None
            for rows in _windows(connection, texts):
                bounds = _lay_out(connection, rows, bounds)
                done += len(rows)
                watch(done)
            for postings in _laid_out(connection):
                _add(connection, texts, *postings)
            sql.queries.postings.end_pieces(connection)
            texts.run(connection, "note_folded", space=space_id, last=_unfolded(connection, space_id, texts).last)


def _lay_out(connection: Connection, rows: list[Any], bounds: NDArray[np.int32] | None) -> NDArray[np.int32]:
    """Lay the postings of these texts into pieces, by ranges of terms: so a term's blocks are written once, not again for every window.

    Args:
        bounds: Of the ranges; those of these texts, if ``None``.
    """
    terms = np.concatenate([row.terms for row in rows])
    ids = np.repeat(np.array([row.id for row in rows], dtype=np.int64), [len(row.terms) for row in rows])
    order = np.argsort(terms, kind="stable")
    parts = (terms[order], ids[order], np.concatenate([row.weights for row in rows])[order])
    if bounds is None:
        bounds = np.unique(parts[0][:: max(1, len(terms) // RANGES)])
    edges = [0, *np.searchsorted(parts[0], bounds).tolist(), len(terms)]
    with connection.cursor() as cursor, cursor.copy(sql.queries.postings.copy_pieces.sql) as stream:
        stream.set_types(("int4", "int4", "bytea", "bytea", "bytea"))
        for number, (start, end) in enumerate(pairwise(edges)):
            if start < end:
                stream.write_row((number, end - start, *(each[start:end].tobytes() for each in parts)))
    return bounds


def _laid_out(connection: Connection) -> Iterator[tuple[NDArray[np.int32], Ids, Weights]]:
    """All postings, as many ranges of terms together as hold about ``WINDOW`` of them."""
    ranges = [(row.range, row.postings) for row in sql.queries.postings.ranges(connection)]
    for first, last in _together(ranges):
        rows = list(sql.queries.postings.pieces(connection, first=first, last=last))
        yield (
            np.frombuffer(b"".join(row.terms for row in rows), dtype=np.int32),
            np.frombuffer(b"".join(row.ids for row in rows), dtype=np.int64),
            np.frombuffer(b"".join(row.weights for row in rows), dtype=np.float32),
        )


def _together(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first and the last of ranges in a row that hold at most ``WINDOW`` postings, or of one that holds more."""
    held = 0
    for place, (number, postings) in enumerate(ranges):
        if not held:
            first = number
        held += postings
        if place + 1 == len(ranges) or held + ranges[place + 1][1] > WINDOW:
            yield first, number
            held = 0


def _windows(connection: Connection, texts: Texts) -> Iterator[list[Any]]:
    """All texts with their terms, in their order, so many together as have ``WINDOW`` postings."""
    together: list[Any] = []
    postings, after = 0, -1
    while rows := texts.rows(connection, "weighed", after=after, most=min(READ, WINDOW)):
        together += rows
        postings, after = postings + sum(len(row.terms) for row in rows), int(rows[-1].id)
        if postings >= WINDOW:
            yield together
            together, postings = [], 0
    if together:
        yield together


def audit(connection: Connection, texts: Texts = Texts.PASSAGES) -> Iterator[tuple[list[int], list[int]]]:
    """Texts whose postings are not those of their terms, and texts that are not there and have postings."""
    [whole] = texts.rows(connection, "range")
    if whole.first is None:
        return
    for first in range(whole.first, whole.last + 1, AUDITED):
        asked = {"first": first, "last": min(first + AUDITED - 1, whole.last)}
        counts, sums = np.zeros((2, AUDITED), dtype=np.int64)
        by_term: dict[int, list[Ids]] = {}
        for row in texts.rows(connection, "blocks_between", **asked):
            by_term.setdefault(row.term, []).append(unpack(row)[0])
        for term, parts in by_term.items():
            ids = np.unique(np.concatenate(parts))
            places = ids[(ids >= first) & (ids <= asked["last"])] - first
            counts[places] += 1
            sums[places] += term
        wrong = []
        for row in texts.rows(connection, "tallies", **asked):
            place = row.id - first
            if (counts[place], sums[place]) != (row.terms, row.sum):
                wrong.append(row.id)
            counts[place] = 0
        for row in texts.rows(connection, "gone_between", **asked):
            counts[row.id - first] = 0
        yield wrong, (np.flatnonzero(counts) + first).tolist()


def insert(connection: Connection, texts: Texts, terms: NDArray[np.int32], ids: Ids, weights: Weights) -> None:
    """Store fresh postings: what each term weighs in each text."""
    order = np.lexsort((ids, terms))  # as the index has them
    bulk.copy(
        connection,
        texts.query("copy_postings"),
        [(bulk.INTEGER, terms[order]), (bulk.BIGINT, ids[order]), (bulk.REAL, weights[order])],
    )


def withdraw(connection: Connection, texts: Texts, text: int, terms: Collection[int]) -> None:
    """Take the postings of these terms from a text that stays; for who has the turn (``enter``)."""
    texts.run(connection, "drop_fresh", id=text, terms=list(terms))
    _drop(connection, texts, list(terms), np.array([text], dtype=np.int64))


def enter(connection: Connection, space_id: int, *, wait: bool = True) -> bool:
    """Whether it is this process's turn to move postings of the space, until the transaction ends."""
    spaces.enter(connection, space_id)
    if not wait:
        return bool(sql.queries.postings.try_lock(connection, space=space_id))
    sql.queries.postings.lock(connection, space=space_id)
    return True


def _add(connection: Connection, texts: Texts, terms: NDArray[np.int32], ids: Ids, weights: Weights) -> None:
    """Store postings in blocks where there are enough of a term, the others as rows."""
    postings = _in_order([Postings(terms, ids, weights, np.zeros_like(weights))])
    many = _counts(postings.terms) >= LEAST
    _merge(connection, texts, postings.at(many))
    insert(connection, texts, *postings.at(~many)[:3])


def _drop(connection: Connection, texts: Texts, terms: list[int], gone: Ids) -> int:
    """Make the blocks of these terms anew without these texts; returns how many blocks that made."""
    stale = _joined(texts.rows(connection, "take_stale", terms=terms, ids=gone.tolist()))
    return _merge(connection, texts, stale.at(~np.isin(stale.ids, gone)))


def _merge(connection: Connection, texts: Texts, postings: Postings) -> int:
    """Store postings in blocks, the last blocks of each term filled up with them; returns how many blocks that made."""
    terms = np.unique(postings.terms)
    rows = texts.rows(connection, "take_open", terms=terms.tolist())
    beside = np.zeros(len(terms), dtype=np.int64)
    for row in rows:
        beside[np.searchsorted(terms, row.terms)] = row.beside
    every = _in_order([postings, *map(_unpack, rows)])
    made = blocks.cut(every, _counts(every.terms) + beside[np.searchsorted(terms, every.terms)] > blocks.LEVELLED)
    if made:
        bulk.copy(connection, texts.query("copy_blocks"), list(zip(_COLUMNS, zip(*made, strict=True), strict=True)))
    return len(made)


def _in_order(parts: list[Postings]) -> Postings:
    """All of them by term and id; of one that stands in several parts the first."""
    every = Postings(*(np.concatenate(each) for each in zip(*parts, strict=True)))
    every = every.at(np.lexsort((every.ids, every.terms)))
    return every.at(np.flatnonzero(_begins(every.terms) | _begins(every.ids)))


def _begins(numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Where another number stands than before."""
    others = np.ones(len(numbers), dtype=bool)
    others[1:] = numbers[1:] != numbers[:-1]
    return others


def _counts(terms: NDArray[np.int32]) -> NDArray[np.int64]:
    """Of each of these, which are ascending, how many are the same."""
    lengths = np.diff(np.flatnonzero(_begins(terms)), append=len(terms))
    return np.repeat(lengths, lengths)


def _joined(rows: list[Any]) -> Postings:
    """The postings of ``take_fresh`` and its likes."""
    nothing = Postings(*(np.empty(0, dtype=kind) for kind in ("i4", "i8", "f4", "f4")))
    return _in_order([nothing, *map(_unpack, rows)])


def _unpack(row: Any) -> Postings:
    """Those of one row: of blocks of one form, of many terms, or fresh ones."""
    ids, weights = unpack(row)
    if row.form == FRESH:
        return Postings(row.terms, ids, weights, np.zeros_like(weights))
    return Postings(np.repeat(row.terms, row.counts), ids, weights, np.repeat(row.units, row.counts))


def unpack(row: Any) -> tuple[Ids, Weights]:
    """The ids and weights of one row of ``read`` and its likes."""
    if row.form == FRESH:
        return row.firsts, row.units
    return blocks.unpack(row.form, row.firsts, row.lasts, row.counts, row.units, row.gaps, row.steps)

"""The inverted index of a space: where the postings of its texts lie, how they come in, are put together and taken out.

A text is a passage, or a document as a whole; each has postings of its own. A posting is a row (fresh), or lies in a block
(``pkm.store.blocks``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.store import arrays, blocks, bulk, spaces
from pkm.store.blocks import Ids, Postings, Weights
from pkm.store.database import Connection

LEAST = 2  # postings of a term that are worth a block
AUDITED = 50_000  # ids that are held against each other together
FRESH = -1  # the form of postings that are rows
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


def unfolded(connection: Connection, space_id: int, texts: Texts) -> Any:
    """How many texts came since postings were last folded, how many are gone, and whether all are to be made anew."""
    [row] = texts.rows(connection, "unfolded", space=space_id)
    return row


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
    drop(connection, texts, list(terms), np.array([text], dtype=np.int64))


def enter(connection: Connection, space_id: int, *, wait: bool = True) -> bool:
    """Whether it is this process's turn to move postings of the space, until the transaction ends."""
    spaces.enter(connection, space_id)
    if not wait:
        return bool(sql.queries.postings.try_lock(connection, space=space_id))
    sql.queries.postings.lock(connection, space=space_id)
    return True


def add(connection: Connection, texts: Texts, terms: NDArray[np.int32], ids: Ids, weights: Weights) -> None:
    """Store postings in blocks where there are enough of a term, the others as rows."""
    postings = _in_order([Postings(terms, ids, weights, np.zeros_like(weights))])
    many = _counts(postings.terms) >= LEAST
    merge(connection, texts, postings.at(many))
    insert(connection, texts, *postings.at(~many)[:3])


def drop(connection: Connection, texts: Texts, terms: list[int], gone: Ids) -> int:
    """Make the blocks of these terms anew without these texts; returns how many blocks that made."""
    stale = joined(texts.rows(connection, "take_stale", terms=terms, ids=gone.tolist()))
    return merge(connection, texts, stale.at(~np.isin(stale.ids, gone)))


def merge(connection: Connection, texts: Texts, postings: Postings) -> int:
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


def joined(rows: list[Any]) -> Postings:
    """The postings of ``take_fresh`` and its likes."""
    nothing = Postings(*(np.empty(0, dtype=kind) for kind in ("i4", "i8", "f4", "f4")))
    return _in_order([nothing, *map(_unpack, rows)])


def _unpack(row: Any) -> Postings:
    """Those of one row: of blocks of one form, of many terms, or fresh ones."""
    ids, weights = unpack(row)
    if row.form == FRESH:
        return Postings(row.terms, ids, weights, np.zeros_like(weights))
    return Postings(np.repeat(row.terms, row.counts), ids, weights, np.repeat(row.units, row.counts))


def span(rows: list[Any]) -> tuple[int, int]:
    """Between which ids all lie that rows of ``read`` and its likes hold, of which there is one."""
    lasts = [row.firsts if row.form == FRESH else row.lasts for row in rows]
    return min(int(row.firsts.min()) for row in rows), max(int(each.max()) for each in lasts)


def unpack(row: Any) -> tuple[Ids, Weights]:
    """The ids and weights of one row of ``read`` and its likes."""
    if row.form == FRESH:
        return row.firsts, row.units
    return blocks.unpack(row.form, row.firsts, row.lasts, row.counts, row.units, row.gaps, row.steps)


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

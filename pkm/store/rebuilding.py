"""All postings of a space made anew from the terms of its texts, where blocks hold what is not so any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.store import inverted
from pkm.store.blocks import Ids, Weights
from pkm.store.database import Connection, Database
from pkm.store.inverted import Texts

WINDOW = 2_000_000  # postings that are sorted together
RANGES = 500  # of terms, of which so many are sorted together as hold a window's postings
READ = 1000  # texts whose terms are read together


def rebuild(database: Database, space_id: int, watch: Callable[[int], None] = lambda _: None) -> None:
    """Make all postings of a space anew from the terms of its texts, in one transaction.

    Args:
        watch: Is told how many texts are done.
    """
    done = 0
    with database.transaction(durable=False) as connection:
        inverted.enter(connection, space_id)
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
                inverted.add(connection, texts, *postings)
            sql.queries.postings.end_pieces(connection)
            texts.run(
                connection, "note_folded", space=space_id, last=inverted.unfolded(connection, space_id, texts).last
            )


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

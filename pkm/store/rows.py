"""Rows in any number: read group by group, written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, TypeVar

from pkm.store.database import Connection

BATCH = 20_000
T = TypeVar("T")


def stream(connection: Connection, query: Any, *key: str) -> Iterator[list[Any]]:
    """The rows of a named query that is ordered by ``key`` (two columns or more), group by group, however many there are."""
    with connection.cursor(query.__name__) as cursor:
        cursor.itersize = BATCH
        cursor.execute(query.sql)
        for _, members in groupby(cursor, key=attrgetter(*key)):
            yield list(members)


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Parts that are written at once."""
    left = iter(values)
    while part := list(islice(left, BATCH)):
        yield part

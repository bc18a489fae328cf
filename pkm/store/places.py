"""What a look at a folder knows of its files from before, in a form that a million of them fit in and pass through quickly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

import sql
from pkm.models import FileId, SourceId
from pkm.store.database import Connection, Database
from pkm.store.paths import shown_path

WIDTH = 33  # bytes of a packed Stat and its mark
DELETED = b"\x01"  # the mark of a file that is deleted; others have a zero
REFUSED = bytes(WIDTH)  # a thing that is no file to be read was refused here before


class Page(NamedTuple):
    """Files as they are known: their places, and as many packed stats with their marks, one after the other."""

    places: list[bytes]
    stats: bytes

    def each(self) -> Iterator[tuple[bytes, bytes]]:
        """Each place with its stat and mark."""
        packed = (self.stats[start : start + WIDTH] for start in range(0, len(self.stats), WIDTH))
        return zip(self.places, packed, strict=True)


@contextmanager
def knowing(database: Database, source: SourceId, roots: Sequence[str]) -> Iterator[Iterator[Page]]:
    """All files of a source, or those at and below some roots, as they are known when the block begins.

    They are read in the background meanwhile: they come page by page once they are asked for. Forgotten ones are not
    among them.
    """
    shown = [shown_path(os.fsencode(each))[0] for each in roots] or None
    with (
        database.transaction() as connection,
        connection.cursor("known", binary=True) as cursor,
        ThreadPoolExecutor(1, "pkm-known") as reader,
    ):
        sql.queries.places.never_sort(connection)
        cursor.execute(
            sql.queries.places.known.sql, {"source": source, "roots": shown}
        )  # a cursor sees what was there when it was declared
        rows = reader.submit(cursor.fetchall)
        yield _pages(rows)


def _pages(rows: Future[list[Any]]) -> Iterator[Page]:
    for row in rows.result():
        yield Page(row.places.split(b"\0"), row.stats)


def ids(connection: Connection, source: SourceId, places: Sequence[bytes]) -> dict[bytes, FileId]:
    """The files at these places."""
    shown = {shown_path(each)[0]: each for each in places}
    rows = sql.queries.places.ids(connection, source=source, paths=list(shown))
    return {shown[row.path]: FileId(row.id) for row in rows}


def reasons(connection: Connection, source: SourceId, places: Sequence[bytes]) -> dict[bytes, str | None]:
    """Why the things at these places were refused."""
    shown = {shown_path(each)[0]: each for each in places}
    rows = sql.queries.places.reasons(connection, source=source, paths=list(shown))
    return {shown[row.path]: row.reason for row in rows}

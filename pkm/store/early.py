"""Vectors of passages that nobody can find yet: of a large file, slice by slice, until all of it is made visible at once.

They are known again by their passages' hashes, go in the transaction that stores the file, and where it is given up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sql
from pkm.models import FileId
from pkm.store import spaces
from pkm.store.database import Connection
from pkm.store.leased import Leased
from pkm.store.vectors import Stored


def of(connection: Connection, space_id: int, files: Sequence[FileId]) -> dict[bytes, Stored]:
    """What was embedded of files' passages, by their hashes, when somebody had them in hand before."""
    spaces.enter(connection, space_id, alike=True)
    rows = sql.queries.early.of_files(connection, space=space_id, files=list(files))
    return {bytes(row.hash): Stored.of(row) for row in rows}


def keep(connection: Connection, space_id: int, file: Leased, stored: Mapping[bytes, Stored]) -> None:
    """Keep what was embedded of a file just now; nothing of it was kept before."""
    spaces.enter(connection, space_id, alike=True)
    with connection.cursor() as cursor, cursor.copy(sql.queries.early.copy_vectors.sql) as stream:
        stream.set_types(("int8", "int8", "int8", "bytea", "halfvec", "int4[]", "float4[]", "bytea"))
        for digest, each in stored.items():
            stream.write_row((file.id, space_id, file.collection_id, digest, *each.columns()))


def count(connection: Connection, file: FileId | None = None) -> int:
    """How many passages of a file, or of all, are embedded ahead."""
    if file is None:
        return int(sql.queries.early.count_all(connection))
    return int(sql.queries.early.count(connection, file=file))


def drop(connection: Connection, files: Sequence[FileId]) -> None:
    """Files are stored, or need nothing to be embedded: their vectors rest here no longer."""
    sql.queries.early.drop(connection, files=list(files))

"""Rows of fixed width for PostgreSQL's binary COPY, written as one block instead of value by value.

Format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": a signature; for each row the number of
its fields, then each field's length and big-endian bytes; -1 as trailer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pkm.store.database import Connection

INTEGER, BIGINT, REAL, BOOLEAN = ">i4", ">i8", ">f4", "?"
SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"


def copy(connection: Connection, statement: str, columns: Sequence[tuple[str, ArrayLike]]) -> None:
    """Run a ``copy … from stdin (format binary)`` with these columns, each a type of this module and its values."""
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for number, (kind, _) in enumerate(columns):
        fields += [(f"length{number}", ">i4"), (f"value{number}", kind)]
    rows = np.empty(len(np.asarray(columns[0][1])), dtype=fields)
    rows["count"] = len(columns)
    for number, (kind, values) in enumerate(columns):
        rows[f"length{number}"] = np.dtype(kind).itemsize
        rows[f"value{number}"] = values
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write(SIGNATURE + rows.tobytes() + TRAILER)

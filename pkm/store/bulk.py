"""Rows for PostgreSQL's binary COPY, written as one block instead of value by value.

Format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": a signature; for each row the number of
its fields, then each field's length and big-endian bytes; -1 as trailer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pkm.store.database import Connection

INTEGER, BIGINT, SMALLINT, REAL, BYTES = ">i4", ">i8", ">i2", ">f4", "bytes"
SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"


def copy(connection: Connection, statement: str, columns: Sequence[tuple[str, Any]]) -> None:
    """Run a ``copy … from stdin (format binary)`` with these columns, each a type of this module and its values; ``BYTES`` come last."""
    fixed, variable = [each for each in columns if each[0] != BYTES], [each for kind, each in columns if kind == BYTES]
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for number, (kind, _) in enumerate(fixed):
        fields += [(f"length{number}", ">i4"), (f"value{number}", kind)]
    rows = np.empty(len(fixed[0][1]), dtype=fields)
    rows["count"] = len(columns)
    for number, (kind, values) in enumerate(fixed):
        rows[f"length{number}"] = np.dtype(kind).itemsize
        rows[f"value{number}"] = values
    written, width = rows.tobytes(), rows.itemsize
    if variable:
        heads = (written[start : start + width] for start in range(0, len(written), width))
        sized = [[len(each).to_bytes(4) + each for each in values] for values in variable]
        written = b"".join(part for row in zip(heads, *sized, strict=True) for part in row)
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write(SIGNATURE + written + TRAILER)

"""PostgreSQL's arrays of numbers as numpy's: read and written as one block of bytes, not number by number.

Format: ``array_send`` of src/backend/utils/adt/arrayfuncs.c: 20 bytes of header for one dimension (12 for none), then each
element's length and big-endian bytes. Arrays with NULLs are not read.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format

from pkm.store.database import Connection

_HEADER, _HEADER_OF_NONE = 20, 12
_BIGINT, _BIGINTS = 20, 1016  # src/include/catalog/pg_type.dat
_KINDS = {"int2": "i2", "int4": "i4", "int8": "i8", "float4": "f4", "float8": "f8"}


def _loader(kind: str) -> type[Loader]:
    element = np.dtype([("length", ">i4"), ("value", f">{kind}")])

    class Numbers(Loader):
        format = Format.BINARY

        def load(self, data: Buffer) -> NDArray[Any]:
            values = np.frombuffer(bytes(data)[_HEADER:], dtype=element)
            return values["value"].astype(kind)

    return Numbers


class _Bigints(Dumper):
    """An array of shape (n,) as ``bigint[]``."""

    format = Format.BINARY
    oid = _BIGINTS

    def dump(self, obj: NDArray[np.int64]) -> Buffer:
        elements = np.empty(len(obj), dtype=[("length", ">i4"), ("value", ">i8")])
        elements["length"], elements["value"] = 8, obj
        header = [1, 0, _BIGINT, len(obj), 1] if len(obj) else [0, 0, _BIGINT]
        return np.array(header, dtype=">i4").tobytes() + elements.tobytes()


_LOADERS = {name: _loader(kind) for name, kind in _KINDS.items()}


def joined(data: bytes, counts: NDArray[np.int64], kind: str) -> NDArray[Any]:
    """The elements of arrays of 4-byte numbers that a query joined (``string_agg`` of ``array_send``), one after the other.

    Args:
        counts: How many each array has.
        kind: numpy's, as ``i4``.
    """
    words = np.frombuffer(data, dtype=f">{kind}")
    sizes = np.where(counts > 0, _HEADER // 4 + 2 * counts, _HEADER_OF_NONE // 4)
    firsts = np.cumsum(sizes) - sizes + _HEADER // 4 + 1  # behind the header and the length of the first
    before = np.cumsum(counts) - counts
    return words[np.repeat(firsts - 2 * before, counts) + 2 * np.arange(int(counts.sum()))].astype(kind)


def rows(connection: Connection, query: str, **parameters: Any) -> list[Any]:
    """The rows of a query, its arrays of numbers as numpy arrays; those among the parameters are of whole numbers."""
    with connection.cursor(binary=True) as cursor:
        cursor.adapters.register_dumper(np.ndarray, _Bigints)
        for name, loader in _LOADERS.items():
            cursor.adapters.register_loader(cursor.adapters.types[name].array_oid, loader)
        return cursor.execute(query.encode(), parameters).fetchall()

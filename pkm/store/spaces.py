"""Embedding spaces: which model a home was built with, and the schema that holds its vectors."""

from __future__ import annotations

from pgvector.psycopg import register_vector

import sql
from pkm.models import Space
from pkm.store.database import Connection

EXACT_ROWS = 10_000  # up to here looking at every vector is as fast as the index, and misses none


def active(connection: Connection) -> tuple[int, Space] | None:
    """The active space and its id; ``None`` in a home that has embedded nothing yet."""
    row = sql.queries.spaces.active(connection)
    if row is None:
        return None
    return row.id, Space(row.name, row.model, row.dimensions, row.sparse, row.multi, row.window_tokens)


def activate(connection: Connection, space: Space) -> int:
    """The id of the active space; the given one is made active, with its tables, where there is none."""
    if found := active(connection):
        return found[0]
    sql.queries.spaces.lock(connection)
    if found := active(connection):  # another process was faster
        return found[0]
    number = sql.queries.spaces.insert(
        connection, name=space.name, model=space.model, dimensions=space.dimensions, sparse=space.sparse,
        multi=space.multi, window_tokens=space.window_tokens,
    )  # fmt: skip
    sql.queries.spaces.create_tables(connection, space=number, dimensions=space.dimensions)
    return int(number)


def index_when_large(connection: Connection, space_id: int) -> bool:
    """Whether the space has its HNSW index; it is built, once, when the space outgrows exact search.

    A build at once is several times quicker than one insert after the other, and a small home needs none.
    """
    enter(connection, space_id)
    if sql.queries.spaces.is_indexed(connection):
        return True
    if not sql.queries.spaces.outgrew(connection, rows=EXACT_ROWS):
        return False
    sql.queries.spaces.lock(connection)
    sql.queries.spaces.index_dense(connection)
    return True


def enter(connection: Connection, space_id: int) -> None:
    """Let the rest of the transaction work in the tables of this space, and know pgvector's types."""
    sql.queries.spaces.enter(connection, path=f"space_{space_id}, public")
    if connection.adapters.types.get("halfvec") is None:
        register_vector(connection)

"""Embedding spaces: which model a home was built with, and the schema that holds its vectors."""

from __future__ import annotations

from pgvector.psycopg import register_vector

import sql
from pkm.models import Space
from pkm.store.database import Connection


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


def enter(connection: Connection, space_id: int) -> None:
    """Let the rest of the transaction work in the tables of this space, and know pgvector's types."""
    sql.queries.spaces.enter(connection, path=f"space_{space_id}, public")
    if connection.adapters.types.get("halfvec") is None:
        register_vector(connection)

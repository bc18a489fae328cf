"""Embedding spaces: which model a home was built with, and the schema that holds its vectors."""

from __future__ import annotations

from typing import Any

from pgvector.psycopg import register_vector

import sql
from pkm.errors import SpaceChanged, UsageError
from pkm.models import Space
from pkm.store.database import Connection


def active(connection: Connection) -> tuple[int, Space] | None:
    """The active space and its id; ``None`` in a home that has embedded nothing yet."""
    return _of(sql.queries.spaces.active(connection))


def in_use(connection: Connection) -> tuple[int, Space]:
    """The active space and its id; raises ``UsageError`` in a home that has embedded nothing yet."""
    found = active(connection)
    if found is None:
        raise UsageError("there is nothing to search yet", "pkm ingest PATH takes files in")
    return found


def find(connection: Connection, name: str) -> tuple[int, Space] | None:
    """The space of that name and its id, active or not."""
    return _of(sql.queries.spaces.find(connection, name=name))


def of(connection: Connection, space: Space) -> int | None:
    """The id of that space; ``None`` in a home that has embedded nothing yet.

    Raises ``SpaceChanged`` in one that has other spaces only.
    """
    found = find(connection, space.name)
    if found is None and (other := active(connection)):
        raise _changed(space, other[1])
    return None if found is None else found[0]


def require(connection: Connection, space: Space, space_id: int) -> None:
    """Raise ``SpaceChanged`` unless that space is still the one of this id."""
    if of(connection, space) != space_id:
        raise SpaceChanged(f"{space.name} was dropped meanwhile", "run it again")


def _changed(space: Space, active: Space) -> SpaceChanged:
    return SpaceChanged(f"this home is searched with {active.name}, not with {space.name}", "run it again")


def _of(row: Any) -> tuple[int, Space] | None:
    if row is None:
        return None
    return row.id, Space(row.name, row.model, row.dimensions, row.sparse, row.multi, row.window_tokens, row.late)


def activate(connection: Connection, space: Space) -> int:
    """The id of the active space; the given one is made active, with its tables, where there is none.

    Raises ``SpaceChanged`` where another is.
    """
    found = active(connection)
    if found is None:
        sql.queries.spaces.lock(connection)
        found = active(connection)  # another process may have been faster
    if found is None:
        return create(connection, space, active=True)
    if found[1].name != space.name:
        raise _changed(space, found[1])
    return found[0]


def create(connection: Connection, space: Space, *, active: bool) -> int:
    """A space with its tables; returns its id."""
    number = sql.queries.spaces.insert(
        connection, name=space.name, model=space.model, dimensions=space.dimensions, sparse=space.sparse,
        multi=space.multi, window_tokens=space.window_tokens, late=space.late, active=active,
    )  # fmt: skip
    sql.queries.spaces.create_tables(connection, space=number, dimensions=space.dimensions)
    return int(number)


def hold(connection: Connection, space_id: int) -> None:
    """Keep the active space active until the transaction ends; raises ``SpaceChanged`` where it is not this one.

    Who writes passages and their vectors does, so that none is missing in the space that the home goes over to.
    """
    sql.queries.spaces.hold(connection)
    found = active(connection)
    if found is None or found[0] != space_id:
        raise SpaceChanged("the home went over to another embedder meanwhile", "run it again")


def enter(connection: Connection, space_id: int, *, alike: bool = False) -> None:
    """Let the rest of the transaction work in the tables of this space, and know pgvector's types.

    Args:
        alike: No plan depends on the values at hand, as one for a filter does: statements are planned once for a connection.
    """
    plans = "auto" if alike else "force_custom_plan"
    sql.queries.spaces.enter(connection, path=f"space_{space_id}, public", plans=plans)
    if connection.adapters.types.get("halfvec") is None:
        register_vector(connection)

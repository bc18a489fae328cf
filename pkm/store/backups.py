"""What the database knows of its backups."""

from __future__ import annotations

from typing import Any

import sql
from pkm.store.database import Connection


def places(connection: Connection) -> list[Any]:
    """The folders that hold backups of this home, each with the name of the last one made there and when."""
    return list(sql.queries.backups.places(connection))


def made(connection: Connection, location: str, name: str) -> None:
    """A backup was made there."""
    sql.queries.backups.made(connection, location=location, name=name)


def progress(connection: Connection) -> tuple[int, int]:
    """Bytes copied so far by the copy that is being made of the database's files, and in all."""
    row = sql.queries.backups.progress(connection)
    return row.done, row.total


def restored(connection: Connection) -> None:
    """The database is another one than that which went on making backups in these folders."""
    sql.queries.backups.forget_places(connection)


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no table yet."""
    return bool(sql.queries.backups.is_empty(connection))

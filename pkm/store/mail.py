"""Messages of mailboxes as files: their path is where they lie on the server, their place where their bytes lie here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sql
from pkm.models import FileId, FileState, Source, SourceId
from pkm.store import files
from pkm.store.database import Connection
from pkm.store.files import Stat


class Message(NamedTuple):
    """What the last look knew of a message; ``place`` is ``None`` where it was refused or forgotten."""

    id: FileId
    path: str
    place: bytes | None
    state: FileState
    forgotten: bool


class Fetched(NamedTuple):
    """A message that was fetched."""

    path: str
    place: bytes
    stat: Stat


def known(connection: Connection, source: SourceId) -> list[Message]:
    """All messages of a source that are there, or were forgotten."""
    return [
        Message(
            FileId(row.id), row.path, None if row.raw_path is None else bytes(row.raw_path), row.state, row.forgotten
        )
        for row in sql.queries.mail.known(connection, source=source)
    ]


def see(connection: Connection, source: Source, messages: Sequence[Fetched], priority: int = 0) -> None:
    """New messages begin to wait for their turn."""
    rows = [
        {
            "collection": source.collection_id, "source": source.id, "path": each.path, "raw_path": each.place,
            "priority": priority, **each.stat._asdict(),
        }
        for each in messages
    ]  # fmt: skip
    if rows:
        sql.queries.mail.see(connection, rows)


def move(connection: Connection, file: FileId, source: SourceId, path: str) -> None:
    """A message that lies elsewhere on the server now, or has another number, keeps its documents."""
    sql.queries.mail.clear(connection, source=source, path=path)
    sql.queries.mail.move(connection, file=file, path=path)


def delete(connection: Connection, messages: Sequence[FileId], reason: str) -> None:
    """Messages that are gone from the server go with all that they hold, and their bytes once this is committed."""
    sql.queries.mail.discard(connection, files=list(messages))
    files.delete(connection, messages, reason)


def drop(connection: Connection, messages: Sequence[FileId]) -> None:
    """Forgotten messages that are gone from the server too leave nothing."""
    sql.queries.mail.drop(connection, files=list(messages))

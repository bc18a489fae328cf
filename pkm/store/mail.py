"""Messages of mailboxes as files: their path is where they lie on the server, their place where their bytes lie here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sql
from pkm.message_urls import folder_of
from pkm.models import Document, DocumentId, Envelope, FileId, FileState, Kind, Source, SourceId
from pkm.store import files, names
from pkm.store.database import Connection
from pkm.store.leased import Stat


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


def envelope(path: str, kind: Kind, meta: Mapping[str, str]) -> Envelope | None:
    """What is told of a mail; ``None`` for other documents."""
    if kind != "email":
        return None
    return Envelope(meta.get("from", ""), folder_of(path), meta.get("thread"))


def answers(connection: Connection, mail: Document) -> list[DocumentId]:
    """The mails of its thread, and those that answer them, of its day or later, the newest first, no more than twenty."""
    thread = mail.meta.get("thread")
    if thread is None or mail.date is None:
        return []
    threads = [thread, mail.meta.get("message_id", thread)]
    rows = sql.queries.mail.after(connection, collection=mail.collection_id, threads=threads, since=mail.date)
    return [DocumentId(row.id) for row in rows if row.id != mail.id]


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
    names.follow(connection, {file: sql.queries.mail.move(connection, file=file, path=path)})


def lose(connection: Connection, messages: Sequence[FileId], reason: str) -> None:
    """Messages that are gone from the server: their bytes go, what they hold waits for the same message in another mailbox."""
    sql.queries.mail.discard(connection, files=list(messages))
    files.lose(connection, messages, reason)


def drop(connection: Connection, messages: Sequence[FileId]) -> None:
    """Forgotten messages that are gone from the server too leave nothing."""
    sql.queries.mail.drop(connection, files=list(messages))

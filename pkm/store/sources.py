"""Places that are looked at again."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Literal

import sql
from pkm.errors import NotFound
from pkm.models import CollectionId, Source, SourceId
from pkm.store.database import Connection


def _source(row: Any) -> Source:
    return Source(
        SourceId(row.id),
        CollectionId(row.collection_id),
        row.kind,
        row.location,
        row.registered,
        row.created_at,
        row.scanned_at,
    )


def register(
    connection: Connection,
    collection: CollectionId,
    kind: Literal["folder", "file", "upload"],
    location: str,
    *,
    keep: bool,
) -> Source:
    """The source that holds ``location``: one that contains it already, or a new one, which absorbs those inside it.

    Args:
        keep: Whether the source is looked at again at every refresh.
    """
    known = [_source(row) for row in sql.queries.sources.in_collection(connection, collection=collection)]
    for each in known:
        if (
            each.kind == "folder"
            and each.location != location
            and _contains(each.location, location)
            and (each.registered or not keep)
        ):
            return each
    number = sql.queries.sources.insert(
        connection, collection=collection, kind=kind, location=location, registered=keep
    )
    for each in known:
        if (
            kind == "folder"
            and each.location != location
            and each.kind != "upload"
            and _contains(location, each.location)
        ):
            sql.queries.sources.absorb(connection, source=number, absorbed=each.id)
            sql.queries.sources.delete(connection, source=each.id)
    return get(connection, SourceId(number))


def get(connection: Connection, source: SourceId) -> Source:
    """The source of that id; raises ``NotFound``."""
    row = sql.queries.sources.get(connection, source=source)
    if row is None:
        raise NotFound(f"there is no source {source}", "pkm sources lists them")
    return _source(row)


def registered(connection: Connection) -> list[Source]:
    """All sources that are looked at again."""
    return [_source(row) for row in sql.queries.sources.registered(connection)]


def overview(connection: Connection) -> list[dict[str, Any]]:
    """Every source with its collection and number of files, for people to read."""
    return [
        {
            "id": row.id, "kind": row.kind, "location": row.location, "collection": row.collection, "files": row.files,
            "refreshed": row.registered, "created_at": row.created_at, "scanned_at": row.scanned_at,
        }
        for row in sql.queries.sources.every(connection)
    ]  # fmt: skip


def begin_scan(connection: Connection, source: SourceId) -> None:
    """Note that a scan begins."""
    sql.queries.sources.scan_begun(connection, source=source)


def end_scan(connection: Connection, source: SourceId) -> None:
    """Note that a scan ended."""
    sql.queries.sources.scan_ended(connection, source=source)


def delete(connection: Connection, source: SourceId) -> None:
    """Remove a source; the database removes all that came from it."""
    if not sql.queries.sources.delete(connection, source=source):
        raise NotFound(f"there is no source {source}", "pkm sources lists them")


def _contains(folder: str, location: str) -> bool:
    return PurePosixPath(location).is_relative_to(folder)

"""Places that are looked at again. In a collection no file belongs to two of them."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import Any, Literal

import sql
from pkm.errors import NotFound
from pkm.models import CollectionId, Source, SourceId
from pkm.store import files
from pkm.store.database import Connection


def _source(row: Any) -> Source:
    return Source(
        SourceId(row.id),
        CollectionId(row.collection_id),
        row.kind,
        row.location,
        bytes(row.raw_location) if row.raw_location is not None else row.location.encode(),
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
    """The source that holds ``location``: the one that contains it already, or a new one.

    A new one takes over what lies inside it: other sources, whole, unless they are looked at again and it is not; and
    the files there that belong to a folder around it which is not looked at again. Waits until nobody looks at those.

    Args:
        keep: Whether the source is looked at again at every refresh.
    """
    shown, raw = files.shown_path(os.fsencode(location))
    others = [each for each in _in_collection(connection, collection) if each.location != shown]
    around = [each for each in others if each.kind == "folder" and _contains(each.location, shown)]
    if holders := [each for each in around if each.registered or not keep]:
        return max(holders, key=lambda each: len(each.location))
    number = sql.queries.sources.insert(
        connection, collection=collection, kind=kind, location=shown, raw_location=raw, registered=keep
    )
    for each in around:
        sql.queries.sources.take_turn_in_transaction(connection, source=each.id)
        sql.queries.sources.absorb(connection, source=number, absorbed=each.id, location=shown)
    for each in others:
        if kind == "folder" and _is_inside(each, shown) and (keep or not each.registered):
            sql.queries.sources.take_turn_in_transaction(connection, source=each.id)
            sql.queries.sources.absorb(connection, source=number, absorbed=each.id, location=each.location)
            sql.queries.sources.delete(connection, source=each.id)
    return get(connection, SourceId(number))


def inside(connection: Connection, source: Source) -> list[Source]:
    """The sources that lie inside another one: their files are theirs, not its."""
    return [each for each in _in_collection(connection, source.collection_id) if _is_inside(each, source.location)]


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


def take_turn(connection: Connection, source: SourceId) -> None:
    """Wait until nobody else looks at the source; others wait for as long as this connection lives."""
    sql.queries.sources.take_turn(connection, source=source)


def begin_scan(connection: Connection, source: SourceId) -> bool:
    """Note that a scan begins; false where the source is no more."""
    return bool(sql.queries.sources.scan_begun(connection, source=source))


def end_scan(connection: Connection, source: SourceId) -> None:
    """Note that a scan ended."""
    sql.queries.sources.scan_ended(connection, source=source)


def delete(connection: Connection, source: SourceId) -> None:
    """Remove a source; the database removes all that came from it."""
    if not sql.queries.sources.delete(connection, source=source):
        raise NotFound(f"there is no source {source}", "pkm sources lists them")


def _in_collection(connection: Connection, collection: CollectionId) -> list[Source]:
    return [_source(row) for row in sql.queries.sources.in_collection(connection, collection=collection)]


def _contains(folder: str, location: str) -> bool:
    return PurePosixPath(location).is_relative_to(folder)


def _is_inside(source: Source, folder: str) -> bool:
    return source.kind != "upload" and source.location != folder and _contains(folder, source.location)

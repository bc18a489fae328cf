"""Places that are looked at again. In a collection no file belongs to two of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from psycopg.types.json import Jsonb

import sql
from pkm.errors import NotFound
from pkm.models import CollectionId, FileId, Source, SourceId, SourceKind
from pkm.store.database import Connection
from pkm.store.paths import shown_path, ways


def _source(row: Any) -> Source:
    return Source(
        id=SourceId(row.id),
        collection_id=CollectionId(row.collection_id),
        kind=row.kind,
        location=row.location,
        place=bytes(row.raw_location) if row.raw_location is not None else row.location.encode(),
        registered=row.registered,
        created_at=row.created_at,
        scanned_at=row.scanned_at,
        paused=row.paused,
        every=row.every,
        include=tuple(row.include),
        exclude=tuple(row.exclude),
        options=row.options,
        cursor=row.cursor,
        failure=row.failure,
        failed_since=row.failed_since,
    )


def register(
    connection: Connection,
    collection: CollectionId,
    kind: SourceKind,
    location: str,
    *,
    keep: bool,
    apart: bool = False,
) -> Source:
    """The source that holds ``location``: the one that contains it already, or a new one.

    A new one takes over what lies inside it: other sources, whole, unless they are looked at again and it is not, or are
    looked at in ways of their own; and the files there that belong to a folder around it which is not looked at again, or
    from which it stands ``apart``. Waits until nobody looks at those.

    Args:
        keep: Whether the source is looked at again at every refresh.
        apart: A source of its own, even inside of one that is looked at again: it has ways of its own.
    """
    shown, raw = shown_path(os.fsencode(location))
    others = [each for each in _in_collection(connection, collection) if each.location != shown]
    around = [each for each in others if each.kind == "folder" and _contains(each.location, shown)]
    if not apart and (holders := [each for each in around if each.registered or not keep]):
        return max(holders, key=lambda each: len(each.location))
    number = sql.queries.sources.insert(
        connection, collection=collection, kind=kind, location=shown, raw_location=raw, registered=keep
    )
    for each in around:
        sql.queries.sources.take_turn_in_transaction(connection, source=each.id)
        sql.queries.sources.absorb(connection, source=number, absorbed=each.id, location=shown)
    for each in others:
        if kind == "folder" and _is_inside(each, shown) and (keep or not each.registered) and not _has_ways(each):
            sql.queries.sources.take_turn_in_transaction(connection, source=each.id)
            sql.queries.sources.absorb(connection, source=number, absorbed=each.id, location=each.location)
            sql.queries.sources.delete(connection, source=each.id)
    return get(connection, SourceId(number))


def set_ways(connection: Connection, source: Source) -> None:
    """Keep how a source is looked at: its interval, patterns and options, and whether it is paused."""
    sql.queries.sources.set_ways(
        connection, source=source.id, every=source.every, include=list(source.include), exclude=list(source.exclude),
        options=Jsonb(dict(source.options)), paused=source.paused,
    )  # fmt: skip


def _has_ways(source: Source) -> bool:
    return bool(source.every or source.include or source.exclude or source.paused or source.options)


def inside(connection: Connection, source: Source) -> list[Source]:
    """The sources that lie inside another one: their files are theirs, not its."""
    return [each for each in _in_collection(connection, source.collection_id) if _is_inside(each, source.location)]


def get(connection: Connection, source: SourceId) -> Source:
    """The source of that id; raises ``NotFound``."""
    row = sql.queries.sources.get(connection, source=source)
    if row is None:
        raise NotFound(f"there is no source {source}", "pkm sources lists them")
    return _source(row)


def find(connection: Connection, wanted: str) -> Source:
    """The source of that number or at that place, as it is written or after links are resolved; raises ``NotFound``."""
    if wanted.isdecimal() and len(wanted) < 19:
        return get(connection, SourceId(int(wanted)))
    try:
        places = {wanted.rstrip("/"), *ways(wanted), *ways(os.path.expanduser(wanted))}  # noqa: PTH111 - no Path takes "~$report.docx"
    except ValueError as exc:  # what no path can hold
        raise NotFound(f"{wanted!a} is no source", "pkm sources lists them") from exc
    found = [each for each in map(_source, sql.queries.sources.all(connection)) if each.location in places]
    if not found:
        raise NotFound(f"{wanted} is no source", "pkm sources lists them")
    if len(found) > 1:
        numbers = " and ".join(str(each.id) for each in found)
        raise NotFound(f"{wanted} is a source of several collections: {numbers}", "name it by its number")
    return found[0]


def registered(connection: Connection) -> list[Source]:
    """All sources that are looked at again, but for those that are paused."""
    return [_source(row) for row in sql.queries.sources.registered(connection)]


def due(connection: Connection, now: datetime, default: timedelta) -> list[Source]:
    """The sources whose time has come, the longest overdue first; not those that somebody looks at just now."""
    return [_source(row) for row in sql.queries.sources.due(connection, now=now, every=default)]


def next_due(connection: Connection, default: timedelta) -> datetime | None:
    """When the next source is due; None where none is ever looked at again."""
    found: datetime | None = sql.queries.sources.next_due(connection, every=default)
    return found


def overview(connection: Connection, default: timedelta) -> list[dict[str, Any]]:
    """Every source with its collection, its ways, how fresh it is and what is wrong with it, for people to read.

    Args:
        default: How often a source is looked at that has no interval of its own.
    """
    return [
        {
            "id": row.id, "kind": row.kind, "location": row.location, "collection": row.collection, "files": row.files,
            "refreshed": row.registered, "paused": row.paused, "every": every(row.every or default),
            "include": row.include, "exclude": row.exclude,
            "unmatched": [each for each in row.cursor.get("idle", ()) if each in (*row.include, *row.exclude)], "created_at": row.created_at, "scanned_at": row.scanned_at,
            "next_look": row.next_look if row.registered and not row.paused else None,
            "watched": row.watched, "unwatched_because": None if row.watched else row.unwatched,
            "failure": row.failure, "failed_since": row.failed_since,
        }
        for row in sql.queries.sources.overview(connection, every=default)
    ]  # fmt: skip


def every(interval: timedelta) -> str:
    """An interval as people write it: ``30m``, ``4h``, ``1d``."""
    minutes = interval / timedelta(minutes=1)
    for unit, size in (("d", 24 * 60), ("h", 60)):
        if minutes >= size and minutes % size == 0:
            return f"{minutes / size:.0f}{unit}"
    return f"{minutes:g}m"


def holdings(connection: Connection, source: SourceId) -> dict[str, int]:
    """How many files, documents, chunks and transactions came from a source."""
    return dict(sql.queries.sources.holdings(connection, source=source)._asdict())


def files_of(connection: Connection, source: SourceId) -> list[FileId]:
    """All files that ever came from a source, but those that were forgotten."""
    return [FileId(row.id) for row in sql.queries.sources.files(connection, source=source)]


def take_turn(connection: Connection, source: SourceId) -> None:
    """Wait until nobody else looks at the source; others wait for as long as this connection lives."""
    sql.queries.sources.take_turn(connection, source=source)


def exists(connection: Connection, source: SourceId) -> bool:
    """Whether the source is still there: it may have been removed or taken over."""
    return bool(sql.queries.sources.exists(connection, source=source))


def begin_scan(connection: Connection, source: SourceId) -> None:
    """Note that a look at the whole source begins."""
    sql.queries.sources.scan_begun(connection, source=source)


def end_scan(connection: Connection, source: SourceId) -> None:
    """Note that a look at the whole source ended well."""
    sql.queries.sources.scan_ended(connection, source=source)


def fail_scan(connection: Connection, source: SourceId, reason: str) -> None:
    """Note why a look failed; since when it does stays as it was."""
    sql.queries.sources.scan_failed(connection, source=source, reason=reason)


def remember(connection: Connection, source: SourceId, cursor: Mapping[str, Any]) -> None:
    """Keep what the next look goes on from."""
    sql.queries.sources.remember(connection, source=source, cursor=Jsonb(dict(cursor)))


def hold_watch(connection: Connection, source: SourceId) -> bool:
    """Watch a source for as long as this connection lives; false where another process watches it."""
    return bool(sql.queries.sources.hold_watch(connection, source=source).held)


def let_go_of_watch(connection: Connection, source: SourceId) -> None:
    """Watch it no more."""
    sql.queries.sources.let_go_of_watch(connection, source=source)


def set_unwatched(connection: Connection, source: SourceId, reason: str | None) -> None:
    """Say why changes of a source are seen at its next look only; None: it is watched, or nobody tried."""
    sql.queries.sources.set_unwatched(connection, source=source, reason=reason)


def release(connection: Connection, source: SourceId) -> None:
    """Look at a source no more; what came from it stays."""
    sql.queries.sources.set_registered(connection, source=source, registered=False)


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

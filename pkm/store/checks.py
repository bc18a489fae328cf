"""What must never be: rows that contradict each other. Everything is streamed: memory does not grow with the home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg

import sql
from pkm.models import FileId
from pkm.store import inverted, spaces
from pkm.store.database import Connection
from pkm.store.inverted import Texts

_BATCH = 1000
_HINTS = {"statement": "pkm accounts tells whether that is made up for, pkm problems which of its rows were refused"}
STAGES = ("files", "documents", "chunks", "ledger", "parts")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: which noun, which row, what is wrong, and what to do about it.

    Attributes:
        file: By reading it again all is derived anew (``pkm check --repair``).
        stray: A file of pkm's own that nothing uses (``pkm check --repair`` deletes it).
    """

    what: str
    id: int | str
    detail: str
    hint: str = ""
    file: FileId | None = None
    stray: str | None = None


class OwnFile(NamedTuple):
    """A file with what is known of it."""

    id: FileId
    sha256: str | None
    size: int
    place: bytes


def rows(connection: Connection, stage: str) -> Iterator[Finding]:
    """Hold the rows of one stage against each other."""
    for row in _stream(connection, getattr(sql.queries.checks, stage).sql):
        hint = "pkm check --repair reads its file again" if row.file_id else _HINTS.get(row.what, "")
        yield Finding(row.what, row.id, row.detail, hint, FileId(row.file_id) if row.file_id else None)


def space_ids(connection: Connection) -> dict[int, bool]:
    """The embedding spaces of this home, and whether each is active."""
    return {row.id: row.active for row in sql.queries.checks.spaces(connection)}


def vectors(connection: Connection, space_id: int, *, complete: bool) -> Iterator[Finding]:
    """Hold a space's vectors and postings against the passages and documents that they are of.

    Args:
        complete: Whether each passage must have its vector there.
    """
    spaces.enter(connection, space_id)
    if complete:
        yield from rows(connection, "gaps")
    yield from rows(connection, "vectors")
    queries = sql.queries.checks
    yield from _postings(connection, Texts.PASSAGES, "chunk", "belongs to no passage", queries.files_of_passages)
    yield from _postings(connection, Texts.DOCUMENTS, "document", "belongs to no document", queries.files_of_documents)


def _postings(connection: Connection, texts: Texts, what: str, astray: str, files_of: Any) -> Iterator[Finding]:
    """Each term of a text has its posting, and no other has one but what waits to be purged."""
    for wrong, stray in inverted.audit(connection, texts):
        files = {row.id: row.file_id for row in files_of(connection, ids=wrong)}
        hint = "pkm check --repair makes all postings anew"
        yield from (
            Finding(what, each, "its postings are not those of its terms", hint, FileId(files[each])) for each in wrong
        )
        yield from (Finding("posting", each, astray, hint) for each in stray)


def kept(connection: Connection) -> Iterator[tuple[str, FileId]]:
    """Hashes of all originals that must lie in the home, each with a file that they come from."""
    for row in _stream(connection, sql.queries.checks.kept.sql):
        yield row.sha256, FileId(row.file_id)


def known_objects(connection: Connection, sha256s: Sequence[str]) -> set[str]:
    """Those of these originals that a document uses, or that wait to be deleted."""
    return {row.sha256 for row in sql.queries.checks.known_objects(connection, sha256s=list(sha256s))}


def own_files(connection: Connection) -> Iterator[OwnFile]:
    """Uploads and spooled messages."""
    for row in _stream(connection, sql.queries.checks.own_files.sql):
        yield OwnFile(FileId(row.id), row.sha256, row.size, bytes(row.place))


def known_places(connection: Connection, places: Sequence[bytes]) -> set[bytes]:
    """Those of these places that a file has, or that wait to be emptied."""
    return {bytes(row.place) for row in sql.queries.checks.known_places(connection, places=list(places))}


def read_files(connection: Connection) -> Iterator[Any]:
    """What was read of the owner's folders: id, path, sha256, size, mtime_ns, place."""
    return _stream(connection, sql.queries.checks.read_files.sql)


def read_again(connection: Connection, file: FileId) -> bool:
    """Let a file wait to be read again, whatever is known of it."""
    return bool(sql.queries.checks.read_again(connection, file=file))


def indexes(connection: Connection) -> Iterator[Finding | str]:
    """Check every index with ``amcheck`` where the server lets this role; else says, as text, why they were not checked."""
    for row in sql.queries.checks.broken_indexes(connection):
        yield Finding("index", row.name, "is not usable", f"run: reindex index {row.name}")
    if lack := _lack_of_amcheck(connection):
        yield f"the order of indexes: {lack}"
        return
    for row in list(sql.queries.checks.indexes(connection)):
        try:
            with connection.transaction():
                sql.queries.checks.check_index(connection, name=row.name, heap=True)
        except (psycopg.errors.IndexCorrupted, psycopg.errors.DataCorrupted):
            yield Finding("index", row.name, "does not lead to its rows", f"run: reindex index {row.name}")


def _lack_of_amcheck(connection: Connection) -> str | None:
    """What keeps ``amcheck`` from being used; it is created where it can be."""
    found = sql.queries.checks.amcheck(connection)
    if not found.offered:
        return "this server has no amcheck extension"
    if not found.created:
        try:
            with connection.transaction():
                connection.execute("create extension amcheck")
        except psycopg.Error:
            return f"the database's administrator has to allow it: create extension amcheck; {found.allow}"
    if not sql.queries.checks.may_check_indexes(connection):
        return f"the database's administrator has to allow it: {found.allow}"
    return None


def _stream(connection: Connection, query: str) -> Iterator[Any]:
    """The rows of a query, fetched as they are needed."""
    with connection.cursor(name="check") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(query.encode())
        yield from cursor

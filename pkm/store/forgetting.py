"""What was forgotten, and how it stays so: known by keyed hashes of places and contents, never by words.

A forgotten file stays as a row whose path is veiled. By place, size and time it is passed by without being opened; by
content it is known again wherever it turns up. Who names a file to be taken in, or uploads it, lifts that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sql
from pkm.models import CollectionId, DocumentId, FileId, SourceId
from pkm.store import succession
from pkm.store.database import Connection
from pkm.store.leased import Stat


@dataclass(frozen=True, slots=True)
class Veil:
    """What a look at a source needs to know the files that were forgotten there.

    Attributes:
        places: Veiled path, size and time of change of each.
        identities: Inode, size and time of change: a forgotten file under another name.
    """

    key: bytes
    places: frozenset[tuple[str, int, int]]
    identities: frozenset[tuple[int, int, int]]

    def covers(self, path: str, stat: Stat) -> bool:
        """Whether the file at this path was forgotten and has not changed since."""
        if not self.places:
            return False
        same = (self.veiled(path), stat.size, stat.mtime_ns) in self.places
        return same or (stat.inode, stat.size, stat.mtime_ns) in self.identities

    def veiled(self, words: str) -> str:
        """The keyed hash, as ``veiled`` in SQL makes it."""
        return hashlib.sha256(self.key + words.encode()).hexdigest()


def veil(connection: Connection, source: SourceId) -> Veil:
    """How the forgotten files of a source are known."""
    rows = list(sql.queries.forgetting.veiled_places(connection, source=source))
    return Veil(
        key(connection),
        frozenset((row.path, row.size, row.mtime_ns) for row in rows),
        frozenset((row.inode, row.size, row.mtime_ns) for row in rows if row.inode),
    )


def key(connection: Connection) -> bytes:
    """The key of this home's hashes."""
    return bytes(sql.queries.forgetting.key(connection))


def forget_files(connection: Connection, ids: Sequence[FileId], *, remember: bool = True) -> None:
    """Delete all that files hold and held, and all words of them; a copy that stays inherits what it holds too.

    Args:
        remember: Keep the contents from being taken in again.
    """
    wanted = list(ids)
    if remember:
        sql.queries.forgetting.remember_contents(connection, files=wanted)
    sql.queries.forgetting.discard(connection, files=wanted)
    sql.queries.forgetting.delete_past(connection, files=wanted)
    for each in wanted:
        succession.give_up(connection, each, but=wanted)
    sql.queries.forgetting.delete_rest(connection, files=wanted)
    sql.queries.forgetting.delete_veiled(connection, files=wanted)
    sql.queries.forgetting.veil_files(connection, files=wanted)
    sql.queries.forgetting.delete_lone_sources(connection)


def remember_part(connection: Connection, document: DocumentId) -> None:
    """Keep a part of a file, an attachment or a message, from being taken in again."""
    sql.queries.forgetting.remember_part(connection, document=document)


def is_forgotten(connection: Connection, collection: CollectionId, sha256: str) -> bool:
    """Whether a file of these bytes was forgotten."""
    return bool(sql.queries.forgetting.is_forgotten(connection, collection=collection, sha256=sha256))


def forgotten_parts(connection: Connection, collection: CollectionId, sha256s: Collection[str]) -> frozenset[str]:
    """Those of these parts, by the hash of their bytes or text, that were forgotten."""
    rows = sql.queries.forgetting.forgotten_parts(connection, collection=collection, sha256s=list(sha256s))
    return frozenset(row.sha256 for row in rows)


def has_any(connection: Connection) -> bool:
    """Whether anything was forgotten."""
    return bool(sql.queries.forgetting.has_any(connection))


def lift(connection: Connection, collection: CollectionId, sha256: str, path: str, stat: Stat) -> None:
    """Their owner wants these bytes, and the file at this path, known again."""
    sql.queries.forgetting.lift(connection, collection=collection, sha256=sha256)
    sql.queries.forgetting.lift_place(connection, path=path, inode=stat.inode, size=stat.size, mtime_ns=stat.mtime_ns)


def take_discarded(connection: Connection) -> list[bytes]:
    """Places of files of pkm's own that nothing uses any more, each given once."""
    return [bytes(row.place) for row in sql.queries.forgetting.take_discarded(connection)]


def may_discard(connection: Connection) -> bool:
    """Whether bytes may be deleted in this transaction: no backup is being made, and none begins before its end."""
    return bool(sql.queries.forgetting.may_discard(connection))


def hold_discards(connection: Connection) -> None:
    """Nobody deletes originals, uploads or messages for as long as this session lives."""
    sql.queries.forgetting.hold_discards(connection)


# ---------------------------------------------------------------- the ledger that outlives the database


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was forgotten, in the form that is kept beside backups: hashes with their key.

    Attributes:
        contents: Number of the collection and veiled hash, joined by a space; a hash alone was forgotten in all of them.
        places: Veiled path, size and time of change in nanoseconds, joined by spaces.
    """

    key: bytes
    contents: frozenset[str]
    places: frozenset[str]


def ledger(connection: Connection) -> Ledger:
    """All that is forgotten in this home."""
    contents = (f"{row.collection_id} {row.digest}" for row in sql.queries.forgetting.ledger(connection))
    places = (f"{row.path} {row.size} {row.mtime_ns}" for row in sql.queries.forgetting.places(connection))
    return Ledger(key(connection), frozenset(contents), frozenset(places))


def match(connection: Connection, other: Ledger) -> tuple[list[FileId], list[DocumentId]]:
    """The files, and the parts of files, that this database holds and another ledger knows as forgotten.

    Collections have the same numbers in what came of the same home; of another home's ledger all is forgotten everywhere.
    """
    is_own = other.key == key(connection)
    contents = sorted(other.contents if is_own else {each.rpartition(" ")[2] for each in other.contents})
    found = sql.queries.forgetting.match(connection, key=other.key, contents=contents, places=sorted(other.places))
    parts = sql.queries.forgetting.match_parts(connection, key=other.key, contents=contents)
    return [FileId(row.id) for row in found], [DocumentId(row.id) for row in parts]


def adopt(connection: Connection, other: Ledger) -> None:
    """Remember what another ledger knows; possible where nothing was forgotten here under a key of its own."""
    is_own = other.key == key(connection)
    sql.queries.forgetting.adopt_key(connection, key=other.key)
    if other.contents and key(connection) == other.key:
        here = [row.id for row in sql.queries.forgetting.collections(connection)]
        rows = [
            {"collection": collection, "digest": digest}
            for where, _, digest in (each.rpartition(" ") for each in sorted(other.contents))
            for collection in here
            if not (is_own and where) or where == str(collection)
        ]
        sql.queries.forgetting.remember(connection, rows)

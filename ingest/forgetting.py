"""Forget: delete all that pkm made of a file or document, and keep it from coming back by itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import objects
from ingest.sandbox import Reading
from pkm.backup import memory
from pkm.config import Settings
from pkm.errors import NotFound
from pkm.models import CollectionId, DocumentId, FileId, Parsed, ParsedDocument, PersonId, SourceId
from pkm.prepared import Prepared
from pkm.store import documents, erasure, files, forgetting, ledger, settle, succession
from pkm.store.database import Connection, Database
from pkm.store.leased import Stat
from pkm.store.paths import shown_path

AT_ONCE_S = 20  # nobody should wait longer for a table that is being written anew
MAX_NAMED = 20  # places of copies
NIGHT = range(2, 5)  # hours on the owner's clock


def forget_path(
    database: Database, settings: Settings, path: str, person: PersonId, source: SourceId | None = None
) -> dict[str, int]:
    """Forget the files at or below a path: all that pkm made of them. The files themselves are not touched.

    What is also held by copies elsewhere stays theirs. Uploads are pkm's own copies: they are deleted, where the path
    leads into the uploads themselves. Returns what went. Raises ``NotFound``.

    Args:
        source: Only what came from this source, which is removed: its files may come back another way.
    """
    with database.transaction(person) as connection:
        found = files.below(connection, path, source)
        if not found:
            raise NotFound(
                f"{path}: pkm knows no such file", "pkm search finds documents; their path is what you see there"
            )
        gone = _forget_files(connection, [FileId(row.id) for row in found], remember=source is None)
    return gone | {"objects": _finish(database, settings)}


def forget_files(
    database: Database, settings: Settings, wanted: Sequence[FileId], person: PersonId, *, remember: bool = True
) -> dict[str, int]:
    """Forget files; returns what went.

    Args:
        remember: Keep their contents from being taken in again.
    """
    with database.transaction(person) as connection:
        gone = _forget_files(connection, wanted, remember=remember)
    return gone | {"objects": _finish(database, settings)}


def forget_document(database: Database, settings: Settings, document: DocumentId, person: PersonId) -> dict[str, int]:
    """Forget a document with all that is attached to it, wherever copies of its file lie.

    Its file is forgotten too if it holds nothing else. Returns what went. Raises ``NotFound``.
    """
    with database.transaction(person) as connection:
        gone = _forget_document(connection, document)
    return gone | {"objects": _finish(database, settings)}


@dataclass(frozen=True, slots=True)
class Prospect:
    """What forgetting would do: how many files, documents, passages and bookings go (of an attachment no file), and where else the same bytes stay known."""

    counts: dict[str, int]
    kept_at: list[str]


def foresee(database: Database, what: str | DocumentId, person: PersonId) -> Prospect:
    """What would go with the files at or below a path, or with a document, its copies included. Raises ``NotFound``."""
    with database.transaction(person) as connection:
        if isinstance(what, str):
            ids = [FileId(row.id) for row in files.below(connection, what)]
        elif not (ids := _files_of(connection, what)):
            return Prospect(documents.count(connection, documents.family(connection, what)), [])
        counts = {"files": len(ids)} | documents.count(connection, documents.going_with(connection, ids))
        return Prospect(counts, succession.kept_at(connection, ids, MAX_NAMED))


def forget_known(database: Database, settings: Settings, known: forgetting.Ledger) -> dict[str, int]:
    """Forget what another ledger says was forgotten: in a home that was restored from an older backup."""
    with database.transaction() as connection:
        found, parts = forgetting.match(connection, known)
        gone = _forget_files(connection, found)
        for each in parts:
            if documents.count(connection, [each])["documents"]:  # it may have gone with what it was attached to
                lost = _forget_document(connection, each)
                gone = {what: gone[what] + lost[what] for what in gone}
        forgetting.adopt(connection, known)
    return gone | {"objects": _finish(database, settings)}


def _forget_document(connection: Connection, document: DocumentId) -> dict[str, int]:
    if whole := _files_of(connection, document):
        return _forget_files(connection, whole)
    gone = documents.count(connection, documents.family(connection, document))
    forgetting.remember_part(connection, document)
    file = documents.find(connection, document).file_id
    documents.forget(connection, document)
    if not succession.has_documents(connection, file):
        forgetting.forget_files(connection, [file, *succession.copies(connection, file)])
    ledger.forget_accounts(connection)
    erasure.note(connection)
    return gone


def _files_of(connection: Connection, document: DocumentId) -> list[FileId]:
    """The files that a document is all of, wherever copies lie; none for an attachment or a message. Raises ``NotFound``."""
    found = documents.find(connection, document)
    is_whole = found.parent_id is None and found.locator is None
    return [found.file_id, *succession.copies(connection, found.file_id)] if is_whole else []


def _forget_files(connection: Connection, ids: Sequence[FileId], *, remember: bool = True) -> dict[str, int]:
    """Forget files; returns what went."""
    gone = documents.count(connection, documents.going_with(connection, ids))
    forgetting.forget_files(connection, ids, remember=remember)
    ledger.forget_accounts(connection)
    erasure.note(connection)
    return gone


def _finish(database: Database, settings: Settings) -> int:
    """What follows from what is gone; returns how many originals and uploads went."""
    settle.ensure(database)
    memory.tell(database, settings)
    return objects.sweep(database, settings.home)


def erase_when_due(database: Database, settings: Settings) -> erasure.Erased | None:
    """Erase what was forgotten: at once where that is quick, else in the night; for the worker, between its looks."""
    with database.transaction() as connection:
        due = erasure.due(connection)
    if due is None or (due.seconds > AT_ONCE_S and settings.now().hour not in NIGHT):
        return None
    return erasure.erase(database, due)


# ---------------------------------------------------------------- what comes in again


def want_again(connection: Connection, collection: CollectionId, path: Path) -> None:
    """Who names a file, to be taken in, wants it known again, forgotten or not."""
    if not forgetting.has_any(connection):
        return
    with suppress(OSError), path.open("rb") as stream:
        stat = Stat.of(os.fstat(stream.fileno()))
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        forgetting.lift(connection, collection, digest, shown_path(os.fsencode(path))[0], stat)


def part_hash(document: ParsedDocument) -> str | None:
    """What a part of a file, an attachment or a message, is known again by; none for a document that is the file."""
    if document.parent is None and document.locator is None:
        return None
    data = document.original if document.original is not None else document.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def forgotten_parts(connection: Connection, collection: CollectionId, parsed: Parsed) -> frozenset[str]:
    """The hashes of those parts of a file that were forgotten."""
    if not forgetting.has_any(connection):
        return frozenset()
    hashes = {part_hash(each) for each in parsed.documents} - {None}
    return forgetting.forgotten_parts(connection, collection, [each for each in hashes if each])


def leave_out(reading: Reading, forgotten: frozenset[str]) -> Reading:
    """What was read of a file without those parts, and without what is attached to them."""
    documents: list[ParsedDocument] = []
    prepared: list[Prepared] = []
    places: dict[int, int] = {}
    for number, (each, own) in enumerate(zip(reading.parsed.documents, reading.prepared, strict=True)):
        lost = part_hash(each) in forgotten or (each.parent is not None and each.parent not in places)
        if not lost:
            places[number] = len(documents)
            documents.append(each if each.parent is None else replace(each, parent=places[each.parent]))
            prepared.append(own)
    return Reading(replace(reading.parsed, documents=tuple(documents)), reading.parsed_at, tuple(prepared))

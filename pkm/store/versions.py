"""Versions: what stays as it is when a file is read again, what is new, and what only held until now.

A document is known again by its digest, that of all that was read of it. One that is the same in the changed file keeps
its row, and with it its passages, vectors, bookings and what persons said of them. What changed stays in history with the
time in which it held; its bookings and facts go, for those are what holds now.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

import sql
from pkm import prepared
from pkm.models import CollectionId, DocumentId, FileId, ParsedDocument, ParsedStatement
from pkm.store import documents, judgements
from pkm.store.database import Connection
from pkm.store.documents import Row
from pkm.store.judgements import Judgement

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document and the time in which it held; it still does where ``valid_to`` is ``None``."""

    id: DocumentId
    valid_from: datetime
    valid_to: datetime | None


class Revision(NamedTuple):
    """The documents that a file is to hold.

    Attributes:
        changed: The file's bytes did: what is no longer in it becomes history. Else it was merely read better: what is
            no longer read of it never was, and what takes its place has held as long.
        appended: These are the file's last documents only, all before them stay as they are.
        after: Where they are ``appended``: the locator of the document from which on it was read anew.
        since: Where they are ``appended``: ordinal of the first document of this reading. Those before it are of an earlier one,
            and are held until this one comes to them, or ends.
        goes_on: More documents follow: this is a portion of them.
    """

    collection: CollectionId
    file: FileId
    sha256: str
    parsed: Sequence[ParsedDocument]
    changed: bool
    appended: bool = False
    after: str | None = None
    since: int = 0
    goes_on: bool = False


class Revised(NamedTuple):
    """The ids of a file's new documents, by their place among those that were read; and the ordinal of the reading's first one."""

    new: dict[int, DocumentId]
    since: int


def revise(connection: Connection, revisions: Sequence[Revision]) -> list[Revised]:
    """Let files hold these documents."""
    whole = [each.file for each in revisions if not (each.appended or each.goes_on)]
    held, numbers = present(connection, whole) if whole else {}, documents.numbers(connection)
    said: list[tuple[DocumentId, list[Judgement]]] = []
    found, rows = [], list[Row]()
    for each in revisions:
        if each.file in held:
            replaced, first, since = held[each.file], 0, 0
        else:
            replaced, first, since = _replaced(connection, each)
        own = _revise(connection, each, replaced, first, numbers, said)
        found.append(Revised({place: row.id for place, row in own.items()}, since))
        rows += own.values()
    documents.insert(connection, rows)
    for number, judged in said:
        judgements.say_again(connection, judged, number)
    return found


def _replaced(connection: Connection, revision: Revision) -> tuple[list[Any], int, int]:
    """Of a file whose documents come bit by bit: those whose place these take, the ordinal of the first one, and that of the reading."""
    next_ordinal = sql.queries.versions.next_ordinal
    since = revision.since if revision.appended else int(next_ordinal(connection, file=revision.file, but=[]))
    places = [each.locator or "" for each in revision.parsed]
    rows = list(
        sql.queries.versions.replaced(
            connection, file=revision.file, since=since, locators=places, after=revision.after, goes_on=revision.goes_on
        )
    )
    first = int(next_ordinal(connection, file=revision.file, but=[row.id for row in rows]))
    return rows, max(since, first), since


def _revise(
    connection: Connection, revision: Revision, present: Sequence[Any], first: int, numbers: Iterator[DocumentId],
    said: list[tuple[DocumentId, list[Judgement]]],
) -> dict[int, Row]:  # fmt: skip
    """Take from a file what it holds no more; returns the rows of what is new, and adds what was ``said`` of what they replace."""
    parsed, changed = revision.parsed, revision.changed
    digests, kept = _match(parsed, present)
    held = {row.id for row in kept.values()}
    lost = [row for row in present if row.id not in held]
    judged: list[Judgement] = []
    if changed:
        supersede(connection, [row.id for row in lost])
    else:
        judged = judgements.of_documents(connection, [row.id for row in lost])
        sql.queries.versions.delete(connection, documents=[row.id for row in lost])
    _renumber(connection, {row.id: first + place for place, row in kept.items() if row.ordinal != first + place})
    since = None if changed else max((row.valid_from for row in present), default=None)
    before = {} if changed else {row.locator: row for row in lost}
    ids: dict[int, DocumentId] = {place: DocumentId(row.id) for place, row in kept.items()}
    rows: dict[int, Row] = {}
    for place, each in enumerate(parsed):
        if place in kept:
            continue
        ids[place], replaced = next(numbers), before.get(each.locator)
        rows[place] = Row(
            ids[place], revision.collection, revision.file, revision.sha256, each, first + place,
            parent=None if each.parent is None else ids[each.parent], digest=digests[place],
            valid_from=replaced.valid_from if replaced else since, first=replaced.first if replaced else None,
        )  # fmt: skip
        if replaced is not None:
            said.append((ids[place], [each for each in judged if each.document_id == replaced.id]))
    return rows


def present(connection: Connection, files: Sequence[FileId]) -> dict[FileId, list[Any]]:
    """The documents that each of these files holds, in their order."""
    held: dict[FileId, list[Any]] = {each: [] for each in files}
    for row in sql.queries.versions.present(connection, files=list(files)):
        held[row.file_id].append(row)
    return held


def supersede(connection: Connection, ids: Sequence[int]) -> None:
    """These documents held until now."""
    if ids:
        sql.queries.versions.close(connection, documents=list(ids))
        sql.queries.versions.empty(connection, documents=list(ids))


def retire(connection: Connection, file: FileId, *, changed: bool) -> None:
    """A file holds none of its documents any more: they are history where its bytes changed, else they go."""
    ids = [row.id for row in present(connection, [file])[file]]
    if changed:
        supersede(connection, ids)
    else:
        sql.queries.versions.delete(connection, documents=ids)


def chain(connection: Connection, document: DocumentId) -> list[Version]:
    """All versions of a document, itself among them, the oldest first."""
    rows = sql.queries.versions.chain(connection, document=document)
    return [Version(DocumentId(row.id), row.valid_from, row.valid_to) for row in rows]


def locators(connection: Connection, file: FileId, since: int) -> list[str]:
    """Where the documents of a file lie in it, of those with that ordinal and further ones that are attached to none."""
    return [row.locator for row in sql.queries.versions.locators(connection, file=file, since=since)]


def digest(document: ParsedDocument, parent: bytes | None) -> bytes:
    """SHA-256 of all that was read of a document, and how; ``parent`` is the digest of what it is attached to."""
    statements = tuple(map(_undivided, document.statements))
    found = hashlib.sha256(_ENCODER.encode(replace(document, parent=None, original=None, statements=statements)))
    for each in (parent or b"", document.original or b""):
        found.update(hashlib.sha256(each).digest())
    found.update(prepared.manner(document))
    return found.digest()


def _undivided(statement: ParsedStatement) -> ParsedStatement:
    """Without a word of parts where there are none: its document is known again that was read before there were any."""
    rows = (each if each.parts else replace(each, parts=msgspec.UNSET) for each in statement.transactions)  # type: ignore[arg-type]
    return replace(statement, transactions=tuple(rows))


def digests_of(parsed: Iterable[ParsedDocument]) -> list[bytes]:
    """The digest of each document of a file."""
    found: list[bytes] = []
    for each in parsed:
        found.append(digest(each, None if each.parent is None else found[each.parent]))
    return found


def _match(parsed: Sequence[ParsedDocument], present: Sequence[Any]) -> tuple[list[bytes], dict[int, Any]]:
    """The digest of each document, and the rows of those that are there already, by their place among ``parsed``."""
    waiting: defaultdict[tuple[int | None, bytes], list[Any]] = defaultdict(list)
    for row in reversed(present):
        if row.digest is not None:
            waiting[row.parent_id, bytes(row.digest)].append(row)
    found = digests_of(parsed)
    kept: dict[int, Any] = {}
    for place, each in enumerate(parsed):
        if each.parent is not None and each.parent not in kept:
            continue
        same = waiting[None if each.parent is None else kept[each.parent].id, found[place]]
        if same:
            kept[place] = same.pop()
    return found, kept


def _renumber(connection: Connection, ordinals: dict[int, int]) -> None:
    """Give documents other ordinals, of which some may still be another's."""
    if ordinals:
        sql.queries.versions.move(connection, documents=list(ordinals), ordinals=list(ordinals.values()))
        sql.queries.versions.arrive(connection, documents=list(ordinals))

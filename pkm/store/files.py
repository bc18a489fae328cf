"""Files and their states: the queue that survives everything.

A file is ``pending`` until one process has leased it, read it and settled it as ``indexed``, ``duplicate`` or
``quarantined``; one that vanished is ``deleted``. Each settlement is one transaction with all that the file holds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

import sql
from pkm.models import FILE_STATES, CollectionId, DocumentId, FileId, FileState, Problem, Resume, SourceId, Unread
from pkm.store import names, versions
from pkm.store.database import Connection
from pkm.store.paths import shown_path

KEPT_EVENTS = 200  # of a file


class Stat(NamedTuple):
    """What tells one version of a file from the next, without opening it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stat:
        """From the operating system's answer, each number in the 64 bits with a sign that a database keeps."""
        numbers = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        return cls(*((each + 2**63) % 2**64 - 2**63 for each in numbers))


@dataclass(frozen=True, slots=True)
class Leased:
    """A file whose turn it is, held by one owner; ``sha256`` and ``parser`` are those of the last time it was read."""

    id: FileId
    collection_id: CollectionId
    source_id: SourceId
    path: str
    location: bytes
    stat: Stat
    attempts: int
    crashes: int
    sha256: str | None
    parser: str | None
    resume: Resume | None = None
    priority: int = 0

    @classmethod
    def of(cls, row: Any) -> Leased:
        """From a row of the queue."""
        return cls(
            FileId(row.id), CollectionId(row.collection_id), SourceId(row.source_id), row.path,
            bytes(row.raw_path) if row.raw_path is not None else row.path.encode(),
            Stat(row.size, row.mtime_ns, row.ctime_ns, row.inode), row.attempts, row.crashes, row.sha256, row.parser,
            cls.resume_of(row), row.priority,
        )  # fmt: skip

    @staticmethod
    def resume_of(row: Any) -> Resume | None:
        """Where to go on in it, if it only grew."""
        return None if row.resume is None else Resume(**row.resume)


@dataclass(frozen=True, slots=True)
class Event:
    """A stage of a file's way that began or ended."""

    at: datetime
    stage: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a file ended, with its problems and history.

    Attributes:
        original: The file of which it is a copy.
        parser: Who read it, or refused it, in which version.
        retry_in: When a refusal may have passed; never, if ``None``.
        resume: Where to go on when it has grown.
    """

    file: Leased
    state: FileState
    stat: Stat
    sha256: str | None
    original: FileId | None = None
    parser: str | None = None
    reason: str | None = None
    retry_in: timedelta | None = None
    resume: Resume | None = None
    problems: Sequence[Problem] = ()
    events: Sequence[Event] = ()


class Claim(NamedTuple):
    """A file in hand and the bytes that it is to hold, or that another one, its ``twin``, holds already."""

    file: Leased
    sha256: str
    twin: FileId | None


# ---------------------------------------------------------------- scanning


def see(
    connection: Connection,
    collection: CollectionId,
    source: SourceId,
    found: Iterable[tuple[bytes, Stat]],
    priority: int = 0,
    quiet_s: float = 0,
) -> None:
    """New and changed files begin to wait for their turn; those that changed within ``quiet_s`` seconds for that long at least."""
    rows = []
    still = time.time() - quiet_s
    for path, stat in found:
        shown, raw = shown_path(path)
        wait = timedelta(seconds=quiet_s) if quiet_s and max(stat.mtime_ns, stat.ctime_ns) > still * 1e9 else None
        rows.append(
            {
                "collection": collection,
                "source": source,
                "path": shown,
                "raw_path": raw,
                "priority": priority,
                "wait": wait,
            }
            | stat._asdict()
        )
    if rows:
        sql.queries.files.see(connection, rows)


def refuse_seen(
    connection: Connection, collection: CollectionId, source: SourceId, refused: Iterable[tuple[bytes, str]]
) -> None:
    """Things in a folder that are no files to be read, with the reason; what lay there before is given up."""
    for path, reason in refused:
        shown, raw = shown_path(path)
        file = sql.queries.files.refuse_seen(
            connection, collection=collection, source=source, path=shown, raw_path=raw, reason=reason
        )
        give_up(connection, file)
        add_problems(connection, collection, file, [Problem(shown, None, reason)])


def rename(connection: Connection, moved: Mapping[bytes, tuple[FileId, Stat]]) -> None:
    """Files that moved to these places keep their documents."""
    were = {}
    for path, (file, stat) in moved.items():
        shown, raw = shown_path(path)
        were[file] = sql.queries.files.rename(connection, file=file, path=shown, raw_path=raw, ctime_ns=stat.ctime_ns)
    names.follow(connection, were)


def lose(connection: Connection, files: Sequence[FileId], reason: str) -> None:
    """Files that are no longer where they were. What they hold waits for the same bytes to turn up elsewhere (``let_go``)."""
    for file in files:
        if not sql.queries.files.mark_gone(connection, file=file, reason=reason, but=list(files)):
            give_up(connection, file, but=files)
            sql.queries.files.mark_deleted(connection, file=file, reason=reason)


def let_go(connection: Connection, *, wait: bool = True) -> int:
    """Files that were lost are deleted unless, if we ``wait``, one that is to be read may have their bytes; returns how many."""
    gone = list(sql.queries.files.lost(connection, wait=wait))
    for row in gone:
        delete(connection, [FileId(row.id)], row.reason)
    return len(gone)


def count_lost(connection: Connection, sources: Sequence[SourceId] | None) -> int:
    """How many lost files still hold what they held."""
    return int(sql.queries.files.count_lost(connection, sources=None if sources is None else list(sources)))


def delete(connection: Connection, files: Sequence[FileId], reason: str) -> None:
    """Files that are gone: their documents go too, in all versions, unless a duplicate takes them over."""
    for file in files:
        give_up(connection, file, but=files)
        sql.queries.files.mark_deleted(connection, file=file, reason=reason)


def copies(connection: Connection, file: FileId) -> list[FileId]:
    """The files that hold the same bytes as this one, which holds their documents."""
    return [FileId(row.id) for row in sql.queries.files.copies(connection, file=file)]


def give_up(connection: Connection, file: FileId, but: Sequence[FileId] = ()) -> None:
    """Take from a file all that it holds and held: a duplicate of it inherits that, or it goes."""
    sql.queries.files.lock(connection, file=file)  # who becomes its duplicate meanwhile is seen
    if not _bequeath(connection, file, but, past=True):
        sql.queries.files.delete_documents(connection, file=file)
        sql.queries.files.delete_problems(connection, files=[file])


def set_aside(connection: Connection, file: FileId, *, changed: bool = True) -> None:
    """Take from a file what it holds, for it holds something else now, or nothing that can be read.

    A duplicate inherits it; else it stays as the file's earlier version or, where the bytes are the same, goes.
    """
    if not _bequeath(connection, file, (), past=False):
        versions.retire(connection, file, changed=changed)
        sql.queries.files.delete_problems(connection, files=[file])


def make_room(connection: Connection, claims: Sequence[Claim]) -> None:
    """Take from files what they held, before each holds its bytes, or is a copy of its twin.

    Copies of what one held inherit that; where the bytes are the same as before they stay copies, and so do the documents
    that are found in them again, unless it is a copy itself now. No two of the files hold, or are to hold, the same bytes.
    """
    rows = sql.queries.files.copied(connection, files=[each.file.id for each in claims])
    copied = {row.original_id for row in rows}
    for file, sha256, twin in claims:
        if sha256 != file.sha256:
            if twin is not None or file.id in copied:
                set_aside(connection, file.id)
        elif twin is not None:
            versions.retire(connection, file.id, changed=False)
            sql.queries.files.delete_problems(connection, files=[file.id])
            sql.queries.files.follow(connection, file=file.id, twin=twin)


def take_over(connection: Connection, file: Leased, sha256: str) -> Leased | None:
    """Have a file take over what a lost one of the same bytes held: it lies here now. ``None`` where there is none."""
    lost = sql.queries.files.lost_twin(connection, collection=file.collection_id, sha256=sha256, file=file.id)
    if lost is None:
        return None
    set_aside(connection, file.id)
    row = sql.queries.files.take_over(connection, file=file.id, lost=lost.id)
    names.follow(connection, {file.id: lost.path})
    return replace(file, sha256=sha256, parser=row.parser, resume=Leased.resume_of(row))


def _bequeath(connection: Connection, file: FileId, but: Sequence[FileId], *, past: bool) -> bool:
    """Whether a duplicate of a file inherits what it holds, and its earlier versions if it is to."""
    heir = sql.queries.files.heir(connection, file=file, but=list(but))
    if heir is not None:
        was = sql.queries.files.inherit(connection, file=file, heir=heir.id, past=past)
        names.follow(connection, {FileId(heir.id): was})
    return heir is not None


# ---------------------------------------------------------------- how files end


def has_documents(connection: Connection, file: FileId) -> bool:
    """Whether documents of the file are stored."""
    return bool(sql.queries.files.has_documents(connection, file=file))


def claim(connection: Connection, contents: Sequence[tuple[Leased, str]]) -> list[Claim]:
    """Files in hand with the SHA-256 of the bytes that they hold now, and the other file that holds these already.

    That one does until the transaction ends; serialised with others that settle the same bytes.
    """
    sql.queries.files.lock_hashes(connection, hashes=[sha256 for _, sha256 in contents])
    twins: dict[FileId, FileId] = {}
    asked = {file.id: (file.collection_id, sha256) for file, sha256 in contents}
    while asked:
        found = list(
            sql.queries.files.holders(
                connection, files=list(asked), collections=[collection for collection, _ in asked.values()],
                hashes=[sha256 for _, sha256 in asked.values()],
            )
        )  # fmt: skip
        asked = {row.file: asked[row.file] for row in found}
        for row in found:
            if sql.queries.files.keep_holder(connection, file=row.holder, sha256=asked[row.file][1]):
                twins[row.file] = row.holder
                del asked[row.file]
    return [Claim(file, sha256, twins.get(file.id)) for file, sha256 in contents]


def settle(connection: Connection, endings: Sequence[Ending]) -> None:
    """Write down how files ended."""
    rows = [
        {
            "file": each.file.id, "state": each.state, "sha256": each.sha256, "original": each.original,
            "parser": each.parser, "reason": each.reason, "retry_in": each.retry_in,
            "resume": None if each.resume is None else Jsonb(asdict(each.resume)), **each.stat._asdict(),
        }
        for each in endings
    ]  # fmt: skip
    sql.queries.files.settle(connection, rows)
    sql.queries.files.delete_problems(connection, files=[each.file.id for each in endings])
    for each in endings:
        add_problems(connection, each.file.collection_id, each.file.id, each.problems)
    add_events(connection, [(each.file, event) for each in endings for event in each.events])
    for each in endings:
        if each.file.sha256 is not None or each.file.attempts > 1:  # else its history cannot be long
            sql.queries.files.prune_events(connection, file=each.file.id, kept=KEPT_EVENTS)


def settle_unchanged(connection: Connection, file: Leased, stat: Stat, events: Sequence[Event]) -> None:
    """A file that was touched and holds the same bytes keeps all that it held."""
    sql.queries.files.settle_unchanged(connection, file=file.id, **stat._asdict())
    add_events(connection, [(file, each) for each in events])


def problems_of(connection: Connection, file: FileId) -> list[Problem]:
    """What was refused of a file."""
    return [Problem(row.path, row.locator, row.reason) for row in sql.queries.files.problems_of(connection, file=file)]


def settled_since(connection: Connection, run: int, sources: Sequence[SourceId] | None) -> dict[str, int]:
    """What was settled since a run began: files by state, and the documents, chunks and transactions they hold."""
    row = sql.queries.files.settled_since(connection, run=run, sources=None if sources is None else list(sources))
    return dict(row._asdict())


def add_problems(connection: Connection, collection: CollectionId, file: FileId, problems: Sequence[Problem]) -> None:
    """Write down what was refused of a file."""
    if problems:
        sql.queries.files.add_problem(
            connection,
            [
                {
                    "collection": collection,
                    "file": file,
                    "path": each.path,
                    "locator": each.locator,
                    "reason": each.reason,
                }
                for each in problems
            ],
        )


def add_events(connection: Connection, events: Sequence[tuple[Leased, Event]]) -> None:
    """Write down what happened to files, in this order."""
    sql.queries.files.add_events(
        connection, collections=[file.collection_id for file, _ in events], files=[file.id for file, _ in events],
        times=[each.at for _, each in events], stages=[each.stage for _, each in events],
        outcomes=[each.outcome for _, each in events],
    )  # fmt: skip


# ---------------------------------------------------------------- saying what happened


def status_counts(connection: Connection) -> dict[FileState, int]:
    """How many files are in each state."""
    found = {row.state: row.files for row in sql.queries.files.counts(connection)}
    return {state: found.get(state, 0) for state in FILE_STATES}


def corpus(connection: Connection) -> dict[str, int]:
    """How many documents, chunks and transactions there are."""
    row = sql.queries.files.corpus(connection)
    return {"documents": row.documents, "chunks": row.chunks, "transactions": row.transactions}


def problems(connection: Connection, sources: Sequence[SourceId] | None = None) -> list[Problem]:
    """What is refused at present."""
    rows = sql.queries.files.problems(connection, sources=None if sources is None else list(sources))
    return [Problem(row.path, row.locator, row.reason) for row in rows]


def unread(connection: Connection, collection: CollectionId | None = None) -> list[Unread]:
    """Files that could not be read."""
    return [Unread(row.path, row.reason) for row in sql.queries.files.unread(connection, collection=collection)]


def by_path(connection: Connection, path: str) -> list[Any]:
    """The files at a path, those that still exist first."""
    return list(sql.queries.files.by_path(connection, path=path))


def below(connection: Connection, path: str, source: SourceId | None = None) -> list[Any]:
    """The files at a path and below it that still exist, of one source if it is given; uploads only by their own path."""
    return list(sql.queries.files.below(connection, path=path, source=source))


def explain(connection: Connection, path: str) -> dict[str, Any] | None:
    """All that is known of the file at a path: state, reason, history and what it holds."""
    rows = by_path(connection, path) or list(sql.queries.forgetting.state_of(connection, path=path))
    if not rows:
        return None
    row = rows[0]
    held = sql.queries.files.holdings(connection, file=row.original_id or row.id)
    return {
        "path": path if row.forgotten else row.path,
        "state": row.state,
        "reason": row.reason,
        "attempts": row.attempts,
        "crashes": row.crashes,
        "next_try": row.next_try,
        "ignored": row.ignored,
        "history": [
            {"at": e.at, "stage": e.stage, "outcome": e.outcome}
            for e in sql.queries.files.history(connection, file=row.id)
        ],
        "document_ids": [DocumentId(each) for each in held.document_ids],
        "chunks": held.chunks,
        "transactions": held.transactions,
    }


def location(connection: Connection, file: FileId) -> bytes:
    """Where a file lies, in the bytes of its name."""
    row = sql.queries.files.raw_path(connection, file=file)
    return bytes(row.raw_path) if row.raw_path is not None else row.path.encode()

"""Files and their states: the queue that survives everything.

A file is ``pending`` until one process has leased it, read it and settled it as ``indexed``, ``duplicate`` or
``quarantined``; one that vanished is ``deleted``. Each settlement is one transaction with all that the file holds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

import sql
from pkm.models import (
    FILE_STATES,
    CollectionId,
    DocumentId,
    FileId,
    FileState,
    Problem,
    Resume,
    SourceId,
    Trouble,
    Unread,
)
from pkm.store import early, names, succession
from pkm.store.database import Connection
from pkm.store.leased import MAX_TRIES, Leased, Stat, being_written
from pkm.store.paths import shown_path

MAX_UNREAD = 1_000
KEPT_TURNS = 50  # of a file, each with some ten events


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
        ignored: Nobody needs to hear of the refusal.
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
    ignored: bool = False
    resume: Resume | None = None
    problems: Sequence[Problem] = ()
    events: Sequence[Event] = ()


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
                "tries": MAX_TRIES,
                "written": being_written(),
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
        succession.give_up(connection, file)
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
            succession.give_up(connection, file, but=files)
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
        succession.give_up(connection, file, but=files)
        sql.queries.files.mark_deleted(connection, file=file, reason=reason)


# ---------------------------------------------------------------- how files end


def settle(connection: Connection, endings: Sequence[Ending]) -> None:
    """Write down how files ended."""
    sql.queries.files.settle(
        connection, files=[each.file.id for each in endings], states=[each.state for each in endings],
        hashes=[each.sha256 for each in endings], originals=[each.original for each in endings],
        parsers=[each.parser for each in endings], reasons=[each.reason for each in endings],
        pauses=[each.retry_in for each in endings], ignored=[each.ignored for each in endings],
        resumes=[None if each.resume is None else Jsonb(asdict(each.resume)) for each in endings],
        sizes=[each.stat.size for each in endings], mtimes=[each.stat.mtime_ns for each in endings],
        ctimes=[each.stat.ctime_ns for each in endings], inodes=[each.stat.inode for each in endings],
    )  # fmt: skip
    _tell_refused(connection, endings)
    _tell_turns(connection, endings)


def read_on(connection: Connection, ending: Ending, *, is_next: bool) -> None:
    """Write down that a portion of a file was read: it waits on, in the same hand, and what it did to others before is forgiven.

    What was refused of it is added where this portion ``is_next`` to one before.
    """
    sql.queries.files.read_on(
        connection, file=ending.file.id, sha256=ending.sha256, parser=ending.parser, reason=ending.reason,
        resume=Jsonb(asdict(ending.resume)) if ending.resume else None, **ending.stat._asdict(),
    )  # fmt: skip
    if not is_next:
        _tell_refused(connection, [ending])
    else:
        add_problems(connection, ending.file.collection_id, ending.file.id, ending.problems)
    _tell_turns(connection, [ending])


def _tell_refused(connection: Connection, endings: Sequence[Ending]) -> None:
    """Write down what was refused of files, and nothing else of it; what was before is since then."""
    refused = [each.file.id for each in endings if each.problems]
    told = list(sql.queries.files.told_since(connection, files=refused)) if refused else []
    since = {(row.file_id, row.locator, row.reason): row.at for row in told}
    sql.queries.files.delete_problems(connection, files=[each.file.id for each in endings])
    for each in endings:
        add_problems(connection, each.file.collection_id, each.file.id, each.problems, since)


def _tell_turns(connection: Connection, endings: Sequence[Ending]) -> None:
    """Write down what happened to files."""
    add_turns(connection, [(each.file, each.events) for each in endings])
    for each in endings:
        if each.file.sha256 is not None or each.file.attempts > 1:  # else its history cannot be long
            sql.queries.files.prune_turns(connection, file=each.file.id, kept=KEPT_TURNS)


def settle_unchanged(connection: Connection, file: Leased, stat: Stat, events: Sequence[Event]) -> None:
    """A file that was touched and holds the same bytes keeps all that it held."""
    sql.queries.files.settle_unchanged(connection, file=file.id, **stat._asdict())
    add_turns(connection, [(file, events)])


def problems_of(connection: Connection, file: FileId) -> list[Problem]:
    """What was refused of what a file holds."""
    return [Problem(row.path, row.locator, row.reason) for row in sql.queries.files.problems_of(connection, file=file)]


def settled_since(connection: Connection, run: int, sources: Sequence[SourceId] | None) -> dict[str, int]:
    """What was settled since a run began: files by state, and the documents, chunks and transactions they hold."""
    row = sql.queries.files.settled_since(connection, run=run, sources=None if sources is None else list(sources))
    return dict(row._asdict())


def add_problems(
    connection: Connection, collection: CollectionId, file: FileId, problems: Sequence[Problem],
    since: Mapping[tuple[FileId, str | None, str], datetime] | None = None,
) -> None:  # fmt: skip
    """Write down what was refused of a file; what was before is since then."""
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
                    "since": (since or {}).get((file, each.locator, each.reason)),
                }
                for each in problems
            ],
        )


def add_turns(connection: Connection, turns: Sequence[tuple[Leased, Sequence[Event]]]) -> None:
    """Write down what happened to files, to each while it was in hand this once, in this order."""
    events = [(file, each) for file, those in turns for each in those]
    sql.queries.files.add_turns(
        connection, collections=[file.collection_id for file, _ in events], files=[file.id for file, _ in events],
        times=[each.at for _, each in events], stages=[each.stage for _, each in events],
        outcomes=[each.outcome for _, each in events],
    )  # fmt: skip


# ---------------------------------------------------------------- saying what happened


def status_counts(connection: Connection) -> dict[FileState, int]:
    """How many files are in each state."""
    found = {row.state: row.files for row in sql.queries.files.counts(connection)}
    return {state: found.get(state, 0) for state in FILE_STATES}


def ignored(connection: Connection) -> int:
    """How many of the refused files nobody needs to hear of."""
    found: int = sql.queries.files.ignored(connection)
    return found


def corpus(connection: Connection) -> dict[str, int]:
    """How many documents, chunks and transactions there are."""
    row = sql.queries.files.corpus(connection)
    return {"documents": row.documents, "chunks": row.chunks, "transactions": row.transactions}


def problems(connection: Connection, sources: Sequence[SourceId] | None = None) -> list[Trouble]:
    """What is refused at present."""
    rows = sql.queries.files.problems(connection, sources=None if sources is None else list(sources))
    return [Trouble(*row) for row in rows]


def unread(connection: Connection, collection: CollectionId | None = None) -> list[Unread]:
    """Files that could not be read, the first ``MAX_UNREAD`` by path: it goes with every answer."""
    rows = sql.queries.files.unread(connection, collection=collection, limit=MAX_UNREAD)
    return [Unread(row.path, row.reason) for row in rows]


def waiting(connection: Connection, collection: CollectionId | None = None) -> int:
    """How many files wait to be read for the first time."""
    found: int = sql.queries.files.waiting(connection, collection=collection)
    return found


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
        "ahead": early.count(connection, row.id),
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

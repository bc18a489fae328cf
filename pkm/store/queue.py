"""The queue: whose turn it is, who has what in hand, and what becomes of it when they die.

A file that waits is leased by one owner at a time (``ingest.heartbeat``). What a dead owner had in hand is free again; each
death counts against the file, and a file with one is read alone, so that the second proves something. Even then it is
tried again later, ever more seldom: it may merely have been in hand when somebody pulled the plug, twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sql
from pkm.models import CollectionId, FileId, Problem, SourceId
from pkm.store import early, files
from pkm.store.database import Connection
from pkm.store.files import Ending, Event, add_turns, settle
from pkm.store.leased import Leased
from pkm.store.succession import KEPT, hold_on

MAX_CRASHES = 2
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(days=1)
_FACTOR = 4


def pause_after(failures: int) -> timedelta:
    """How long to wait before the next try after so many failures: a minute, then four times as long each, at most a day."""
    factor: int = _FACTOR ** min(max(failures - 1, 0), 10)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)


def claim(
    connection: Connection, owner: int, sources: Sequence[SourceId] | None, batch: int, *, most_bytes: int | None = None,
    suspect: bool = False, priority: int = 0,
) -> list[Leased]:  # fmt: skip
    """Lease up to ``batch`` files whose turn it is; either those that killed nobody yet, or those suspected of it.

    Args:
        most_bytes: Those that follow so many bytes wait for another time.
        priority: Those of a lower one wait, too.
    """
    rows = sql.queries.queue.claim(
        connection, owner=owner, sources=_list(sources), suspect=suspect, batch=batch, most_bytes=most_bytes,
        priority=priority,
    )  # fmt: skip
    return sorted(map(Leased.of, rows), key=lambda each: (-each.priority, each.id))


def is_mine(connection: Connection, file: Leased, owner: int) -> bool:
    """Whether the lease still holds; locks the file until the transaction ends."""
    return bool(mine(connection, [file], owner))


def mine(connection: Connection, files: Sequence[Leased], owner: int) -> set[FileId]:
    """Those of these files whose lease still holds; locks them until the transaction ends."""
    rows = sql.queries.queue.lock_leased(connection, files=[each.id for each in files], owner=owner)
    return {FileId(row.id) for row in rows}


def release(connection: Connection, owner: int) -> None:
    """Give back what was leased and not settled."""
    sql.queries.queue.release(connection, owner=owner)


def take_back(connection: Connection, life: UUID) -> None:
    """Give back what this process had in hand when it lost its connection."""
    sql.queries.queue.take_back(connection, life=life)


def put_back(connection: Connection, file: FileId, pause: timedelta, reason: str) -> None:
    """Let a leased file wait for another turn, not before the pause is over."""
    sql.queries.queue.put_back(connection, file=file, pause=pause, reason=reason)


def free_abandoned(connection: Connection) -> int:
    """Free what dead owners had in hand; who ended a second one is refused until a later day. Returns how many files."""
    abandoned = [Leased.of(row) for row in sql.queries.queue.abandoned(connection)]
    for file in abandoned:
        ended = Event(datetime.now(UTC), "read", "the process that had it in hand ended before it was done")
        if file.crashes < MAX_CRASHES:
            add_turns(connection, [(file, [ended])])
            continue
        reason = f"{file.crashes} times the process that read it ended before it was done; it is tried again by itself"
        further: list[Problem] = []
        is_held = hold_on(connection, file.id)  # nobody knows whether it holds anything else now
        if is_held:
            reason, further = f"{reason}; {KEPT}", files.problems_of(connection, file.id)
        refused = Event(datetime.now(UTC), "settle", f"quarantined: {reason}")
        ending = Ending(
            file, "quarantined", file.stat, file.sha256, reason=reason,
            parser=file.parser if is_held else None, resume=file.resume if is_held else None,
            retry_in=pause_after(file.crashes - MAX_CRASHES + 1), problems=[Problem(file.path, None, reason), *further],
            events=[ended, refused],
        )  # fmt: skip
        settle(connection, [ending])
    return len(abandoned)


def wake(connection: Connection, sources: Sequence[SourceId] | None = None) -> int:
    """Let those wait again that were refused for a passing reason, where their time has come; returns how many."""
    return int(sql.queries.queue.wake(connection, sources=_list(sources)))


def mark_outdated(connection: Connection, parsers: Collection[str], sources: Sequence[SourceId] | None = None) -> int:
    """Let those wait again that were read, or refused, by a parser that has another version now; returns how many."""
    return int(sql.queries.queue.outdated(connection, parsers=list(parsers), sources=_list(sources)))


def is_awaited(connection: Connection, sources: Sequence[SourceId] | None, priority: int) -> bool:
    """Whether a file of that priority, or a higher one, could be leased, that killed nobody yet."""
    return bool(sql.queries.queue.is_awaited(connection, sources=_list(sources), priority=priority))


def count_pending(connection: Connection, sources: Sequence[SourceId] | None = None) -> int:
    """How many files wait."""
    return int(sql.queries.queue.count_pending(connection, sources=_list(sources)))


def known_contents(
    connection: Connection, contents: Collection[tuple[CollectionId, str]]
) -> set[tuple[CollectionId, str]]:
    """Which of these contents, by collection and SHA-256, may be held by a file already, or were forgotten."""
    if not contents:
        return set()
    rows = sql.queries.queue.known_contents(
        connection, collections=[each for each, _ in contents], hashes=[each for _, each in contents]
    )
    return {(CollectionId(row.collection_id), row.sha256) for row in rows}


def progress(connection: Connection) -> dict[str, float | int | None]:
    """How the work goes on: files that wait, files settled since it began, files a minute now, seconds left at that rate.

    ``ahead`` are passages of large files among those that wait, which are embedded already.
    """
    waiting = count_pending(connection)
    lately = sql.queries.queue.settled_lately(connection)
    rate = 60 * lately.last_minute / min(60.0, max(lately.seconds or 60.0, 1.0))
    return {
        "waiting": waiting,
        "settled": lately.settled,
        "rate_per_min": round(rate, 1),
        "eta_s": round(60 * waiting / rate) if waiting and rate else (None if waiting else 0),
        "ahead": early.count(connection),
    }


def _list(sources: Sequence[SourceId] | None) -> list[SourceId] | None:
    return None if sources is None else list(sources)

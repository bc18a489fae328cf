"""A file in hand: whose turn it is, what is known of it, and what tells its versions apart."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pkm.models import CollectionId, FileId, Resume, SourceId

MAX_TRIES = 5  # at a file that keeps changing, with growing pauses, half a minute in all; then a copy of it is read


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


def being_written() -> str:
    """Why a file waits that changed just now; what is said of it first stays, with its time."""
    return f"it is being written, since {datetime.now().astimezone():%Y-%m-%d %H:%M}; it waits until it rests"


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

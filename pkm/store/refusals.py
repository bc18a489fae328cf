"""What was refused, and what persons say to that: try it again, or let me hear no more of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sql
from pkm.models import CollectionId, FileState, SourceId
from pkm.store.database import Connection


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused of a file, since when, and when it is tried again by itself, if ever."""

    path: str
    locator: str | None
    reason: str
    since: datetime
    next_try: datetime | None
    attempts: int
    collection: str
    state: FileState
    ignored: bool


def listed(connection: Connection, collection: CollectionId | None = None, *, ignored: bool = False) -> list[Refusal]:
    """What is refused at present, by path; only what is ignored, if asked."""
    rows = sql.queries.refusals.every(connection, collection=collection, ignored=ignored)
    return [Refusal(**row._asdict()) for row in rows]


class Retried(NamedTuple):
    """How many files wait again, and of which sources; and the sources that have to be looked at, for what was never opened."""

    files: int
    reading: set[SourceId]
    looking: set[SourceId]


def retry(connection: Connection, paths: Sequence[str] | None) -> Retried:
    """Let refused files at or below these paths wait again, or all.

    What a look at a source refused, a link or a pipe, was never opened: only another look can judge it anew.
    """
    if paths is None:
        rows = list(sql.queries.refusals.all(connection))
    else:
        rows = [row for path in paths for row in sql.queries.refusals.at(connection, path=path)]
    opened = [row for row in rows if not row.unopened]
    count = int(sql.queries.refusals.retry(connection, files=[row.id for row in opened]))
    unopened = [row for row in rows if row.unopened]
    return Retried(count, *({SourceId(row.source_id) for row in each} for each in (opened, unopened)))


def ignore(connection: Connection, path: str) -> int:
    """Hear no more of what is refused at or below a path while it stays as it is; returns how many files."""
    found = [row.id for row in sql.queries.refusals.with_problems(connection, path=path)]
    return int(sql.queries.refusals.ignore(connection, files=found))

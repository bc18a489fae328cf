"""The HNSW index over the signs of a space's vectors: when it is due, how large its parts are, how it is built.

It is built beside everything else that goes on (``create index concurrently``). A build that was killed leaves an index
that cannot be used; who comes next drops and builds it again.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

import sql
from pkm.config import Settings
from pkm.models import Space
from pkm.services import machine_memory_mb
from pkm.store import spaces
from pkm.store.database import Connection, Database
from pkm.store.dense import EXACT_ROWS

MUCH = 10 * EXACT_ROWS  # passages; looking at each would try one's patience while a long load goes on
# efConstruction from so many passages on: paths through a larger graph miss more.
CARE = ((2_000_000, 400), (500_000, 200), (200_000, 100), (0, 64))
MEMORY_SHARE = 4  # of the machine's memory, at most one part in so many
LEAST_MEMORY_MB = 64
_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class Build:
    """How an index is built: HNSW's M and efConstruction, memory, and processes beside the first."""

    m: int
    ef_construction: int
    memory_mb: int
    workers: int


def plan(settings: Settings, passages: int, dimensions: int, allowed_mb: int | None = None) -> Build:
    """How to build an index of so many passages on this machine; what is set stays as it is.

    Args:
        allowed_mb: What the server allows, where it is another machine's; ``None`` where it is this one's.
    """
    m = settings.index_m or 16
    each = dimensions // 8 + 34 * m + 300  # bytes: the signs, two lists of neighbours, the rest
    wanted = LEAST_MEMORY_MB + int(1.2 * passages * each) // 2**20
    most = machine_memory_mb() // MEMORY_SHARE if allowed_mb is None else allowed_mb
    return Build(
        m,
        settings.index_ef_construction or next(effort for least, effort in CARE if passages >= least),
        settings.index_memory_mb or max(LEAST_MEMORY_MB, min(wanted, most)),
        settings.index_workers if settings.index_workers is not None else min(7, _cores() - 1),
    )


def is_due(connection: Connection, space_id: int, *, loading: bool) -> bool:
    """Whether the space should have an index and has none. While much is still to come, only where exact search is slow."""
    spaces.enter(connection, space_id)
    if sql.queries.hnsw.is_usable(connection):
        return False
    most = MUCH if loading else EXACT_ROWS
    return bool(sql.queries.hnsw.count_passages(connection, most=most + 1) > most)


def build(database: Database, settings: Settings, space_id: int, space: Space) -> bool:
    """Build the space's index; whether it is there now. It is not where another process builds it just then."""
    with database.session() as connection:
        if not sql.queries.hnsw.try_lock(connection, space=space_id):
            return False
        path = f"space_{space_id}, public"
        sql.queries.hnsw.prepare(connection, path=path, memory="64MB", workers="0")
        if sql.queries.hnsw.is_usable(connection):
            return True
        connection.execute(sql.queries.hnsw.drop.sql)
        connection.execute(sql.queries.hnsw.analyze.sql)
        passages = sql.queries.hnsw.size(connection).passages
        allowed = None if _is_here(connection) else sql.queries.hnsw.memory(connection)
        made = plan(settings, passages, space.dimensions, allowed)
        try:
            _create(connection, path, space, made, made.workers)
        except (psycopg.errors.DiskFull, psycopg.errors.OutOfMemory):
            # What processes share lies in /dev/shm, which may be smaller (64 MB in a container); one alone needs none of it.
            if not made.workers:
                raise
            connection.execute(sql.queries.hnsw.drop.sql)
            _create(connection, path, space, made, workers=0)
    return True


def ensure(database: Database, space_id: int, space: Space, settings: Settings | None = None) -> None:
    """Build the space's index where it is due; where another process does, wait for that."""
    while True:
        with database.transaction() as connection:
            if not is_due(connection, space_id, loading=False):
                return
        if not build(database, settings or Settings(Path()), space_id, space):
            time.sleep(_PAUSE_S)


def drop(connection: Connection, space_id: int) -> None:
    """Drop the space's index, and let nobody build it until this connection, which is in autocommit, ends."""
    sql.queries.hnsw.stop_build(connection, space=f"space_{space_id}")
    sql.queries.hnsw.lock(connection, space=space_id)
    sql.queries.hnsw.prepare(connection, path=f"space_{space_id}, public", memory="64MB", workers="0")
    connection.execute(sql.queries.hnsw.drop.sql)


def state(connection: Connection, space_id: int) -> dict[str, Any]:
    """Whether the space's index is there (``ready``), is being built, with how far that is, or is not there (``none``)."""
    building = sql.queries.hnsw.building(connection, space=f"space_{space_id}")
    if building is not None:
        return {"state": "building", **building._asdict()}
    spaces.enter(connection, space_id)
    return {"state": "ready" if sql.queries.hnsw.is_usable(connection) else "none"}


def _create(connection: Connection, path: str, space: Space, made: Build, workers: int) -> None:
    sql.queries.hnsw.prepare(connection, path=path, memory=f"{made.memory_mb}MB", workers=str(workers))
    connection.execute(
        sql.queries.hnsw.create.sql.format(
            dimensions=space.dimensions, m=made.m, ef_construction=max(made.ef_construction, 2 * made.m)
        ).encode()
    )


def _is_here(connection: Connection) -> bool:
    """Whether the server runs on this machine: it is reached by a socket in a folder."""
    return connection.info.host.startswith("/")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

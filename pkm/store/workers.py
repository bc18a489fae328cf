"""Who works: processes that hold leases, or wait for something to do."""

from __future__ import annotations

import os
import socket
import uuid
from datetime import timedelta
from typing import Any

import sql
from pkm.store import queue
from pkm.store.database import Connection

_SEED = uuid.uuid4()


def life() -> uuid.UUID:
    """This process, as no other ever; its forks are others."""
    return uuid.uuid5(_SEED, str(os.getpid()))


def begin(connection: Connection, owner: int, every: timedelta, *, reading: bool) -> None:
    """Be alive under this number for as long as this connection lives; what this process lost before is given back.

    Args:
        every: How often ``beat`` will be called.
        reading: Whether files are read, not waited for.
    """
    sql.queries.workers.hold(connection, owner=owner)
    queue.take_back(connection, life())
    sql.queries.workers.bury(connection)
    sql.queries.workers.begin(
        connection, owner=owner, life=life(), pid=os.getpid(), host=socket.gethostname(), reading=reading, every=every
    )


def beat(connection: Connection, owner: int) -> None:
    """Say that one is alive."""
    sql.queries.workers.beat(connection, owner=owner)


def end(connection: Connection, owner: int) -> None:
    """Give back what is in hand, and be no more."""
    queue.release(connection, owner)
    sql.queries.workers.end(connection, owner=owner)


def alive(connection: Connection) -> list[dict[str, Any]]:
    """The processes that live: host, number, whether they read, since when, and their last sign of life."""
    return [dict(row._asdict()) for row in sql.queries.workers.alive(connection)]


def is_silent(connection: Connection, pid: int) -> bool:
    """Whether that process of this machine spoke once and has been silent for twice as long as it said."""
    return bool(sql.queries.workers.silent(connection, host=socket.gethostname(), pid=pid))

"""When sources were looked at, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from psycopg.types.json import Jsonb

import sql
from pkm.store.database import Connection

KEPT = timedelta(days=90)


def begin(connection: Connection, kind: Literal["ingest", "refresh"]) -> int:
    """Note that a run begins, and forget those of long ago; returns its id."""
    sql.queries.runs.prune(connection, kept=KEPT)
    return int(sql.queries.runs.begin(connection, kind=kind))


def finish(connection: Connection, run: int, report: dict[str, Any]) -> None:
    """Note that a run ended, with its counts."""
    sql.queries.runs.finish(connection, run=run, report=Jsonb(report))


def last_refresh(connection: Connection) -> datetime | None:
    """When every registered source was last looked at."""
    found: datetime | None = sql.queries.runs.last_refresh(connection)
    return found

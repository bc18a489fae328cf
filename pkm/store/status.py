"""What is there, in the contract's form; shared by the command line and HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sql
from pkm.config import Settings
from pkm.models import PersonId
from pkm.store import files, hnsw, queue, runs, sources, spaces, workers
from pkm.store.database import Connection, Database


def read_status(database: Database, settings: Settings, person: PersonId) -> dict[str, Any]:
    """Files by state, what they hold, how the work goes on and who does it, sources, the last and the next refresh."""
    with database.transaction(person) as connection:
        active = spaces.active(connection)
        last = runs.last_refresh(connection)
        house = timedelta(hours=settings.refresh_hours)
        return {
            "files": files.status_counts(connection),
            "ignored": files.ignored(connection),
            **files.corpus(connection),
            "progress": queue.progress(connection),
            "work": _under_way(connection),
            "workers": workers.alive(connection),
            "sources": sources.overview(connection, house),
            "embedder": active[1].name if active else settings.embedder,
            "index": hnsw.state(connection, active[0]) if active else None,
            "last_refresh": last,
            "next_refresh": sources.next_due(connection, house),
        }


def _under_way(connection: Connection) -> list[dict[str, Any]]:
    """Long work beside the reading: what, of what, how much of how much, as far as that is known."""
    found = [row._asdict() for row in sql.queries.work.under_way(connection)]
    if (filling := sql.queries.work.filling(connection)) is not None:
        spaces.enter(connection, filling.id)
        found.append({"what": "reembed", "of": filling.name, **sql.queries.work.filled(connection)._asdict()})
    return found

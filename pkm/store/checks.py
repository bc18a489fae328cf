"""What must never be: rows that contradict each other."""

from __future__ import annotations

from dataclasses import dataclass

import sql
from pkm.store import spaces, vectors
from pkm.store.database import Connection


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: which noun, which row, what is wrong."""

    what: str
    id: int | str
    detail: str


def find(connection: Connection) -> list[Finding]:
    """Hold the rows against each other."""
    found = [Finding(row.what, row.id, row.detail) for row in sql.queries.checks.faults(connection)]
    found += [
        Finding("statement", row.id, f"opening and bookings miss the closing balance by {row.difference}")
        for row in sql.queries.checks.unbalanced(connection)
    ]
    active = spaces.active(connection)
    if active is not None:
        found += [Finding("chunk", each, "has no vector") for each in vectors.missing(connection, active[0])]
    return found


def objects(connection: Connection) -> list[str]:
    """Hashes of all originals that must lie in the home."""
    return [row.sha256 for row in sql.queries.checks.objects(connection)]

"""Migrations and named queries, and what loads them: every SQL statement of pkm lies in this folder.

``sql.queries.files.claim(connection, ...)`` runs ``-- name: claim(...)`` of ``queries/files.sql``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MIGRATIONS = FOLDER / "migrations"


class Queries:
    """Named queries: an attribute a file, a method a query; a file is read when it is first asked for."""

    def __getattr__(self, file: str) -> Any:
        import aiosql

        path = FOLDER / "queries" / f"{file}.sql"
        if not path.is_file():
            raise AttributeError(file)
        loaded = aiosql.from_path(path, "psycopg")
        setattr(self, file, loaded)
        return loaded


queries = Queries()


@cache
def migration_ids() -> frozenset[str]:
    """The ids (file names without ending) of all migrations."""
    return frozenset(each.stem for each in MIGRATIONS.glob("*.sql"))

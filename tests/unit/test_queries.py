"""Named queries are run where they are called."""

from __future__ import annotations

import re
from pathlib import Path

import sql

ROOT = Path(sql.__file__).parents[1]
# Of these aiosql makes a generator, which asks the database when it is iterated, and never where it is not.
GENERATORS = {
    (file.stem, name)
    for file in (ROOT / "sql" / "queries").glob("*.sql")
    for name in re.findall(r"^-- name: (\w+)(?:\([^)]*\))?\s*$", file.read_text(encoding="utf-8"), re.MULTILINE)
}
# A statement of its own: no bracket or comma before it makes it a part of another.
STATEMENT = re.compile(r"(?<![(\[{,])\n\s+sql\.queries\.(\w+)\.(\w+)\(")


def test_no_query_is_asked_for_and_never_run() -> None:
    assert ("files", "holders") in GENERATORS
    called = {
        (path.name, found)
        for package in ("pkm", "ingest", "api")
        for path in (ROOT / package).rglob("*.py")
        for found in STATEMENT.findall(path.read_text(encoding="utf-8"))
    }
    assert ("succession.py", ("files", "lock_hashes")) in called
    assert not {found for _, found in called} & GENERATORS

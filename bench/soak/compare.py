"""Two databases that took in the same files, compared row by row: ``python -m bench.soak.compare URL URL``.

A row is what it says, not when it was written or under which number: identities and times are left out, and a reference
stands for the row that it leads to. So two databases are equal where they hold the same, in whatever order it came in.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

# Of the way, not of the place where it led: who worked, when, how often it was tried, and the last digits of a product
# of matrices, which differ with what was computed beside it.
LEFT_OUT = {
    "worker": "who lives",
    "run": "when somebody looked",
    "file_turn": "what happened on the way",
    "token": "secrets",
    "veil": "a secret",
    "erasure": "what is still to be swept",
    "backup_place": "what lies outside",
    "evaluation": "what somebody measured",
    "passage_posting": "the terms of passages again, as far as they were not folded yet",
    "passage_block": "the terms of passages again, as far as they were folded",
    "passage_gone": "what is still to be purged",
    "document_posting": "the terms of documents again, as far as they were not folded yet",
    "document_block": "the terms of documents again, as far as they were folded",
    "document_gone": "what is still to be purged",
    "vocabulary": "the words of documents again; some may be gone",
}
WAY = {
    "file": {"attempts", "crashes", "priority", "lease_owner", "inode", "ctime_ns", "settled_at"},
    "source": {"cursor", "scan_begun_at", "scanned_at"},
    "payee_likeness": {"score"},
    "space": {"passages_folded_to", "documents_folded_to"},
}
# References without a key of their own that are not called after their table.
NAMED = {"original_id": "file", "parent_id": "document", "owner_id": "person"}
PACKED = {("total", "ids"): "transaction"}  # many references in a line, eight bytes each
_TIMES = frozenset({"timestamp with time zone", "xid8"})


@dataclass(slots=True)
class Tables:
    """All rows of a database by table and number, and where their references lead."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    by_id: dict[tuple[str, Any], dict[str, Any]] = field(default_factory=dict)
    types: dict[str, dict[str, str]] = field(default_factory=dict)
    references: dict[tuple[str, str], str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)


Snapshot = Mapping[str, Counter[str]]


def snapshot(url: str, first: str = "") -> Snapshot:
    """What a database holds: of each table, how often it says what. ``first`` are statements whose effect is looked at only."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        if first:
            connection.execute(first)
        tables = _load(connection)
        connection.rollback()
    return {name: Counter(_say(tables, name, row) for row in rows) for name, rows in tables.rows.items()}


def differences(one: Snapshot, other: Snapshot, shown: int = 5) -> list[str]:
    """What only one of them holds, a line each, at most so many a table; nothing where they are equal."""
    found = []
    for name in sorted({*one, *other}):
        left, right = one.get(name, Counter()), other.get(name, Counter())
        for mark, only in (("-", left - right), ("+", right - left)):
            found += [f"{mark} {name} ×{count}: {said}" for said, count in only.most_common(shown)]
            if len(only) > shown:
                found.append(f"{mark} {name}: {len(only) - shown} more")
    return found


def _load(connection: psycopg.Connection[dict[str, Any]]) -> Tables:
    tables = Tables()
    columns = connection.execute(
        "select table_schema as schema, table_name as name, column_name as column, data_type as type"
        " from information_schema.columns join information_schema.tables using (table_schema, table_name)"
        " where table_type = 'BASE TABLE' and (table_schema = 'public' or table_schema like 'space\\_%')"
    )
    for each in columns:
        if each["name"] in LEFT_OUT or each["name"].startswith(("_yoyo", "yoyo")):
            continue
        name = each["name"] if each["schema"] == "public" else f"{each['schema']}.{each['name']}"
        tables.types.setdefault(name, {})[each["column"]] = each["type"]
    keys = connection.execute(
        "select c.conrelid::regclass::text as name, a.attname as column, c.confrelid::regclass::text as target"
        " from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
        " where c.contype = 'f' and cardinality(c.conkey) = 1"
    )
    tables.references = {
        (each["name"].replace('"', ""), each["column"]): each["target"].replace('"', "") for each in keys
    }
    for name, types in tables.types.items():
        for column in types:
            target = NAMED.get(column) or (column.removesuffix("_id") if column.endswith("_id") else None)
            if target in tables.types and target != name:
                tables.references.setdefault((name, column), target)
        tables.rows[name] = connection.execute(f"select * from {name}").fetchall()
        if "id" in types:
            tables.by_id |= {(name, row["id"]): row for row in tables.rows[name]}
    return tables


def _say(tables: Tables, name: str, row: dict[str, Any]) -> str:
    """What a row says, in words that are the same in another database."""
    return "; ".join(f"{column}={value}" for column, value in sorted(_parts(tables, name, row)))


def _parts(tables: Tables, name: str, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if column == "id" or column in WAY.get(name, ()):
            continue
        target = tables.references.get((name, column))
        if value is None:
            yield column, "-"
        elif tables.types[name][column] in _TIMES:
            yield column, "some time"
        elif target is not None:
            yield column, _label(tables, target, value)
        elif packed := PACKED.get((name, column)):
            numbers = (int.from_bytes(value[at : at + 8], "big", signed=True) for at in range(0, len(value), 8))
            labels = sorted(_label(tables, packed, each) for each in numbers)
            yield column, hashlib.sha256(repr(labels).encode()).hexdigest()[:16]
        elif isinstance(value, (bytes, list, dict)) or len(str(value)) > 80:
            yield column, hashlib.sha256(repr(value).encode()).hexdigest()[:16]
        else:
            yield column, str(value)


def _label(tables: Tables, name: str, number: Any) -> str:
    """The name of a row that is the same in another database: the hash of what it says."""
    row = tables.by_id.get((name, number))
    if row is None:
        return f"{name} that is not there"
    if id(row) not in tables.labels:
        tables.labels[id(row)] = f"{name} in a circle"
        tables.labels[id(row)] = f"{name} {hashlib.sha256(_say(tables, name, row).encode()).hexdigest()[:16]}"
    return tables.labels[id(row)]


if __name__ == "__main__":
    lines = differences(snapshot(sys.argv[1]), snapshot(sys.argv[2]))
    print("\n".join(lines) or "equal")
    sys.exit(bool(lines))

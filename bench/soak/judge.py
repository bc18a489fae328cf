"""What is left when all is over, held against the files as they are and against a home that nobody disturbed."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.soak.compare import Snapshot, snapshot

# What holds now, without what held before and what is still to be swept: who came later knows nothing of it. A document that
# stays when its file changes is not told the file's new hash (sql/migrations/0004_ingestion.sql). Which of equal files is called the original
# and which its copies is decided by who came first; here it is the one whose place comes first in the alphabet.
PRESENT = """
delete from document where valid_to is not null;
delete from file where state = 'deleted';
delete from discarded_object;
delete from discarded_file;
update document set first = true;
update document d set sha256 = f.sha256 from file f where f.id = d.file_id and not d.has_object;
create temporary table place on commit drop as
select h.id as holder, l.id as lowest, l.path as l_path, l.raw_path as l_raw, l.mtime_ns as l_mtime, l.source_id as l_source,
    h.path as h_path, h.raw_path as h_raw, h.mtime_ns as h_mtime, h.source_id as h_source
from file h join lateral (
    select * from file c where c.original_id = h.id and c.state = 'duplicate' order by c.path limit 1
) l on l.path < h.path;
update file f set path = path || chr(1) from place where f.id = holder;
update file f set path = h_path, raw_path = h_raw, mtime_ns = h_mtime, source_id = h_source from place where f.id = lowest;
update file f set path = l_path, raw_path = l_raw, mtime_ns = l_mtime, source_id = l_source from place where f.id = holder;
update problem p set path = f.path from file f where f.id = p.file_id;
"""

OPEN = """
select
    (select count(*) from file where state = 'pending') as pending,
    (select count(*) from file where state = 'quarantined' and next_try is not null) as tried_again,
    (select count(*) from unsettled) as unsettled,
    (select min(scan_begun_at) from source where scanned_at >= scan_begun_at) as looked
"""


def wait_until_done(url: str, patience_s: float, since: float, meanwhile: Callable[[], None]) -> dict[str, Any]:
    """Wait until nothing waits any more and all was looked at since that moment; says what is left where patience ends.

    Args:
        meanwhile: Is called before each look at what is left.
    """
    begun, left = time.monotonic(), {"the database": "away"}
    while time.monotonic() - begun < patience_s:
        try:
            meanwhile()
            with psycopg.connect(url, connect_timeout=5) as connection:
                row = connection.execute(OPEN).fetchone()
        except psycopg.Error:
            left = {"the database": "away"}
        else:
            assert row is not None
            left = {
                name: count for name, count in zip(("pending", "tried again", "unsettled"), row, strict=False) if count
            }
            if row[3] is None or row[3].timestamp() < since:
                left["the look at the folder"] = "not yet"
            if not left:
                break
        time.sleep(1)
    return {"seconds": round(time.monotonic() - begun, 1), "left": left}


def put_clock_forward(url: str) -> None:
    """Put the clock forward for files that wait for another try."""
    with psycopg.connect(url) as connection:
        connection.execute("update file set next_try = now() where next_try > now()")


def present(url: str) -> Snapshot:
    """What a database holds now."""
    return snapshot(url, PRESENT)


def lost_and_doubled(url: str, tree: Path) -> dict[str, list[str]]:
    """Files of the tree that are not in their true state, and what is there twice."""
    true = {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder, _, names in os.walk(tree)
        for path in (Path(folder) / name for name in names)
        if not path.name.startswith(".")
    }
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select path, state::text, sha256, reason from file where state <> 'deleted' and not gone"
        ).fetchall()
        orphans = connection.execute(
            "select f.path from file f left join file o on o.id = f.original_id where f.state = 'duplicate'"
            " and (o.state, o.sha256) is distinct from ('indexed'::file_state, f.sha256)"
        ).fetchall()
        twice = connection.execute(
            "select 'content of ' || min(path) from file where state = 'indexed' group by collection_id, sha256 having count(*) > 1"
            " union all select 'document ' || ordinal || ' of file ' || file_id from document where valid_to is null"
            " group by file_id, ordinal having count(*) > 1"
            " union all select 'document ' || coalesce(locator, '') || ' of file ' || file_id from document"
            " where valid_to is null group by file_id, locator, digest, parent_id having count(*) > 1"
        ).fetchall()
    held = {path: sha256 for path, _, sha256, _ in rows}
    counts = Counter(path for path, *_ in rows)
    return {
        "lost": [path for path, sha256 in true.items() if held.get(path) != sha256] + [row[0] for row in orphans],
        "left over": [path for path in held if path not in true],
        "twice": [path for path, count in counts.items() if count > 1] + [row[0] for row in twice],
        "refused": sorted(
            f"{Path(path).name}: {reason}" for path, state, _, reason in rows if state == "quarantined"
        ),
    }  # fmt: skip

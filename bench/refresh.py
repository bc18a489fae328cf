"""A look at a million files of which none changed, beside a bare walk of the same tree; then one in a thousand changes.

Run: ``make bench-refresh`` or ``python -m bench.refresh --files 100000 --place /var/tmp``. Prints one JSON object.
A bare walk is ``os.scandir`` with ``stat`` of every file and nothing else. Files opened are counted by an audit hook
(PEP 578), rows written by PostgreSQL (``pg_stat_user_tables``), memory by the kernel (VmHWM, reset before each look).
The one row of the source itself, which says when it was looked at, is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ingest import jobs
from ingest.parsers.text import PlainText
from ingest.sources import look
from ingest.watch import Silent
from pkm import config, services
from pkm.models import Source
from pkm.store import people
from pkm.store.database import Database
from pkm.store.leased import Stat
from tests.free_embedder import FreeEmbedder

PER_FOLDER, FOLDERS = 500, 40  # files in a folder, folders in a folder
ROUNDS = 5
SHARE = 0.001
_opened = 0


def main() -> None:
    """Make the tree, register it as read, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--place", type=Path, default=Path(tempfile.gettempdir()), help="on which disk")
    wanted = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="pkm-refresh-", dir=wanted.place))
    place.chmod(0o755)  # PostgreSQL enters it as a user of its own where this is run by root
    sys.addaudithook(_count_opened)
    try:
        make_tree(place / "tree", wanted.files)
        settings = config.load({"PKM_HOME": str(place / "home")})
        with Database.open(settings) as database:
            print(json.dumps(measure(database, settings, place / "tree", wanted.files), indent=2))
    finally:
        services.stop_all()
        shutil.rmtree(place, ignore_errors=True)


def measure(database: Database, settings: config.Settings, tree: Path, files: int) -> dict[str, object]:
    """What a refresh costs when nothing changed, and what it does when one file in a thousand did."""
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    source = jobs.add_source(database, settings, str(tree), jobs.Ways(), person=owner)
    register_as_read(database, source, tree)
    look(database, settings, source)  # both caches are warm, and the source knows what it stands on
    bare, looks, opened, written, peak = [], [], 0, 0, 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        assert walk_barely(os.fsencode(tree)) == files
        bare.append(time.perf_counter() - begun)
        _reset_peak()
        opened_before, written_before, begun = _opened, rows_written(database), time.perf_counter()
        scan = look(database, settings, source)
        looks.append(time.perf_counter() - begun)
        opened, peak = max(opened, _opened - opened_before), max(peak, _peak_mb())
        written = max(written, rows_written(database) - written_before)
        assert (scan.scanned, scan.unchanged) == (files, files), scan
    embedder = FreeEmbedder()
    changed = random.Random(7).sample(range(files), max(1, int(files * SHARE)))
    for number in changed:
        path_of(tree, number).write_text(f"Note {number} was written anew about topic {number}.\n")
    report = jobs.refresh(database, settings, jobs.read_here(settings, embedder), Silent())
    return {
        "files": files,
        "bare_walk_s": round(statistics.median(bare), 3),
        "look_s": round(statistics.median(looks), 3),
        "ratio": round(statistics.median(a / b for a, b in zip(looks, bare, strict=True)), 3),
        "files_opened": opened,
        "rows_written_of_files": written,
        "peak_mb": peak,
        "changed": {
            "files": len(changed), "seen": report.changed, "indexed": report.indexed, "passages_embedded": embedder.embedded,
            "elapsed_s": report.elapsed_s,
        },
    }  # fmt: skip


def path_of(tree: Path, number: int) -> Path:
    """Where a file lies: two levels of folders."""
    folder = number // PER_FOLDER
    return tree / f"{folder // FOLDERS:03d}" / f"{folder % FOLDERS:02d}" / f"note-{number:07d}.txt"


def make_tree(tree: Path, files: int) -> None:
    """So many small files."""
    for number in range(files):
        place = path_of(tree, number)
        if number % PER_FOLDER == 0:
            place.parent.mkdir(parents=True)
        with open(place, "wb") as stream:  # noqa: PTH123 - a million of them
            stream.write(b"Note %d.\n" % number)


def register_as_read(database: Database, source: Source, tree: Path) -> None:
    """Rows as they are once all files are read; to read a million files is not what is measured."""
    statement = (
        "copy file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode, sha256, parser) from stdin"
    )
    with database.transaction() as connection, connection.cursor().copy(statement) as rows:
        for folder, _, names in os.walk(tree):
            for name in names:
                path = f"{folder}/{name}"
                stat = Stat.of(os.stat(path))
                rows.write_row(
                    (
                        source.collection_id,
                        source.id,
                        path,
                        "indexed",
                        *stat,
                        path[-64:],
                        f"{PlainText.name} {PlainText.version}",
                    )
                )
    with database.session() as connection:
        connection.execute("vacuum analyze file")


def walk_barely(top: bytes) -> int:
    """The least that tells whether something changed: every folder listed, every file's stat taken."""
    count, folders = 0, [top]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    count += 1
    return count


def rows_written(database: Database) -> int:
    """Rows of files, documents and all that belongs to them that were ever written."""
    with database.session() as connection:
        connection.execute("select pg_stat_force_next_flush()")
        row = connection.execute(
            "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint as rows from pg_stat_user_tables"
            " where relname <> 'source'"
        ).fetchone()
        assert row is not None
        return int(row.rows)


def _count_opened(event: str, arguments: tuple[object, ...]) -> None:
    global _opened  # noqa: PLW0603 - a hook cannot be taken away and has no state of its own
    if event == "open" and "/tree/" in str(arguments[0]):
        _opened += 1


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak_mb() -> int:
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


if __name__ == "__main__":
    main()

"""A container whose parts changed, then copied, then changed again: what was attached stays with what it was attached to."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from ingest import jobs
from ingest.check import find_faults
from ingest.watch import Silent
from pkm.config import Settings
from pkm.store import people
from pkm.store.database import Database
from tests import readers
from tests.free_embedder import FreeEmbedder


def _pack(path: Path, *notes: str) -> None:
    with zipfile.ZipFile(path, "w") as writing:
        for number, note in enumerate(notes):
            writing.writestr(f"part{number}.txt", note)


def test_a_copy_inherits_earlier_parts_with_what_they_were_attached_to(
    database: Database, home: Settings, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)

    def ingest() -> None:
        jobs.ingest(database, home, [papers], readers.read_here(home, FreeEmbedder()), Silent(), person=owner)

    _pack(papers / "a.zip", "The well is deep.", "The gate is red.")
    ingest()
    _pack(papers / "a.zip", "The well is deep.", "The gate is green.")
    ingest()
    (papers / "other").mkdir()
    shutil.copy2(papers / "a.zip", papers / "other" / "a.zip")
    ingest()
    _pack(papers / "a.zip", "Nothing is as it was.")
    ingest()
    assert find_faults(database, home, owner) == []

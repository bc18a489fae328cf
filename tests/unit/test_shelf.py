"""A folder of backups: their names are their order."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pkm.backup.shelf import Backup, Shelf


@pytest.mark.parametrize(
    ("last", "following"),
    [("2999-12-31T235959Z", "3000-01-01T000000Z"), ("2999-05-17T080000Z-2", "2999-05-17T080001Z")],
)
def test_a_backup_comes_behind_all_that_were_made_before_whatever_the_clock_says(
    tmp_path: Path, last: str, following: str
) -> None:
    shelf = Shelf.create(tmp_path / "backups", tmp_path / "home")
    now = datetime.now(UTC)
    for name in ("", last):
        backup = Backup(name or shelf.new_name(), now, "dump", None, "/home", "0", 18, 0, "", 0)
        (shelf.folder / "unfinished").mkdir()
        shelf.finish(shelf.folder / "unfinished", backup)
    assert shelf.new_name() == following


def test_a_backup_is_named_after_the_moment(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    named = datetime.strptime(Shelf(tmp_path).new_name(), "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
    assert before <= named <= datetime.now(UTC)


def test_what_is_no_whole_backup_or_names_no_moment_stands_in_no_way(tmp_path: Path) -> None:
    shelf = Shelf.create(tmp_path / "backups", tmp_path / "home")
    for name, whole in (("2999-05-17T080000Z", True), ("2999-05-17T080001Z", False), ("2999-99-99T999999Z", True)):
        (shelf.folder / name).mkdir()
        if whole:
            (shelf.folder / name / "backup.json").write_text("{}")
    assert shelf.new_name() == "2999-05-17T080002Z"

"""Backups as their owner makes and needs them: each ``pkm`` here is a process of its own, with embedded servers."""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pkm.services import RESTORING, locked
from tests.acceptance.test_cli import OFX, Shell
from tests.clock import until
from tests.conftest import memory
from tests.integration.test_forget import CANARY, _mail


def _shell(home: Path) -> Shell:
    shell = Shell(home, "")
    del shell.environment["PKM_DATABASE_URL"]
    return shell


def _write_papers(folder: Path) -> None:
    folder.mkdir()
    (folder / "lease.md").write_text("# Lease\n\nThe tenant may terminate the lease with three months' notice.\n")
    (folder / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    (folder / "mail.eml").write_bytes(_mail("the pump", "The pump was replaced.\n"))
    (folder / "january.ofx").write_text(OFX)


@pytest.fixture(scope="module")
def begun() -> Iterator[tuple[Path, dict[str, Any]]]:
    """A folder as each test finds it: papers, the home that read them, a backup of it; and what was told of the backup."""
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=memory()))
    folder.chmod(0o711)
    place = folder / "place"
    place.mkdir(mode=0o711)
    _write_papers(place / "papers")
    shell = _shell(place / "home")
    shell.json("ingest", place / "papers")
    first = shell.json("backup", place / "disk" / "backups")["backup"]
    yield place.rename(folder / "kept"), first
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place(begun: tuple[Path, dict[str, Any]]) -> Iterator[Path]:
    """The folder, always at the place where the home was made: it knows its papers and backups by their paths."""
    folder = begun[0].with_name("place")
    subprocess.run(["cp", "-a", begun[0], folder], check=True)  # with its owners: PostgreSQL's files may be another's
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def first(begun: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    """The backup that is there."""
    return begun[1]


@pytest.fixture
def shell(place: Path) -> Shell:
    return _shell(place / "home")


@pytest.fixture
def papers(place: Path) -> Path:
    return place / "papers"


@pytest.fixture
def dest(place: Path) -> Path:
    return place / "disk" / "backups"


def _texts(shell: Shell, query: str) -> list[str]:
    return [hit["text"] for hit in shell.json("search", query, "--arm", "sparse")["hits"]]


def test_a_home_comes_back_elsewhere_with_what_was_forgotten_since_forgotten(
    shell: Shell, papers: Path, place: Path, dest: Path, first: dict[str, Any]
) -> None:
    assert (first["kind"], first["files"]) == ("full", 1)
    (papers / "later.txt").write_text("The walnut tree was planted later.\n")
    shell.json("refresh")
    second = shell.json("backup", dest)["backup"]
    assert (second["kind"], second["based_on"]) == ("incremental", first["name"])
    assert [each["name"] for each in shell.json("backup", "list", dest)["backups"]] == [first["name"], second["name"]]
    gone = shell.json("forget", papers / "note.txt", "--yes")
    assert (gone["documents"], gone["erased"]) == (1, True)
    assert gone["backups"] == [{"location": str(dest), "names": [first["name"], second["name"]], "told": True}]

    other = _shell(place / "elsewhere" / "new home")
    restored = other.json("restore", dest)
    assert (restored["forgotten"]["documents"], restored["findings"]) == (1, [])
    assert _texts(other, f"walnut {CANARY}") == ["The walnut tree was planted later."]
    assert shell.json("transactions") == other.json("transactions")
    assert other.json("check", "--deep")["ok"]
    assert CANARY.encode() not in b"".join(p.read_bytes() for p in other_files(place / "elsewhere"))
    report = other.json("refresh")
    assert (report["new"], report["indexed"], report["deleted"]) == (0, 0, 0)
    assert _texts(other, CANARY) == []
    # it is another database now, though it goes on like the first: changes alone would not fit together
    assert other.json("backup", dest)["backup"]["kind"] == "full"
    assert shell.json("backup", dest)["backup"]["kind"] == "full"

    older = _shell(place / "older")
    assert older.json("restore", dest / first["name"])["backup"]["name"] == first["name"]
    assert _texts(older, f"walnut {CANARY}") == []


def other_files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_a_home_that_holds_something_is_never_written_over(shell: Shell, papers: Path, place: Path, dest: Path) -> None:
    _, err = shell.run("restore", dest, code=2)
    assert "not empty" in err
    _, err = shell.run("backup", place / "home" / "backups", code=2)
    assert "lies in the home" in err
    _, err = shell.run("backup", papers, code=2)
    assert "holds something else" in err
    _, err = shell.run("restore", place / "nowhere", "--home", place / "new", code=1)
    assert "no such folder" in err
    assert not (place / "new").exists()
    assert _texts(shell, CANARY) != []


def test_what_is_damaged_is_told_and_not_brought_back(
    shell: Shell, place: Path, dest: Path, first: dict[str, Any]
) -> None:
    shell.json("backup", dest)
    assert shell.json("backup", "verify", dest)["ok"]
    page = max((dest / first["name"] / "database" / "base").rglob("[0-9]*"), key=lambda each: each.stat().st_size)
    data = bytearray(page.read_bytes())
    data[len(data) // 2] ^= 1
    page.write_bytes(data)
    results = shell.json("backup", "verify", dest, code=1)["backups"]
    assert [each["ok"] for each in results] == [False, False]  # the second rests on the first
    _, err = shell.run("restore", dest, "--home", place / "new", code=1)
    assert "damaged" in err
    _, err = shell.run("status", code=1, PKM_HOME=str(place / "new"))
    assert "not whole" in err
    third = shell.json("backup", dest, "--full")["backup"]["name"]
    assert [each["ok"] for each in shell.json("backup", "verify", dest, code=1)["backups"]] == [False, False, True]
    assert shell.json("restore", dest / third, "--home", place / "new")["findings"] == []
    (kept,) = [each for each in (dest / "files").rglob("*") if each.is_file()]
    kept.write_bytes(b"other bytes")
    assert "report.txt" in (dest / third / "files.jsonl").read_text() or kept.name
    assert [each["ok"] for each in shell.json("backup", "verify", dest, code=1)["backups"]] == [False, False, False]


@pytest.mark.parametrize(
    "offset", [24, 5 << 20]
)  # the log's page header, which no record's checksum covers; behind its records
def test_every_byte_of_the_log_is_held_against_its_checksum(
    shell: Shell, dest: Path, first: dict[str, Any], offset: int
) -> None:
    log = next((dest / first["name"] / "database" / "pg_wal").glob("0*"))
    with log.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1]))
    (result,) = shell.json("backup", "verify", dest, code=1)["backups"]
    assert not result["ok"]
    assert log.name in result["detail"]


@pytest.mark.parametrize("name", ["backup.json", "files.jsonl", "database/backup_manifest"])
def test_one_damaged_backup_keeps_no_other_from_being_made_listed_and_brought_back(
    shell: Shell, place: Path, dest: Path, first: dict[str, Any], name: str
) -> None:
    (dest / first["name"] / name).write_bytes(b"\0" * 100)
    second = shell.json("backup", dest, "--keep", 1)
    assert second["backup"]["kind"] == ("incremental" if name == "files.jsonl" else "full")
    plainly = [first["name"]] if name == "backup.json" else []
    assert second["damaged"] == shell.json("backup", "list", dest)["damaged"] == plainly
    results = {
        each["name"]: each["ok"]
        for each in shell.json("backup", "verify", dest, code=int(name != "database/backup_manifest"))["backups"]
    }
    if name == "files.jsonl":
        assert results == {first["name"]: False, second["backup"]["name"]: False}  # the second rests on the first
        second = shell.json("backup", dest, "--full", "--keep", 1)
    else:
        assert results == dict.fromkeys(plainly, False) | {second["backup"]["name"]: True}
    if plainly:
        _, err = shell.run("restore", dest / first["name"], "--home", place / "new", code=1)
        assert "backup.json cannot be read" in err
    assert shell.json("restore", dest, "--home", place / "new")["findings"] == []


def test_older_backups_go_and_take_along_only_what_no_other_needs(
    shell: Shell, papers: Path, dest: Path, first: dict[str, Any]
) -> None:
    second = shell.json("backup", dest)["backup"]["name"]
    shell.json("forget", papers / "mail.eml", "--yes")
    third = shell.json("backup", dest, "--keep", 1)
    assert third["removed"] == []  # it rests on both
    fourth = shell.json("backup", dest, "--full", "--keep", 1)
    assert fourth["removed"] == [first["name"], second, third["backup"]["name"]]
    assert [each["name"] for each in shell.json("backup", "list", dest)["backups"]] == [fourth["backup"]["name"]]
    assert [each for each in (dest / "files").rglob("*") if each.is_file()] == []
    assert shell.json("backup", "verify", dest)["ok"]


@pytest.mark.parametrize("after_s", [0.1, 0.4, 0.9])
def test_killed_at_any_time_a_backup_is_whole_or_not_there(
    shell: Shell, place: Path, dest: Path, first: dict[str, Any], after_s: float
) -> None:
    process = shell.start("backup", dest)
    time.sleep(after_s)
    process.kill()
    process.communicate()
    verified = shell.json("backup", "verify", dest)
    assert [each["name"] for each in verified["backups"]][:1] == [first["name"]]
    assert verified["ok"]
    shell.json("backup", dest)
    assert not list(dest.rglob(".unfinished-*"))
    assert shell.json("restore", dest, "--home", place / "new")["findings"] == []  # which verifies what it brings back


def test_a_restore_that_was_killed_says_so_and_is_done_again(shell: Shell, place: Path, dest: Path) -> None:
    def is_killed() -> bool:
        """In the midst of it, which it may have come to the end of when the machine goes on."""
        shutil.rmtree(place / "new", ignore_errors=True)
        process = shell.start("restore", dest, "--home", place / "new")
        until((place / "new" / "postgres" / "data").joinpath("postmaster.pid").exists, "its server starts")
        process.kill()
        process.communicate()
        return process.returncode == -signal.SIGKILL

    until(is_killed, "it is killed")
    new = _shell(place / "new")
    _, err = new.run("search", "lease", code=1)
    assert "run pkm restore again" in err
    assert new.json("restore", dest)["findings"] == []
    assert len(_texts(new, CANARY)) == 1


def test_two_restores_do_not_fill_one_home(place: Path, dest: Path) -> None:
    new = _shell(place / "new")
    (place / "new").mkdir(mode=0o700)
    with locked(place / "new" / RESTORING, fcntl.LOCK_EX):
        assert "already" in new.run("restore", dest, code=1)[1]
    assert new.json("restore", dest)["findings"] == []


def test_a_configured_database_is_dumped_and_brought_back_into_an_embedded_one(
    place: Path, papers: Path, database_url: str
) -> None:
    shell = Shell(place / "configured", database_url)
    shell.json("ingest", papers)
    assert shell.json("backup", place / "backups")["backup"]["kind"] == "dump"
    assert shell.json("backup", "verify", place / "backups")["ok"]
    shell.json("forget", papers / "note.txt", "--yes")
    new = _shell(place / "new")
    restored = new.json("restore", place / "backups")
    assert (restored["forgotten"]["documents"], restored["findings"]) == (1, [])
    assert new.json("transactions") == shell.json("transactions")
    assert _texts(new, CANARY) == []
    _, err = shell.run("restore", place / "backups", "--home", place / "third", code=2)
    assert "not empty" in err
    assert "not whole" in shell.run("search", "lease", code=1, PKM_HOME=str(place / "third"))[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_user_brings_it_back_at_another_place(place: Path, dest: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    theirs = place / "theirs"
    shutil.copytree(dest, theirs)
    for each in (theirs, *theirs.rglob("*")):
        os.chown(each, nobody.pw_uid, nobody.pw_gid)
    (place / "n").mkdir()
    os.chown(place / "n", nobody.pw_uid, nobody.pw_gid)
    identity: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}
    python = _python_for(identity)
    modules = [str(Path(__file__).parents[2]), *(each for each in sys.path if each.endswith("site-packages"))]
    environment = {
        "PKM_HOME": str(place / "n" / "home"), "PATH": os.environ["PATH"], "HOME": str(place / "n"),
        "PYTHONPATH": os.pathsep.join(modules), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    for words in (["restore", str(theirs)], ["search", CANARY, "--arm", "sparse"], ["check"]):
        done = subprocess.run(
            [python, "-m", "pkm.cli", *words, "--json"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            **identity,
        )
        assert done.returncode == 0, done.stderr
        if words[0] == "search":
            assert len(json.loads(done.stdout)["hits"]) == 1


def _python_for(identity: dict[str, Any]) -> str:
    """A Python like this one that others may run; this one may lie in a folder of root's own."""
    for each in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        with suppress(OSError):
            if subprocess.run([each, "-c", "import ssl"], check=False, **identity).returncode == 0:
                return each
    pytest.skip("nobody but root may run this Python")

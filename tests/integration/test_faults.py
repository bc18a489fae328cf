"""A process may die at any point: what the next one makes of it is what an undisturbed one makes."""

from __future__ import annotations

import ast
import email.message
import os
import shutil
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bench.soak.compare import Snapshot, differences, snapshot
from ingest.check import find_faults
from pkm import config, faults
from pkm.config import Settings
from pkm.models import PersonId
from pkm.services import EmbeddedPostgres
from pkm.store.database import Database
from tests.clock import until
from tests.conftest import clone
from tests.integration import reading
from tests.integration.conftest import OFX
from tests.preloaded import run

ROOT = Path(__file__).parents[2]
SAME = "The same words in two places.\n"
BOOK = "\n\n".join(f"Chapter {number} tells of the orchard. " * 12 for number in range(20))  # embedded in slices
PRICE = "Its price is 900 with the trailer."
GROWING = "put-back.committed"  # comes only where a file is written while it is read: it has a test of its own


def points_in_the_code() -> set[str]:
    """Each point that the code comes to."""
    calls = (
        node
        for room in ("ingest", "pkm", "api")
        for path in (ROOT / room).rglob("*.py")
        if "reach(" in (text := path.read_text())
        for node in ast.walk(ast.parse(text))
    )
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "reach"
        and len(call.args) == 1
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def test_every_point_in_the_code_is_known_and_every_known_one_is_in_the_code() -> None:
    assert points_in_the_code() == set(faults.POINTS)


def _letter(number: int, said: str) -> bytes:
    """A mail that answers the one before it."""
    message = email.message.EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "ben@example.org", "Re: boat", f"<{number}@boat>"
    message["In-Reply-To"] = f"<{number - 1}@boat>"
    message.set_content(said)
    return bytes(message)


def _mail() -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.org", "ben@example.org", "The pump"
    message["Date"], message["Message-ID"] = "Mon, 02 Mar 2026 10:00:00 +0100", "<pump@example.org>"
    message.set_content("The report on the pump is attached.")
    message.add_attachment("The pump was replaced.\n", filename="report.txt")
    return bytes(message)


def _fill(folder: Path) -> None:
    """Files of every fate: indexed, copied, refused, with an attachment, with bookings."""
    folder.mkdir()
    for number in range(5):
        (folder / f"note{number}.txt").write_text(f"Note {number} about tulip {number}.\n")
    (folder / "one.txt").write_text(SAME)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing\n")
    (folder / "pump.eml").write_bytes(_mail())
    (folder / "reply.eml").write_bytes(_letter(2, f"Too dear.\n\nOn 4 May 2025, Ann wrote:\n> {PRICE}\n"))
    (folder / "bank.ofx").write_text(OFX)
    (folder / "moved.txt").write_text("This one lies elsewhere later.\n")
    (folder / "book.txt").write_text(BOOK)
    (folder / "box.mbox").write_bytes(b"".join(map(_boxed, range(10, 16))))


def _boxed(number: int) -> bytes:
    """A message of a mailbox, which is read in portions."""
    return b"From ben@example.org Mon Mar  2 10:00:00 2026\n" + _letter(10 * number, f"Room {number}.") + b"\n"


def _change(folder: Path) -> None:
    """New, changed, copied, moved, vanished, touched, a mail without its attachment, and one that another quotes."""
    (folder / "note0.txt").write_text("Note 0 says something else now.\n")
    (folder / "note1.txt").unlink()
    (folder / "two.txt").write_text(SAME)
    (folder / "new.txt").write_text("A new note.\n")
    (folder / "worse.pdf").write_bytes(b"%PDF-1.7\nnothing either\n")
    (folder / "moved.txt").rename(folder / "elsewhere.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    (folder / "asked.eml").write_bytes(_letter(1, f"{PRICE}\n"))
    (folder / "book.txt").write_text(BOOK.replace("orchard", "garden"))
    (folder / "pump.eml").write_bytes(_mail().replace(b"The pump was replaced", b"The pump was repaired"))
    (folder / "box.mbox").write_bytes(b"".join(map(_boxed, (10, 12, 13, 14, 15, 16, 17))))
    os.utime(folder / "note2.txt", ns=(10**18, 10**18))


def _read(settings: Settings, folder: Path, fault: str = "") -> int:
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PKM_")}
    assert settings.database_url
    own = {"PKM_HOME": str(settings.home), "PKM_DATABASE_URL": settings.database_url, "PKM_FAULT": fault}
    return run(reading.main, [str(folder)], rest | own)


@dataclass(frozen=True)
class Stage:
    """A folder that changed since it was read, the home of that moment, and what an undisturbed process makes of it."""

    folder: Path
    home: Path
    kept: Path
    expected: Snapshot
    objects: set[str]


@pytest.fixture(scope="module")
def stage(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    place = tmp_path_factory.mktemp("faults")
    folder, home, kept = place / "papers", place / "home", place / "kept"
    before, never = _settings(server, home, "fault_before"), _settings(server, home, "fault_never")
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, "fault_before")
        _fill(folder)
        assert _read(before, folder) == 0
        _change(folder)
        clone(connection, "fault_never", "fault_before")
    shutil.copytree(home, kept)
    assert _read(never, folder) == 0
    return Stage(folder, home, kept, snapshot(str(never.database_url)), _objects(home))


def _settings(server: EmbeddedPostgres, home: Path, name: str) -> Settings:
    url = f"{server.url.rpartition(' ')[0]} dbname={name}"
    return config.load({"PKM_HOME": str(home), "PKM_DATABASE_URL": url, "PKM_TIMEZONE": "Europe/Berlin"})


def _objects(home: Path) -> set[str]:
    return {each.name for each in (home / "objects").glob("*/*")}


# They need a mail server, or another embedder: test_imap, test_reembed.
ELSEWHERE = {each for each in faults.POINTS if each.startswith(("mail.", "reembed.", "space."))}


@pytest.mark.parametrize("point", sorted(set(faults.POINTS) - ELSEWHERE - {GROWING}))
def test_what_a_death_leaves_undone_the_next_process_does(server: EmbeddedPostgres, stage: Stage, point: str) -> None:
    name = "fault_" + point.replace(".", "_").replace("-", "_")
    shutil.rmtree(stage.home)
    shutil.copytree(stage.kept, stage.home)
    settings = _settings(server, stage.home, name)
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, name, "fault_before")
        try:
            assert _read(settings, stage.folder, point) == -signal.SIGKILL
            assert _read(settings, stage.folder) == 0
            found = differences(stage.expected, snapshot(str(settings.database_url)))
            assert not found, "\n".join(found)
            assert _objects(stage.home) == stage.objects
            with Database.open(settings) as database:
                assert list(find_faults(database, settings, PersonId(1))) == []
        finally:
            connection.execute(f"drop database {name} with (force)")


def test_a_death_over_a_file_that_is_being_written_costs_nothing(server: EmbeddedPostgres, tmp_path: Path) -> None:
    folder, settings = tmp_path / "papers", _settings(server, tmp_path / "home", "fault_growing")
    folder.mkdir()
    log, rests = folder / "log.txt", threading.Event()

    def write() -> None:
        number = 0
        while not rests.wait(0.01):
            number += 1
            with log.open("a") as stream:
                stream.write(f"Line {number} of a log.\n")

    writer = threading.Thread(target=write)
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, "fault_growing")
        try:
            writer.start()
            while not log.exists():
                rests.wait(0.01)
            until(lambda: _read(settings, folder, GROWING) == -signal.SIGKILL, "it grows while it is read")
            rests.set()
            writer.join()
            assert _read(settings, folder) == 0
            with Database.open(settings) as database:
                with database.transaction() as reading:
                    held = reading.execute("select text from document where valid_to is null").fetchall()
                assert sorted(row.text for row in held if "pot" not in row.text) == [log.read_text()]
                assert list(find_faults(database, settings, PersonId(1))) == []
        finally:
            rests.set()
            connection.execute("drop database fault_growing with (force)")

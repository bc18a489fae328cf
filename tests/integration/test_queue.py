"""What dies, hangs or fails in passing must cost no file: leases, heartbeats, suspects, second tries."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ingest import jobs, snapshot
from ingest.pipeline import Pipeline
from ingest.sandbox import Sandbox
from ingest.settlement import ALL_PARSERS, BEHIND
from ingest.sources import look
from ingest.watch import Silent
from pkm.config import Settings
from pkm.errors import DatabaseError, ModelError, PkmError
from pkm.models import Embeddings, Problem
from pkm.store import files, queue, refusals, sources, workers
from pkm.store.database import Database
from tests import readers
from tests.clock import LONGEST_S, until
from tests.free_embedder import FreeEmbedder
from tests.integration.test_ingest import Library

POISON = "hemlock"
READER = '''
import os, signal, sys, time
from pathlib import Path
from ingest.pipeline import Pipeline
from pkm import config
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

class Deadly(FreeEmbedder):
    """Dies, or hangs, of a word."""
    def passages(self, texts):
        if any("hemlock" in each for each in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        if any("treacle" in each for each in texts):
            Path(sys.argv[2]).touch()
            while not Path(sys.argv[3]).exists():
                time.sleep(0.01)
        return super().passages(texts)

settings = config.load()
with Database.open(settings) as database:
    with Pipeline(database, Deadly(), settings, heartbeat_s=float(sys.argv[1])) as pipeline:
        pipeline.run()
'''


@pytest.fixture
def library(database: Database, home: Settings) -> Library:
    return Library(database, home)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    for number in range(8):
        (place / f"{number}.txt").write_text(f"Note {number} about the {'tulip' if number else 'rose'}.\n")
    return place


def _sandbox(library: Library) -> Sandbox:
    return readers.shared(library.settings, FreeEmbedder.space)


def _start(settings: Settings, database_url: str, tmp_path: Path, heartbeat_s: float = 15) -> subprocess.Popen[bytes]:
    """A process of its own that reads what waits."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PKM_")}
    return subprocess.Popen(
        [sys.executable, "-c", READER, str(heartbeat_s), str(tmp_path / "hangs"), str(tmp_path / "goes on")],
        cwd=Path(__file__).parents[2],
        env=rest | {"PKM_HOME": str(settings.home), "PKM_DATABASE_URL": database_url},
    )


def _see(library: Library, folder: Path) -> None:
    """Look at a folder and read nothing."""
    library.read, reading = lambda *_: None, library.read
    library.ingest(folder)
    library.read = reading


def _answers(library: Library) -> bool:
    try:
        _states(library)
    except DatabaseError:
        return False
    return True


def _states(library: Library) -> dict[str, int]:
    with library.database.transaction() as connection:
        return {state: count for state, count in files.status_counts(connection).items() if count}


def _row(library: Library, path: Path) -> Any:
    with library.database.transaction() as connection:
        return files.by_path(connection, str(path))[0]


def _assert_waits_a_minute(found: dict[str, object], since: datetime) -> None:
    """From when it was refused, which was since that moment."""
    next_try = found["next_try"]
    assert isinstance(next_try, datetime)
    assert since <= next_try - timedelta(minutes=1) <= datetime.now(UTC)


# ---------------------------------------------------------------- processes that die


def test_a_file_that_kills_two_workers_is_refused_for_a_while_and_stops_no_other(
    library: Library, folder: Path, database_url: str, tmp_path: Path
) -> None:
    (folder / "3.txt").write_text(f"A recipe with {POISON}.\n")
    _see(library, folder)
    first = _start(library.settings, database_url, tmp_path)
    assert first.wait(LONGEST_S) == -signal.SIGKILL
    second = _start(library.settings, database_url, tmp_path)  # the innocent ones first, then the suspects one by one
    assert second.wait(LONGEST_S) == -signal.SIGKILL
    before = datetime.now(UTC)
    third = _start(library.settings, database_url, tmp_path)
    assert third.wait(LONGEST_S) == 0
    assert _states(library) == {"indexed": 7, "quarantined": 1}
    found = library.why(folder / "3.txt")
    assert "2 times the process that read it ended" in str(found["reason"])
    _assert_waits_a_minute(found, before)
    assert _row(library, folder / "0.txt").crashes == 0
    assert library.faults() == []
    with library.database.transaction() as connection:  # its time has come; another embedder can read it
        connection.execute("update file set next_try = now() where next_try is not null")
    library.read(library.database, None, Silent())
    assert _states(library) == {"indexed": 8}
    assert (_row(library, folder / "3.txt").next_try, library.found("recipe")) == (None, {"3.txt"})


def test_each_further_death_lets_a_file_wait_four_times_as_long_at_most_a_day() -> None:
    minutes = [queue.pause_after(failures) / timedelta(minutes=1) for failures in range(1, 9)]
    assert minutes == [1, 4, 16, 64, 256, 1024, 1440, 1440]


def test_what_a_hanging_process_holds_is_taken_over_and_what_it_brings_then_is_thrown_away(
    library: Library, folder: Path, database_url: str, tmp_path: Path
) -> None:
    (folder / "3.txt").write_text("A spoon of treacle.\n")
    _see(library, folder)
    hanging = _start(library.settings, database_url, tmp_path, heartbeat_s=0.5)
    try:
        until((tmp_path / "hangs").exists, "it hangs")
        hanging.send_signal(signal.SIGSTOP)  # its connection, and so its lock, stays
        library.read(library.database, None, Silent())
        assert _states(library) == {"indexed": 8}
        before = library.why(folder / "3.txt")["document_ids"]
        (tmp_path / "goes on").touch()
        hanging.send_signal(signal.SIGCONT)
        assert hanging.wait(LONGEST_S) == 0
        assert library.why(folder / "3.txt")["document_ids"] == before
    finally:
        hanging.kill()
        hanging.wait()
    assert library.faults() == []


def test_a_suspect_is_read_alone(library: Library, folder: Path) -> None:
    together: list[int] = []

    class Watching(FreeEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            if any("rose" in each for each in texts):
                with library.database.transaction() as connection:
                    together.append(
                        connection.execute("select count(*) from file where lease_owner is not null").fetchone()[0]  # type: ignore[index]
                    )
                    together.append(queue.count_pending(connection))
            return super().passages(texts)

    _see(library, folder)
    with library.database.transaction() as connection:
        connection.execute("update file set crashes = 1 where path like '%%/0.txt' or path like '%%/1.txt'")
    with Pipeline(library.database, Watching(), library.settings, sandbox=_sandbox(library)) as pipeline:
        pipeline.run()
    assert together == [1, 2]  # it alone is leased, and of all only the other suspect waits beside it
    assert _states(library) == {"indexed": 8}


def test_who_loses_the_database_blames_no_file_and_goes_on(library: Library, folder: Path) -> None:
    class Cutting(FreeEmbedder):
        cut = False

        def passages(self, texts: Sequence[str]) -> Embeddings:
            if not self.cut:
                self.cut = True
                with psycopg.connect(library.database.url, autocommit=True) as connection:
                    connection.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                        " where datname = current_database() and pid <> pg_backend_pid()"
                    )
            return super().passages(texts)

    _see(library, folder)
    with Pipeline(library.database, Cutting(), library.settings, sandbox=_sandbox(library)) as pipeline:
        with pytest.raises(DatabaseError):
            pipeline.run()
        until(lambda: _answers(library), "the database answers")  # connections do not end all at once
        assert set(_states(library)) <= {"pending", "indexed"}
        pipeline.run()
    assert _states(library) == {"indexed": 8}
    assert {_row(library, each).crashes for each in folder.iterdir()} == {0}


def test_who_lives_is_known_and_who_died_is_not(library: Library) -> None:
    with library.database.session() as one:
        workers.begin(one, 4711, timedelta(hours=1), reading=False)
        with library.database.transaction() as connection:
            (found,) = workers.alive(connection)
            assert (found["pid"], found["reading"]) == (os.getpid(), False)
            assert not workers.is_silent(connection, os.getpid())
            connection.execute("update worker set beat_at = beat_at - interval '121 minutes'")
            assert workers.is_silent(connection, os.getpid())
            assert workers.alive(connection) == []
    with library.database.transaction() as connection:
        assert workers.alive(connection) == []


# ---------------------------------------------------------------- what passes


def test_what_lies_in_the_file_itself_is_not_tried_again(library: Library, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing\n")
    (folder / "closed.txt").write_text("A closed book.\n")
    _see(library, folder)
    closed = folder / "closed.txt"
    closed.unlink()
    closed.symlink_to("/etc/hostname")  # after the look: what it leads to is not read
    library.read(library.database, None, Silent())
    with library.database.transaction() as connection:
        listed = {Path(each.path).name: each for each in refusals.listed(connection)}
    assert (listed["broken.pdf"].next_try, listed["closed.txt"].next_try) == (None, None)


def test_a_disk_that_fails_is_tried_again(library: Library, folder: Path) -> None:
    _see(library, folder)
    with (
        library.database.transaction() as connection
    ):  # a file that opens, and whose first byte is an input/output error
        connection.execute(
            "update file set raw_path = convert_to('/proc/self/mem', 'UTF8') where path = %s", (str(folder / "3.txt"),)
        )
    before = datetime.now(UTC)
    library.read(library.database, None, Silent())
    found = library.why(folder / "3.txt")
    assert (found["state"], found["reason"]) == ("quarantined", "it cannot be read: input/output error")
    _assert_waits_a_minute(found, before)
    with library.database.transaction() as connection:
        connection.execute("update file set next_try = now(), raw_path = null where next_try is not null")
    library.read(library.database, None, Silent())
    assert _states(library) == {"indexed": 8}
    with library.database.transaction() as connection:
        connection.execute(
            "update file set state = 'pending', raw_path = convert_to('/proc/self/mem', 'UTF8') where path = %s",
            (str(folder / "3.txt"),),
        )
        [row] = files.by_path(connection, str(folder / "3.txt"))
        files.add_problems(connection, row.collection_id, row.id, [Problem(row.path, "row 3", "no date")])
    library.read(library.database, None, Silent())
    kept = library.why(folder / "3.txt")
    assert kept["reason"] == "it cannot be read: input/output error; what was read of it before is kept"
    assert (kept["state"], "3.txt" in library.found("tulip"), library.faults()) == ("quarantined", True, [])
    with library.database.transaction() as connection:
        connection.execute("update file set next_try = now(), raw_path = null where next_try is not null")
    library.read(library.database, None, Silent())
    back = library.why(folder / "3.txt")
    assert (back["state"], back["document_ids"]) == ("indexed", kept["document_ids"])
    assert back["history"][-1]["outcome"] == "unchanged"  # type: ignore[index]
    with library.database.transaction() as connection:
        assert [each.reason for each in refusals.listed(connection)] == ["no date"]
        assert connection.execute("select count(*) from document").fetchone()[0] == 8  # type: ignore[index]


def test_a_disk_that_is_away_when_a_parser_is_better_loses_nothing(library: Library, folder: Path) -> None:
    library.ingest(folder)
    before = library.why(folder / "3.txt")["document_ids"]
    folder.rename(folder.with_name("unplugged"))
    with library.database.transaction() as connection:
        connection.execute("update file set parser = 'text 0'")
    library.read(library.database, None, Silent())  # nobody has looked yet
    assert library.why(folder / "3.txt")["reason"] == "it is not there just now; what was read of it before is kept"
    assert len(library.found("tulip")) == 7
    with library.database.transaction() as connection:
        connection.execute("update file set state = 'indexed', next_try = null")
    library.refresh()  # fails, and leaves what lies there alone from then on
    assert (_states(library), len(library.found("tulip"))) == ({"indexed": 8}, 7)
    folder.with_name("unplugged").rename(folder)
    library.refresh()
    assert (library.why(folder / "3.txt")["document_ids"], _states(library)) == (before, {"indexed": 8})
    with library.database.transaction() as connection:
        connection.execute("update file set state = 'pending' where path like '%/3.txt'")
    (folder / "3.txt").rename(folder / "moved.txt")
    library.read(library.database, None, Silent())
    assert library.why(folder / "3.txt")["state"] == "quarantined"
    library.refresh()
    moved = library.why(folder / "moved.txt")
    assert (moved["state"], moved["document_ids"], library.faults()) == ("indexed", before, [])
    with library.database.transaction() as connection:
        for each in sources.registered(connection):
            sources.release(connection, each.id)
        connection.execute("update file set parser = 'text 0'")
    folder.rename(folder.with_name("unplugged"))
    library.read(library.database, None, Silent())
    assert _states(library) == {"indexed": 8}


def test_a_text_that_the_embedder_does_not_take_stops_no_other(library: Library, folder: Path) -> None:
    class Picky(FreeEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            if any(POISON in each for each in texts):
                raise ModelError("the endpoint answered 400")
            return super().passages(texts)

    (folder / "3.txt").write_text(f"A recipe with {POISON}.\n")
    _see(library, folder)
    with Pipeline(library.database, Picky(), library.settings, sandbox=_sandbox(library)) as pipeline:
        pipeline.run()
    assert _states(library) == {"indexed": 7, "quarantined": 1}
    refused = _row(library, folder / "3.txt")
    assert (refused.next_try is not None, POISON in refused.reason) == (True, False)


def test_an_embedder_that_is_away_lets_all_wait(library: Library, folder: Path) -> None:
    class Away(FreeEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            raise ModelError("the endpoint does not answer")

        query = passages  # type: ignore[assignment]

    _see(library, folder)
    with (
        Pipeline(library.database, Away(), library.settings, sandbox=_sandbox(library)) as pipeline,
        pytest.raises(ModelError),
    ):
        pipeline.run()
    assert _states(library) == {"pending": 8}
    library.read(library.database, None, Silent())
    assert _states(library) == {"indexed": 8}


def test_a_file_that_is_being_written_waits_until_it_rests(library: Library, folder: Path) -> None:
    growing = folder / "3.txt"

    def write() -> None:
        with growing.open("a") as stream:
            stream.write("And more is to come.\n")

    def read() -> list[str]:
        write()
        _see(library, folder)
        write()
        library.read(library.database, None, Silent())
        return [f"{each['stage']}: {each['outcome']}" for each in library.why(growing)["history"]]  # type: ignore[attr-defined]

    until(
        lambda: any(each.startswith("read: it is being written, since 20") for each in read()),
        "it is read right after it was written",
    )
    assert read()[-1] == "settle: indexed"
    assert library.found("come") == {"3.txt"}


def test_a_file_that_never_rests_is_read_now_and_then_and_never_by_halves(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "REST_S", 0.3)
    rests, begun = threading.Event(), threading.Event()
    log, state, download = folder / "app.log", folder / "state.txt", folder / "download.md"

    def write() -> None:
        number = 0
        while not rests.wait(0.03):
            number += 1
            for each in (log, download):
                with each.open("a") as stream:
                    stream.write(f"Line {number} of {each.stem} tells of a walrus.\n")
            state.write_text(f"State {number:9} of the otter.\n")
            begun.set()

    def read() -> dict[str, tuple[str, str]]:
        _see(library, folder)
        with library.database.transaction() as connection:  # it waited often enough
            connection.execute("update file set attempts = 4, next_try = null where state = 'pending'")
        library.read(library.database, None, Silent())
        found = {each.name: library.why(each) for each in (log, state, download)}
        return {name: (str(each["state"]), str(each["reason"])) for name, each in found.items()}

    writer = threading.Thread(target=write)
    writer.start()
    try:
        begun.wait()
        behind, unread = ("quarantined", BEHIND), ("quarantined", snapshot.WRITTEN)
        assert read() == {"app.log": behind, "state.txt": behind, "download.md": unread}
        assert (library.found("walrus"), library.found("otter")) == ({"app.log"}, {"state.txt"})
        with library.database.transaction() as connection:
            since = {each.path: each.since for each in refusals.listed(connection)}
        assert read()["app.log"] == behind
        with library.database.transaction() as connection:
            again = refusals.listed(connection)
        assert {each.path: each.since for each in again} == since
        assert None not in {each.next_try for each in again}
    finally:
        rests.set()
        writer.join()
    assert set(read().values()) == {("indexed", "None")}
    assert library.found("walrus") == {"app.log", "download.md"}
    assert library.faults() == []


def test_a_look_takes_no_turn_from_a_file_that_never_rests(library: Library, folder: Path) -> None:
    _see(library, folder)
    with library.database.transaction() as connection:
        connection.execute("update file set attempts = 3, next_try = now() where path like '%%/3.txt'")
        connection.execute("update file set attempts = 5, lease_owner = 7 where path like '%%/4.txt'")
    for number in (3, 4):
        (folder / f"{number}.txt").write_text("It is written again.\n")
    with library.database.transaction() as connection:
        [source] = sources.registered(connection)
    look(library.database, library.settings, source, quiet_s=3600)
    third, fourth = (_row(library, folder / f"{number}.txt") for number in (3, 4))
    assert (third.attempts, third.next_try <= datetime.now(UTC)) == (3, True)
    with library.database.transaction() as connection:
        leased = connection.execute("select lease_owner from file where id = %s", (fourth.id,)).fetchone()
    assert leased == (7,)


def test_a_clock_that_is_set_back_lets_no_file_wait(library: Library, folder: Path) -> None:
    (folder / "closed.txt").write_text("A closed book.\n")
    _see(library, folder)
    with library.database.transaction() as connection:  # as who looked and refused wrote it when it was next year
        connection.execute("update file set next_try = now() + interval '1 year'")
        connection.execute("update file set state = 'quarantined' where path like '%%/closed.txt'")
    library.read(library.database, None, Silent())
    assert _states(library) == {"indexed": 9}


def test_what_cannot_be_read_any_more_keeps_what_was_read_of_it(library: Library, folder: Path) -> None:
    library.ingest(folder)
    broken = folder / "3.txt"
    before = {each: library.why(folder / f"{each}.txt")["document_ids"] for each in (3, 4)}
    broken.write_bytes(b"%PDF-1.7\nnothing\n")
    os.utime(broken, ns=(1, 1))  # it rests
    sha256, seen = hashlib.sha256(broken.read_bytes()).hexdigest(), broken.stat()
    with library.database.transaction() as connection:
        connection.execute(  # an earlier version of a parser could read these bytes
            "update file set parser = 'text 0', sha256 = %s, size = %s where path like '%%/3.txt'",
            (sha256, seen.st_size),
        )
        connection.execute("update file set state = 'pending', crashes = 1, lease_owner = 7 where path like '%%/4.txt'")
    library.read(library.database, None, Silent())
    for number in (3, 4):
        found = library.why(folder / f"{number}.txt")
        assert (found["state"], found["document_ids"]) == ("quarantined", before[number])
        assert str(found["reason"]).endswith("; what was read of it before is kept")
    assert len(library.found("tulip")) == 7
    assert library.refresh().scanned == 8
    assert _row(library, broken).attempts == 1  # it is not read again in each run
    with library.database.transaction() as connection:
        connection.execute("update file set next_try = now() where path like '%%/4.txt'")
    library.read(library.database, None, Silent())
    assert library.why(folder / "4.txt")["document_ids"] == before[4]
    assert _states(library) == {"indexed": 7, "quarantined": 1}
    assert library.faults() == []


def test_what_an_earlier_parser_read_or_refused_is_read_again_without_being_touched(
    library: Library, folder: Path
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing\n")
    library.ingest(folder)
    with library.database.transaction() as connection:
        before = connection.execute("select parser from file where path like '%%/3.txt'").fetchone()
        connection.execute("update file set parser = 'text 0' where path like '%%/3.txt'")
        connection.execute("update file set parser = 'all: text 0' where parser = %s", (ALL_PARSERS,))
        connection.execute("update file_turn set at = array(select each - interval '1 hour' from unnest(at) each)")
    report = library.refresh()
    assert (report.changed, report.indexed, report.quarantined) == (0, 1, 1)
    with library.database.transaction() as connection:
        assert connection.execute("select parser from file where path like '%%/3.txt'").fetchone() == before
    assert library.refresh().indexed == 0
    assert library.faults() == []


# ---------------------------------------------------------------- what persons say


def test_who_waits_for_a_worker_hears_that_there_is_none(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "WORKERLESS_S", 0)
    monkeypatch.setattr(jobs, "ring", lambda _: None)
    _see(library, folder)
    with pytest.raises(PkmError, match="no worker runs beside the service: files that wait: 8"):
        jobs.read_by_service(library.settings, lambda: True)(library.database, None, Silent())


def test_a_person_has_refused_files_tried_again_or_hears_no_more_of_them(library: Library, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing\n")
    (folder / "out.txt").symlink_to("/etc/hostname")
    assert len(library.ingest(folder).problems) == 2
    with library.database.transaction() as connection:
        assert refusals.ignore(connection, str(folder / "broken.pdf")) == 1
        assert [Path(each.path).name for each in refusals.listed(connection)] == ["out.txt"]
        assert [Path(each.path).name for each in refusals.listed(connection, ignored=True)] == ["broken.pdf"]
        assert [Path(each.path).name for each in files.unread(connection)] == ["out.txt"]
    assert [Path(each.path).name for each in library.refresh().problems] == ["out.txt"]
    with library.database.transaction() as connection:
        again = refusals.retry(connection, [str(folder)])  # the link was never opened, and is not now
        assert (again.files, len(again.reading), len(again.looking)) == (1, 1, 1)
        assert refusals.retry(connection, [str(folder / "out.txt")])[:2] == (0, set())
    library.read(library.database, None, Silent())
    with library.database.transaction() as connection:
        assert {Path(each.path).name for each in refusals.listed(connection)} == {"broken.pdf", "out.txt"}


def test_what_holds_no_words_is_ignored_until_it_holds_something_else(library: Library, folder: Path) -> None:
    song = folder / "memo.mp3"
    song.write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(range(256)) * 8)
    report = library.ingest(folder)
    assert (report.quarantined, report.ignored, report.problems) == (1, 1, ())
    with library.database.transaction() as connection:
        assert files.unread(connection) == []
        assert [each.reason for each in refusals.listed(connection, ignored=True)] == [
            "it is sound, which pkm does not read"
        ]
    song.write_bytes(b"%PDF-1.7\nnothing\n")
    report = library.refresh()
    assert (report.quarantined, report.ignored, [Path(each.path).name for each in report.problems]) == (
        1,
        0,
        ["memo.mp3"],
    )
    assert library.faults() == []


def test_what_goes_with_every_answer_has_an_index_and_an_end(library: Library, folder: Path) -> None:
    library.ingest(folder)
    with library.database.transaction() as connection:
        connection.execute(
            "insert into file (collection_id, source_id, path, size, mtime_ns, ctime_ns, inode, state, reason)"
            " select collection_id, source_id, '/lost/' || n, 1, 1, 1, n, 'quarantined', 'damaged'"
            " from (select * from file limit 1) f, generate_series(1, 1100) n"
        )
        unread = files.unread(connection)
        assert (len(unread), unread[0].path) == (1000, "/lost/1")
        connection.execute("set local enable_seqscan = off")
        plan = connection.execute(
            "explain select path, reason from file where state = 'quarantined' and not ignored order by path limit 10"
        ).fetchall()
    assert "file_refused" in str(plan)


# ---------------------------------------------------------------- what must not grow


def test_a_file_keeps_what_happened_in_its_last_fifty_turns(library: Library, folder: Path) -> None:
    library.ingest(folder)
    row = _row(library, folder / "3.txt")
    with library.database.transaction() as connection:
        connection.execute(
            "insert into file_turn (collection_id, file_id, at, stage, outcome)"
            " select collection_id, id, array[now(), now()], '{scan,scan}', array[n::text, 'done']"
            " from file, generate_series(1, 500) n where id = %s",
            (row.id,),
        )
    (folder / "3.txt").write_text("Something else.\n")
    library.refresh()
    history: list[dict[str, str]] = library.why(folder / "3.txt")["history"]  # type: ignore[assignment]
    last = next(n for n, each in enumerate(history) if each["stage"] != "scan")
    assert [each["outcome"] for each in history[:last:2]] == [str(n) for n in range(452, 501)]
    assert (history[last]["stage"], history[-1]["outcome"]) == ("hash", "indexed")


def test_the_progress_says_how_many_wait_and_how_fast_it_goes(library: Library, folder: Path) -> None:
    library.ingest(folder)
    _see(library, folder)
    (folder / "new.txt").write_text("A new one.\n")
    _see(library, folder)
    with library.database.transaction() as connection:
        connection.execute("update file set settled_at = now() where state = 'indexed'")
        found = queue.progress(connection)
    assert (found["waiting"], found["rate_per_min"], found["eta_s"]) == (1, 8.0, 8)
    json.dumps(found)

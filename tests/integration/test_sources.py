"""Sources as a person keeps them: patterns, repositories, mailfolders, disks that go away, failures, schedules."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest import jobs
from ingest.jobs import Report, Ways
from ingest.sources import look
from ingest.sources.folder import look as look_at_folder  # over connections that are open
from ingest.watch import Silent
from pkm.config import Settings
from pkm.errors import NotFound, PkmError, UsageError
from pkm.models import Source
from pkm.services import make_home
from pkm.store import sources, spaces
from pkm.store.database import Database
from pkm.store.status import read_status
from tests.clock import until
from tests.free_embedder import OtherEmbedder
from tests.integration.conftest import Served
from tests.integration.test_ingest import Library

HOUSE = timedelta(hours=4)


class Keeper(Library):
    """A home whose sources are kept."""

    def add(self, place: Path | str, **ways: object) -> Source:
        return jobs.add_source(self.database, self.settings, str(place), Ways(**ways), person=self.owner)  # type: ignore[arg-type]

    def refresh_only(self, *wanted: Source) -> Report:
        return jobs.refresh(self.database, self.settings, self.read, Silent(), wanted)

    def source(self, number: int) -> Source:
        with self.database.transaction() as connection:
            return sources.get(connection, number)  # type: ignore[arg-type]

    def unmatched(self) -> list[str]:
        with self.database.transaction() as connection:
            return [pattern for each in sources.overview(connection, HOUSE) for pattern in each["unmatched"]]

    def states(self) -> dict[str, str]:
        with self.database.transaction() as connection:
            rows = connection.execute("select path, state::text as state from file").fetchall()
        return {Path(row.path).name: row.state for row in rows}

    def due(self, later: timedelta = timedelta(0)) -> list[int]:
        with self.database.transaction() as connection:
            return [each.id for each in sources.due(connection, datetime.now(UTC) + later, HOUSE)]


@pytest.fixture
def keeper(database: Database, home: Settings) -> Keeper:
    return Keeper(database, home)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    (place / "drafts").mkdir(parents=True)
    (place / "lease.txt").write_text("The tenant may terminate the lease with three months' notice.\n")
    (place / "wifi.md").write_text("# Wifi\n\nThe password of the guest network is bluebird.\n")
    (place / "drafts" / "novel.txt").write_text("It was a dark and stormy night.\n")
    return place


# ---------------------------------------------------------------- what is chosen


def test_patterns_choose_and_to_change_them_lets_files_fall_out_and_come_back(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder, exclude=["drafts/", "*.md"])
    keeper.refresh()
    assert keeper.states() == {"lease.txt": "indexed"}
    keeper.add(folder, exclude=["lease.*", "*.log"])
    report = keeper.refresh()
    assert (report.new, report.deleted) == (2, 1)
    assert keeper.unmatched() == ["*.log"]
    assert keeper.states() == {"lease.txt": "deleted", "wifi.md": "indexed", "novel.txt": "indexed"}
    assert keeper.why(folder / "lease.txt")["reason"] == "its source leaves it out"
    assert keeper.found("tenant lease") == set()
    jobs.change_source(keeper.database, source.id, Ways(include=["*.txt"], exclude=[]), keeper.owner)
    assert keeper.unmatched() == []  # it is not among them any more
    keeper.refresh()
    assert keeper.states() == {"lease.txt": "indexed", "wifi.md": "deleted", "novel.txt": "indexed"}
    assert (keeper.found("tenant lease"), keeper.unmatched()) == ({"lease.txt"}, [])


def test_patterns_are_those_of_gitignore(keeper: Keeper, folder: Path) -> None:
    (folder / "drafts" / "keep.txt").write_text("A draft to be kept.")
    keeper.add(folder, exclude=["/drafts/*", "!/drafts/keep.txt", "[Ww]ifi.md"])
    keeper.refresh()
    assert set(keeper.states()) == {"lease.txt", "keep.txt"}


def test_what_makes_no_sense_is_refused(keeper: Keeper, folder: Path) -> None:
    for each in ("!", "["):
        with pytest.raises(UsageError, match="pattern"):
            keeper.add(folder, exclude=[each])
    with pytest.raises(UsageError, match="interval"):
        keeper.add(folder, every="soon")
    with pytest.raises(UsageError, match="interval"):
        keeper.add(folder, every="0m")
    with pytest.raises(UsageError, match="kind of source"):
        keeper.add("https://example.org/")
    with pytest.raises(UsageError, match="own home"):
        keeper.add(make_home(keeper.settings.home))
    with pytest.raises(UsageError, match="of a folder"):
        keeper.add(folder / "wifi.md", include=["*.md"])
    with pytest.raises(NotFound):
        keeper.add(folder / "nothing")


def test_a_repository_leaves_out_what_git_leaves_out(keeper: Keeper, folder: Path) -> None:
    code = folder / "code"
    (code / ".git" / "info").mkdir(parents=True)
    (code / ".git" / "info" / "exclude").write_text("# of this clone\nmine.txt\n")
    (code / "mine.txt").write_text("Of this clone alone.")
    for name in ("HEAD", "objects/2a/25", "refs/heads/main", "hooks/push.sample"):
        (folder / "bare.git" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "bare.git" / name).write_text("Not to be read.")
    (code / ".git" / "config.txt").write_text("Not to be read.")
    (code / ".gitignore").write_text("build/\n*.log\n")
    (code / "deep").mkdir()
    (code / "deep" / ".gitignore").write_text("!kept.log\n/secret.txt\n")
    for name in ("main.txt", "run.log", "deep/kept.log", "deep/secret.txt", "build/out.txt"):
        (code / name).parent.mkdir(exist_ok=True)
        (code / name).write_text(f"This is {name}.")
    (folder / "drafts" / ".gitignore").write_text("*\n")  # no repository: says nothing
    (folder / "run.log").write_text("Outside of the repository a log is a file like any other.")
    source = keeper.add(folder)
    keeper.refresh()
    assert set(keeper.states()) == {"lease.txt", "wifi.md", "novel.txt", "main.txt", "kept.log", "run.log"}
    (code / ".gitignore").write_text("build/\n")
    assert keeper.refresh().new == 1
    jobs.change_source(keeper.database, source.id, Ways(gitignore=False), keeper.owner)
    assert keeper.refresh().new == 3


def test_a_source_with_ways_of_its_own_stands_inside_another(keeper: Keeper, folder: Path) -> None:
    outer = keeper.add(folder)
    keeper.refresh()
    inner = keeper.add(folder / "drafts", every="30m", exclude=["*.log"])
    assert inner.id != outer.id
    documents = keeper.why(folder / "drafts" / "novel.txt")["document_ids"]
    (folder / "drafts" / "run.log").write_text("Left out.")
    report = keeper.refresh()
    assert (report.scanned, report.new, report.deleted) == (3, 0, 0)
    assert keeper.why(folder / "drafts" / "novel.txt")["document_ids"] == documents
    assert keeper.add(folder.parent).id not in {outer.id, inner.id}  # takes over the plain one, leaves the other alone
    assert keeper.source(inner.id).every == timedelta(minutes=30)


def test_a_maildir_is_its_messages_and_its_hidden_folders(keeper: Keeper, folder: Path) -> None:
    mail = folder / "Mail"
    for part in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
        (mail / part).mkdir(parents=True)
    (mail / "dovecot-uidlist.txt").write_text("An index of the server's.")
    message = "From: anna@example.org\nTo: ben@example.org\nSubject: {0}\nMessage-ID: <{0}@example.org>\n\nAbout {0}.\n"
    (mail / "new" / "1700000000.M1.host").write_text(message.format("parsnips"))
    (mail / ".Sent" / "cur" / "1700000001.M2.host:2,S").write_text(message.format("turnips"))
    (mail / "tmp" / "1700000002.M3.host").write_text(message.format("swedes"))
    keeper.add(mail)
    keeper.refresh()
    assert set(keeper.states()) == {"1700000000.M1.host", "1700000001.M2.host:2,S"}
    embedded = keeper.embedder.embedded
    (mail / "new" / "1700000000.M1.host").rename(mail / "cur" / "1700000000.M1.host:2,RS")
    report = keeper.refresh()
    assert (report.unchanged, report.new, report.deleted, keeper.embedder.embedded) == (2, 0, 0, embedded)
    assert keeper.found("parsnips") == {"1700000000.M1.host:2,RS"}


# ---------------------------------------------------------------- odd names and things


def test_odd_names_are_read_and_stay_known(keeper: Keeper, folder: Path) -> None:
    names = [
        "two\nlines.txt",
        "\u202egpj.txt",
        "n" * 251 + ".txt",
        " lead.txt",
        "-rf.txt",
        "quote'\".txt",
        "back\\slash.txt",
    ]
    for name in names:
        (folder / name).write_text(f"The note of {len(name)} letters.")
    keeper.add(folder)
    assert keeper.refresh().indexed == 3 + len(names)
    again = keeper.refresh()
    assert (again.unchanged, again.new, again.changed, again.problems) == (3 + len(names), 0, 0, ())


def test_a_path_beyond_what_the_system_opens_is_named_and_deletes_nothing(keeper: Keeper, folder: Path) -> None:
    here = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(18):
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
        Path("deep.txt").write_text("Too deep to be reached by its name.")
    finally:
        os.chdir(here)
    keeper.add(folder)
    report = keeper.refresh()
    assert report.indexed == 3
    assert ["name too long" in each.reason for each in report.problems] == [True]
    assert keeper.refresh().problems == report.problems


@contextmanager
def held_back() -> Iterator[None]:
    """Permissions hold this thread back, root's too: it gives up, for a while, to be let past them (capabilities(7))."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = (ctypes.c_uint32 * 2)(0x20080522, 0)
    had, left = (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 6)()
    assert libc.capget(version, had) == 0
    left[:] = had[:]
    left[0] &= ~0b110  # what is effective, without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    assert libc.capset(version, left) == 0
    try:
        yield
    finally:
        assert libc.capset(version, had) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="where root is not held back")
@pytest.mark.parametrize("mode", [0o000, 0o400, 0o600], ids=oct)
def test_files_of_a_folder_that_was_closed_are_kept(keeper: Keeper, folder: Path, mode: int) -> None:
    source = keeper.add(folder)
    keeper.refresh()
    (folder / "drafts").chmod(mode)
    try:
        with held_back():
            first, again = (look_at_folder(keeper.database, source) for _ in range(2))
    finally:
        (folder / "drafts").chmod(0o755)
    assert (first.deleted, again.deleted, len(first.problems)) == (0, 0, 1)
    assert keeper.found("stormy") == {"novel.txt"}
    assert keeper.refresh().problems == ()
    assert keeper.states() == {
        "drafts": "deleted",
        "wifi.md": "indexed",
        "lease.txt": "indexed",
        "novel.txt": "indexed",
    }


# ---------------------------------------------------------------- disks that go away


@pytest.fixture
def away(keeper: Keeper, folder: Path) -> Source:
    """A source whose folder has been read, and of which the last look is said to have found it on a disk of its own."""
    source = keeper.add(folder)
    keeper.refresh()
    cursor = dict(keeper.source(source.id).cursor)
    with keeper.database.transaction() as connection:
        sources.remember(connection, source.id, cursor | {"mounts": [*cursor["mounts"], str(folder)]})
    return source


def test_an_unplugged_disk_is_not_an_empty_one(keeper: Keeper, folder: Path, away: Source) -> None:
    shutil.rmtree(folder)
    folder.mkdir()  # what is left of a mount point
    report = keeper.refresh()
    assert (report.deleted, report.scanned) == (0, 0)
    assert "not to be mounted" in report.problems[0].reason
    assert keeper.found("bluebird") == {"wifi.md"}
    failed = keeper.source(away.id)
    assert failed.failure is not None
    assert "not to be mounted" in failed.failure
    keeper.refresh()
    assert keeper.source(away.id).failed_since == failed.failed_since
    with keeper.database.transaction() as connection:  # as pkm refresh --accept-empty does
        sources.remember(connection, away.id, {})
    assert keeper.refresh().deleted == 3
    assert (keeper.source(away.id).failure, keeper.found("bluebird")) == (None, set())


def test_a_disk_inside_of_a_source_that_is_away_keeps_its_files_and_the_rest_goes_on(
    keeper: Keeper, folder: Path
) -> None:
    source = keeper.add(folder)
    keeper.refresh()
    cursor = dict(keeper.source(source.id).cursor)
    with keeper.database.transaction() as connection:
        sources.remember(connection, source.id, cursor | {"mounts": [*cursor["mounts"], str(folder / "drafts")]})
    shutil.rmtree(folder / "drafts")
    (folder / "wifi.md").unlink()
    for _ in range(2):  # it is still waited for at the second look
        report = keeper.refresh()
        assert [Path(each.path).name for each in report.problems] == ["drafts"]
        assert keeper.found("stormy") == {"novel.txt"}
        assert keeper.found("bluebird") == set()


def test_most_files_gone_from_another_disk_are_kept_and_from_the_same_are_not(keeper: Keeper, folder: Path) -> None:
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Note number {number}.")
    source = keeper.add(folder)
    keeper.refresh()
    cursor = dict(keeper.source(source.id).cursor)
    with keeper.database.transaction() as connection:  # it lay on another disk at the last look
        sources.remember(connection, source.id, cursor | {"device": int(cursor["device"]) + 1})
    for number in range(30):
        (folder / f"{number}.txt").unlink()
    report = keeper.refresh()
    assert (report.deleted, keeper.states()["1.txt"]) == (0, "indexed")
    assert "30 of 33 files are gone" in report.problems[0].reason
    with keeper.database.transaction() as connection:
        sources.remember(connection, source.id, cursor)
    assert keeper.refresh().deleted == 30


def test_a_place_that_held_much_and_is_empty_is_not_believed_at_once(keeper: Keeper, folder: Path) -> None:
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Note number {number}.")
    source = keeper.add(folder)
    keeper.refresh()
    shutil.rmtree(folder)
    folder.mkdir()
    report = keeper.refresh()
    assert (report.deleted, keeper.states()["1.txt"]) == (0, "indexed")
    assert "33 of 33 files are gone" in report.problems[0].reason
    with keeper.database.transaction() as connection:  # as pkm refresh --accept-empty does
        sources.remember(connection, source.id, {})
    assert keeper.refresh().deleted == 33


def test_a_place_that_is_emptied_while_it_is_watched_is_not_believed_at_once_either(
    keeper: Keeper, folder: Path
) -> None:
    for number in range(30):
        (folder / "drafts" / f"{number}.txt").write_text(f"Note number {number}.")
    source = keeper.add(folder)
    keeper.refresh()
    shutil.rmtree(folder)  # as a cloud drive does that is signed out
    folder.mkdir()
    told = [str(folder / each) for each in ("drafts", "lease.txt", "wifi.md")]
    with pytest.raises(PkmError, match="33 of 33 files are gone"):
        look(keeper.database, keeper.settings, source, told)
    assert keeper.states()["1.txt"] == "indexed"
    assert "33 of 33" in str(keeper.source(source.id).failure)


def test_files_that_all_move_to_another_folder_of_a_disk_are_not_taken_for_gone(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    keeper.refresh()
    cursor = dict(keeper.source(source.id).cursor)
    with keeper.database.transaction() as connection:  # it lay on another disk at the last look
        sources.remember(connection, source.id, cursor | {"device": int(cursor["device"]) + 1})
    kept = list(folder.iterdir())
    (folder / "sorted").mkdir()
    for each in kept:
        each.rename(folder / "sorted" / each.name)
    report = keeper.refresh()
    assert (report.problems, report.unchanged, report.documents) == ((), 3, 0)


def test_files_that_all_fall_out_are_not_taken_for_gone(keeper: Keeper, folder: Path) -> None:
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Note number {number}.")
    source = keeper.add(folder)
    keeper.refresh()
    jobs.change_source(keeper.database, source.id, Ways(include=["*.csv"]), keeper.owner)
    report = keeper.refresh()
    assert (report.problems, report.deleted) == ((), 33)


def test_one_source_that_fails_stops_no_other(keeper: Keeper, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    first, second = keeper.add(folder), keeper.add(other)
    keeper.refresh()
    folder.rename(tmp_path / "elsewhere")
    (other / "new.txt").write_text("A new note about quinces.")
    assert keeper.refresh().new == 1
    assert keeper.found("quinces") == {"new.txt"}
    assert "missing" in str(keeper.source(first.id).failure)
    assert keeper.source(second.id).failure is None
    (tmp_path / "elsewhere").rename(folder)
    keeper.refresh()
    assert (keeper.source(first.id).failure, keeper.source(first.id).failed_since) == (None, None)


# ---------------------------------------------------------------- when


def test_a_source_is_due_when_its_time_has_come(keeper: Keeper, folder: Path, tmp_path: Path) -> None:
    often, seldom = keeper.add(folder, every="30m"), keeper.add(tmp_path / "papers" / "drafts", every="1d")
    assert keeper.due() == [often.id, seldom.id]
    keeper.refresh()
    assert keeper.due() == []
    assert keeper.due(timedelta(minutes=31)) == [often.id]
    assert keeper.due(timedelta(days=2)) == [often.id, seldom.id]
    jobs.change_source(keeper.database, often.id, Ways(paused=True), keeper.owner)
    assert keeper.due(timedelta(days=2)) == [seldom.id]
    assert keeper.refresh().scanned == 1
    jobs.change_source(keeper.database, often.id, Ways(paused=False, every="default"), keeper.owner)
    assert keeper.due(timedelta(hours=3)) == []
    assert keeper.due(timedelta(hours=5)) == [often.id]
    jobs.change_source(keeper.database, seldom.id, Ways(exclude=["*.log"]), keeper.owner)
    assert keeper.due() == [seldom.id]


def test_a_clock_that_is_set_back_keeps_no_source_from_being_looked_at(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    keeper.refresh()
    assert keeper.due(-timedelta(minutes=30)) == []  # two clocks that differ a little
    assert keeper.due(-timedelta(days=400)) == [source.id]


def test_who_looks_is_not_disturbed_and_a_look_that_was_killed_is_caught_up(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    with keeper.database.session() as other:
        sources.take_turn(other, source.id)
        assert keeper.due() == []
    until(lambda: keeper.due() == [source.id], "the server lets go of a turn a moment after its connection was closed")
    with keeper.database.transaction() as connection:  # and then its process died
        sources.begin_scan(connection, source.id)
    assert keeper.due() == []
    assert keeper.due(timedelta(minutes=2)) == [source.id]


def test_the_status_tells_what_is_under_way(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    assert read_status(keeper.database, keeper.settings, keeper.owner)["work"] == []
    with keeper.database.session() as other:
        sources.take_turn(other, source.id)
        found = read_status(keeper.database, keeper.settings, keeper.owner)["work"]
    assert found == [{"what": "look", "of": str(folder), "done": None, "total": None}]
    keeper.refresh()
    with keeper.database.transaction() as connection:
        number = spaces.create(connection, OtherEmbedder.space, active=False)
        connection.execute("update space set wanted = true where id = %s", (number,))
    found = read_status(keeper.database, keeper.settings, keeper.owner)["work"]
    assert found == [{"what": "reembed", "of": "other", "done": 0, "total": 3}]


def test_a_failed_look_is_tried_again_sooner(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    folder.rename(folder.with_name("away"))
    keeper.refresh()
    assert keeper.due(timedelta(minutes=5)) == []
    assert keeper.due(timedelta(minutes=11)) == [source.id]


# ---------------------------------------------------------------- still being written


def test_a_file_that_is_still_being_written_waits(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    os.utime(folder / "lease.txt", ns=(1, 1))  # its ctime is new all the same
    look(keeper.database, keeper.settings, source, quiet_s=3600)
    with keeper.database.transaction() as connection:
        rows = connection.execute("select next_try > now() + interval '50 minutes' as waits from file").fetchall()
    assert [row.waits for row in rows] == [True] * 3
    os.utime(folder / "lease.txt", ns=(2, 2))
    look(keeper.database, keeper.settings, source, quiet_s=3600)
    said = str(keeper.why(folder / "lease.txt")["reason"])
    assert said.startswith("it is being written, since 20")
    os.utime(folder / "lease.txt", ns=(3, 3))
    look(keeper.database, keeper.settings, source, quiet_s=3600)
    assert keeper.why(folder / "lease.txt")["reason"] == said
    with keeper.database.transaction() as connection:
        connection.execute("update file set next_try = null")
    keeper.read(keeper.database, None, Silent())
    assert set(keeper.states().values()) == {"indexed"}


def test_only_the_parts_that_are_named_are_looked_at(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    keeper.refresh()
    before = keeper.source(source.id).scanned_at
    (folder / "new.txt").write_text("A new note.")
    (folder / "drafts" / "novel.txt").rename(folder / "drafts" / "epic.txt")
    (folder / "wifi.md").unlink()
    scan = look(keeper.database, keeper.settings, source, [str(folder / "drafts"), str(folder / "wifi.md")])
    assert (scan.scanned, scan.new, scan.unchanged, scan.deleted) == (1, 0, 1, 1)
    keeper.read(keeper.database, [source.id], Silent())
    assert keeper.states() == {"lease.txt": "indexed", "wifi.md": "deleted", "epic.txt": "indexed"}
    assert keeper.source(source.id).scanned_at == before
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.txt").write_text("Hidden.")
    assert look(keeper.database, keeper.settings, source, [str(folder / ".hidden" / "a.txt")]).new == 0


# ---------------------------------------------------------------- removing


def test_a_removed_source_takes_along_what_came_from_it_or_leaves_it(keeper: Keeper, folder: Path) -> None:
    make_home(keeper.settings.home)
    source = keeper.add(folder)
    keeper.refresh()
    jobs.remove_source(keeper.database, keeper.settings, source.id, keeper.owner, keep_documents=True)
    (folder / "wifi.md").unlink()
    assert (keeper.refresh().scanned, keeper.found("bluebird")) == (0, {"wifi.md"})
    gone = jobs.remove_source(keeper.database, keeper.settings, source.id, keeper.owner)
    assert (gone["documents"], keeper.states()) == (3, {})
    with pytest.raises(NotFound):
        keeper.source(source.id)
    assert (folder / "lease.txt").exists()
    keeper.add(folder)
    assert keeper.refresh().indexed == 2  # to remove a source is not to forget its contents for good


# ---------------------------------------------------------------- over HTTP


def test_the_owner_keeps_sources_over_http(served: Served, tmp_path: Path) -> None:
    place = tmp_path / "more"
    place.mkdir()
    with served.client() as client, served.client(served.reader) as reader:
        form = {"location": str(place), "every": "30m", "exclude": ["*.log"]}
        assert reader.post("/v1/sources", json=form).status_code == 403
        added = client.post("/v1/sources", json=form)
        assert (added.status_code, added.json()["every"], added.json()["exclude"]) == (201, "30m", ["*.log"])
        number = added.json()["id"]
        paused = client.patch(f"/v1/sources/{number}", json={"paused": True})
        assert (paused.json()["paused"], paused.json()["next_look"], paused.json()["every"]) == (True, None, "30m")
        assert number in [each["id"] for each in reader.get("/v1/sources").json()["sources"]]
        assert client.post("/v1/sources", json={"location": "imaps://a@example.org"}).status_code == 400
        assert client.post("/v1/sources", json={"location": str(tmp_path / "nothing")}).status_code == 404
        assert client.patch(f"/v1/sources/{number}", json={"every": "soon"}).status_code == 400
        assert reader.delete(f"/v1/sources/{number}").status_code == 403
        assert client.delete(f"/v1/sources/{number}").json()["removed"] == str(place)
        assert client.delete(f"/v1/sources/{number}").status_code == 404


def test_sources_are_found_by_number_and_by_place(keeper: Keeper, folder: Path) -> None:
    source = keeper.add(folder)
    with keeper.database.transaction() as connection:
        for wanted in (str(source.id), str(folder), f"{folder}/"):
            assert sources.find(connection, wanted) == replace(source)
        with pytest.raises(PkmError):
            sources.find(connection, "nowhere")

"""What two processes, a killed one or an odd folder must not do to files, documents and originals."""

from __future__ import annotations

import asyncio
import email.message
import io
import os
import shutil
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ingest import jobs, pipeline, work
from ingest.jobs import Ways
from ingest.snapshot import Snapshot
from ingest.sources import Scan, look
from ingest.watch import Silent
from ingest.worker import Clerk
from pkm.config import Settings
from pkm.errors import NotFound
from pkm.models import DocumentId, Embeddings, FileState, Source
from pkm.store import documents, files, forgetting, people, queue, sources, succession, workers
from pkm.store.database import Database
from pkm.store.leased import Leased, Stat
from tests import readers
from tests.clock import LONGEST_S, until, until_it
from tests.free_embedder import FreeEmbedder
from tests.integration.conftest import OFX
from tests.integration.test_ingest import Library


@pytest.fixture
def library(database: Database, home: Settings) -> Library:
    return Library(database, home)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    (place / "lease.txt").write_text("The tenant may terminate the lease with three months' notice.\n")
    (place / "wifi.md").write_text("# Wifi\n\nThe password of the guest network is bluebird.\n")
    return place


def _mail(name: str, attached: str) -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.org", "ben@example.org", name
    message["Date"], message["Message-ID"] = "Mon, 02 Mar 2026 10:00:00 +0100", f"<{name}@example.org>"
    message.set_content(f"The report on {name} is attached.")
    message.add_attachment(attached, filename="report.txt")
    return bytes(message)


def _objects(settings: Settings) -> list[str]:
    return sorted(each.name for each in (settings.home / "objects").glob("*/*"))


# ---------------------------------------------------------------- what takes a file's place


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_a_file_that_became_something_else_leaves_the_search(library: Library, folder: Path, kind: str) -> None:
    shutil.copy(folder / "lease.txt", folder / "copy.txt")
    library.ingest(folder)
    for name in ("wifi.md", "lease.txt"):
        (folder / name).unlink()
        if kind == "pipe":
            os.mkfifo(folder / name)
        else:
            (folder / name).symlink_to("/etc/hostname")
    report = library.refresh()
    assert (report.quarantined, len(report.problems)) == (2, 2)
    assert library.found("bluebird") == set()
    assert library.found("tenant lease") == {"copy.txt"}
    assert library.faults() == []


def test_a_moved_file_is_not_counted_as_read_and_its_problems_move_along(library: Library, folder: Path) -> None:
    rows = (
        "Date,Amount,Currency,Text\n2024-01-02,-5.00,EUR,Coffee\n2024-01-03,-7.50,EUR,Lunch\n2024-99-99,-1.00,EUR,No\n"
    )
    (folder / "bank.csv").write_text(rows)
    before = library.ingest(folder).problems
    assert [Path(each.path).name for each in before] == ["bank.csv"]
    (folder / "bank.csv").rename(folder / "giro.csv")
    report = library.refresh()
    assert (report.indexed, report.unchanged) == (0, 3)
    assert [Path(each.path).name for each in report.problems] == ["giro.csv"]


def test_a_file_that_moves_while_it_is_read_is_read_at_its_new_place(library: Library, folder: Path) -> None:
    library.ingest(folder)
    (folder / "wifi.md").write_text("# Wifi\n\nIt is nightingale now.\n")
    with library.database.transaction() as connection:
        source = sources.registered(connection)[0]
    look(library.database, library.settings, source)
    with library.database.session() as owning:
        workers.begin(owning, 77, timedelta(hours=1), reading=True)
        with library.database.transaction() as connection:
            (leased,) = queue.claim(connection, 77, None, 10)
        (folder / "wifi.md").rename(folder / "guest.md")
        look(library.database, library.settings, source)
        with library.database.transaction() as connection:
            assert not queue.is_mine(connection, leased, 77)
    library.read(library.database, None, Silent())
    assert library.found("nightingale") == {"guest.md"}


def test_a_name_that_was_used_before_takes_a_moved_file(library: Library, folder: Path) -> None:
    library.ingest(folder)
    (folder / "lease.txt").unlink()
    library.refresh()
    (folder / "wifi.md").rename(folder / "lease.txt")
    library.refresh()
    assert library.found("bluebird") == {"lease.txt"}
    assert library.faults() == []


def test_a_forgotten_file_stays_forgotten_when_only_its_mode_changes(library: Library, folder: Path) -> None:
    library.ingest(folder)
    jobs.forget_path(library.database, library.settings, str(folder / "wifi.md"), library.owner)
    (folder / "wifi.md").chmod(0o600)
    assert library.refresh().changed == 0
    assert library.found("bluebird") == set()


# ---------------------------------------------------------------- sources inside of sources


def test_a_folder_takes_over_what_lies_below_it_twice(library: Library, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text("A note that lies deep.")
    library.ingest(folder, keep=False)
    library.ingest(folder / "deep")
    library.ingest(folder)
    assert library.found("deep") == {"a.txt"}
    assert library.faults() == []
    (folder / "deep" / "a.txt").write_text("A note about parsnips.")
    library.refresh()
    assert library.found("parsnips") == {"a.txt"}
    assert library.found("deep note") == {"a.txt"}
    with library.database.transaction() as connection:
        assert files.corpus(connection)["documents"] == 3


def test_a_look_at_a_folder_once_does_not_end_the_looks_at_what_is_inside(library: Library, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text("A note that lies deep.")
    library.ingest(folder / "deep")
    library.ingest(folder, keep=False)
    (folder / "deep" / "a.txt").write_text("A note about parsnips.")
    library.refresh()
    assert library.found("parsnips") == {"a.txt"}
    with library.database.transaction() as connection:
        assert files.corpus(connection)["documents"] == 3


def test_paths_inside_of_each_other_are_looked_at_once(library: Library, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text("A note that lies deep.")
    for paths in ((folder / "deep", folder), (folder, folder / "deep", folder)):
        assert library.ingest(*paths).scanned == 3
    assert library.found("deep") == {"a.txt"}


def test_a_file_whose_name_is_not_utf8_is_still_there_at_the_next_look(library: Library, folder: Path) -> None:
    place = os.fsencode(folder) + b"/caf\xe9"
    os.mkdir(place)
    note = Path(os.fsdecode(place + b"/th\xe9.txt"))
    note.write_text("The coffee machine is descaled monthly.")
    library.ingest(note)
    assert library.refresh().unchanged == 1
    assert library.found("descaled") == {"th\\xe9.txt"}
    library.ingest(Path(os.fsdecode(place)))
    report = library.refresh()
    assert (report.unchanged, report.problems) == (1, ())


def test_a_file_below_an_unplugged_disk_is_kept(library: Library, folder: Path) -> None:
    library.ingest(folder / "wifi.md")
    folder.rename(folder.with_name("unplugged"))
    report = library.refresh()
    assert (report.deleted, len(report.problems)) == (0, 1)
    assert library.found("bluebird") == {"wifi.md"}


def test_a_source_that_was_taken_over_meanwhile_is_left_alone(library: Library, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text("A note that lies deep.")
    library.ingest(folder / "deep")
    with library.database.transaction() as connection:
        before = sources.registered(connection)[0]
    library.ingest(folder)
    (folder / "deep" / "b.txt").write_text("Another note.")
    assert look(library.database, library.settings, before).scanned == 0
    assert library.refresh().new == 1


# ---------------------------------------------------------------- two processes


def test_what_is_put_back_while_its_place_is_read_anew_is_one_document(library: Library, folder: Path) -> None:
    shutil.copy(folder / "wifi.md", folder / "copy.md")
    library.ingest(folder)
    with library.database.transaction() as connection:
        state = files.explain(connection, str(folder / "wifi.md"))
        before = state["document_ids"] if state and state["state"] == "indexed" else None
    shutil.copy(folder / "wifi.md", folder / "again.md")
    holder = folder / ("wifi.md" if before else "copy.md")
    holder.write_text("# Wifi\n\nIt is nightingale now.\n")
    with library.database.transaction() as connection:
        source = sources.registered(connection)[0]
    look(library.database, library.settings, source)
    with library.database.session() as owning:
        workers.begin(owning, 77, timedelta(hours=1), reading=True)
        with library.database.transaction() as connection:
            assert [each.path for each in queue.claim(connection, 77, None, 1)] == [str(holder)]
        reader = threading.Thread(target=library.read, args=(library.database, None, Silent()))
        reader.start()
        until(lambda: library.why(folder / "again.md")["state"] != "pending", "what was put back is read")
        assert library.why(folder / "again.md")["state"] == "duplicate"  # of what is still visible
        with library.database.transaction() as connection:
            queue.release(connection, 77)
    reader.join()
    assert library.found("nightingale") == {holder.name}
    assert len(library.found("bluebird")) == 1
    assert library.faults() == []


def test_the_same_bytes_are_settled_by_one_process_at_a_time(database: Database) -> None:
    def is_free(sha256: str) -> bool:
        with database.transaction() as other:
            return bool(
                other.execute("select pg_try_advisory_xact_lock(20590, hashtext(%s)) as free", (sha256,)).fetchall()[0][
                    0
                ]
            )

    row = {"id": 1, "collection_id": 1, "source_id": 1, "path": "a", "raw_path": None, "attempts": 0, "crashes": 0}
    row |= dict.fromkeys((*Stat._fields,), 0) | {"sha256": None, "parser": None, "resume": None, "priority": 0}
    with database.transaction() as connection:
        succession.claim(connection, [(Leased.of(SimpleNamespace(**row)), "one")])
        assert not is_free("one")
        assert is_free("another")
    assert is_free("one")


def test_two_looks_at_a_source_take_turns(library: Library, folder: Path) -> None:
    library.ingest(folder)
    with library.database.transaction() as connection:
        source = sources.registered(connection)[0]
    done = threading.Event()
    with library.database.session() as other:
        sources.take_turn(other, source.id)

        def look_too() -> None:
            look(library.database, library.settings, source)
            done.set()

        thread = threading.Thread(target=look_too)
        thread.start()
        assert not done.wait(0.5)
    assert done.wait(LONGEST_S)
    thread.join()


def test_a_run_waits_for_files_that_another_process_reads_and_takes_them_over_when_it_dies(
    library: Library, folder: Path
) -> None:
    with library.database.session() as other:
        workers.begin(other, 77, timedelta(hours=1), reading=True)
        with library.database.transaction() as connection:
            owned = people.ensure_collection(connection, None, library.owner)
            source = sources.register(connection, owned.id, "folder", str(folder), keep=True)
        look(library.database, library.settings, source)
        with library.database.transaction() as connection:
            assert len(queue.claim(connection, 77, None, 10)) == 2
        reports: list[jobs.Report] = []
        thread = threading.Thread(target=lambda: reports.append(library.ingest(folder)))
        thread.start()
        time.sleep(1)
        assert reports == []
    thread.join(LONGEST_S)
    assert [each.indexed for each in reports] == [2]


def test_duplicates_of_a_file_that_is_read_again_stay_duplicates(library: Library, folder: Path) -> None:
    library.ingest(folder)
    shutil.copy(folder / "wifi.md", folder / "copy.md")
    library.refresh()
    with library.database.transaction() as connection:  # as if another version of the parser had read it
        connection.execute("update file set parser = 'Older 0' where path = %s", (str(folder / "wifi.md"),))
    os.utime(folder / "wifi.md", ns=(1, 1))
    assert library.refresh().indexed == 1
    with library.database.transaction() as connection:
        assert files.corpus(connection)["documents"] == 2
        assert files.status_counts(connection)["duplicate"] == 1
    assert library.faults() == []


def test_a_duplicate_is_sound_while_its_original_waits(library: Library, folder: Path) -> None:
    library.ingest(folder)
    shutil.copy(folder / "wifi.md", folder / "copy.md")
    library.refresh()
    os.utime(folder / "wifi.md", ns=(1, 1))
    with library.database.transaction() as connection:
        source = sources.registered(connection)[0]
    look(library.database, library.settings, source)
    assert library.faults() == []


def test_a_file_that_never_rests_holds_up_no_other(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is watched, for seconds, until the other one is read."""
    other, watch = threading.Event(), work.take

    class Told(Silent):
        def settled(self, path: str, state: FileState) -> None:
            if path.endswith("wifi.md") and state == "indexed":
                other.set()

    def watched(location: bytes, copy: Path) -> Snapshot:
        assert other.wait(LONGEST_S)
        return watch(location, copy)

    monkeypatch.setattr(work, "take", watched)
    with library.database.transaction() as connection:
        owned = people.ensure_collection(connection, None, library.owner)
        source = sources.register(connection, owned.id, "folder", str(folder), keep=True)
    look(library.database, library.settings, source)
    with library.database.transaction() as connection:
        connection.execute("update file set attempts = 99 where path like '%lease.txt'")
    library.read(library.database, None, Told())
    assert library.why(folder / "lease.txt")["state"] == "indexed"


def test_a_worker_that_is_told_to_stop_stops_before_all_is_read(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "EMBED_TOGETHER", 1)
    begun, told = threading.Event(), threading.Event()

    class Waiting(FreeEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            begun.set()
            assert told.wait(LONGEST_S)
            return super().passages(texts)

    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Paragraph {number} is one of many.")
    with library.database.transaction() as connection:
        owned = people.ensure_collection(connection, None, library.owner)
        source = sources.register(connection, owned.id, "folder", str(folder), keep=True)
    look(library.database, library.settings, source)

    async def begin_and_stop() -> None:
        look = asyncio.create_task(Clerk(library.settings, library.database, Waiting()).look())
        await until_it(begun.is_set, "the first file is embedded")
        look.cancel()
        with pytest.raises(asyncio.CancelledError):
            await look
        told.set()

    asyncio.run(begin_and_stop())  # returns when the thread that reads has ended
    with library.database.transaction() as connection:
        assert queue.count_pending(connection) > 0
    library.read(library.database, None, Silent())
    assert library.faults() == []


class _Gate(FreeEmbedder):
    """Keeps what says so waiting until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()

    def passages(self, texts: Sequence[str]) -> Embeddings:
        if any("backlog" in each for each in texts):
            assert self.opened.wait(300)
        return super().passages(texts)


def test_an_upload_is_not_kept_waiting_by_a_look_that_takes_long(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the first look at a large mailbox does: it comes to its end only when the upload was read."""
    import ingest.sources as looking

    looked, read = threading.Event(), threading.Event()

    def slow(*given: Any, **more: Any) -> Scan:
        looked.set()
        assert read.wait(300), "the upload was not read while the look went on"
        return look(*given, **more)

    jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)
    monkeypatch.setattr(looking, "look", slow)

    async def work() -> None:
        clerk = Clerk(library.settings, library.database, library.embedder)
        looks = asyncio.create_task(clerk.look())
        await until_it(looked.is_set, "the look begins")
        receipt = await asyncio.to_thread(_upload, library, "umbrella.txt", "The umbrella is in the blue cupboard.")
        again = asyncio.create_task(clerk.look())
        while library.why(Path(receipt.path))["state"] == "pending":
            await asyncio.sleep(0.1)
        read.set()
        await asyncio.gather(looks, again)

    asyncio.run(work())
    assert library.why(folder / "wifi.md")["state"] == "indexed"
    assert library.faults() == []


def test_sources_are_looked_at_while_a_backlog_is_read(library: Library, folder: Path, tmp_path: Path) -> None:
    (folder / "backlog.txt").write_text("This is the backlog.")
    gate = _Gate()
    jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)
    other = tmp_path / "other"
    other.mkdir()
    (other / "new.txt").write_text("This is new.")

    async def work() -> None:
        clerk = Clerk(library.settings, library.database, gate)
        looks = [asyncio.create_task(clerk.look())]
        while _counted(library, "pending") == 0:
            await asyncio.sleep(0.1)
        jobs.add_source(library.database, library.settings, str(other), Ways(), person=library.owner)
        looks.append(asyncio.create_task(clerk.look()))
        while _counted(library, "pending", other) == 0:
            await asyncio.sleep(0.1)
        gate.opened.set()
        await asyncio.gather(*looks)

    asyncio.run(asyncio.wait_for(work(), 300))
    assert library.why(other / "new.txt")["state"] == "indexed"
    assert library.faults() == []


def test_a_source_that_is_added_while_others_are_looked_at_is_looked_at_next(
    library: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ingest.sources as looking

    looked, added = threading.Event(), threading.Event()

    def held(*given: Any, **more: Any) -> Scan:
        looked.set()
        assert added.wait(300)
        return look(*given, **more)

    jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)
    monkeypatch.setattr(looking, "look", held)
    other = tmp_path / "other"
    other.mkdir()
    (other / "new.txt").write_text("This is new.")

    async def work() -> None:
        clerk = Clerk(library.settings, library.database, library.embedder)
        first = asyncio.create_task(clerk.look())
        await asyncio.to_thread(looked.wait, 300)
        jobs.add_source(library.database, library.settings, str(other), Ways(), person=library.owner)
        looks = [asyncio.create_task(clerk.look()) for _ in range(3)]
        await asyncio.sleep(0)
        added.set()
        await asyncio.gather(first, *looks)

    asyncio.run(work())
    assert library.why(other / "new.txt")["state"] == "indexed"


def test_what_is_lost_in_one_source_is_kept_while_the_next_is_looked_at(
    library: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads beside a refresh does not let go of a file that moved to a source whose turn comes later."""
    import ingest.sources as looking

    other = tmp_path / "other"
    other.mkdir()
    for each in (folder, other):
        jobs.add_source(library.database, library.settings, str(each), Ways(), person=library.owner)
    library.refresh()
    before, embedded = library.why(folder / "wifi.md")["document_ids"], library.embedder.embedded
    shutil.copyfile(folder / "wifi.md", other / "wifi.md")
    (folder / "wifi.md").unlink()

    def read_first(database: Database, settings: Settings, source: Source, *given: Any, **more: Any) -> Scan:
        if source.location == str(other):
            jobs.read_here(
                settings,
                library.embedder,
                looking=lambda: True,
                sandbox=readers.shared(settings, library.embedder.space),
            )(database, None, Silent())
        return look(database, settings, source, *given, **more)

    monkeypatch.setattr(looking, "look", read_first)
    library.refresh()
    assert library.why(other / "wifi.md")["document_ids"] == before
    assert library.embedder.embedded == embedded
    assert library.faults() == []


def _counted(library: Library, state: FileState, below: Path | None = None) -> int:
    with library.database.transaction() as connection:
        if below is None:
            return files.status_counts(connection)[state]
        return sum(row.state == state for row in files.below(connection, str(below)))


# ---------------------------------------------------------------- what a database cannot hold


def test_words_longer_than_an_index_entry_are_stored(library: Library, folder: Path) -> None:
    long = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(9000))
    (folder / "bank.ofx").write_text(OFX.replace("55501", long).replace("a1", f"{long}a").replace("Rent January", long))
    report = library.ingest(folder)
    assert (report.indexed, report.transactions, report.problems) == (3, 3, ())
    (folder / "again.ofx").write_text((folder / "bank.ofx").read_text() + "\n")
    library.refresh()
    with library.database.transaction() as connection:
        assert files.corpus(connection)["transactions"] == 3
    assert library.faults() == []


def test_one_file_that_the_database_cannot_hold_stops_no_other(library: Library, folder: Path) -> None:
    with library.database.transaction() as connection:
        connection.execute("alter table document add check (text not like '%bluebird%')")
    report = library.ingest(folder)
    assert (report.indexed, report.quarantined) == (1, 1)
    assert [Path(each.path).name for each in report.problems] == ["wifi.md"]
    assert "bluebird" not in report.problems[0].reason
    assert library.refresh().quarantined == 0


def test_a_path_as_long_as_the_system_allows_is_read(library: Library, folder: Path) -> None:
    deep = folder
    for level in range(13):
        deep /= os.urandom(120).hex()[: 240 + level % 2]
        deep.mkdir()
    (deep / "note.txt").write_text("The bottom of the sea.")
    report = library.ingest(folder)
    assert (report.indexed, report.problems) == (3, ())
    assert library.refresh().unchanged == 3
    assert library.found("bottom sea") == {"note.txt"}


def test_numbers_of_a_file_system_that_counts_beyond_63_bits_are_kept_apart() -> None:
    class Status:
        st_size, st_mtime_ns, st_ctime_ns, st_ino = 1, 2, 3, 2**64 - 1

    assert Stat.of(Status()).inode == -1  # type: ignore[arg-type]


# ---------------------------------------------------------------- bytes that must go


def test_the_original_of_an_attachment_goes_with_its_mail(library: Library, folder: Path) -> None:
    (folder / "one.eml").write_bytes(_mail("the pump", "The pump was replaced.\n"))
    (folder / "two.eml").write_bytes(_mail("the boiler", "The pump was replaced.\n"))
    library.ingest(folder)
    kept = _objects(library.settings)
    assert len(kept) == 1
    (folder / "one.eml").unlink()
    library.refresh()
    assert _objects(library.settings) == kept
    (folder / "two.eml").write_bytes(_mail("the boiler", "Nothing was replaced.\n"))
    library.refresh()
    assert len(_objects(library.settings)) == 2, "the earlier version keeps what was attached to it"
    (folder / "two.eml").unlink()
    library.refresh()
    assert _objects(library.settings) == []
    assert library.faults() == []


def test_what_a_killed_process_did_not_delete_any_more_is_deleted_at_the_next_look(
    library: Library, folder: Path
) -> None:
    (folder / "one.eml").write_bytes(_mail("the pump", "The pump was replaced.\n"))
    library.ingest(folder)
    with library.database.transaction() as connection:  # killed right after this committed
        row = files.by_path(connection, str(folder / "one.eml"))[0]
        forgetting.forget_files(connection, [row.id])
    assert len(_objects(library.settings)) == 1
    unfinished = library.settings.home / "objects" / ".unfinished-x"
    unfinished.write_text("half")
    os.utime(unfinished, (1, 1))
    library.refresh()
    assert (_objects(library.settings), unfinished.exists()) == ([], False)


def test_a_document_that_is_forgotten_is_gone_wherever_its_file_lies(library: Library, folder: Path) -> None:
    library.ingest(folder)
    shutil.copy(folder / "wifi.md", folder / "copy.md")
    library.refresh()
    number: DocumentId = library.why(folder / "wifi.md")["document_ids"][0]  # type: ignore[index]
    gone = jobs.forget_document(library.database, library.settings, number, library.owner)
    assert gone["documents"] == 1
    assert library.found("bluebird") == set()
    with library.database.transaction() as connection, pytest.raises(NotFound):
        documents.find(connection, number)
    assert library.refresh().indexed == 0


def test_to_forget_a_path_says_what_went_and_leaves_copies_elsewhere(library: Library, folder: Path) -> None:
    library.ingest(folder)
    shutil.copy(folder / "wifi.md", folder / "copy.md")
    library.refresh()
    gone = jobs.forget_path(library.database, library.settings, str(folder / "wifi.md"), library.owner)
    assert gone == {"documents": 0, "chunks": 0, "vectors": 0, "transactions": 0, "objects": 0}
    assert library.found("bluebird") == {"copy.md"}
    gone = jobs.forget_path(library.database, library.settings, str(folder), library.owner)
    assert (gone["documents"], library.found("bluebird tenant")) == (2, set())


def test_the_last_message_of_a_mailbox_takes_its_file_along(library: Library, folder: Path) -> None:
    message = _mail("the pump", "The pump was replaced.\n").replace(b"\r\n", b"\n")
    (folder / "box.mbox").write_bytes(b"From anna@example.org Mon Mar  2 10:00:00 2026\n" + message + b"\n")
    library.ingest(folder)
    number = library.why(folder / "box.mbox")["document_ids"][0]  # type: ignore[index]
    gone = jobs.forget_document(library.database, library.settings, number, library.owner)
    assert gone["documents"] == 2
    assert library.why(folder / "box.mbox")["state"] == "deleted"
    assert library.faults() == []


def test_an_account_is_forgotten_with_its_last_statement(library: Library, folder: Path) -> None:
    (folder / "bank.ofx").write_text(OFX)
    (folder / "other.ofx").write_text(OFX.replace("55501", "77702"))
    assert library.ingest(folder).transactions == 6
    jobs.forget_path(library.database, library.settings, str(folder / "bank.ofx"), library.owner)
    with library.database.transaction() as connection:
        assert [each.number for each in connection.execute("select number from account")] == ["77702"]


# ---------------------------------------------------------------- uploads


def _upload(library: Library, name: str, text: str, collection: str | None = None) -> jobs.UploadReceipt:
    stream = io.BytesIO(text.encode())
    return jobs.receive_upload(library.database, library.settings, name, stream, collection, library.owner)


def test_an_upload_stays_in_its_collection(library: Library) -> None:
    _upload(library, "a.txt", "Only for the family.")
    _upload(library, "b.txt", "Only for the garden club.", "garden")
    library.read(library.database, None, Silent())
    assert library.refresh().new == 0
    with library.database.transaction() as connection:
        assert files.corpus(connection)["documents"] == 2
        rows = connection.execute("select collection_id, path from file order by id").fetchall()
    assert [Path(row.path).name for row in rows] == ["a.txt", "b.txt"]


def test_the_same_upload_under_two_names_is_forgotten_one_by_one(library: Library) -> None:
    first, second = (_upload(library, name, "The spare key lies under a pot.") for name in ("a.txt", "b.txt"))
    library.read(library.database, None, Silent())
    jobs.forget_path(library.database, library.settings, first.path, library.owner)
    assert (Path(first.path).exists(), Path(second.path).exists()) == (False, True)
    library.refresh()
    assert library.found("spare key") == {"b.txt"}
    jobs.forget_path(library.database, library.settings, second.path, library.owner)
    assert not any(each.is_file() for each in (library.settings.home / "uploads").rglob("*"))


@pytest.mark.parametrize("name", ["notes.tmp", "~$draft.txt", "Thumbs.db", "letter.txt~", "文" * 120 + ".txt"])
def test_an_upload_of_any_name_is_kept(library: Library, name: str) -> None:
    _upload(library, name, "The spare key lies under a pot.")
    library.read(library.database, None, Silent())
    library.refresh()
    assert len(library.found("spare key")) == 1


def test_an_upload_that_was_forgotten_and_not_yet_deleted_is_deleted_at_the_next_look(library: Library) -> None:
    receipt = _upload(library, "a.txt", "The spare key lies under a pot.")
    library.read(library.database, None, Silent())
    with library.database.transaction() as connection:  # killed right after this committed
        forgetting.forget_files(connection, [receipt.file_id])
    library.refresh()
    assert not Path(receipt.path).exists()
    again = _upload(library, "a.txt", "The spare key lies under a pot.")
    library.read(library.database, None, Silent())
    library.refresh()
    assert Path(again.path).exists()
    assert library.found("spare key") == {"a.txt"}

"""Files followed through their states: new, changed, moved, doubled, gone, refused; the database is real."""

from __future__ import annotations

import email.message
import io
import os
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ingest import jobs, quotations
from ingest.check import find_faults
from ingest.jobs import Report
from ingest.watch import Silent
from pkm import lexical
from pkm.config import Settings
from pkm.embed import Embedder
from pkm.errors import NotFound, UsageError
from pkm.models import PersonId
from pkm.search import Searcher
from pkm.services import make_home
from pkm.store import documents, files, folding, neighbours, people, sources, spaces
from pkm.store import home as home_place
from pkm.store.database import Database
from tests import readers
from tests.free_embedder import FreeEmbedder


class Library:
    """A home with the functions that a person uses."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        reads: Callable[[Settings, Embedder], jobs.Reader] = readers.read_here,
    ) -> None:
        self.database, self.settings, self.embedder = database, settings, FreeEmbedder()
        with database.transaction() as connection:
            self.owner: PersonId = people.ensure_owner(connection)
        self.read = reads(settings, self.embedder)

    def ingest(self, *paths: Path, keep: bool = True) -> Report:
        return jobs.ingest(self.database, self.settings, paths, self.read, Silent(), keep=keep, person=self.owner)

    def refresh(self) -> Report:
        return jobs.refresh(self.database, self.settings, self.read, Silent())

    def why(self, path: Path) -> dict[str, object]:
        with self.database.transaction() as connection:
            found = files.explain(connection, str(path))
        assert found is not None
        return found

    def found(self, query: str) -> set[str]:
        return {Path(hit.path).name for hit in Searcher(self.database, self.embedder).search(query, k=20, arm="sparse")}

    def faults(self) -> list[object]:
        return list(find_faults(self.database, self.settings, self.owner))


def named(library: Library, word: str) -> set[int]:
    """The documents in whose name a word stands."""
    with library.database.transaction() as connection:
        spaces.enter(connection, 1)
        found = neighbours.read_documents(connection, [lexical.in_name(lexical.number(word.casefold()))])
        return {int(each) for _, (ids, _) in found for each in ids}


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


def _counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.scanned, report.new, report.changed, report.unchanged, report.deleted


def test_unchanged_files_cost_nothing(library: Library, folder: Path) -> None:
    first = library.ingest(folder)
    assert _counts(first) == (2, 2, 0, 0, 0)
    assert (first.indexed, first.documents, first.problems) == (2, 2, ())
    assert library.found("bluebird password") == {"wifi.md"}
    embedded = library.embedder.embedded
    second = library.refresh()
    assert _counts(second) == (2, 0, 0, 2, 0)
    assert (second.indexed, second.documents, library.embedder.embedded) == (0, 0, embedded)
    assert library.faults() == []


def test_a_changed_file_is_replaced_and_unchanged_passages_keep_their_vectors(library: Library, folder: Path) -> None:
    long = "\n\n".join(f"Paragraph {n} speaks of {word}. " * 12 for n, word in enumerate(("apples", "pears", "plums")))
    (folder / "fruit.txt").write_text(long)
    library.ingest(folder)
    embedded = library.embedder.embedded
    (folder / "fruit.txt").write_text(long.replace("plums", "quinces"))
    report = library.refresh()
    assert _counts(report) == (3, 0, 1, 2, 0)
    assert library.found("quinces") == {"fruit.txt"}
    assert library.found("plums") == set()
    assert 0 < library.embedder.embedded - embedded < report.chunks
    assert library.faults() == []


def write_mail(place: Path, number: int, said: str, thread: int = 0) -> None:
    """A mail of a thread, which answers number ``thread - 1`` and all before it."""
    made = email.message.EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "Ben <ben@example.org>", "Re: boat", f"<m{number}@example.org>"
    if thread:
        made["In-Reply-To"] = f"<m{thread - 1}@example.org>"
        made["References"] = " ".join(f"<m{n}@example.org>" for n in range(thread))
    made.set_content(said)
    place.write_bytes(bytes(made))


def test_what_a_mail_quotes_is_found_while_the_mail_that_it_answers_is_not_there(
    library: Library, folder: Path
) -> None:
    first, second = "Will you sell me the dinghy? The rudder is cracked.", "Its price is 900 with the trailer."
    quoted = f"On 4 May 2025, Ann wrote:\n> {second}"
    write_mail(folder / "third.eml", 3, f"Too dear.\n\n{quoted}\n> On 3 May 2025, Ben wrote:\n>> {first}\n", 3)
    library.ingest(folder)
    assert library.found("rudder cracked") == library.found("price trailer") == {"third.eml"}
    assert library.faults() == []
    write_mail(folder / "second.eml", 2, f"{second}\n\nOn 3 May 2025, Ben wrote:\n> {first}\n", 2)
    library.refresh()
    assert library.found("rudder cracked") == library.found("price trailer") == {"second.eml"}
    write_mail(folder / "first.eml", 1, f"{first}\n", 0)
    embedded = library.embedder.embedded
    library.refresh()
    assert library.found("rudder cracked") == {"first.eml"}
    assert library.embedder.embedded == embedded + 1  # what stood there keeps its vectors
    (folder / "second.eml").unlink()
    library.refresh()
    assert library.found("price trailer") == {"third.eml"}
    assert library.found("rudder cracked") == {"first.eml"}  # an older one of the thread is there
    write_mail(folder / "third.eml", 3, "I changed my mind.\n", 3)
    library.refresh()
    with library.database.transaction() as connection:
        [past] = connection.execute(
            "select count(*) as passages, bool_or(c.char_start >= (d.meta ->> 'quoted_from')::integer) as quotes"
            " from document d join chunk c on c.document_id = d.id where d.valid_to is not null and d.meta ? 'quoted_from'"
        )
    assert past.passages > 0
    assert not past.quotes  # of what holds no more only its own words are kept
    assert library.faults() == []


def test_of_an_endless_quotation_the_beginning_is_searched(library: Library, folder: Path) -> None:
    told = "\n> ".join(f"Line {number} of an endless thread." for number in range(20_000))
    write_mail(
        folder / "long.eml", 3, f"Too dear.\n\nOn 4 May 2025, Ann wrote:\n> The rudder.\n> {told}\n> The keel.\n", 3
    )
    library.ingest(folder)
    assert library.found("rudder") == {"long.eml"}
    assert library.found("keel") == set()
    assert library.why(folder / "long.eml")["chunks"] < quotations.LONGEST / 100
    assert library.faults() == []


def test_a_vanished_file_leaves_the_search(library: Library, folder: Path) -> None:
    library.ingest(folder)
    (folder / "wifi.md").unlink()
    report = library.refresh()
    assert (report.deleted, library.found("bluebird")) == (1, set())
    assert library.why(folder / "wifi.md")["state"] == "deleted"
    (folder / "wifi.md").write_text("# Wifi\n\nIt is bluebird again.\n")
    assert library.refresh().indexed == 1
    assert library.found("bluebird") == {"wifi.md"}


def test_a_moved_file_keeps_its_document(library: Library, folder: Path) -> None:
    library.ingest(folder)
    before, embedded = library.why(folder / "wifi.md")["document_ids"], library.embedder.embedded
    (folder / "network").mkdir()
    (folder / "wifi.md").rename(folder / "network" / "guest.md")
    report = library.refresh()
    assert _counts(report) == (2, 0, 0, 2, 0)
    assert library.why(folder / "network" / "guest.md")["document_ids"] == before
    assert (library.found("bluebird"), library.embedder.embedded) == ({"guest.md"}, embedded)


def test_a_folder_that_takes_a_files_name_is_no_pattern_that_leaves_it_out(library: Library, folder: Path) -> None:
    library.ingest(folder)
    before, embedded = library.why(folder / "wifi.md")["document_ids"], library.embedder.embedded
    text = (folder / "wifi.md").read_text()
    (folder / "wifi.md").unlink()
    (folder / "wifi.md").mkdir()
    (folder / "wifi.md" / "copy.md").write_text(text)
    library.refresh()
    assert library.why(folder / "wifi.md")["reason"] == "it lies elsewhere now"
    assert library.why(folder / "wifi.md" / "copy.md")["document_ids"] == before
    assert library.embedder.embedded == embedded


@pytest.mark.parametrize("folded", [False, True])
def test_a_moved_file_is_found_by_the_name_of_now_and_not_by_that_of_before(
    library: Library, folder: Path, folded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "LEAST", 1)
    (folder / "Ostwind").mkdir()
    (folder / "Ostwind" / "zander.txt").write_text(
        "the rent is paid by standing order on the third of each month, as before."
    )
    library.ingest(folder)
    if folded:
        assert folding.fold(library.database, 1) > 0
    before, embedded = named(library, "ostwind"), library.embedder.embedded
    assert list(before) == library.why(folder / "Ostwind" / "zander.txt")["document_ids"]
    assert named(library, "zander") == before

    (folder / "Westwind").mkdir()
    (folder / "Ostwind" / "zander.txt").rename(folder / "Westwind" / "barbel.txt")
    assert library.refresh().documents == 0
    assert named(library, "westwind") == named(library, "barbel") == before
    assert named(library, "ostwind") == named(library, "zander") == set()
    [hit] = Searcher(library.database, library.embedder).search("westwind barbel rent", k=1, arm="sparse")
    assert ({hit.document_id}, hit.title, hit.path) == (before, "barbel", str(folder / "Westwind" / "barbel.txt"))
    assert (library.embedder.embedded, library.faults()) == (embedded, [])


def test_a_copy_that_takes_a_document_over_gives_it_its_name(library: Library, folder: Path) -> None:
    for place in ("Ostwind", "Westwind"):
        (folder / place).mkdir()
        (folder / place / "lease.txt").write_text(
            "the rent is paid by standing order on the third of each month, as before."
        )
    library.ingest(folder)
    held = {place: library.why(folder / place / "lease.txt")["state"] for place in ("Ostwind", "Westwind")}
    [first] = [place for place, state in held.items() if state == "indexed"]
    [second] = held.keys() - {first}
    (folder / first / "lease.txt").unlink()
    library.refresh()
    assert (named(library, first), len(named(library, second))) == (set(), 1)


def test_a_touched_file_is_not_read_again(library: Library, folder: Path) -> None:
    library.ingest(folder)
    before = library.why(folder / "wifi.md")["document_ids"]
    os.utime(folder / "wifi.md", ns=(1, 1))
    report = library.refresh()
    assert (report.changed, report.indexed, report.documents) == (1, 0, 0)
    assert library.why(folder / "wifi.md")["document_ids"] == before


def test_the_same_bytes_in_two_places_are_one_document_that_outlives_either(library: Library, folder: Path) -> None:
    library.ingest(folder)
    shutil.copy(folder / "wifi.md", folder / "copy.md")
    report = library.refresh()
    assert (report.duplicate, report.documents) == (1, 0)
    assert library.why(folder / "copy.md")["state"] == "duplicate"
    document = library.why(folder / "wifi.md")["document_ids"]
    for one, other in (("wifi.md", "copy.md"), ("copy.md", "wifi.md")):
        ahead = jobs.foresee(library.database, str(folder / one), library.owner)
        assert (ahead.counts["files"], ahead.counts["documents"], ahead.kept_at) == (1, 0, [str(folder / other)])
    assert jobs.foresee(library.database, str(folder), library.owner).counts["documents"] == 2
    whole = jobs.foresee(library.database, document[0], library.owner)  # type: ignore[index]
    assert (whole.counts["files"], whole.counts["documents"], whole.kept_at) == (2, 1, [])
    (folder / "wifi.md").write_text("Something else altogether.")
    library.refresh()
    assert library.why(folder / "copy.md")["document_ids"] == document
    assert library.found("bluebird") == {"copy.md"}
    (folder / "copy.md").unlink()
    library.refresh()
    assert library.found("bluebird") == set()
    assert library.faults() == []


def test_what_is_no_file_is_refused_by_name_and_its_neighbours_are_read(library: Library, folder: Path) -> None:
    (folder / "empty.pdf").touch()
    (folder / "noise.bin").write_bytes(os.urandom(4096))
    os.mkfifo(folder / "pipe")
    (folder / "inside").symlink_to(folder)
    (folder / "outside").symlink_to("/etc")
    (folder / "nowhere").symlink_to("missing")
    os.symlink("circle", folder / "circle")
    (folder / ".hidden").write_text("hidden")
    report = library.ingest(folder)
    assert report.indexed == 2
    reasons = {Path(each.path).name: each.reason for each in report.problems}
    assert set(reasons) == {"empty.pdf", "noise.bin", "pipe", "outside", "nowhere", "circle"}
    assert "empty" in reasons["empty.pdf"]
    assert "pipe" in reasons["pipe"]
    assert "out of the folder" in reasons["outside"]
    assert "nowhere" in reasons["nowhere"]
    again = library.refresh()
    assert (again.quarantined, set(again.problems)) == (0, set(report.problems))
    (folder / "noise.bin").write_text("No longer noise.")
    (folder / "pipe").unlink()
    (folder / "nowhere").unlink()
    os.mkfifo(folder / "nowhere")
    later = library.refresh()
    assert (later.indexed, later.deleted) == (1, 0)  # what was no file is no file that is gone
    assert "pipe" in str(library.why(folder / "nowhere")["reason"])
    assert library.faults() == []


def test_names_that_are_not_utf8_are_read(library: Library, folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))).write_text("The coffee machine is descaled monthly.")
    (folder / "caf\\xe9.txt").write_text("The kettle is rinsed weekly.")  # what the other is shown as
    assert library.ingest(folder).indexed == 4
    assert library.found("descaled") == {"caf\\xe9.txt"}
    assert library.found("kettle") == {"caf\\\\xe9.txt"}
    assert library.refresh().unchanged == 4
    (folder / "caf\\xe9.txt").unlink()
    assert library.refresh().deleted == 1
    assert library.found("descaled kettle") == {"caf\\xe9.txt"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused_and_kept(library: Library, folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "a.txt").write_text("Closed but known.")
    library.ingest(folder)
    (folder / "closed").chmod(0)
    (folder / "wifi.md").chmod(0)
    try:
        report = library.refresh()
        assert report.deleted == 0
        assert {Path(each.path).name for each in report.problems} == {"closed", "wifi.md"}
        assert library.found("known") == {"a.txt"}
    finally:
        (folder / "closed").chmod(0o700)


def test_a_missing_folder_deletes_nothing(library: Library, folder: Path) -> None:
    library.ingest(folder)
    folder.rename(folder.with_name("unplugged"))
    report = library.refresh()
    assert report.deleted == 0
    assert "missing" in report.problems[0].reason
    assert library.found("bluebird") == {"wifi.md"}
    with pytest.raises(NotFound, match="no such file"):
        library.ingest(folder)


def test_a_folder_takes_the_sources_inside_of_it_over(library: Library, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text("A note that lies deep.")
    library.ingest(folder / "deep")
    report = library.ingest(folder)
    assert (report.new, report.unchanged, report.duplicate) == (2, 1, 0)
    (folder / "empty.pdf").touch()
    assert [Path(each.path).name for each in library.ingest(folder).problems] == ["empty.pdf"]
    part = library.ingest(folder / "deep")
    assert (part.scanned, part.problems) == (1, ())
    with library.database.transaction() as connection:
        assert [each["location"] for each in sources.overview(connection, timedelta(hours=4))] == [str(folder)]


def test_once_means_not_again(library: Library, folder: Path) -> None:
    library.ingest(folder, keep=False)
    (folder / "new.txt").write_text("A new note about marmalade.")
    assert library.refresh().scanned == 0
    assert library.found("marmalade") == set()


@pytest.mark.skipif(sys.platform != "linux", reason="where the system tells what was written down")
def test_what_pkm_alone_keeps_is_on_the_disk_with_its_name(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: set[Path] = set()
    home = library.settings.home

    def fsync(descriptor: int) -> None:
        if (place := Path(os.readlink(f"/proc/self/fd/{descriptor}"))).is_dir():
            there.update(place.iterdir())

    monkeypatch.setattr(os, "fsync", fsync)
    receipt = jobs.receive_upload(
        library.database, library.settings, "key.txt", io.BytesIO(b"The spare key."), None, library.owner
    )
    (folder / "mail.eml").write_text(
        "From: anna@example.org\nTo: bo@example.org\nSubject: Key\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; name=key.txt\nContent-Disposition: attachment\n\nIt lies below the mat.\n"
    )
    library.ingest(folder / "mail.eml")
    [original] = [each for each in (home / "objects").glob("*/*") if each.is_file()]
    for each in (Path(receipt.path), original):
        assert {each, each.parent} <= there


def test_the_home_is_not_read_into_itself(library: Library, folder: Path) -> None:
    with pytest.raises(UsageError, match="own home"):
        library.ingest(make_home(library.settings.home))
    note = folder / "upload.txt"
    note.write_text("The spare key lies under the third flower pot.")
    with note.open("rb") as stream:
        receipt = jobs.receive_upload(library.database, library.settings, "key.txt", stream, None, library.owner)
    note.unlink()
    report = library.ingest(library.settings.home.parent)  # as "pkm ingest ~" does, with the home in it
    assert (report.scanned, report.problems) == (2, ())
    library.read(library.database, None, Silent())
    assert library.found("flower pot") == {"key.txt"}
    jobs.forget_path(library.database, library.settings, str(library.settings.home.parent), library.owner)
    assert (library.found("bluebird"), library.found("flower pot")) == (set(), {"key.txt"})
    assert Path(receipt.path).exists()


def test_attachments_are_children_whose_bytes_are_kept(library: Library, folder: Path) -> None:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.org", "ben@example.org", "The dishwasher"
    message["Date"], message["Message-ID"] = "Mon, 02 Mar 2026 10:00:00 +0100", "<1@example.org>"
    message.set_content("The repair report is attached.")
    message.add_attachment("The pump was replaced.\n", filename="report.txt")
    (folder / "mail.eml").write_bytes(bytes(message))
    library.ingest(folder)
    mail, report = library.why(folder / "mail.eml")["document_ids"]  # type: ignore[misc]
    with library.database.transaction() as connection:
        child = documents.find(connection, report)
        assert (child.parent_id, child.name, child.text.strip()) == (mail, "report.txt", "The pump was replaced.")
        sha256, file, _ = documents.original(connection, report)
    assert file is None
    [hit] = Searcher(library.database, library.embedder).search("pump", arm="sparse")
    assert (hit.path, hit.place) == (str(folder / "mail.eml"), f"{folder / 'mail.eml'}!/report.txt")
    kept = library.settings.home / "objects" / sha256[:2] / sha256
    assert kept.read_text().strip() == "The pump was replaced."
    assert library.faults() == []
    gone = jobs.forget_document(library.database, library.settings, mail, library.owner)
    assert (gone["documents"], gone["objects"], kept.exists()) == (2, 1, False)


def test_what_is_forgotten_is_not_read_again_until_it_changes(library: Library, folder: Path) -> None:
    library.ingest(folder)
    gone = jobs.forget_path(library.database, library.settings, str(folder / "wifi.md"), library.owner)
    assert (gone["documents"], gone["chunks"], gone["vectors"]) == (1, 1, 1)
    assert library.refresh().new == 0
    assert library.found("bluebird") == set()
    with pytest.raises(NotFound):
        jobs.forget_path(library.database, library.settings, str(folder / "wifi.md"), library.owner)
    (folder / "wifi.md").write_text("The password is now redstart.")
    assert library.refresh().indexed == 1


def test_an_upload_waits_for_its_turn_and_arrives_once(library: Library, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The spare key lies under the third flower pot.")
    for _ in range(2):
        with (tmp_path / "note.txt").open("rb") as stream:
            receipt = jobs.receive_upload(
                library.database, library.settings, "../../no/te\u202e.txt", stream, None, library.owner
            )
    assert Path(receipt.path).is_relative_to(library.settings.home / "uploads")
    assert Path(receipt.path).name == "te_.txt"
    library.read(library.database, None, Silent())
    assert library.found("flower pot") == {"te_.txt"}
    assert library.refresh().unchanged == 1
    gone = jobs.forget_path(library.database, library.settings, receipt.path, library.owner)
    assert (gone["objects"], Path(receipt.path).exists()) == (1, False)


def test_a_home_that_was_moved_keeps_its_uploads(library: Library, tmp_path: Path) -> None:
    former, moved = library.settings.home, tmp_path / "moved"
    receipt = jobs.receive_upload(
        library.database, library.settings, "key.txt", io.BytesIO(b"It lies under the flower pot."), None, library.owner
    )
    library.read(library.database, None, Silent())
    shutil.copytree(former / "uploads", moved / "uploads")
    with library.database.transaction() as connection:
        home_place.follow(connection, moved, own=False)
        assert files.by_path(connection, receipt.path)  # a database that others share: the former place is theirs
    shutil.rmtree(moved)
    moved.mkdir()
    (former / "uploads").rename(moved / "uploads")
    assert library.refresh().deleted == 0  # a folder that is missing deletes nothing
    for _ in range(2):
        with library.database.transaction() as connection:
            home_place.follow(connection, moved, own=True)
            assert files.by_path(connection, receipt.path.replace(str(former), str(moved), 1))
    assert (library.refresh().unchanged, library.found("flower pot")) == (1, {"key.txt"})


def test_a_document_cites_the_file_at_its_very_words(library: Library, folder: Path) -> None:
    text = "Grüße 😀 aus Köln\r\n\r\nDer Vertrag läuft bis 31.12.2027. " * 40
    (folder / "brief.txt").write_bytes(text.encode())
    library.ingest(folder)
    for hit in Searcher(library.database, library.embedder).search("Vertrag Köln", k=50):
        with library.database.transaction() as connection:
            stored = documents.find(connection, hit.document_id)
        original = Path(stored.path).read_bytes().decode()
        assert stored.text == original
        assert hit.text == original[hit.char_start : hit.char_end]


# ---------------------------------------------------------------- files that are stored together


def test_one_file_that_the_database_cannot_hold_stops_no_other_of_its_batch(library: Library, folder: Path) -> None:
    with library.database.transaction() as connection:
        connection.execute(
            "create function refuse() returns trigger language plpgsql as $$ begin"
            " if new.title ~ 'Poison' then raise exception using errcode = 'data_exception'; end if; return new; end $$"
        )
        connection.execute("create trigger refuse before insert on document for each row execute function refuse()")
    for number in range(20):
        (folder / f"note {number}.txt").write_text(
            f"{'Poison' if number == 7 else 'Note'} {number}\n\nIt is number {number}."
        )
    report = library.ingest(folder)
    assert {Path(each.path).name for each in report.problems} == {"note 7.txt"}
    assert library.why(folder / "note 7.txt")["state"] == "quarantined"
    assert all(library.why(folder / f"note {n}.txt")["state"] == "indexed" for n in range(20) if n != 7)
    assert library.faults() == []


def test_files_that_exchange_what_they_hold_hold_what_they_say(library: Library, folder: Path) -> None:
    texts = {"a.txt": "Apples are ripe in autumn.", "b.txt": "Bicycles need oil.", "c.txt": "Candles burn slowly."}
    for name, text in texts.items():
        (folder / name).write_text(text)
    (folder / "copy of a.txt").write_text(texts["a.txt"])
    library.ingest(folder)
    for name, text in zip(
        texts, ["Bicycles need oil.", "Candles burn slowly.", "Apples are ripe in autumn."], strict=True
    ):
        (folder / name).write_text(text)
    library.refresh()
    found = {word: library.found(word) for word in ("apples", "bicycles", "candles")}
    assert found["bicycles"] == {"a.txt"}
    assert found["candles"] == {"b.txt"}
    assert found["apples"] in ({"c.txt"}, {"copy of a.txt"})
    states = {name: library.why(folder / name)["state"] for name in [*texts, "copy of a.txt"]}
    assert sorted(states.values()) == ["duplicate", "indexed", "indexed", "indexed"]
    assert library.faults() == []

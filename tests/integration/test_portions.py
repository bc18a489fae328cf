"""Mailboxes and archives that are read portion by portion: what comes of it is what reading them whole gives."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import jobs
from ingest.sandbox import Limits, Sandbox
from pkm.config import Settings
from pkm.embed import Embedder
from pkm.services import make_home
from pkm.store import versions
from pkm.store.database import Database
from pkm.store.status import read_status
from tests.free_embedder import FreeEmbedder
from tests.integration.test_ingest import Library
from tests.integration.test_versions import _equals_fresh, age, ids, message, texts


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1, Limits(portion_bytes=100_000, portion_parts=3), space=FreeEmbedder.space) as opened:
        yield opened


@pytest.fixture
def library(database: Database, home: Settings, sandbox: Sandbox) -> Library:
    def reads(settings: Settings, embedder: Embedder) -> jobs.Reader:
        return jobs.read_here(settings, embedder, sandbox=sandbox)

    make_home(home.home)
    return Library(database, home, reads)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    return place


def portions(library: Library, path: Path) -> int:
    return str(library.why(path)["history"]).count("the rest follows")


MAILS = [
    message(each, attached=f"Point {each}" if each % 4 == 1 else None, known=each % 5 > 0) for each in range(1, 12)
]


def test_a_mailbox_is_read_in_portions_and_goes_on_where_it_grew(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    box.write_bytes(b"".join(MAILS[:9]) + message(2))  # the same one again, in another portion
    report = library.ingest(folder)
    assert (report.indexed, portions(library, box), report.documents) == (1, 3, 13)
    _equals_fresh(library, folder)
    before, embedded = ids(library, box), library.embedder.embedded
    box.write_bytes(box.read_bytes() + b"".join(MAILS[9:]) + message(2))
    report = library.refresh()
    assert set(before) < set(ids(library, box))
    assert (report.documents, library.embedder.embedded - embedded) == (3, 2)
    assert texts(library, "valid_to is not null") == []
    _equals_fresh(library, folder)
    assert library.faults() == []


def test_the_documents_of_a_mailbox_that_grew_are_numbered_without_a_gap(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    box.write_bytes(b"".join(map(message, (1, 2))))
    library.ingest(folder)
    for last in (3, 5):
        box.write_bytes(b"".join(map(message, range(1, last + 1))))
        library.refresh()
        with library.database.transaction() as connection:
            rows = connection.execute("select ordinal from document where valid_to is null order by ordinal").fetchall()
        assert [row.ordinal for row in rows] == [*range(len(rows))]
    _equals_fresh(library, folder)


def test_messages_of_a_mailbox_that_was_packed_keep_their_documents(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    mails = [message(each, attached=f"Point {each}") for each in range(1, 12)]
    box.write_bytes(b"".join(mails))
    library.ingest(folder)
    before, embedded = ids(library, box), library.embedder.embedded
    assert len(before) == 22
    age(library, 10)
    changed = mails[6].replace(b"room 7", b"room 70")
    box.write_bytes(b"".join(each for n, each in enumerate(mails) if n not in {0, 4, 6}) + changed)
    report = library.refresh()
    after = ids(library, box)
    assert (len(after), len(set(before) - set(after)), report.documents) == (18, 6, 2)
    assert library.embedder.embedded == embedded + 1
    gone = texts(library, "valid_to is not null")
    assert [each.split("room ")[1][:2] for each in gone if "room" in each] == ["1 ", "5 ", "7 "]
    _equals_fresh(library, folder)
    with library.database.transaction() as connection:
        chains = [len(versions.chain(connection, each)) for each in after]
    assert sorted(chains) == [1] * 16 + [2] * 2
    box.write_bytes(mails[3])
    library.refresh()
    assert set(ids(library, box)) < set(before)
    _equals_fresh(library, folder)
    assert library.faults() == []


def test_who_stops_within_a_mailbox_goes_on_there(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    box.write_bytes(b"".join(MAILS))
    library.ingest(folder)
    before, embedded = ids(library, box), library.embedder.embedded
    with library.database.transaction() as connection:  # as it is when whoever read it died after the first portion
        connection.execute(
            "update file set state = 'pending', crashes = 1, resume = jsonb_build_object('parser', parser, 'size', size, 'start', "
            "%s::bigint, 'parts', 3, 'unfinished', true, 'done', 7, 'total', 28)",
            (len(b"".join(MAILS[:3])),),
        )
        connection.execute("delete from document where ordinal > 3")
        connection.execute("delete from file_turn")
    told = read_status(library.database, library.settings, library.owner)["work"]
    assert told == [{"what": "reading", "of": str(box), "done": 7, "total": 28}]
    report = library.refresh()
    assert (report.indexed, report.documents, portions(library, box)) == (1, 10, 2)
    assert read_status(library.database, library.settings, library.owner)["work"] == []
    assert ids(library, box)[:4] == before[:4]
    assert library.embedder.embedded > embedded
    _equals_fresh(library, folder)
    assert library.faults() == []


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _tarred(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [_zipped, _tarred])
def test_an_archive_is_read_in_portions_and_so_is_a_mailbox_in_it(
    library: Library, folder: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    many = [message(each, attached="A long tale. " * 500) for each in range(60)]
    files = {f"letters/{each}.txt": f"Letter {each} is here.".encode() for each in range(7)}
    files |= {
        "mail/all.mbox": b"".join(many),
        "old.pst": b"!BDN" + bytes(200),
        "last.txt": b"The last one.",
        "a.txt": b"x\n" * 90_000,
    }
    packed = folder / "takeout.archive"
    packed.write_bytes(pack(files))
    report = library.ingest(folder)
    assert [each.locator for each in report.problems] == ["file 9 (old.pst)"]
    found = texts(library)
    assert portions(library, packed) > 5
    assert sum("We meet in room" in each for each in found) == 60
    assert sum(each.startswith("A long tale. " * 500) for each in found) == 60
    listed = [each for each in found if "letters/" in each or "mail/all.mbox" in each or "old.pst" in each]
    assert {line for each in listed for line in each.split()} >= set(files) - {"last.txt", "a.txt"}
    assert {"The last one.", "Letter 6 is here.", "x\n" * 90_000} <= set(found)
    assert library.faults() == []
    assert library.refresh().documents == 0


def test_a_copy_goes_on_where_a_mailbox_was_read_to_that_is_gone(library: Library, folder: Path) -> None:
    box, copy = folder / "box.mbox", folder / "copy.mbox"
    box.write_bytes(b"".join(MAILS))
    copy.write_bytes(box.read_bytes())
    library.ingest(folder)
    held, same = (box, copy) if library.why(box)["state"] == "indexed" else (copy, box)
    with library.database.transaction() as connection:
        connection.execute(
            "update file set state = 'pending', resume = jsonb_build_object('parser', parser, 'size', size, 'start', "
            "%s::bigint, 'parts', 3, 'unfinished', true) where path = %s",
            (len(b"".join(MAILS[:3])), str(held)),
        )
        connection.execute("delete from document where ordinal > 3")
    held.unlink()
    report = library.refresh()
    assert (library.why(held)["state"], library.why(same)["state"]) == ("deleted", "indexed")
    assert report.documents == 10
    _equals_fresh(library, folder)
    assert library.faults() == []
